"""Neither the password nor any value of the data is told to anybody: no log, message, file or list of processes."""

from __future__ import annotations

import logging
import subprocess
import sys
import time

import keyring
import keyring.backend
import psutil
import pytest

pytestmark = pytest.mark.postgresql
PASSWORD = "correct-horse-7Q"
VALUE = "MRN-00042"


@pytest.fixture
def telling(in_postgresql, caplog):
    """The term with a value that can be recognized, while everything that can be logged is kept."""
    in_postgresql.run(f"update ratings set member_id = '{VALUE}'")
    caplog.set_level(logging.DEBUG)
    for name in ("sqlalchemy", "sqlalchemy.engine.Engine", "sqlalchemy.pool", "sqlalchemy.dialects", "psycopg"):
        caplog.set_level(logging.DEBUG, name)
    return in_postgresql


def _told(caplog, problems) -> str:
    return " ".join([caplog.text, *(repr(record.__dict__) for record in caplog.records), *map(repr, problems)])


@pytest.mark.parametrize(
    "query",
    [
        "select * from ratings",
        "select cast(member_id as integer) from ratings",
        "select * from ratings where member_id = 1",
        "select *, pg_terminate_backend(pg_backend_pid()) from ratings",
        "select member_id::regclass from ratings",
        "select array[member_id] as extra from ratings",
    ],
)
def test_logs_and_problems_hold_neither_password_nor_value(telling, caplog, query):
    """Whoever turns every log on, whatever goes wrong, learns nothing about the data and not how to get at them."""
    telling.set_queries(ratings=query)
    caplog.clear()
    _, problems = telling.gather()
    told = _told(caplog, problems)
    assert PASSWORD not in told
    assert VALUE not in told
    assert str(telling.place.folder) not in told


def test_a_wrong_password_is_not_told_either(telling, caplog, monkeypatch):
    """A password that does not fit may fit elsewhere."""
    monkeypatch.setenv("GROUPREPORT_DATABASE_PASSWORD", "wrong-horse-9Z")
    problem = telling.the("server-refused")
    assert "wrong-horse-9Z" not in _told(caplog, [problem])


class _Kept(keyring.backend.KeyringBackend):
    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        return PASSWORD if (service, username) == ("groupreport", "clinic") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


def test_a_password_from_the_keyring(in_postgresql, monkeypatch):
    """The password may be kept where the system keeps passwords, under a name that the program says."""
    monkeypatch.delenv("GROUPREPORT_DATABASE_PASSWORD")
    before = keyring.get_keyring()
    keyring.set_keyring(_Kept())
    try:
        assert in_postgresql.set_queries(", keyring_name: clinic").gather()[1] == []
        assert in_postgresql.set_queries(", keyring_name: clinics").the("secret-missing").rule == "secret-missing"
    finally:
        keyring.set_keyring(before)


def test_no_process_no_file_and_no_output_holds_the_password(in_postgresql):
    """Neither the list of processes while a query runs, nor what is said or kept of it, holds the password."""
    in_postgresql.set_queries(ratings="select ratings.*, pg_sleep(0.2) as slept from ratings")
    folder = in_postgresql.small.folder
    command = [sys.executable, "-m", "groupreport.command_line", "check", "--project", folder, "--term", "2026-fall"]
    listed: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        while running.poll() is None:
            asked = in_postgresql.rows("select count(*) from pg_stat_activity where usename = 'reader'")
            if asked != [(0,)]:
                listed += [" ".join(each.info["cmdline"] or []) for each in psutil.process_iter(["cmdline"])]
            time.sleep(0.05)
        said, _ = running.communicate(timeout=60)
    assert running.returncode == 0, said
    assert any("groupreport.command_line check" in line for line in listed)
    frozen = in_postgresql.set_queries().small.freeze()
    assert "reader@" not in (frozen / "term.json").read_text(encoding="utf-8")
    kept = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not any(PASSWORD.encode() in each for each in [said, *kept, *(line.encode() for line in listed)])
