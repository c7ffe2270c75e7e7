"""A server that is not there, or goes away, stops the run before anything is made."""

from __future__ import annotations

import os
import signal

import pytest

from groupreport.command_line import exit_code
from groupreport.errors import SourceError

pytestmark = pytest.mark.postgresql
_BROKEN_OFF = "was not answered to its end: the connection to the database broke off; nothing of it is used"


def _nothing_is_made(stored) -> bool:
    made = [path.name for path in stored.small.folder.rglob("*") if path.name in {"frozen", "published"}]
    return made == []


def test_a_connection_that_is_ended_in_the_middle_of_a_table(in_postgresql):
    """Rows that came before the end are not taken for the table: one problem says that the answer is not whole."""
    in_postgresql.set_queries(
        ratings="select member_id, group_id, session, instrument, item, value, case when number = 100000"
        " then pg_terminate_backend(pg_backend_pid()) end as ended"
        " from generate_series(1, 200000) number, lateral (select * from ratings limit 1) one"
    )
    with pytest.raises(SourceError) as caught:
        in_postgresql.small.freeze()
    assert [(each.rule, each.file, each.message) for each in caught.value.problems] == [
        ("server-unreachable", "query ratings (2026-fall)", _BROKEN_OFF)
    ]
    assert caught.value.exit_code == 4
    assert _nothing_is_made(in_postgresql)


def test_a_server_that_stops_between_two_queries(in_own_postgresql, before_query):
    """The tables that were read before are not used, and the command line ends with the code for its surroundings."""
    small_term = in_own_postgresql.small
    before_query("from sessions", in_own_postgresql.place.stop)
    with pytest.raises(SourceError) as caught:
        small_term.freeze()
    assert [(each.rule, each.file) for each in caught.value.problems] == [
        ("server-unreachable", "query sessions (2026-fall)")
    ]

    arguments = ["--project", str(small_term.folder), "--term", "2026-fall"]
    assert exit_code(["check", *arguments]) == 4
    assert exit_code(["render", *arguments]) == 4
    assert _nothing_is_made(in_own_postgresql)


def test_a_server_that_no_longer_answers(in_postgresql, before_query):
    """A server that keeps the connection and says nothing is waited for as long as the program allows, not for ever."""
    stopped: list[int] = []

    def stop() -> None:
        query = f"select pid from pg_stat_activity where usename = 'reader' and datname = '{in_postgresql.database}'"
        stopped.extend(pid for (pid,) in in_postgresql.rows(query))
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)

    in_postgresql.set_queries(", timeout_seconds: 0.2")
    before_query("from attendance", stop)
    try:
        problems = in_postgresql.gather()[1]
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
    assert stopped
    assert [each.message for each in problems] == ["was not answered: the server was silent for 5.2 seconds"]


def test_a_server_that_is_not_there(in_postgresql):
    """A server that cannot be reached is called a few times, then named once; no table is called missing."""
    in_postgresql.set_queries(", tries: 2", address="postgresql://reader@127.0.0.1:1/clinic")
    with pytest.raises(SourceError) as caught:
        in_postgresql.small.freeze()
    assert [(each.rule, each.file, each.message) for each in caught.value.problems] == [
        ("server-unreachable", "database", "cannot be reached")
    ]
