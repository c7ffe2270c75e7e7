"""No value of a cell stands in anything that is printed or kept, whatever is wrong with it."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from groupreport.command_line.checking import check_project
from groupreport.error_list.as_csv import as_csv
from groupreport.error_list.as_html import as_html
from groupreport.error_list.as_json import as_json
from groupreport.error_list.terminal import as_text
from groupreport.errors import InvalidDataError

# What makes a cell another kind of wrong: the canary stands where the braces are.
DAMAGES = {
    "plain": "{}",
    "spaces": " {}\u00a0",
    "line-break": "{}\n{}",
    "unseen": "{}\u200b",
    "lost-letter": "{}\ufffd",
    "formula": "={}",
    "spreadsheet-error": "#{}",
    "number": "7{}",
    "date": "2026-{}-31",
    "mail": "{}@example.org",
    "name": "{}, Jane",
    "long": "{}" + "x" * 250,
    "accents": "Ã¼{}é",
    "semicolons": "{};{}",
}
LETTERS = str.maketrans("0123456789", "abcdefghij")


def canaries(term, damage):
    """Spoil the last row of every table in every column, with a word of its own in each cell.

    The ids of the table groups stay: they name reports on the command line and in files, and are offered where
    another table has nearly one of them.
    """
    planted = []
    for path in sorted(term.path("groups").parent.iterdir()):
        header, *rows = list(csv.reader(io.StringIO(path.read_text())))
        for place, column in enumerate(header):
            if (path.stem, column) != ("groups", "group_id"):
                planted.append("zqx" + f"{len(planted):03}".translate(LETTERS) + "qz")
                rows[-1][place] = DAMAGES[damage].replace("{}", planted[-1])
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([header, *rows])
        path.write_text(written.getvalue())
    return planted


def everything_said(term):
    """Each form of the list, what an error says, and what a traceback would print."""
    listed = check_project(term.folder, "2026-fall", show_values=False)
    assert listed.problems
    error = InvalidDataError(listed.problems)
    return "\n".join(
        [
            as_text(listed),
            as_html(listed, term.project),
            as_csv(listed),
            as_json(listed),
            str(error),
            repr(error),
            repr(listed),
        ]
    )


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_wrong_value_is_shown(small_term, damage):
    """Every column of every table is spoilt at once; no list, error or traceback holds a word of it."""
    planted = canaries(small_term, damage)
    said = everything_said(small_term)

    assert [word for word in planted if word in said] == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.partition("\n")[2],
        lambda text: f"zqxcanary, zqxcanary\n{text}",
        lambda text: f"{text}zqxcanary\n",
        lambda text: f"{text}{','.join(['zqxcanary'] * 30)}\n",
        lambda text: f'{text}"zqxcanary,zqxcanary',
        lambda text: f'{text}"zqx"canary,zqxcanary\n',
        lambda text: text.replace(",", ";"),
        lambda text: text.replace("zqxcanary", "zqxcan\0ary").encode(),
        lambda text: text.replace("zqxcanary", "zqxcanary\xe4").encode("cp1252"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\nzqxcanary,zqxcanary,zqxcanary,zqxcanary,zqxcanary,zqxcanary,zqxcanary\n", 1),
        lambda text: text.replace("zqxcanary", "z" * 200_000),
    ],
)
@pytest.mark.parametrize("table", ["roster", "events"])
def test_no_value_of_a_broken_file_is_shown(small_term, table, damage):
    """Neither a row that has too many cells, nor what an open quote swallowed, nor a row taken for the header."""
    text = small_term.path(table).read_text()
    values = {"roster": ("102,G02", "zqxcanary,G02"), "events": ("confrontation", "zqxcanary")}
    spoilt = damage(text.replace(*values[table]))
    small_term.write(table, spoilt)

    assert "zqx" not in everything_said(small_term)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=some.lists(some.text(some.characters(codec="utf-8"), max_size=6), min_size=8, max_size=8))
def test_no_value_is_shown_whatever_is_around_it(small_term, cells):
    """Any letters before a value, in any column of the ratings and the roster."""
    for table in ("ratings", "roster"):
        header, *rows = list(csv.reader(io.StringIO(small_term.path(table).read_text())))
        rows[-1] = [f"{cell}zqxcanary" for cell, _ in zip(cells, header, strict=False)]
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows([header, *rows])
        small_term.write(table, written.getvalue())

    assert "zqxcanary" not in everything_said(small_term)


def test_no_value_is_kept_with_a_frozen_term(small_term):
    """What was doubted is told in the reports' notes, with the place and without the value."""
    small_term.add("roster", "zqx@canary.example,G01,2026-12-11,,,")
    small_term.add("roster", "Zqxcanary,G01,2026-12-11,,,").add("roster", "zqxcanary,G01,2026-12-11,,,")
    small_term.add("attendance", " zqxcanary ,G01,3,attended")
    small_term.change("feedback", "discussed\n", "discussed,room\n").change("feedback", "yes,no\n", "yes,no,zqxroom\n")
    facts = json.loads((small_term.freeze() / "term.json").read_text())

    assert len(facts["notes"]) >= 5
    assert "zqx" not in json.dumps({name: value for name, value in facts.items() if name != "groups"}).lower()


def test_values_are_shown_to_whoever_asks(small_term):
    """`--show-values` is the only way to them."""
    small_term.add("attendance", "zqxcanary,G01,1,attended")

    assert "zqxcanary" in as_text(check_project(small_term.folder, "2026-fall", show_values=True))
