"""Files that are missing, are no files or no tables: named, with what to do."""

from __future__ import annotations

import os
import shutil
import threading
import zipfile

import pytest

from groupreport.intake.findings import Findings
from groupreport.intake.sources import folder
from groupreport.intake.sources.files import read_file
from groupreport.parameters import Limits

RATINGS = "Export it as 'ratings.csv', or say in params/program.yml under data.tables where it is."
PUT = "Put the exported file there."
PUT_NO_LINK = "Put the exported file there instead of the link."
CSV = "Open it in the spreadsheet program and save it as 'CSV UTF-8'."
UNPACK = "Unpack it and put the .csv file that is in it there."


def folder_of(term):
    return term.path("groups").parent


def test_a_table_under_nearly_its_name_is_offered(small_term, said):
    """A misnamed file is one problem, with the name to give it."""
    small_term.path("ratings").rename(small_term.path("Rating"))

    assert said(small_term) == [
        (
            "error ratings.csv table-missing: the required table 'ratings' is missing. "
            "Did you mean 'Rating.csv'? Rename it to 'ratings.csv'."
        )
    ]


def test_a_missing_table_says_where_it_may_be(small_term, said):
    """A table that lies elsewhere or nowhere is told with both ways to give it."""
    small_term.path("ratings").unlink()

    assert said(small_term) == [f"error ratings.csv table-missing: the required table 'ratings' is missing. {RATINGS}"]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("outcomes.csv.gz", "Unpack it, and name what is in it 'outcomes.csv'."),
        ("outcomes.zip", "Unpack it, and name what is in it 'outcomes.csv'."),
        ("outcomes.tsv", "Name it under data.tables.outcomes.file in params/program.yml."),
        ("outcomes.xlsx", "Name it under data.tables.outcomes.file in params/program.yml."),
        ("outcome.csv", "Rename it to 'outcomes.csv'."),
        ("outcomes.sav", "Export the table as 'outcomes.csv'."),
    ],
)
def test_an_optional_table_in_another_form_never_counts_as_not_collected(small_term, said, name, what):
    """Outcomes that were collected are not lost because their file is packed or ends otherwise."""
    small_term.path("outcomes").rename(folder_of(small_term) / name)

    assert said(small_term) == [
        (
            f"error {name} file-unknown: looks like the table 'outcomes', but is not read. "
            f"{what} If it is something else, move it elsewhere."
        )
    ]


def test_an_empty_folder_is_one_problem(small_term, said):
    """Whoever forgot to put the exports there is told so once, not once a table."""
    shutil.rmtree(folder_of(small_term))
    folder_of(small_term).mkdir()

    assert said(small_term) == [
        (
            "error data/2026-fall table-missing: is an empty folder. "
            "Put the exported tables there: groups.csv, roster.csv, sessions.csv, attendance.csv, ratings.csv."
        )
    ]


def test_a_workbook_instead_of_files_is_one_problem(small_term, said):
    """Whoever has one workbook is told the setting for it."""
    shutil.rmtree(folder_of(small_term))
    folder_of(small_term).mkdir()
    (folder_of(small_term) / "export.xlsx").write_bytes(b"PK")

    assert said(small_term) == [
        (
            "error data/2026-fall table-missing: holds no table but the workbook 'export.xlsx'. "
            "Set data.source to workbook and data.path to data/2026-fall/export.xlsx in params/program.yml."
        )
    ]


def test_a_file_in_the_folders_place_is_named(small_term, said):
    """A path that leads to a file is not called missing."""
    shutil.rmtree(folder_of(small_term))
    folder_of(small_term).write_bytes(b"")

    assert said(small_term) == [
        (
            "error data/2026-fall data-folder-missing: is a file, not a folder with the exported tables. "
            "Correct data.path in params/program.yml."
        )
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this computer knows no pipes")
@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.mkdir(), f"is a folder, not a file. {PUT}"),
        (os.mkfifo, f"is a pipe, not a file. {PUT}"),
        (lambda path: path.symlink_to("/dev/zero"), f"is a device, not a file. {PUT}"),
        (lambda path: path.symlink_to(path.name), f"is a link that leads back to itself. {PUT_NO_LINK}"),
        (lambda path: path.symlink_to("nowhere.csv"), f"is a link to a file that is not there. {PUT_NO_LINK}"),
    ],
    ids=["folder", "pipe", "device", "loop-of-links", "link-to-nowhere"],
)
def test_what_is_no_file_is_refused_at_once(small_term, said, make, what):
    """Nothing waits for a pipe, reads a device to its end or follows a loop of links."""
    small_term.path("events").unlink()
    make(small_term.path("events"))

    assert said(small_term) == [f"error events.csv file-unreadable: {what}"]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path):
    """Half of an old and half of a new export is never taken for one."""
    path = tmp_path / "ratings.csv"
    path.write_bytes(b"x" * 50_000_000)
    findings, stop = Findings(), threading.Event()

    def write():
        with path.open("ab", buffering=0) as file:
            while not stop.is_set():
                file.write(b"x")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        read = read_file(path, "ratings.csv", Limits(), findings)
    finally:
        stop.set()
        writer.join()

    assert read is None
    assert [str(problem) for problem in findings.problems] == [
        "ratings.csv [file-changed] changed while it was read. Wait until the export has ended."
    ]


def test_tables_of_two_exports_are_never_taken_for_one(small_term, said, monkeypatch):
    """The export is written anew while it is read: a table that was read before is an old one beside new ones."""
    read, groups = folder.read_file, small_term.path("groups")

    def written_meanwhile(path, *arguments):
        file = read(path, *arguments)
        if path.name == "ratings.csv":
            groups.write_bytes(groups.read_bytes() + b"\n")
        return file

    monkeypatch.setattr(folder, "read_file", written_meanwhile)

    assert said(small_term) == [
        "error groups.csv file-changed: changed while the other tables were read. Wait until the export has ended."
    ]


@pytest.mark.parametrize("content", [b"", b"\n \r\n\n", b"\xef\xbb\xbf\n"], ids=["no-bytes", "blank-lines", "mark"])
def test_a_file_that_holds_nothing_is_called_empty(small_term, said, content):
    """Not even the column names are there."""
    small_term.write("ratings", content)

    assert said(small_term) == ["error ratings.csv file-empty: is empty. Export it again, with its header."]


@pytest.mark.parametrize("below", ["", "\n\n\n", " \n\r\n"], ids=["header-only", "blank-lines", "spaces"])
def test_a_required_table_without_rows_is_refused(small_term, said, below):
    """An export that went wrong is not a term in which nothing happened."""
    small_term.write("ratings", f"member_id,group_id,session,instrument,item,value\n{below}")

    assert said(small_term) == [
        "error ratings.csv table-empty: has column names but no rows. Export the table again, with its rows."
    ]


def test_an_optional_table_without_rows_is_doubted(small_term, said):
    """A report would say that nobody saw a rupture, which may be true or a failed export."""
    small_term.write("events", small_term.path("events").read_text().split("\n")[0] + "\n")

    assert said(small_term) == [
        (
            "warning events.csv table-empty: has column names but no rows, so reports say that nothing of it was "
            "recorded. Leave the file out if the table was not collected."
        )
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (
            b"<!DOCTYPE html><html>Log in</html>",
            "a web page, perhaps a log-in page. Log in and export the table again.",
        ),
        (b"\n <TABLE><tr><td>7", "a web page, perhaps a log-in page. Log in and export the table again."),
        (
            b'{"error": "no rights"}',
            "a JSON file, perhaps a refusal by the server. Read it in an editor, and export the table as CSV.",
        ),
        (b"<?xml version='1.0'?><Workbook/>", "an XML file. Export it as CSV."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"an old Excel workbook (.xls) under the name of a text file. {CSV}"),
        (b"\x1f\x8b\x08\x00", f"a compressed file (gzip) under the name of a text file. {UNPACK}"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", f"a compressed file (7z) under the name of a text file. {UNPACK}"),
        (b"%PDF-1.7", "a PDF under the name of a text file. Export the table itself as CSV."),
        (b"$FL2@(#) SPSS", "an SPSS file under the name of a text file. Export it from the statistics program as CSV."),
        (
            b"SQLite format 3\x00",
            "a SQLite database under the name of a text file. Set data.source to database in params/program.yml.",
        ),
    ],
)
def test_what_only_has_a_tables_name_is_called_what_it_is(small_term, said, content, what):
    """A log-in page or a workbook that was renamed is recognized before anything is made of it."""
    small_term.write("events", content)

    assert said(small_term) == [f"error events.csv file-format: is {what}"]


@pytest.mark.parametrize(
    ("member", "content", "what"),
    [
        ("xl/workbook.xml", b"<workbook/>", f"an Excel workbook (.xlsx) under the name of a text file. {CSV}"),
        ("xl/workbook.bin", b"", f"an Excel workbook (.xlsb) under the name of a text file. {CSV}"),
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
            f"an OpenDocument workbook (.ods) under the name of a text file. {CSV}",
        ),
        ("Index/Document.iwa", b"", "a Numbers workbook under the name of a text file. Export it from Numbers as CSV."),
        ("ratings.csv", b"member_id", f"a ZIP archive under the name of a text file. {UNPACK}"),
    ],
)
def test_an_archive_under_a_tables_name_is_called_what_it_is(small_term, said, member, content, what):
    """Each kind of workbook is told from a mere archive, which has another remedy."""
    small_term.path("events").unlink()
    with zipfile.ZipFile(small_term.path("events"), "w") as archive:
        archive.writestr(member, content)

    assert said(small_term) == [f"error events.csv file-format: is {what}"]
