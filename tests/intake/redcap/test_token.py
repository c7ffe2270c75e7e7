"""The token is in the bodies of the questions and nowhere else: no log, traceback, file or process list."""

from __future__ import annotations

import io
import logging
import signal
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from rich.console import Console
from rich.traceback import Traceback

from groupreport.intake.findings import Findings
from groupreport.intake.sources.redcap_api.answers import NoAnswer
from groupreport.intake.sources.redcap_api.calls import Calls
from groupreport.parameters import RedcapSettings
from groupreport.publishing.kernel_place import KernelPlace

RATINGS = "  tables: {ratings: {forms: session_rating}}\n"
KEY = "REDCAP_API_TOKEN"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any library logs, at the finest level."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def calls(program: Any, server: Any, models: Any) -> Calls:
    """Calls with the token, as the source makes them."""
    settings = RedcapSettings(url=server.url, tries=1, timeout_seconds=2)
    return Calls.to(settings, SecretStr(models.TOKEN), program.folder / "authority.pem", 1)


def _everything(error: BaseException) -> str:
    """An error as Python and rich show it with all variables, and what hangs on it."""
    shown = io.StringIO()
    of_rich = Traceback.from_exception(
        type(error), error, error.__traceback__, show_locals=True, locals_max_string=None
    )
    Console(file=shown, width=400).print(of_rich)
    chained = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join([*chained.format(chain=True), shown.getvalue(), repr(vars(error)), repr(error.args)])


def _is_hidden(text: str, token: str) -> bool:
    return token not in text and token.lower() not in text.lower()


@pytest.mark.parametrize(
    "way",
    ["reset", "broken_off", "cut", "silence", "bomb"],
)
def test_errors_do_not_hold_the_token(
    calls: Calls, server: Any, troubles: Any, models: Any, log: io.StringIO, way: str
) -> None:
    """No error shows the token in its words, its variables or its causes, and no library logs it."""
    server.trouble["every"] = getattr(troubles, way)
    with pytest.raises(NoAnswer) as raised:
        calls.ask(lambda project: project.export_records())
    assert server.asked[0]["token"] == models.TOKEN
    assert _is_hidden(_everything(raised.value), models.TOKEN)
    assert raised.value.__context__ is None
    assert _is_hidden(log.getvalue(), models.TOKEN)
    assert "POST /api/" in log.getvalue() or way in {"reset", "silence"}


def test_an_interrupted_question_does_not_show_the_token(calls: Calls, server: Any, troubles: Any, models: Any) -> None:
    """Whoever stops a run while it waits for the server sees no token in the traceback either."""
    server.trouble["every"] = troubles.silence

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt) as raised:
            calls.ask(lambda project: project.export_metadata())
    finally:
        signal.signal(signal.SIGALRM, before)
    assert server.asked[0]["token"] == models.TOKEN
    assert _is_hidden(_everything(raised.value), models.TOKEN)


def test_a_mistake_in_the_program_does_not_show_the_token(calls: Calls, models: Any) -> None:
    """An error that nobody expected is passed on without the variables of PyCap."""
    with pytest.raises(AttributeError) as raised:
        calls.ask(lambda project: project.export_metadata().nothing)
    assert _is_hidden(_everything(raised.value), models.TOKEN)


def test_what_a_server_echoes(program: Any, server: Any, troubles: Any, models: Any) -> None:
    """A server that repeats the token in its error is not quoted."""
    server.trouble["every"] = troubles.status(403, f"the token {models.TOKEN.lower()} is unknown")
    assert program.set(RATINGS).noted() == [("server-refused", "does not let this token export (HTTP 403)")]


def test_pycap_has_a_placeholder(calls: Calls, models: Any) -> None:
    """PyCap's own attributes, and everything that shows them, hold a placeholder."""
    assert _is_hidden(f"{calls!r} {vars(calls.project)!r} {calls.project.token}", models.TOKEN)
    assert len(calls.project.token) == len(models.TOKEN)


@pytest.mark.parametrize("token", ["SHORT", "0123456789ABCDEF0123456789ABCDE ", '"0123456789ABCDEF0123456789ABCDE'])
def test_what_is_no_token(program: Any, server: Any, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    """A token that was copied in part, or with a space or quote, is told without showing it, and not sent."""
    monkeypatch.setenv(KEY, token)
    _, findings = program.set(RATINGS).gather()
    (problem,) = findings.problems
    assert problem.rule == "secret-missing"
    assert problem.message == "the API token of REDCap is not one: it has 32 letters and digits"
    assert token.strip() not in str(problem)
    assert server.asked == []


def test_no_token(program: Any, server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a token nothing is asked, and the variable to set is named."""
    monkeypatch.delenv(KEY)
    _, findings = program.set(RATINGS).gather()
    (problem,) = findings.problems
    assert problem.rule == "secret-missing"
    assert KEY in problem.message
    assert server.asked == []


@pytest.mark.parametrize("missing", ["redcap", "redcap.project", "semantic_version"])
def test_the_extra_may_be_missing(program: Any, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Without PyCap, what to install is named."""
    for name in [name for name in sys.modules if name == missing or name.startswith(f"{missing}.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "redcap.project", raising=False)
    monkeypatch.setitem(sys.modules, missing, None)
    _, findings = program.set(RATINGS).gather()
    (problem,) = findings.problems
    assert problem.rule == "source-package"
    assert problem.remedy == "Run `pip install 'groupreport[redcap]'`."
    assert isinstance(findings, Findings)


def test_kernels_do_not_inherit_hidden_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook's kernel has the user's environment without the hidden variables."""
    monkeypatch.setenv(KEY, "secret")
    monkeypatch.setenv("GROUPREPORT_TEST_OTHER", "kept")
    with KernelPlace(warm=False, hidden={KEY}) as place:
        assert KEY not in place.environment()
        assert place.environment()["GROUPREPORT_TEST_OTHER"] == "kept"
