"""The release ledger: lines are added and never changed, and what it says decides what later releases withhold."""

from __future__ import annotations

import datetime
import json
import math

import pytest

from groupreport.disclosure.ledger import earlier_releases, ledger_file, read_ledger, record_release, withdraw_release
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.read_back import ReadNumber, ReadRelease, table_of_cells
from groupreport.errors import DisclosureError, ParameterError

POLICY = Policy(name="default")
NOW = datetime.datetime(2026, 12, 20, 9, 0, tzinfo=datetime.UTC)


def _release(women=40.0, term="2026-fall"):
    cells = {("A", "man"): 20, ("A", "woman"): women, ("A", "Total"): 20 + women}
    cells |= {("Total", "man"): 20, ("Total", "woman"): women, ("Total", "Total"): 20 + women}
    numbers = (ReadNumber("process", "Attended", "Total", "attendance_rate (share)", 0.85),)
    return ReadRelease(term, {"served_gender": table_of_cells("served_gender", cells)}, numbers)


def _record(folder, release, data="a" * 64, policy=POLICY):
    days = {"starts": datetime.date(2026, 8, 24), "ends": datetime.date(2026, 12, 11)}
    return record_release(folder, release, **days, data=data, policy=policy, now=NOW)


def test_what_was_released_is_read_back_as_it_was(tmp_path):
    """Counts, withheld ones as withheld, the other numbers, the term and its days."""
    _record(tmp_path, _release(women=math.nan))

    (kept,) = read_ledger(tmp_path)

    assert (kept.number, kept.term, kept.starts) == (1, "2026-fall", datetime.date(2026, 8, 24))
    assert kept.tables["served_gender"].table.loc["A", "man"] == 20
    assert math.isnan(kept.tables["served_gender"].total)
    assert kept.numbers[0].value == 0.85


def test_the_same_release_is_written_down_once(tmp_path):
    """A term that is rendered again and comes out the same is no second release."""
    assert [_record(tmp_path, _release()), _record(tmp_path, _release())] == [1, 1]
    assert len(read_ledger(tmp_path)) == 1


def test_a_changed_lost_or_cut_line_is_noticed(tmp_path):
    """Then nobody knows what readers have, so nothing more is released."""
    for women in (40.0, 60.0, 80.0):
        _record(tmp_path, _release(women), data=f"{women:064.0f}")
    ledger = tmp_path / ledger_file("funder")
    lines = ledger.read_bytes().splitlines(keepends=True)
    changed = lines[0].replace(b"40.0", b"41.0")
    damaged = {
        "changed": b"".join([changed, *lines[1:]]),
        "lost": b"".join([lines[0], lines[2]]),
        "first lost": b"".join(lines[1:]),
        "swapped": b"".join([lines[1], lines[0], lines[2]]),
        "cut": b"".join(lines)[:-9],
        "no table": b"{}\n",
    }

    for content in damaged.values():
        ledger.write_bytes(content)
        with pytest.raises(DisclosureError, match="Restore the file"):
            _record(tmp_path, _release(90.0), data="9" * 64)
        assert ledger.read_bytes() == content


def test_a_release_made_again_is_read_beside_those_that_were_there_first(tmp_path):
    """So that the same data give the same page later, whatever was released in the meantime."""
    _record(tmp_path, _release(40.0), data="a" * 64)
    _record(tmp_path, _release(60.0), data="b" * 64)
    _record(tmp_path, _release(40.0, term="2027-spring"), data="c" * 64)
    ledger = read_ledger(tmp_path)

    beside = {data: [one.number for one in earlier_releases(ledger, "2026-fall", data * 64, POLICY)] for data in "abx"}

    assert beside == {"a": [], "b": [1], "x": [1, 2, 3]}


def test_the_same_data_under_other_rules_are_another_release(tmp_path):
    """What looser rules have shown stands beside what stricter ones show now."""
    _record(tmp_path, _release(), data="a" * 64)
    stricter = Policy(name="default", smallest_count=20)

    beside = earlier_releases(read_ledger(tmp_path), "2026-fall", "a" * 64, stricter)

    assert [one.number for one in beside] == [1]


def test_a_withdrawn_release_stays_written_and_counts_no_more(tmp_path):
    """Its line is not taken out; a line with the reason is added."""
    _record(tmp_path, _release())
    before = (tmp_path / ledger_file("funder")).read_text(encoding="utf-8")

    withdraw_release(tmp_path, 1, "never sent", NOW)

    after = (tmp_path / ledger_file("funder")).read_text(encoding="utf-8")
    assert after.startswith(before)
    assert json.loads(after.splitlines()[1])["why"] == "never sent"
    assert earlier_releases(read_ledger(tmp_path), "2026-fall", "x" * 64, POLICY) == ()
    assert _record(tmp_path, _release()) == 2


@pytest.mark.parametrize(
    ("number", "why", "message"), [(2, "x", "there is no release 2"), (1, " ", "no reason is given")]
)
def test_only_a_known_release_is_withdrawn_and_with_a_reason(tmp_path, number, why, message):
    """A release that readers have cannot be taken back by a slip."""
    _record(tmp_path, _release())

    with pytest.raises(ParameterError, match=message):
        withdraw_release(tmp_path, number, why, NOW)
