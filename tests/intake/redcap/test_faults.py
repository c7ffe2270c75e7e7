"""Servers that are busy, slow, broken or not REDCap: bounded tries, then one plain sentence and no data."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

import pytest

RATINGS = "  tables: {ratings: {forms: session_rating}}\n"
# The ninth question is the last; from the sixth on records are asked for.
FIRST_RECORDS = 6


@pytest.fixture(autouse=True)
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds waited between two tries, which are noted instead of waited."""
    seconds: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", seconds.append)
    return seconds


@pytest.mark.parametrize("way", ["reset", "broken_off", "broken_off_in_chunks"])
def test_a_connection_that_breaks_once(program: Any, server: Any, troubles: Any, waited: list[float], way: str) -> None:
    """What a broken connection lost is asked for again, and the answer is whole."""
    whole = program.set(RATINGS).gather()[0].parts[0].file.content
    server.asked.clear()
    server.trouble[FIRST_RECORDS] = getattr(troubles, way)
    assert program.gather()[0].parts[0].file.content == whole
    assert waited == [1.0]


@pytest.mark.parametrize("number", [429, 500, 502, 503, 504])
def test_a_server_that_is_busy_once(program: Any, server: Any, troubles: Any, waited: list[float], number: int) -> None:
    """After an answer that says 'not now', the question is asked again."""
    server.trouble[FIRST_RECORDS] = troubles.status(number, "later")
    sources, findings = program.set(RATINGS).gather()
    assert len(sources.parts) == 1
    assert waited == [1.0]
    assert {problem.rule for problem in findings.problems} == {"table-missing"}


def test_waiting_grows_and_ends(program: Any, server: Any, troubles: Any, waited: list[float]) -> None:
    """A server that stays busy is asked `tries` times, with twice the wait each time."""
    server.trouble["every"] = troubles.status(500)
    (problem,) = program.set(RATINGS, tries=5).noted()
    assert problem == ("server-unreachable", "reports an error of its own (HTTP 500)")
    assert waited == [1.0, 2.0, 4.0, 8.0]
    assert len(server.asked) == 5


def test_the_server_may_ask_to_wait(program: Any, server: Any, troubles: Any, waited: list[float]) -> None:
    """Retry-After is kept, in seconds and as a date."""
    server.trouble[1] = troubles.status(429, Retry_After="7")
    server.trouble[3] = troubles.status(503, Retry_After=formatdate(time.time() + 30, usegmt=True))
    sources, _ = program.set(RATINGS).gather()
    assert len(sources.parts) == 1
    assert waited[0] == 7.0
    assert 20 < waited[1] <= 30


def test_who_asks_to_wait_for_long_is_not_asked_again(
    program: Any, server: Any, troubles: Any, waited: list[float]
) -> None:
    """A wait of more than a minute is left to the person, and not cut short."""
    server.trouble["every"] = troubles.status(429, Retry_After="3600")
    (problem,) = program.set(RATINGS).gather()[1].problems
    assert problem.message == "asks for fewer questions (HTTP 429)"
    assert problem.remedy.startswith("Try again in 60 minutes")
    assert waited == []
    assert len(server.asked) == 1


def test_no_try_after_the_total_time(program: Any, server: Any, troubles: Any, waited: list[float]) -> None:
    """No try begins when `total_minutes` would be over."""
    server.trouble["every"] = troubles.status(503)
    assert program.set(RATINGS, tries=9, total_minutes=0.01).noted() == [
        ("server-unreachable", "is out of service for now (HTTP 503)")
    ]
    assert waited == []


def test_a_server_that_says_nothing(program: Any, server: Any, troubles: Any) -> None:
    """A server that takes the question and stays silent is given up after the timeout and the tries."""
    server.trouble["every"] = troubles.silence
    begun = time.monotonic()
    assert program.set(RATINGS, timeout_seconds=0.3).noted().pop() == (
        "server-unreachable",
        "did not answer within 0.3 seconds",
    )
    assert time.monotonic() - begun < 5
    assert len(server.asked) == 2


def test_a_server_that_trickles(program: Any, server: Any, troubles: Any) -> None:
    """An answer that comes byte by byte is given up after the timeout, although something always comes."""
    server.trouble["every"] = troubles.trickle
    begun = time.monotonic()
    assert program.set(RATINGS, timeout_seconds=0.3).noted().pop() == (
        "server-unreachable",
        "did not end its answer within 0.3 seconds",
    )
    assert time.monotonic() - begun < 5


def test_nobody_there(program: Any, server: Any) -> None:
    """A server that does not listen is told with what to check."""
    server.server_close()
    problem = program.set(RATINGS).gather()[1].problems[0]
    assert (problem.rule, problem.message) == ("server-unreachable", "cannot be reached, or broke off its answer")
    assert problem.file == "REDCap at localhost"
    assert "VPN" in problem.remedy


def test_a_name_that_nobody_knows(program: Any) -> None:
    """An address with a typing error in the server's name is told apart from a server that is down."""
    problem = program.set(RATINGS, url="https://redcap.invalid/api/").gather()[1].problems[0]
    assert problem.message == "is a name that this network does not know"
    assert problem.file == "REDCap at redcap.invalid"


def test_a_proxy_that_is_not_there(program: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy of the environment is used, and named where it is what fails."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    problem = program.set(RATINGS).gather()[1].problems[0]
    assert problem.message == "cannot be reached through the proxy"


Make = Callable[[Any], Any]


@pytest.mark.parametrize(
    ("make", "rule", "message"),
    [
        pytest.param(
            lambda all_: all_.status(403, "You do not have permissions to use the API"),
            "server-refused",
            "does not let this token export (HTTP 403): You do not have permissions to use the API",
            id="403",
        ),
        pytest.param(
            lambda all_: all_.status(401),
            "server-refused",
            "does not let this token export (HTTP 401)",
            id="401",
        ),
        pytest.param(lambda all_: all_.page(404), "server-refused", "has no API at this address (HTTP 404)", id="404"),
        pytest.param(
            lambda all_: all_.status(400, "The <b>content</b>  is \x1b[1mnot valid."),
            "server-refused",
            "refuses the question (HTTP 400): The content is [1mnot valid",
            id="400",
        ),
        pytest.param(
            lambda all_: all_.text(b'{"error": "no rights"}'),
            "server-refused",
            "refuses the question",
            id="error-with-200",
        ),
        pytest.param(
            lambda all_: all_.page(), "server-answer", "answers with a web page instead of data", id="log-in-page"
        ),
        pytest.param(
            lambda all_: all_.cut, "server-answer", "gives an answer that is no whole JSON, perhaps cut off", id="cut"
        ),
        pytest.param(
            lambda all_: all_.text(b'[{"a": "1"} {"a": "2"}]'),
            "server-answer",
            "gives an answer that is no whole JSON, perhaps cut off",
            id="not-json-inside",
        ),
        pytest.param(lambda all_: all_.text(b""), "server-answer", "gives an empty answer", id="empty"),
        pytest.param(
            lambda all_: all_.text(b'[{"a": "\xe4"}]'),
            "server-answer",
            "gives an answer that is not UTF-8",
            id="latin-1",
        ),
        pytest.param(
            lambda all_: all_.text(b"record_id,a\n1,2\n", "text/csv"),
            "server-answer",
            "gives an answer that is no whole JSON, perhaps cut off",
            id="csv",
        ),
        pytest.param(
            lambda all_: all_.text(
                b'<br />\n<b>Fatal error</b>: Allowed memory size of 99 bytes exhausted{"error":"REDCap ran out"}'
            ),
            "server-answer",
            "ran out of memory for its answer",
            id="memory",
        ),
        pytest.param(
            lambda all_: all_.text(b'["a", "b"]'),
            "server-answer",
            "gives an answer to 'record' that is not of REDCap's form",
            id="other-json",
        ),
        pytest.param(
            lambda all_: all_.text(b'[{"other": "1"}]'),
            "server-answer",
            "gives an answer to 'record' that is not of REDCap's form",
            id="no-record-id",
        ),
        pytest.param(lambda all_: all_.bomb, "file-too-large", "gives an answer of more than 1 MB", id="bomb"),
    ],
)
def test_an_answer_that_is_of_no_use(
    program: Any, server: Any, troubles: Any, waited: list[float], make: Make, rule: str, message: str
) -> None:
    """What asking again cannot mend ends the reading at once, without any data."""
    server.trouble[FIRST_RECORDS] = make(troubles)
    sources, findings = program.set(RATINGS, more="  limits: {file_megabytes: 1}\n").gather()
    problem = next(each for each in findings.problems if each.rule != "table-missing")
    assert (problem.rule, problem.message) == (rule, message)
    assert problem.remedy
    assert sources.parts == ()
    assert waited == []
    assert len(server.asked) == FIRST_RECORDS


def test_no_words_of_the_server_about_records(program: Any, server: Any, troubles: Any) -> None:
    """An error about certain records is told without the server's words, which may name them."""
    server.trouble[FIRST_RECORDS + 1] = troubles.status(400, "The record '007' does not exist")
    assert program.set(RATINGS).noted() == [("server-refused", "refuses the question (HTTP 400)")]


def test_too_little_memory_stays_too_little(program: Any, server: Any, troubles: Any) -> None:
    """REDCap's own message about its memory ends in the advice to ask for less at once."""
    said = "REDCap ran out of server memory. The request cannot be processed."
    server.trouble["every"] = troubles.status(500, said)
    _, findings = program.set(RATINGS).gather()
    assert findings.problems[0].message == "ran out of memory for its answer"
    assert "records_at_once" in findings.problems[0].remedy


def test_a_large_answer_stands_in_no_memory(program: Any, server: Any, troubles: Any) -> None:
    """The limit holds for an answer's size as it is unpacked, and for all batches of an export together."""
    for row in server.model.rows:
        row.values["member"] = "x" * 600_000
    tables = "  tables: {roster: {forms: enrollment}}\n"
    limit = "  limits: {file_megabytes: 1}\n"
    assert program.set(tables, limit, records_at_once=1).noted() == [
        ("file-too-large", "gives more than 1 MB for REDCap form enrollment")
    ]
