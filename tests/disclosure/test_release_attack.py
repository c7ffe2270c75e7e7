"""The last attack on a funder release works on its files alone."""

from __future__ import annotations

import csv
import datetime

import pytest

from groupreport.disclosure.earlier import Earlier, Window
from groupreport.disclosure.ledger import RecordedRelease, rules_of
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.read_back import COLUMNS, read_release
from groupreport.disclosure.release_attack import attack_release
from groupreport.errors import DisclosureError

POLICY = Policy(name="default")
HIDDEN = None
# Region by sex, the first example that comes with sdcTable: withheld are A and C, which protects the 2 women of A.
SERVED = {
    ("A", "f"): HIDDEN, ("A", "m"): HIDDEN, ("A", "Total"): 20,
    ("B", "f"): 19, ("B", "m"): 14, ("B", "Total"): 33,
    ("C", "f"): HIDDEN, ("C", "m"): HIDDEN, ("C", "Total"): 22,
    ("Total", "f"): 31, ("Total", "m"): 44, ("Total", "Total"): 75,
}  # fmt: skip


@pytest.fixture
def write(tmp_path):
    """Files of a release: its table from counts and other numbers, and pages from texts."""

    def write_files(tables, numbers=(), *, html=None):
        rows = [
            [
                "2026-fall",
                name,
                "",
                "region",
                row,
                "sex",
                column,
                "people",
                "" if count is None else count,
                _status(count),
            ]
            for name, cells in tables.items()
            for (row, column), count in cells.items()
        ]
        rows += [["2026-fall", *number, _status(number[-1])] for number in numbers]
        files = [tmp_path / "outcomes.csv"]
        with files[0].open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        if html is not None:
            files.append(tmp_path / "outcomes.html")
            files[1].write_text(f"<html><body><main>{html}</main></body></html>", encoding="utf-8")
        return files

    return write_files


def _status(value):
    return "withheld" if value in (None, "") else "published"


def _attack(files, earlier=None):
    return attack_release(files, POLICY, earlier or Earlier(), "f" * 64)


def test_a_protected_table_stands_up(write):
    """The women of A can be any number from 0 to 12 for whoever has the file."""
    assert _attack(write({"served_sex": SERVED})) == []


def test_a_withheld_count_that_the_sums_give_away_is_found(write):
    """Withheld alone, A's 2 women are 20 less the 18 men."""
    found = _attack(write({"served_sex": {**SERVED, ("A", "m"): 18, ("C", "m"): 12}}))

    assert "table 'served_sex', A, f: a withheld count can be worked out too closely" in found


def test_a_small_count_is_never_published(write):
    """Whatever the table says of itself."""
    found = _attack(write({"served_sex": {**SERVED, ("C", "f"): 10, ("C", "m"): 12, ("A", "f"): 2, ("A", "m"): 18}}))

    assert "table 'served_sex', A, f: a small count is published" in found


def test_a_share_times_its_people_gives_a_withheld_count_away(write):
    """7 % of 75 people are 5: the 5 who dropped out are withheld in the table and told by the share."""
    stayed = {
        ("A", "completed"): 70, ("A", "dropped_out"): HIDDEN, ("A", "ended_otherwise"): HIDDEN, ("A", "Total"): HIDDEN,
        ("Total", "completed"): 70, ("Total", "dropped_out"): HIDDEN, ("Total", "ended_otherwise"): HIDDEN,
        ("Total", "Total"): HIDDEN,
    }  # fmt: skip
    served = {("A", "f"): 31, ("A", "m"): 44, ("A", "Total"): 75, ("Total", "f"): 31, ("Total", "m"): 44}
    served |= {("Total", "Total"): 75}
    alone = write({"served_sex": served, "stayed": {**stayed, ("A", "completed"): 60, ("Total", "completed"): 60}})
    without = _attack(alone)
    share = ("process", "", "program", "Total", "", "", "dropped_out", 0.07)

    with_share = _attack(write({"served_sex": served, "stayed": {**stayed, ("A", "completed"): 60,
                                ("Total", "completed"): 60}}, [share]))  # fmt: skip

    assert without == []
    assert any("dropped_out: a withheld count can be worked out" in one for one in with_share)


def test_attendance_that_leaves_few_who_stayed_away_is_found(write):
    """Of 75 people's sessions 12.5 % were missed at the most at 88 %: nine can have stayed away, at 86 % ten."""
    attendance = ("process", "", "program", "Total", "", "", "attendance_rate")
    found = {share: _attack(write({"served_sex": SERVED}, [(*attendance, share)])) for share in (0.86, 0.88)}

    assert found[0.86] == []
    assert found[0.88] == ["the share 'attendance_rate' tells that few people can have stayed away"]


@pytest.mark.parametrize(("measure", "told"), [("mean_pre", False), ("smcr", True)])
def test_an_effect_that_says_how_few_were_not_measured_twice_is_found(write, measure, told):
    """Of 27 people a mean leaves 16 who may not have been, an effect of 20 and more seven, where it is withheld."""
    served = {("A", "f"): 13, ("A", "m"): 14, ("A", "Total"): 27}
    served |= {("Total", column): served["A", column] for column in ("f", "m", "Total")}
    changed = {(row, column): HIDDEN for row in ("A", "Total") for column in ("improved", "unchanged", "Total")}
    number = ("scales", "PHQ-9", "program", "Total", "", "", measure, -0.9)

    found = _attack(write({"served_sex": served, "changed_phq9": changed}, [number]))

    assert any("less table 'changed_phq9', Total, Total: can be worked out" in one for one in found) == told


def test_numbers_that_contradict_each_other_are_refused(write):
    """Somebody has written into the file: nothing is released."""
    with pytest.raises(DisclosureError, match="contradict"):
        _attack(write({"served_sex": {**SERVED, ("B", "Total"): 34}}))


@pytest.mark.parametrize(
    "row",
    ["people,12,withheld", "people,,published", "mean,12,published"],
)
def test_a_table_of_another_form_is_refused(tmp_path, row):
    """What cannot be read back cannot be attacked, so it is not released."""
    file = tmp_path / "outcomes.csv"
    file.write_text(f"{','.join(COLUMNS)}\n2026-fall,t,,region,A,sex,f,{row}\n", encoding="utf-8")

    with pytest.raises(DisclosureError, match=r"outcomes\.csv"):
        read_release(file)


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ("<p>33 of 75 people came from B.</p>", 0),
        ("<p>31 of 75 (41%) were women.</p>", 0),
        ("<p>2 of 20 people in A were women.</p>", 1),
        ("<p>22 of 75 people came from C, 2 de 20 mujeres.</p>", 1),
        ("<p>28 of 75 people did something else.</p>", 1),
        ("<figure><img alt='Women in A: 2 of 20.'></figure>", 1),
        ("<table><tr><td>A</td><td>2</td></tr></table>", 1),
        ("<table><tr><td>A</td><td>withheld</td></tr><tr><td>B</td><td>19</td></tr></table>", 0),
        ("<table><tr><td>PHQ-9</td><td>\u22120.82</td><td>6.5</td><td>6</td></tr></table>", 0),
        ("<div class='key-facts'><table><tr><td>9</td></tr></table></div>", 0),
    ],
)
def test_counts_on_the_page_are_those_of_the_table(write, html, wrong):
    """A sentence, picture or table of the page tells no count that the table keeps."""
    criterion = ("scales", "PHQ-9", "program", "Total", "", "", "criterion", 6)

    assert len(_attack(write({"served_sex": SERVED}, [criterion], html=html))) == wrong


def test_a_small_difference_from_an_earlier_release_is_found(write):
    """33 people in B where the earlier release says 32: somebody was added, and everybody can see it."""
    window = Window(term="2026-fall", starts=datetime.date(2026, 8, 24), ends=datetime.date(2026, 12, 11))
    before = write({"served_sex": {**SERVED, ("B", "f"): 18, ("B", "Total"): 32, ("Total", "f"): 30,
                                   ("Total", "Total"): 74}})  # fmt: skip
    told = RecordedRelease(
        number=1, term="2026-fall", starts=window.starts, ends=window.ends, data="0" * 64, rules=rules_of(POLICY),
        tables=read_release(before[0]).tables, numbers=(), recorded_at="",
    )  # fmt: skip

    found = _attack(write({"served_sex": SERVED}), Earlier(window=window, releases=(told,)))

    assert "table 'served_sex': beside release 1 it tells something of a few people" in found


def test_messages_hold_no_withheld_number(write):
    """Whoever reads the run's messages learns nothing either."""
    found = _attack(write({"served_sex": {**SERVED, ("A", "m"): 18, ("C", "m"): 12}}, html="<p>2 of 20 women.</p>"))

    assert found
    assert not any(number in message for message in found for number in ("2 ", "18", "12"))
