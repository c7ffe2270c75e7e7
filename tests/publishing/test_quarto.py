"""The Quarto renderer without Quarto: how it is found, called, watched and believed."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from groupreport.errors import RenderError, SetupError
from groupreport.parameters import packaged_folder
from groupreport.publishing.document_reader import read_document
from groupreport.publishing.page import PageSource
from groupreport.publishing.quarto import render_quarto
from groupreport.publishing.quarto_program import find_quarto, quarto_version

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins for Quarto are shell scripts")


@pytest.fixture
def stand_in(tmp_path):
    """A program in place of Quarto that does what a shell script says."""

    def make(script: str) -> Path:
        program = tmp_path / "stand-in" / "quarto"
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        return program

    return make


@pytest.fixture
def render(tmp_path, sample, project, render_with_quarto):
    """Render a small notebook with a given program."""

    def run(program: Path, *, formats=("html", "pdf"), cells=(), **changed):
        cells = cells or [sample.prose("# One\n\nText.")]
        notebook = sample.write_notebook(tmp_path / "executed.ipynb", cells)
        destination = tmp_path / "out"
        destination.mkdir(exist_ok=True)
        given = {
            "title": "Group of Ann",
            "subtitle": "Fall",
            "facts": sample.FACTS,
            "templates": project,
            "destination": destination,
            "stem": "G07",
            "timestamp": 1_797_000_000,
        }
        return render_with_quarto(notebook, formats=formats, quarto=program, **(given | changed))

    return run


BOTH = "mkdir -p build; echo page > build/report.html; printf 'pdfuaid:part' > build/report.pdf"


def test_quarto_is_found_by_file_by_folder_and_by_path(stand_in, monkeypatch):
    """QUARTO_PATH may name the program or its folder; otherwise PATH is searched."""
    program = stand_in("exit 0")
    for named in (program, program.parent):
        monkeypatch.setenv("QUARTO_PATH", str(named))

        assert find_quarto() == program
    monkeypatch.delenv("QUARTO_PATH")
    monkeypatch.setenv("PATH", str(program.parent))

    assert find_quarto() == program


def test_no_quarto_is_none_but_a_wrong_path_is_an_error(tmp_path, monkeypatch):
    """Whoever names a program wants that one, not another in silence."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("QUARTO_PATH", raising=False)

    assert find_quarto() is None
    monkeypatch.setenv("QUARTO_PATH", str(tmp_path / "nowhere"))
    with pytest.raises(SetupError, match="QUARTO_PATH is set but leads to no Quarto"):
        find_quarto()


def test_version_is_what_quarto_says(stand_in):
    """It goes into the manifest."""
    assert quarto_version(stand_in("echo 1.10.18")) == "1.10.18"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo 1.8.26", "Quarto 1.8.26 cannot write PDF/UA-1; install 1.9 or later"),
        ("echo hello", "Quarto does not tell its version"),
        ("exit 3", "Quarto does not tell its version"),
    ],
)
def test_a_quarto_that_cannot_make_accessible_pdf_is_refused_before_work(tmp_path, script, reason):
    """Old or broken: said at once."""
    program = tmp_path / "quarto"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)

    with pytest.raises(SetupError, match=reason):
        quarto_version(program)


def test_program_that_cannot_be_started_is_a_setup_error(render, tmp_path):
    """Exit code 4 and not a failed report."""
    with pytest.raises(SetupError, match="Quarto cannot be started"):
        render(tmp_path / "nowhere")


def test_pages_get_their_final_names_and_the_work_folder_goes(render, stand_in, tmp_path):
    """Nothing but the pages is left."""
    made = render(stand_in(BOTH))

    assert made == {"html": tmp_path / "out" / "G07.html", "pdf": tmp_path / "out" / "G07.pdf"}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["G07.html", "G07.pdf"]


def test_a_report_and_its_appendix_are_made_in_one_call(stand_in, tmp_path, sample, project):
    """Starting Quarto takes longer than half a page; each document has its own title, and goes where it belongs."""
    sources = []
    for kind in ("report", "appendix"):
        notebook = sample.write_notebook(tmp_path / f"{kind}.ipynb", [sample.prose(f"# Of the {kind}")])
        facts = replace(sample.FACTS, kind=kind)
        (tmp_path / kind).mkdir()
        sources.append(
            PageSource(
                notebook=notebook,
                document=read_document(notebook, "G07", facts),
                title=f"The {kind}",
                subtitle="",
                facts=facts,
                destination=tmp_path / kind,
            )
        )
    page = 'grep -o \'Of the [a-z]*\' reports/$kind.ipynb; grep -o \'"title": "[^"]*"\' templates/facts/$kind.json'
    each = f"mkdir -p build; for kind in report appendix; do ( {page} ) > build/$kind.html; done"
    program = stand_in(f"echo called >> {tmp_path}/calls; {each}")
    made = render_quarto(sources, formats=("html",), templates=project, stem="G07", timestamp=0, quarto=program)

    assert (tmp_path / "calls").read_text(encoding="utf-8") == "called\n"
    assert made == [{"html": tmp_path / kind / "G07.html"} for kind in ("report", "appendix")]
    for kind, pages in zip(("report", "appendix"), made, strict=True):
        assert pages["html"].read_text(encoding="utf-8") == f'Of the {kind}\n"title": "The {kind}"\n'


def test_a_page_that_would_load_something_is_refused(render, stand_in):
    """A filter of the program's own may have put a picture beside the page: alone, the page would lack it."""
    script = """mkdir -p build; echo '<img src="report_files/one.png">' > build/report.html"""
    with pytest.raises(RenderError, match=r"loads something from outside \(the element `img`\).*embed-resources: true"):
        render(stand_in(script), formats=("html",))


def test_every_report_has_a_private_project_with_its_own_copies(render, stand_in, tmp_path):
    """What Quarto sees: settings, templates, fonts, the notebook without code; nobody else may read it."""
    render(stand_in(f"find . -type f | sort > {tmp_path}/seen; stat -c %a . >> {tmp_path}/seen; {BOTH}"))
    seen = (tmp_path / "seen").read_text(encoding="utf-8").splitlines()

    assert "./_quarto.yml" in seen
    assert "./reports/report.ipynb" in seen
    assert "./templates/typst-template.typ" in seen
    assert "./templates/fonts/SourceSansPro-Regular.otf" in seen
    assert seen[-1] == "700"


def test_pictures_stand_beside_the_notebook(render, stand_in, tmp_path, sample):
    """Quarto goes through the text more than seventy times; the pages get the same bytes at the end."""
    keep = f"cp reports/report.ipynb {tmp_path}/copy.ipynb; cp reports/report-picture-1.svg {tmp_path}/picture.svg"
    render(stand_in(f"{keep}; {BOTH}"), cells=[sample.shown(sample.figure("one", "Caption", "Alt"))])

    copied = (tmp_path / "copy.ipynb").read_text(encoding="utf-8")
    assert "](report-picture-1.svg)" in copied
    assert "base64" not in copied
    assert (tmp_path / "picture.svg").read_text(encoding="utf-8") == sample.TINY_SVG


def test_title_is_on_no_command_line_and_in_no_header(render, stand_in, tmp_path):
    """Every user can list command lines, and Quarto would read a header as Markdown."""
    keep = f'echo "$@" > {tmp_path}/arguments; cp reports/report.ipynb {tmp_path}/copy.ipynb'
    render(stand_in(f"{keep}; cp templates/facts/report.json {tmp_path}; {BOTH}"))
    facts = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))

    assert (tmp_path / "arguments").read_text(encoding="utf-8").split() == ["render"]
    assert "Ann" not in (tmp_path / "copy.ipynb").read_text(encoding="utf-8")
    assert (facts["title"], facts["pagetitle"]) == ("Group of Ann", "Group of Ann – Fall")


@pytest.mark.parametrize(("wanted", "named"), [("html", "html"), ("pdf", "typst")])
def test_one_format_is_asked_for_by_quartos_name(render, stand_in, tmp_path, wanted, named):
    """PDF is made through Typst."""
    render(stand_in(f'echo "$@" > {tmp_path}/arguments; {BOTH}'), formats=(wanted,))

    assert (tmp_path / "arguments").read_text(encoding="utf-8").split() == ["render", "--to", named]


def test_the_pdfs_date_is_the_time_stamp(render, stand_in, tmp_path):
    """Typst takes its date from SOURCE_DATE_EPOCH, so bytes can be repeated."""
    render(stand_in(f"echo $SOURCE_DATE_EPOCH > {tmp_path}/date; {BOTH}"))

    assert (tmp_path / "date").read_text(encoding="utf-8").strip() == "1797000000"


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 1", r"Quarto failed \(exit 1\): no reason given"),
        (
            "echo 'ERROR: cannot read \"Ann\" in /home/ann/x' >&2; exit 1",
            r"failed \(exit 1\): ERROR: cannot read \.\.\. in \.\.\.$",
        ),
        ("mkdir build; echo page > build/report.html", "left no pdf page"),
        (f"{BOTH}; : > build/report.html", "left no html page"),
        (f"{BOTH}; echo other > build/report.pdf", "Quarto's PDF is not PDF/UA-1"),
    ],
)
def test_a_page_that_was_not_made_is_a_failure(render, stand_in, tmp_path, script, reason):
    """The exit code alone is not believed, and a message quotes neither data nor paths."""
    with pytest.raises(RenderError, match=reason):
        render(stand_in(script))

    assert list((tmp_path / "out").iterdir()) == []


def test_a_quarto_that_hangs_is_ended_with_its_children(render, stand_in, tmp_path):
    """The time limit holds for what Quarto started as well."""
    program = stand_in(f"sleep 60 & echo $! > {tmp_path}/child; wait")
    started = time.monotonic()

    with pytest.raises(RenderError, match="Quarto took longer than 0.5 seconds"):
        render(program, time_limit=0.5)

    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    assert time.monotonic() - started < 20
    assert not _is_running(child)


@pytest.mark.parametrize("variable", ["TMPDIR", "TMP", "TEMP"])
def test_a_quarto_that_is_ended_leaves_nothing_of_the_report(render, stand_in, tmp_path, variable):
    """Quarto writes the report's text into its temporary folder, whose name differs from system to system."""
    program = stand_in(f'cp reports/report.ipynb "${variable}"; echo "${variable}" > {tmp_path}/used; sleep 60')

    with pytest.raises(RenderError):
        render(program, time_limit=2)

    used = Path((tmp_path / "used").read_text(encoding="utf-8").strip())
    assert used.is_relative_to(tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_what_the_embedded_renderer_refuses_is_not_given_to_quarto(
    stand_in, tmp_path, sample, project, render_with_quarto
):
    """Quarto would run raw Typst, HTML and shortcodes."""
    notebook = sample.write_notebook(tmp_path / "executed.ipynb", [sample.prose('`#read("x")`{=typst}')])
    program = stand_in(f"touch {tmp_path}/called")

    with pytest.raises(RenderError, match="cell 2: raw HTML or other raw markup is not supported"):
        render_with_quarto(
            notebook,
            title="A",
            subtitle="",
            facts=sample.FACTS,
            formats=("pdf",),
            templates=project,
            destination=tmp_path,
            stem="G07",
            timestamp=0,
            quarto=program,
        )
    assert not (tmp_path / "called").exists()


def test_the_repository_is_a_quarto_project():
    """`_quarto.yml` names the notebooks, both formats and files that exist."""
    top = packaged_folder()
    settings = yaml.safe_load((top / "_quarto.yml").read_text(encoding="utf-8"))
    named = [
        settings["format"]["html"]["template"],
        *settings["format"]["typst"]["template-partials"],
        *(one["path"] for one in settings["filters"]),
    ]

    assert settings["project"]["render"] == ["reports/*.ipynb"]
    assert settings["format"]["typst"]["pdf-standard"] == "ua-1"
    assert [name for name in named if not (top / name).is_file()] == []


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        return not Path("/proc").is_dir()
    return state != "Z"
