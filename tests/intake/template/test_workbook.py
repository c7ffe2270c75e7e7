"""The workbook has a sheet a table, and lets nothing be typed that the check would refuse anyway."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from groupreport.errors import ParameterError, SetupError
from groupreport.intake.contract import EXAMPLE_ID, GUIDE_SHEETS, TABLES, with_characteristics
from groupreport.intake.template import write_workbook

from .conftest import PROGRAM, project_of

CONTRACT = with_characteristics(("age_band",))
COLUMNS = [(table.name, column) for table in CONTRACT.values() for column in table.columns]


def header(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[1]]


def rule(sheet: Worksheet, column: str, line: int = 2) -> DataValidation | None:
    """What may be typed below a column's name; in line 1 it is the note about the column."""
    cell = sheet.cell(line, header(sheet).index(column) + 1).coordinate
    return next((each for each in sheet.data_validations.dataValidation if cell in each.sqref), None)


def words(found: DataValidation) -> list[str]:
    return found.formula1.strip('"').split(",")


def test_every_table_has_a_sheet_with_its_columns(workbook):
    """Sheet and columns are called as the intake expects them, below a header that stays in view."""
    assert workbook.sheetnames == [GUIDE_SHEETS[0], *TABLES, *GUIDE_SHEETS[1:]]
    for table in CONTRACT.values():
        assert header(workbook[table.name]) == list(table.column_names)
        assert str(workbook[table.name].freeze_panes).endswith("2")


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{table}.{column.name}" for table, column in COLUMNS])
def test_what_may_be_typed_follows_the_contract(workbook, table, column):
    """Lists, days and numbers are checked while somebody types, down to the last row of the sheet."""
    sheet = workbook[table]
    found = rule(sheet, column.name)

    match column.kind:
        case "choice":
            assert words(found) == list(column.allowed)
        case "yes_no":
            assert words(found) == ["yes", "no"]
        case "occasion":
            assert (words(found), found.errorStyle) == (["pre", "mid", "post", "follow_up"], "warning")
        case "date":
            assert (found.type, found.formula1) == ("date", "36526")  # 2000-01-01
        case "whole":
            assert (found.type, found.formula1, found.formula2) == ("whole", "1", "1000")
        case "number" if column.name != "value":
            assert (found.type, found.operator, found.formula1) == ("decimal", "greaterThanOrEqual", "0")
    if found is not None:
        assert str(found.sqref).endswith("1048576")


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{table}.{column.name}" for table, column in COLUMNS])
def test_ids_and_words_are_kept_as_text(workbook, table, column):
    """007 stays 007, and the age band 10-12 does not become the twelfth of October."""
    sheet = workbook[table]
    place = header(sheet).index(column.name) + 1
    [own] = [each for each in sheet.column_dimensions.values() if each.min <= place <= each.max]
    kept = {"date": "yyyy-mm-dd", "whole": "0", "number": "General"}.get(column.kind, "@")

    assert own.number_format == kept


def test_a_click_on_a_columns_name_shows_its_meaning(workbook):
    """Every column of every sheet has the note, within what a spreadsheet shows."""
    for table, column in COLUMNS:
        note = rule(workbook[table], column.name, line=1)
        assert note.prompt.startswith(column.meaning)
        assert len(note.prompt) <= 255


def test_questionnaires_in_use_can_be_chosen_where_they_belong(workbook):
    """Those about sessions in ratings, those on occasions in outcomes; the lists follow the program."""
    listed = {}
    for table in ("ratings", "outcomes"):
        sheet, _, cells = rule(workbook[table], "instrument").formula1.partition("!")
        listed[table] = [cell.value for (cell,) in workbook[sheet][cells.replace("$", "")]]

    assert listed == {"ratings": ["alliance_1_10", "gcq_s", "gsrs"], "outcomes": ["phq9"]}


def test_an_answer_is_held_against_its_questionnaires_range(workbook):
    """The rule looks up the lowest and the highest answer on the sheet that lists them."""
    sheet = workbook["questionnaires"]
    names = header(sheet)
    ranges = {
        row[0]: (row[names.index("lowest answer")], row[names.index("highest answer")])
        for row in sheet.iter_rows(min_row=2, values_only=True)
    }
    formula = rule(workbook["ratings"], "value").formula1

    assert ranges == {"alliance_1_10": (1, 10), "gcq_s": (0, 6), "gsrs": (0, 40), "phq9": (0, 3)}
    assert f"VLOOKUP(D2,questionnaires!$A$2:$G$5,{names.index('lowest answer') + 1},FALSE)" in formula
    assert f"F2<=VLOOKUP(D2,questionnaires!$A$2:$G$5,{names.index('highest answer') + 1},FALSE)" in formula


def test_a_wide_program_has_a_column_an_answer(wide_workbook):
    """Nobody types twelve rows for one questionnaire; each column has the range of its own answers."""
    ratings, outcomes = wide_workbook["ratings"], wide_workbook["outcomes"]
    names = header(ratings)

    assert names[:3] == ["member_id", "group_id", "session"]
    assert [name for name in names if name.startswith("gcq_s_")] == [f"gcq_s_{item}" for item in range(1, 13)]
    assert not {"instrument", "item", "value"} & {*names, *header(outcomes)}
    limits = {name: rule(ratings, name) for name in ("gcq_s_12", "alliance_1_10_1", "gsrs_goals")}
    assert {name: (each.type, each.formula1, each.formula2) for name, each in limits.items()} == {
        "gcq_s_12": ("whole", "0", "6"),
        "alliance_1_10_1": ("whole", "1", "10"),
        "gsrs_goals": ("decimal", "0", "10"),
    }


def test_the_dictionary_explains_every_column(workbook, wide_workbook):
    """Table, column and meaning stand in one row each, for the program's own columns as well."""
    for book in (workbook, wide_workbook):
        rows = list(book["data dictionary"].iter_rows(min_row=2, values_only=True))
        assert [row[:2] for row in rows] == [(table, name) for table in TABLES for name in header(book[table])]
        assert all(row[2] and row[3] and row[4] for row in rows)


def as_csv(sheet: Worksheet) -> str:
    """A sheet as a folder of CSV files would have it."""
    written = io.StringIO()
    for row in sheet.iter_rows(values_only=True):
        cells = [cell.date().isoformat() if isinstance(cell, datetime.datetime) else cell for cell in row]
        csv.writer(written, lineterminator="\n").writerow(cells)
    return written.getvalue()


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_the_example_rows_are_refused_and_nothing_else_is_wrong_with_them(small_term, workbook, wide_workbook, layout):
    """A template that was never filled in cannot become a report, and every example is written as it should be."""
    small_term.set_program(PROGRAM.format(layout=layout))
    for table in TABLES:
        small_term.write(table, as_csv((workbook if layout == "long" else wide_workbook)[table]))
    found = small_term.found()

    assert {rule for rule, *_ in found if rule != "table-empty"} == {"example-row"}
    assert {file for rule, file, line, _ in found if rule == "example-row" and line == 2} == {
        f"{table}.csv" for table in TABLES
    }


def test_the_examples_teach_what_is_accepted(small_term, wide_workbook):
    """With an id of its own in the place of EXAMPLE, an example row is read without complaint."""
    small_term.set_program(PROGRAM.format(layout="wide"))
    small_term.set_term("term: {id: 2026-fall, starts: 2026-08-17, ends: 2026-12-11}\n")
    for table in TABLES:
        small_term.write(table, as_csv(wide_workbook[table]).replace(EXAMPLE_ID, "0042"))
    small_term.add("roster", "0043,0042,2026-08-24,,,")
    small_term.add("sessions", "0042,4,2026-09-21,held,commitment,in_person")

    assert [str(problem) for problem in small_term.problems() if problem.severity == "error"] == []


def test_the_same_program_gives_the_same_bytes(tmp_path, long_project):
    """No clock and no user's name is in the file, so a new template differs only where the program does."""
    paths = [tmp_path / "first.xlsx", tmp_path / "second.xlsx"]
    for path in paths:
        write_workbook(path, long_project)
    with zipfile.ZipFile(paths[0]) as parts:
        core = parts.read("docProps/core.xml").decode()
        days = {part.date_time for part in parts.infolist()}

    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert days == {(1980, 1, 1, 0, 0, 0)}
    assert core.count("2026-01-01T00:00:00Z") == 2


def test_a_characteristic_never_becomes_a_formula(tmp_path):
    """What a program calls its columns is text in the sheet, whatever it begins with."""
    program = PROGRAM.replace("[age_band]", '["=1+1", "http://example.org"]')
    write_workbook(tmp_path / "own.xlsx", project_of(tmp_path / "project", program=program))
    roster = openpyxl.load_workbook(tmp_path / "own.xlsx")["roster"]

    assert header(roster)[-2:] == ["=1+1", "http://example.org"]
    assert [cell.data_type for cell in roster[1]][-2:] == ["s", "s"]
    assert [cell.hyperlink for cell in roster[1]][-2:] == [None, None]


def test_nothing_is_overwritten(tmp_path, long_project):
    """A template written over a filled workbook would lose a term."""
    path = tmp_path / "term.xlsx"
    path.write_bytes(b"filled in")

    with pytest.raises(SetupError, match="is there already"):
        write_workbook(path, long_project)
    assert path.read_bytes() == b"filled in"


def test_only_a_workbooks_name_is_taken(tmp_path, long_project):
    """A spreadsheet program refuses a workbook whose name says something else."""
    with pytest.raises(SetupError, match=r"does not end in \.xlsx"):
        write_workbook(tmp_path / "term.csv", long_project)


def test_a_misspelt_questionnaire_is_named(tmp_path):
    """A template without a questionnaire that the program uses would be filled in for nothing."""
    program = PROGRAM.replace("gcq_s", "gcqs")

    with pytest.raises(ParameterError) as raised:
        write_workbook(tmp_path / "own.xlsx", project_of(tmp_path / "project", program=program))
    assert [problem.suggestion for problem in raised.value.problems] == ["gcq_s"]
