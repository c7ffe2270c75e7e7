"""One state of the project, whole, or none: records that come, go, change, are missing or do not belong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

RATINGS = "  tables: {ratings: {forms: session_rating}}\n"
BOTH = """\
  tables:
    roster: {forms: enrollment}
    ratings: {forms: session_rating}
"""
TRY_AGAIN = "Try again when nobody is entering data."


def _after_first_batch(server: Any, change: Callable[[], None]) -> None:
    """Change the project when the first batch of records has been answered."""
    asked: list[int] = []

    def before(question: dict[str, str]) -> None:
        asked.append(int("records[0]" in question))
        if sum(asked) == 2 and asked[-1]:
            change()

    server.before = before


def test_a_record_that_comes_meanwhile(program: Any, server: Any, models: Any) -> None:
    """A record that is added while others are read is noticed, and nothing is given."""

    def add() -> None:
        server.model.rows.append(models.Row("3", {"member": "9"}))
        server.model.touch("3")

    _after_first_batch(server, add)
    sources, findings = program.set(BOTH, records_at_once=1).gather()
    problem = next(each for each in findings.problems if each.rule != "table-missing")
    assert (problem.rule, problem.message) == ("server-changed", "gained or lost records while they were read")
    assert problem.remedy == TRY_AGAIN
    assert sources.parts == ()


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ("1", ("server-changed", "gained or lost records while they were read")),
        ("2", ("server-answer", "gives no row of 1 of 1 records for REDCap form session_rating")),
    ],
)
def test_a_record_that_goes_meanwhile(program: Any, server: Any, record: str, problem: tuple[str, str]) -> None:
    """A record that is deleted after or before it is read is noticed."""

    def delete() -> None:
        server.model.rows = [row for row in server.model.rows if row.record != record]

    _after_first_batch(server, delete)
    assert program.set(RATINGS, records_at_once=1).noted() == [problem]


@pytest.mark.parametrize("zone", [-12, -5, 0, 14])
def test_a_value_that_changes_meanwhile(program: Any, server: Any, zone: int) -> None:
    """A value that is changed after its record was read is noticed, whatever the server's time zone."""
    server.model.zone = zone

    def change() -> None:
        server.model.rows[0].values["group"] = "G02"
        server.model.touch("1")

    _after_first_batch(server, change)
    program.set(BOTH, records_at_once=1)
    _, findings = program.gather()
    problem = next(each for each in findings.problems if each.rule != "table-missing")
    assert (problem.rule, problem.message) == ("server-changed", "changed REDCap form enrollment while it was read")
    assert problem.remedy == TRY_AGAIN


def test_what_was_changed_before_is_no_change(program: Any, server: Any) -> None:
    """A record that was changed shortly before is read twice and is the same."""
    server.model.touch("1")
    sources, findings = program.set(RATINGS).gather()
    assert len(sources.parts) == 1
    assert {problem.rule for problem in findings.problems} == {"table-missing"}
    assert [question["records[0]"] for question in server.asked if "records[0]" in question] == ["1", "1"]


def test_records_that_nobody_changed_are_read_once(program: Any, server: Any) -> None:
    """Without recent changes no record is asked for twice."""
    program.set(BOTH).gather()
    assert len([question for question in server.asked if "records[0]" in question]) == 2


def test_a_record_that_is_not_answered(program: Any, server: Any, models: Any, troubles: Any) -> None:
    """JSON that is whole but lacks a record that was asked for is noticed."""
    server.model.rows.append(models.Row("3", {"member": "9"}))
    server.trouble[7] = troubles.cut_at_a_row
    _, findings = program.set("  tables: {roster: {forms: enrollment}}\n").gather()
    problem = next(each for each in findings.problems if each.rule != "table-missing")
    assert problem.rule == "server-answer"
    assert problem.message == "gives no row of 1 of 3 records for REDCap form enrollment"
    assert "max_input_vars" in problem.remedy


def test_records_that_nobody_asked_for(program: Any, server: Any) -> None:
    """A server that loses the end of a question and answers with other records is noticed."""
    own = server.model.answer
    server.model.answer = lambda asked: own({key: value for key, value in asked.items() if "records" not in key})
    (problem,) = program.set(RATINGS, records_at_once=1).noted()
    assert problem == ("server-answer", "gives 1 records that were not asked for")


def test_a_row_that_comes_twice(program: Any, server: Any, models: Any) -> None:
    """The same instance of a form twice is noticed."""
    server.model.rows.append(models.Row("2", {"alliance": "1"}, "", "session_rating", 1))
    (problem,) = program.set(RATINGS).noted()
    assert problem == ("server-answer", "gives 1 rows of REDCap form session_rating twice")


def test_fields_that_come_meanwhile(program: Any, server: Any, models: Any) -> None:
    """A project whose design changes between two batches is noticed."""
    _after_first_batch(server, lambda: server.model.fields.append(models.Field("new", "session_rating")))
    (problem,) = program.set(RATINGS, records_at_once=1).noted()
    assert problem == ("server-changed", "gives rows of REDCap form session_rating with different fields")


def test_hashed_names_of_records(program: Any, server: Any) -> None:
    """Where REDCap hashes the records' names, none can be asked for by name; the message says what to change."""
    server.model.hashed = True
    _, findings = program.set(RATINGS).gather()
    problem = next(each for each in findings.problems if each.rule != "table-missing")
    assert problem.message == "gives no row of 2 of 2 records for REDCap form session_rating"
    assert problem.remedy.startswith("The record names look like hashes")


def test_a_project_without_records(program: Any, server: Any) -> None:
    """An empty project is an error, not a term in which nothing happened."""
    server.model.rows = []
    assert program.set(RATINGS).noted() == [("table-empty", "gives no record of this project")]


def test_a_user_of_one_access_group(program: Any, server: Any) -> None:
    """Where the token's user sees one data access group only, that is said, and the group's records are read."""
    server.model.access_groups = {"1": "north", "2": "south"}
    server.model.of_group = "north"
    sources, findings = program.set(RATINGS).gather()
    problem = next(each for each in findings.problems if each.rule == "records-limited")
    assert problem.severity == "warning"
    assert problem.message == "gives this token the records of one data access group alone"
    assert b'"2"' not in sources.parts[0].file.content.splitlines()[-1].split(b",")[0]


def test_a_user_who_may_not_ask_for_access_groups(program: Any, server: Any, troubles: Any) -> None:
    """That a user has no right to see the access groups is no obstacle."""
    server.trouble[5] = troubles.status(
        400, "Insufficient user privileges: You must have 'API Export' privileges and 'Data Access Groups' privileges."
    )
    sources, findings = program.set(RATINGS).gather()
    assert len(sources.parts) == 1
    assert {problem.rule for problem in findings.problems} == {"table-missing"}


def test_the_same_project_gives_the_same_hash(program: Any, server: Any, models: Any) -> None:
    """Two readings of one state have the same hashes; a change gives another."""
    program.set(BOTH)
    first, second = program.gather()[0], program.gather()[0]
    assert first.hashes == second.hashes
    server.model.rows[0].values["group"] = "G02"
    changed = program.gather()[0].hashes
    assert changed["REDCap form session_rating"] == first.hashes["REDCap form session_rating"]
    assert changed["REDCap form enrollment"] != first.hashes["REDCap form enrollment"]
