"""Places, rows and consequences in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from groupreport.error_list import ErrorList, words
from groupreport.errors import Problem


def problem(**facts) -> Problem:
    return Problem(
        **{"rule": "value-missing", "message": "is empty", "remedy": "Fill it in.", "file": "a.csv", **facts}
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"line": 14, "column": "member_id"}, "line 14, column member_id"),
        ({"sheet": "roster", "line": 14, "cell": "C14", "column": "member_id"}, "cell C14, column member_id"),
        ({"sheet": "roster", "line": 14}, "row 14"),
        ({"column": "member_id"}, "column member_id"),
        ({"line": 2, "column": "phq9_2", "columns": ("phq9_2", "phq9_1")}, "line 2, column phq9_2 and others"),
        ({"file": "params/program.yml", "line": 12, "column": "data.decimal"}, "line 12, key data.decimal"),
        ({}, "as a whole"),
        ({"file": "--term"}, "the command line"),
    ],
)
def test_a_place_is_named_as_people_look_for_it(facts, said):
    """Lines in files, cells in workbooks, keys in parameter files."""
    assert words.place(problem(**facts)) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"count": 1, "lines": (3,)}, ""),
        ({"count": 2, "lines": (3, 9)}, "2 rows: lines 3 and 9"),
        ({"count": 3, "lines": (3,)}, "3 rows, the first is line 3"),
        ({"count": 1200, "lines": (3, 4, 5, 6, 7)}, "1,200 rows, the first are lines 3, 4, 5, 6 and 7"),
        ({"count": 2, "lines": (3, 9), "sheet": "roster"}, "2 rows: rows 3 and 9"),
        ({"count": 2, "lines": (2, 3), "columns": ("a", "b")}, "2 rows: lines 2 (a) and 3 (b)"),
        ({"count": 4}, "4 rows"),
    ],
)
def test_rows_are_counted_and_the_first_are_named(facts, said):
    """Nobody takes the first five for all."""
    assert words.where_else(problem(**facts)) == said


def test_a_long_value_is_cut_and_that_is_said():
    """A cell of a megabyte does not fill the screen."""
    shown = words.shown_value(problem(value="x" * 1000), show=True)

    assert shown == f"'{'x' * 200}' and 800 more characters"


def test_a_hidden_value_has_no_length():
    """The mask says nothing about what it hides."""
    hidden = {words.shown_value(problem(value=value), show=False) for value in ("7", "a longer one")}

    assert hidden == {"•••"}


def test_the_next_step_depends_on_what_was_found():
    """Errors stop, warnings do not, and what identifies people stops some readers' reports only."""
    error, warning = problem(), problem(severity="warning")
    restricting = replace(warning, restricts=True)

    def now(*problems: Problem) -> str:
        return " ".join(words.what_happens_now(ErrorList(term="fall", problems=problems)))

    assert now() == "The reports of fall can be made: run groupreport render."
    assert now(error).startswith("No report can be made until the error is mended.")
    assert now(error, replace(error, line=2)).startswith("No report can be made until all 2 errors are mended.")
    assert "Look at the warnings first" in now(warning)
    assert "leadership and funders" not in now(warning)
    assert "Reports for leadership and funders will be refused" in now(restricting)
    assert "Mend it there" in now(problem(file="params/program.yml"))
    assert "--show-values" in now(problem(value="7"))


def test_exit_codes_say_whose_turn_it_is():
    """2: somebody has to mend something; 4: the same command may succeed later."""
    assert ErrorList(problems=(problem(severity="warning"),)).exit_code == 0
    assert ErrorList(problems=(problem(), problem(rule="server-unreachable"))).exit_code == 2
    assert ErrorList(problems=(problem(rule="server-unreachable"),)).exit_code == 4


def test_files_stand_in_the_order_in_which_they_are_mended():
    """Parameters first, then groups before the tables that name them; within a file from the first line on."""
    files = ["data/t/ratings.csv", "data/t/own.csv", "data/t/groups.csv", "params/program.yml", "data/t/roster.csv"]
    listed = ErrorList(problems=tuple(problem(file=file, line=line) for file in files for line in (9, 3)))

    assert [part.file for part in listed.parts("error")] == [files[3], files[2], files[4], files[0], files[1]]
    assert [each.line for each in listed.parts("error")[0].problems] == [3, 9]
