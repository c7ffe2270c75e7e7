"""Patterns that were found before: kept without counts, and used only where they withstand the attack once more."""

from __future__ import annotations

import json
import sys

import pandas as pd
import pytest

from groupreport.disclosure import suppression
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.recalled import FOLDER
from groupreport.disclosure.release import protect
from groupreport.summaries.records import CountTable

# The first example that comes with sdcTable: the 2 women of A are small.
COUNTS = pd.DataFrame({"f": [2, 19, 10, 14], "m": [18, 14, 12, 11]}, index=list("ABCD"))


@pytest.fixture
def protected(tmp_path):
    """The release of the table, with the folder in which patterns are kept."""
    folder = tmp_path / FOLDER

    def release(counts=COUNTS):
        table = CountTable(rows="region", columns="sex", counts=counts, groups_behind=counts.clip(upper=3))
        return (
            protect({"served_sex": table}, Policy(name="default"), patterns=folder).tables["served_sex"].with_margins()
        )

    return folder, release


@pytest.fixture
def searches(monkeypatch):
    """How often a pattern was looked for."""
    found = []
    search = suppression.cheapest_pattern
    monkeypatch.setattr(suppression, "cheapest_pattern", lambda *given: found.append(1) or search(*given))
    return found


def test_the_same_release_is_not_solved_twice(protected, searches):
    """The second time the same counts are withheld, without a search; other counts are another release."""
    _, release = protected
    first = release()

    pd.testing.assert_frame_equal(release(), first)
    assert len(searches) == 1
    release(COUNTS + 1)
    assert len(searches) == 2


def test_what_is_kept_is_private_and_holds_no_count(protected):
    """Which cells are withheld stands in the published table as well; the file only adds how good that is."""
    folder, release = protected
    release()
    (file,) = folder.glob("*.json")

    kept = json.loads(file.read_text())
    assert kept.keys() == {"status", "withheld"}
    assert set(kept["withheld"]) <= {"x", "."}
    if sys.platform != "win32":
        assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)


def _all_but_the_small_one(text):
    kept = json.loads(text)
    place = kept["withheld"].index("x")
    return json.dumps({**kept, "withheld": "." * place + "x" + "." * (len(kept["withheld"]) - place - 1)})


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[:-5],
        lambda _: "",
        lambda text: text.replace("x", ".", 1),
        lambda text: text.replace("x", "."),
        lambda text: text.replace('"withheld": "', '"withheld": "x'),
        lambda text: text.replace("optimal", "perfect"),
        _all_but_the_small_one,
        lambda _: "[1, 2]",
    ],
    ids=["cut off", "empty", "one cell less", "nothing withheld", "longer", "other status", "too little", "other form"],
)
def test_a_damaged_or_foreign_pattern_is_looked_for_again(protected, searches, damage):
    """No file makes a release show what it must not."""
    folder, release = protected
    first = release()
    (file,) = folder.glob("*.json")
    file.write_text(damage(file.read_text()), encoding="utf-8")

    pd.testing.assert_frame_equal(release(), first)
    assert len(searches) == 2
    assert set(json.loads(file.read_text())["withheld"]) == {"x", "."}
