"""What a program's own `_quarto.yml` must keep."""

from __future__ import annotations

import pytest

from groupreport.errors import ParameterError
from groupreport.parameters import Project, packaged_folder
from groupreport.publishing.quarto_settings import check_quarto_settings, own_filters

PACKAGED = (packaged_folder() / "_quarto.yml").read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path):
    """A program's folder with a `_quarto.yml` of its own."""

    def write(text: str) -> Project:
        (tmp_path / "_quarto.yml").write_text(text, encoding="utf-8")
        return Project(tmp_path)

    return write


@pytest.fixture
def render(sample, tmp_path, render_with_quarto):
    """Have a small page made; Quarto itself is not there, as it must not be asked."""

    def run(project: Project) -> None:
        render_with_quarto(
            sample.write_notebook(tmp_path / "executed.ipynb", [sample.prose("# One")]),
            title="A",
            subtitle="",
            facts=sample.FACTS,
            formats=("html",),
            templates=project,
            destination=tmp_path,
            stem="G07",
            timestamp=1_797_000_000,
            quarto=tmp_path / "not-there",
        )

    return run


def test_without_an_own_file_nothing_is_refused(tmp_path):
    """The packaged file holds."""
    check_quarto_settings(Project(tmp_path))


@pytest.mark.parametrize(
    ("packaged", "changed"),
    [
        ("", ""),
        ("toc-depth: 2", "toc-depth: 3"),
        ("filters:\n", "filters:\n  - citeproc\n"),
        ("embed-resources: false", "embed-resources: true"),
    ],
)
def test_what_concerns_the_look_may_differ(own, packaged, changed):
    """What Quarto brings may be added as well."""
    assert packaged in PACKAGED
    check_quarto_settings(own(PACKAGED.replace(packaged, changed, 1)))


@pytest.mark.parametrize("entry", ["templates/own.lua", "{path: templates/own.lua, at: pre-quarto}"])
def test_a_filter_of_the_programs_own_stands_among_its_templates(own, entry):
    """There its changes are noticed, and reports find it in their own folders."""
    project = own(PACKAGED.replace("filters:\n", f"filters:\n  - {entry}\n"))
    with pytest.raises(ParameterError, match=r"no filter `templates/own\.lua`"):
        check_quarto_settings(project)

    (project.folder / "templates").mkdir()
    (project.folder / "templates" / "own.lua").write_text("return {}", encoding="utf-8")
    check_quarto_settings(project)
    assert own_filters(project) == ["templates/own.lua"]


@pytest.mark.parametrize("path", ["own.lua", "templates/../own.lua", "{tmp}/templates/own.lua"])
def test_a_filter_in_another_place_is_refused_by_its_line(own, tmp_path, path):
    """It would be missing where the report is made, or change a page without anybody knowing."""
    (tmp_path / "templates").mkdir()
    for name in ("own.lua", "templates/own.lua"):
        (tmp_path / name).write_text("return {}", encoding="utf-8")
    text = PACKAGED.replace("filters:\n", f"filters:\n  - {path.format(tmp=tmp_path)}\n")
    with pytest.raises(ParameterError) as caught:
        check_quarto_settings(own(text))

    (problem,) = caught.value.problems
    assert text.splitlines()[problem.line - 1].strip() == f"- {path.format(tmp=tmp_path)}"
    assert "templates/" in problem.remedy


@pytest.mark.parametrize(
    ("packaged", "changed", "key", "line"),
    [
        ("    template: templates/report.quarto.html\n", "", "format.html.template", "html:"),
        ("    minimal: true\n", "", "format.html.minimal", "html:"),
        ("render: [reports/*.ipynb]", "render: [reports/group.ipynb]", "project.render", "render"),
        ("ua-1", "a-2b", "format.typst.pdf-standard", "pdf-standard"),
        ("typst-template.typ, ", "other.typ, ", "format.typst.template-partials", "template-partials"),
        ("  - {path: templates/quarto-page.lua, at: post-render}\n", "", "filters", "filters:"),
    ],
)
def test_what_the_promises_rest_on_must_stay(own, packaged, changed, key, line):
    """The problem names the setting and the line of it, or of what it belongs to."""
    assert packaged in PACKAGED
    text = PACKAGED.replace(packaged, changed, 1)
    with pytest.raises(ParameterError) as caught:
        check_quarto_settings(own(text))

    (problem,) = caught.value.problems
    assert problem.rule == "quarto-settings"
    assert f"`{key}`" in problem.message
    assert line in text.splitlines()[problem.line - 1]


def test_the_settings_of_another_quarto_project_are_not_followed(render, own):
    """A website in the same folder would give a page with scripts and without a confidentiality line."""
    with pytest.raises(ParameterError, match="6 problems"):
        render(own("project: {type: website}\nformat: {html: {theme: cosmo}}\n"))


def test_a_style_sheet_that_loads_from_outside_is_refused(render, tmp_path):
    """As by the embedded renderer; Quarto would fetch it."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "report.css").write_text("@import 'https://example.org/a.css';", encoding="utf-8")
    with pytest.raises(ParameterError, match="@import"):
        render(Project(tmp_path))
