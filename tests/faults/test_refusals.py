"""Where the last check cannot be made, nothing is released; evaluators' reports are not touched by that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from groupreport.command_line import release_check
from groupreport.disclosure import leaks

TERM = "2026-fall"
RENDER = ("render", "--term", TERM, "--renderer", "embedded", "--to", "html")
pytestmark = pytest.mark.kernel


@pytest.mark.parametrize("error", [RuntimeError("Maria K."), TimeoutError("the solver"), MemoryError()])
def test_a_check_that_fails_releases_nothing(project, run, monkeypatch, check_published, error):
    """Not even what was released before: the exit code is 3, and the message does not quote what was being checked."""
    monkeypatch.setattr(release_check, "_attack_and_record", lambda *_: None)
    only = ("--project", project, "--audience", "funder")
    assert run(*RENDER, *only)[0] == 0
    assert check_published(project)["funder/outcomes"]["status"] == "published"

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(leaks, "scan_files", fail)
    code, said = run(*RENDER, *only, "--force")
    reports = check_published(project)

    assert (code, reports["funder/outcomes"]["status"]) == (3, "refused")
    assert not (project / "published" / TERM / "funder").exists()
    assert f"could not be checked ({type(error).__name__})" in said
    assert "Maria" not in said
    assert {name for name, report in reports.items() if report["status"] == "published"} == {
        "evaluator/G04",
        "evaluator/G06",
        "evaluator/program",
    }


def test_a_mistake_of_the_program_fails_one_report_and_quotes_nothing(project, run, monkeypatch, check_published):
    """Whatever is raised while a page is made: the others are published, and the text of the error is not shown."""
    from groupreport.publishing import embedded

    write = embedded.write_html

    def fail(document, *, title, **options):
        if title == "Anxiety and grief groups":
            raise KeyError("Maria K.")
        return write(document, title=title, **options)

    monkeypatch.setattr(embedded, "write_html", fail)
    code, said = run(*RENDER, "--project", project, "--audience", "evaluator", "--force")
    reports = check_published(project)

    assert code == 1
    assert (reports["evaluator/program"]["status"], reports["evaluator/G04"]["status"]) == ("failed", "published")
    assert "evaluator/program: an unexpected KeyError" in said
    assert "Maria" not in said + json.dumps(reports)


def test_a_traceback_is_shown_only_where_it_is_asked_for(project, run, monkeypatch):
    """A traceback may quote data of people; without `--debug` a mistake is one line and exit code 4."""

    def fail(*_: object, **__: object) -> None:
        raise LookupError("Maria K.")

    monkeypatch.setattr("groupreport.publishing.pipeline.plan_term", fail)
    code, said = run(*RENDER, "--project", project)
    assert (code, "unexpected LookupError" in said, "Maria" in said, "Traceback" in said) == (4, True, False, False)
    code, said = run("--debug", *RENDER, "--project", project)
    assert (code, "Traceback" in said, Path(__file__).name in said) == (4, True, True)
