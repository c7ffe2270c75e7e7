"""`groupreport check` shows how complete the data are and how the answers look, without writing anything."""

from __future__ import annotations

import csv
import json

from .conftest import TERM


def rewrite(path, change):
    """Change the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = list(reader), list(reader.fieldnames or ())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(change(rows))


def in_one_line(answer):
    """The answer without its line breaks, which follow the terminal's width."""
    return " ".join(answer.split())


def turn_item_4(rows):
    for row in rows:
        if (row["instrument"], row["item"]) == ("wai_sr", "4") and row["value"]:
            row["value"] = str(6 - int(row["value"]))
    return rows


def without_two_of_g04(rows):
    left_out = [row for row in rows if row["group_id"] == "G04"][:2]
    return [row for row in rows if row not in left_out]


def test_a_term_without_errors_is_described(small_project, run):
    """After the problems: what calls for a look, a row a questionnaire, the ranges by site; nothing is written."""
    before = sorted(small_project.rglob("*"))
    code, answer, _ = run("check", "--project", small_project, "--term", TERM)

    answer = in_one_line(answer)
    assert code == 0
    places = [answer.index(part) for part in ("Worth a look", "How the answers look", "by site", "can be made")]
    assert places == sorted(places)
    assert "Attendance is on record for every enrolled member and held session" in answer
    assert "Nothing in the answers calls for a look." in answer
    assert "0 of 12" in answer
    assert sorted(small_project.rglob("*")) == before


def test_damaged_exports_are_noticed(small_project, run):
    """An item turned in the export and two missing attendance rows are told, as signs about forms."""
    data = small_project / "data" / TERM
    rewrite(data / "ratings.csv", turn_item_4)
    rewrite(data / "attendance.csv", without_two_of_g04)
    code, answer, _ = run("check", "--project", small_project, "--term", TERM)

    answer = in_one_line(answer)
    assert code == 0
    assert "[attendance-missing]" in answer
    assert "2 without a row, at sessions that others have one for, count neither as attended nor as missed." in answer
    assert "WAI-SR" in answer
    assert "Item 4 (" in answer
    assert "against the rest of the scale" in answer


def test_other_programs_read_the_same(small_project, run):
    """JSON holds the tables by name, with their numbers as they are shown."""
    code, answer, _ = run("check", "--project", small_project, "--term", TERM, "--format", "json")
    tables = {table["name"]: table for table in json.loads(answer)["quality"]}

    assert code == 0
    assert list(tables) == ["signs", "answers", "sites"]
    assert [row[0] for row in tables["answers"]["rows"]] == ["GCQ-S", "WAI-SR", "Alliance 1-10", "PHQ-9", "GAD-7"]
    assert tables["answers"]["columns"][-1] == "Items against"


def test_with_errors_nothing_is_said_of_the_answers(small_project, run):
    """Numbers from tables that break the contract would be wrong."""
    data = small_project / "data" / TERM
    rewrite(data / "ratings.csv", lambda rows: [{**rows[0], "value": "77"}, *rows[1:]])
    code, answer, _ = run("check", "--project", small_project, "--term", TERM)

    assert code == 2
    assert "How the answers look" not in answer
