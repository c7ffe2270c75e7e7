"""Files that are missing, misnamed or no tables at all are named, with what to do."""

from __future__ import annotations

import shutil
import zipfile

import pytest

from groupreport.errors import InvalidDataError


@pytest.mark.parametrize("table", ["groups", "roster", "sessions", "attendance", "ratings"])
def test_a_missing_required_table_is_named(small_term, table):
    """No report is made without one of the five required tables."""
    small_term.path(table).unlink()

    assert ("table-missing", f"{table}.csv", None, "error") in small_term.found()


@pytest.mark.parametrize("table", ["outcomes", "events", "feedback"])
def test_a_missing_optional_table_is_no_problem(small_term, table):
    """What was not collected is simply not among the collected tables."""
    small_term.path(table).unlink()

    assert small_term.found() == []
    assert table not in small_term.open().collected


def test_a_near_file_name_is_offered(small_term):
    """A table under nearly its name is found by the one who has to rename it."""
    small_term.path("ratings").rename(small_term.path("Rating"))

    assert small_term.the("table-missing").advice == "Did you mean 'Rating.csv'? Rename it to 'ratings.csv'."


def test_an_optional_table_under_nearly_its_name_is_not_taken_for_absent(small_term):
    """Outcomes that were collected never count as not collected because of a letter."""
    small_term.path("outcomes").rename(small_term.path("outcome"))

    assert small_term.found() == [("file-unknown", "outcome.csv", None, "error")]


def test_an_unknown_table_is_mentioned(small_term):
    """A file that no table is named after is not read, and that is said."""
    small_term.write("waiting_list", "member_id\n1\n")

    assert small_term.found() == [("file-unknown", "waiting_list.csv", None, "warning")]


def test_a_missing_data_folder_names_the_terms_that_have_data(small_term):
    """A typing error in a path is found at once."""
    shutil.copytree(small_term.folder / "data" / "2026-fall", small_term.folder / "data" / "2026-spring")
    small_term.set_term("term: {id: 2026-spring, starts: 2026-01-10, ends: 2026-05-11}\n", "2026-spring")
    shutil.rmtree(small_term.folder / "data" / "2026-fall")
    problem = small_term.the("data-folder-missing")

    assert problem.file == "data/2026-fall"
    assert "Terms with data: 2026-spring." in problem.remedy


def test_a_folder_under_a_tables_name_is_refused(small_term):
    """Only files are read."""
    small_term.path("events").unlink()
    small_term.path("events").mkdir()

    assert small_term.found() == [("file-unreadable", "events.csv", None, "error")]


@pytest.mark.parametrize(
    ("content", "rule", "line"),
    [
        pytest.param(b"", "file-empty", None, id="no-bytes"),
        pytest.param(b"\xef\xbb\xbf \n\n", "file-empty", None, id="only-blank-lines"),
        pytest.param(b"<!DOCTYPE html><html><body>Log in</body></html>", "file-format", None, id="log-in-page"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file-format", None, id="old-workbook"),
        pytest.param(b"\x1f\x8b\x08\x00", "file-format", None, id="compressed"),
        pytest.param("event_id,group_id\nE1,G01\n".encode("utf-16"), "file-encoding", None, id="utf-16"),
        pytest.param(b"event_id,group_id\nE1,G01\nE2,Gr\xfcn\n", "file-encoding", 3, id="windows-letters"),
        pytest.param(b"event_id,group_id\nE1,G\x0001\n", "file-nul", 2, id="nul-bytes"),
        pytest.param(b"event_id;group_id\nE1;G01\n", "delimiter", 1, id="semicolons"),
        pytest.param(b"sep=;\nevent_id;group_id\nE1;G01\n", "delimiter", 1, id="line-for-excel"),
        pytest.param(b'event_id,group_id\nE1,G01\nE2,"G01\nE3,G01\n', "quote", 3, id="quote-never-closed"),
        pytest.param(b'event_id,group_id\nE1,"G0"1\n', "quote", 2, id="stray-quote"),
        pytest.param(b"event_id,group_id,group_id\nE1,G01,G01\n", "header-duplicate", 1, id="header-twice"),
        pytest.param(b"event_id,group_id\nE1,G01,7\nE2,G01\n", "fields-extra", 2, id="one-field-more"),
        pytest.param(b"event_id,group_id\nE1,G01\n\nE2\n", "fields-missing", 4, id="one-field-less"),
    ],
)
def test_what_is_no_table_is_named(small_term, content, rule, line):
    """A file that only looks like a CSV file, or cannot be divided into cells, is refused with its line."""
    small_term.write("events", content)

    assert (rule, "events.csv", line, "error") in small_term.found()


def test_a_workbook_under_a_csv_name_is_recognized(small_term):
    """A workbook that was renamed instead of exported is called one."""
    small_term.path("events").unlink()
    with zipfile.ZipFile(small_term.path("events"), "w") as workbook:
        workbook.writestr("xl/workbook.xml", "<workbook/>")

    assert "Excel workbook" in small_term.the("file-format").message


def test_a_declared_encoding_and_delimiter_are_followed(small_term):
    """An export of a European spreadsheet program is read as it is, once the program has said how it is written."""
    for path in small_term.path("groups").parent.iterdir():
        text = path.read_text(encoding="utf-8").replace(";", "+").replace(",", ";").replace("Grief", "Über Trauer")
        path.write_bytes(text.replace("+", '";"').replace("L1", '"L1').encode("cp1252"))
    small_term.write("groups", small_term.path("groups").read_bytes().replace(b'"L1";"L2', b'"L1;L2"'))
    small_term.write("events", small_term.path("events").read_bytes().replace(b'007";"008', b'"007;008"'))
    small_term.write("feedback", small_term.path("feedback").read_bytes().replace(b'"L1', b"L1"))
    settings = "data: {encoding: cp1252, delimiter: ';'}\n"
    small_term.set_program(f"program: {{name: x}}\ninstruments: [alliance_1_10, phq9]\n{settings}")

    assert [found for found in small_term.found() if found[0] != "column-unknown"] == []
    assert small_term.open().table("groups")["group_name"].tolist() == ["Anxiety", "Über Trauer"]


def test_a_byte_order_mark_is_no_part_of_the_first_column(small_term):
    """Exports that begin with one read like the others."""
    small_term.write("groups", b"\xef\xbb\xbf" + small_term.path("groups").read_bytes())

    assert small_term.found() == []


def test_lines_are_counted_as_an_editor_counts_them(small_term):
    """A problem below a cell that spans lines is named with the line on which its own row begins."""
    small_term.write("groups", small_term.path("groups").read_text().replace("Anxiety", '"Anxiety\nand worry"'))
    small_term.change("groups", "online", "on-line")

    assert small_term.found() == [("value-unknown", "groups.csv", 4, "error")]


def test_windows_line_ends_read_like_others(small_term):
    """An export from Windows gives the same table."""
    before = small_term.open().data_hash
    for path in small_term.path("groups").parent.iterdir():
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert small_term.open().data_hash == before


def test_broken_encoding_is_suspected(small_term):
    """Letters that were read in a wrong encoding before they were saved are worth a warning."""
    small_term.change("groups", "Anxiety", "BegrÃ¼ÃŸung")

    assert small_term.found() == [("file-mojibake", "groups.csv", 2, "warning")]


@pytest.mark.parametrize("table", ["groups", "roster", "sessions", "attendance", "ratings"])
def test_a_required_table_without_rows_is_refused(small_term, table):
    """A header alone is an export that went wrong, once groups have met."""
    small_term.write(table, small_term.path(table).read_text().split("\n")[0] + "\n")

    assert ("table-empty", f"{table}.csv", None, "error") in small_term.found()


def test_rows_without_any_value_are_passed_over(small_term):
    """Spreadsheets leave rows of commas at the end; they are no members."""
    small_term.add("roster", ",,,,,")

    assert small_term.found() == []
    assert small_term.the("row-blank").severity == "info"


def test_everything_is_found_in_one_pass(small_term):
    """Problems in several files are listed together, and the message holds no cell's value."""
    small_term.change("ratings", "alliance_1_10,1,8", "alliance_1_10,1,88")
    small_term.change("roster", "101,G02,2026-09-01", "101,G02,Sept first")
    small_term.change("sessions", "canceled", "called off")

    with pytest.raises(InvalidDataError, match="3 problems in the data") as raised:
        small_term.freeze()

    assert {problem.rule for problem in raised.value.problems} == {
        "answer-out-of-range",
        "date-format",
        "value-unknown",
    }
    assert {problem.value for problem in raised.value.problems} == {"88", "Sept first", "called off"}
    assert not any(value in str(raised.value) for value in ("88", "Sept first", "called off"))
