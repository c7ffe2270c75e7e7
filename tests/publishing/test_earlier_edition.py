"""How the earlier term was published reaches the report of the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from groupreport.instruments import load_catalog
from groupreport.intake import freeze, open_term
from groupreport.intake.excerpt import Excerpts
from groupreport.parameters import Project, read_page_words, read_parameters
from groupreport.publishing.earlier_edition import earlier_edition
from groupreport.publishing.ingredients import ingredients_of
from groupreport.publishing.jobs import jobs_of
from groupreport.publishing.keys import key_parts, tool_versions
from groupreport.publishing.provenance import Manifest, manifest_text
from groupreport.simulation import write_demo_project
from groupreport.summaries.changes import changes_since
from groupreport.summaries.records import Changed

FALL, SPRING = "2026-fall", "2026-spring"


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    """The demo project with a manifest of its spring term, as a run writes it."""
    folder = write_demo_project(tmp_path_factory.mktemp("earlier") / "demo")
    project = Project(folder)
    term = frozen(project, SPRING)
    manifest = Manifest(
        program="A program",
        term=SPRING,
        renderer="embedded",
        tools=dict(tool_versions()),
        data=term.data_hash,
        inputs=dict(term.inputs),
        parameters="",
        ingredients=ingredients_of(project, term),
        reports=(),
        finished_at="2026-05-20T12:00:00+00:00",
        index_sha256="",
    )
    project.published_folder(SPRING).mkdir(parents=True)
    (project.published_folder(SPRING) / "manifest.json").write_text(manifest_text(manifest), encoding="utf-8")
    return folder


def frozen(project: Project, term: str):
    parameters = read_parameters(project, term)
    return open_term(freeze(project, parameters, load_catalog(project), earlier=earlier_edition(project, parameters)))


def test_a_term_published_from_the_same_is_read_as_unchanged(published):
    """The hashes of the manifest and those of the next term's run are of the same things, so that they can agree."""
    assert changes_since(frozen(Project(published), FALL)).found == ()


def test_a_changed_setting_and_a_changed_export_are_noticed(published):
    """Between the terms the evaluator edits program.yml, and the spring export loses a row."""
    program, outcomes = published / "params" / "program.yml", published / "data" / SPRING / "outcomes.csv"
    before, rows = program.read_text(encoding="utf-8"), outcomes.read_text(encoding="utf-8")
    program.write_text(before.replace("headline: own_level", "headline: sd_strict"), encoding="utf-8")
    outcomes.write_text(rows[: rows.rstrip("\n").rindex("\n") + 1], encoding="utf-8")
    try:
        found = changes_since(frozen(Project(published), FALL)).found
    finally:
        program.write_text(before, encoding="utf-8")
        outcomes.write_text(rows, encoding="utf-8")

    assert found == (Changed("data", SPRING), Changed("definition", "ruptures.headline", "own_level", "sd_strict"))


def test_what_says_how_the_earlier_term_was_made_makes_the_programs_reports_stale(published):
    """Without the spring manifest, or with a damaged one, whole reports follow from something else; groups' do not."""
    project = Project(published)
    manifest = project.published_folder(SPRING) / "manifest.json"
    text = manifest.read_text(encoding="utf-8")

    def keys() -> dict[str, str]:
        term = frozen(project, FALL)
        return {
            job.name: key_parts(job, term, project, renderer="embedded", templates="")["data"]
            for job in jobs_of(term, read_page_words(project, "en"))
        }

    known = keys()
    manifest.write_text(text.replace("A program", "B program"), encoding="utf-8")
    try:
        damaged = keys()
    finally:
        manifest.write_text(text, encoding="utf-8")

    changed = {name for name in known if known[name] != damaged[name]}
    assert changed == {"evaluator/program", "leadership/program", "funder/outcomes"}


def test_a_workers_excerpt_of_the_whole_term_keeps_it_and_a_groups_does_not(published, tmp_path):
    """The program's report can be made on another machine; a group's needs nothing of another term."""
    project = Project(published)
    excerpts = Excerpts(frozen(project, FALL).folder)
    opened = {}
    for name, files in (("whole", excerpts.whole()), ("group", excerpts.of_group("G04"))):
        for file, content in files.items():
            (tmp_path / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name / file).write_bytes(content)
        opened[name] = open_term(tmp_path / name)

    assert opened["whole"].earlier_edition is not None
    assert opened["group"].earlier_edition is None
