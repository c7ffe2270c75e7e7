"""Two runs at once: one of them works on a term, and what the project's terms share loses nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import filelock
import pytest

from groupreport.disclosure.ledger import only_writer
from groupreport.errors import SetupError
from groupreport.publishing.lock import only_run

TERM = "2026-fall"
# Both wait for the same moment, try, and say what came of it; the first keeps the lock for as long as the second tries.
TRIES = """
import pathlib, sys, time
from groupreport.errors import SetupError
from groupreport.publishing.lock import only_run
folder, begin = pathlib.Path(sys.argv[1]), float(sys.argv[2])
for number in range(50):
    while time.time() < begin + 0.15 * number:
        pass
    try:
        with only_run(folder / str(number)):
            time.sleep(0.1)
            print("works")
    except SetupError as error:
        print(error)
"""


def test_of_two_runs_at_the_same_instant_one_works_and_the_other_is_told(tmp_path):
    """Fifty times: never both, never neither, and the second is told the first one's process and time."""
    import time

    begin = str(time.time() + 4)
    both = [
        subprocess.Popen([sys.executable, "-c", TRIES, str(tmp_path), begin], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    first, second = (process.communicate(timeout=100)[0].splitlines() for process in both)
    assert (len(first), len(second)) == (50, 50)
    numbers = {process.pid for process in both}
    for pair in zip(first, second, strict=True):
        # On a busy machine one may come when the other has ended already: then both have worked, one after the other.
        told = [line for line in pair if line != "works"]
        assert len(told) <= 1
        for line in told:
            named = re.fullmatch(
                r"another run is at work on this term \(process (\d+) on \S+ since 20\S+\); wait for it to end\.", line
            )
            assert named, line
            assert int(named[1]) in numbers
    assert sum("works" not in pair or "another" in "".join(pair) for pair in zip(first, second, strict=True)) > 10


def test_a_killed_run_is_never_named_as_the_one_at_work(tmp_path):
    """Its note stays behind; who reads it is told of nobody rather than of a dead process."""
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    with only_run(tmp_path):
        facts = json.loads((tmp_path / "lock.json").read_text())
        (tmp_path / "lock.json").write_text(json.dumps({**facts, "process": ended.pid}))
        with pytest.raises(SetupError, match="at work on this term; wait"), only_run(tmp_path):
            pass


def test_a_file_system_without_locks_is_said(tmp_path, monkeypatch):
    """Some shares cannot lock; then no run begins, because two could mix their files."""

    def refuse(*_: object, **__: object) -> None:
        raise NotImplementedError("no flock here")

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with pytest.raises(SetupError, match="cannot lock files") as caught, only_run(tmp_path):
        pass
    assert caught.value.exit_code == 4


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_build_folder_that_cannot_be_written_is_said(tmp_path):
    """One line with what to do, and exit code 4."""
    tmp_path.chmod(0o500)
    with pytest.raises(SetupError, match="cannot be written: Permission denied"), only_run(tmp_path / "term"):
        pass


LEDGER_WRITER = """
import json, pathlib, sys
from groupreport.disclosure.ledger import _append, ledger_file, only_writer
folder, name = pathlib.Path(sys.argv[1]), sys.argv[2]
for number in range(20):
    with only_writer(folder):
        _append(folder / ledger_file("funder"), {"from": name, "number": number})
"""


def test_two_terms_released_at_the_same_time_are_both_in_the_ledger(tmp_path):
    """A lost line would let a later release be compared with what nobody remembers."""
    both = [subprocess.Popen([sys.executable, "-c", LEDGER_WRITER, str(tmp_path), name]) for name in ("fall", "spring")]
    assert [process.wait(100) for process in both] == [0, 0]

    lines = [json.loads(line) for line in (tmp_path / "releases" / "funder.jsonl").read_text().splitlines()]
    expected = [(name, number) for name in ("fall", "spring") for number in range(20)]
    assert sorted((line["from"], line["number"]) for line in lines) == expected
    with only_writer(tmp_path):
        pass


def test_status_does_not_change_a_term_under_a_run(project, run, files_of):
    """To say what is stale, exports are frozen again, which a run's kernels are reading just then."""
    ratings = project / "data" / TERM / "ratings.csv"
    ratings.write_text("".join(ratings.read_text().splitlines(keepends=True)[:-1]))
    before = files_of(project / "build" / TERM / "frozen")
    with only_run(project / "build" / TERM):
        code, said = run("status", "--project", project, "--term", TERM)

    assert (code, "another run is at work" in said) == (4, True)
    assert files_of(project / "build" / TERM / "frozen") == before
