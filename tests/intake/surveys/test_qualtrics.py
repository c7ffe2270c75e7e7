"""Qualtrics: its header rows, its marks on responses, boxes, and what it keeps about people."""

from __future__ import annotations

import csv
import io

import pytest


def test_the_line_is_that_of_the_file(exported):
    """Questions that run over several lines do not shift the line of a response."""
    term = exported("qualtrics-numbers")
    text = term.path("members").read_text(encoding="utf-8-sig")
    term.write("members", text.replace("5,6,6,2,2,", "5,16,6,2,2,"))
    line = next(number for number, line in enumerate(text.splitlines(), start=1) if ",5,6,6,2,2," in line)
    problem = term.the("answer-out-of-range")

    assert (problem.line, problem.column) == (line, "Q2_2")
    assert line > 20


def test_an_export_without_its_header_rows_is_refused(exported):
    """Without the row of ids nobody knows where responses begin."""
    term = exported("qualtrics-numbers")
    text = term.path("members").read_text(encoding="utf-8-sig")
    term.write("members", "\n".join(line for line in text.split("\n") if "ImportId" not in line))

    assert term.the("header").advice.startswith("Export it from Qualtrics as CSV")


def test_a_deleted_row_of_questions_is_no_loss(exported, plain_term):
    """Some delete the row of questions, since it is long: the ids below it say where responses begin."""
    plain = plain_term().open().data_hash
    term = exported("qualtrics-numbers")
    lines = term.path("outcomes-survey").read_text(encoding="utf-8-sig").split("\n")
    term.write("outcomes-survey", "\n".join([lines[0], *lines[2:]]))

    assert term.open().data_hash == plain


def test_a_qualtrics_export_that_is_not_called_so_is_told_apart(exported, surveys, programs):
    """Header rows are never read as answers."""
    term = exported("qualtrics-numbers")
    data = programs.KINDS["qualtrics-numbers"][0].replace("      format: qualtrics\n", "")
    term.set_program(surveys.PROGRAM + data)

    headers = [problem for problem in term.problems() if problem.rule == "header"]
    assert {problem.file.rsplit("/", 1)[-1] for problem in headers} == {
        "members.csv",
        "outcomes-survey.csv",
        "leaders.csv",
    }
    assert all("Set `format: qualtrics`" in problem.remedy for problem in headers)


@pytest.mark.parametrize(
    ("texts", "rule", "column", "word", "where"),
    [
        (False, "response-test", "Status", "1", 'Status: "0"'),
        (True, "response-test", "Status", "Survey Preview", 'Status: "IP Address"'),
        (False, "response-spam", "Status", "8", 'Status: "0"'),
        (True, "response-spam", "Status", "Spam", 'Status: "IP Address"'),
        (False, "response-unfinished", "Finished", "0", 'Finished: "1"'),
        (True, "response-unfinished", "Finished", "False", 'Finished: "True"'),
    ],
)
def test_tests_and_unfinished_responses_are_told_with_the_line_that_leaves_them_out(
    exported, surveys, texts, rule, column, word, where
):
    """They count until the program leaves them out; the remedy can be pasted, and works."""
    kind = "qualtrics-texts" if texts else "qualtrics-numbers"
    term = exported(kind)
    path = next(path for path in term.path("groups").parent.iterdir() if path.stem == "members")
    rows = _rows(path, kind)
    rows[-1][rows[0].index(column)] = word
    rows[-2][rows[0].index(column)] = word
    _write(surveys, path, kind, rows)
    before = len(term.open().table("ratings"))
    problem = term.the(rule)

    assert (problem.severity, problem.count, problem.column) == ("warning", 2, column)
    assert f"`where: {{{where}}}` to data.tables.ratings in params/program.yml (line" in problem.remedy
    program = (term.folder / "params" / "program.yml").read_text()
    term.set_program(program.replace("    ratings:\n", f"    ratings:\n      where: {{{where}}}\n"))
    assert [found for found in term.found() if found[0].startswith("response")] == []
    assert len(term.open().table("ratings")) < before


def test_whoever_names_them_is_not_warned_again(exported, surveys):
    """A program may want unfinished responses; then it says so once."""
    term = exported("qualtrics-numbers")
    path = term.path("members")
    rows = _rows(path, "qualtrics-numbers")
    rows[-1][rows[0].index("Finished")] = "0"
    _write(surveys, path, "qualtrics-numbers", rows)
    program = (term.folder / "params" / "program.yml").read_text()
    term.set_program(program.replace("    ratings:\n", "    ratings:\n      where: {Finished: [0, 1]}\n"))

    assert term.found() == []


def test_an_unfinished_response_without_answers_is_not_counted(exported, surveys):
    """Whoever opened the survey and left has answered nothing: no rows, no warning."""
    term = exported("qualtrics-numbers")
    before = term.open().data_hash
    path = term.path("members")
    rows = _rows(path, "qualtrics-numbers")
    header = rows[0]
    left = ["" if name.startswith("Q") else cell for name, cell in zip(header, rows[-1], strict=True)]
    left[header.index("Finished")] = "0"
    _write(surveys, path, "qualtrics-numbers", [*rows, left])

    assert term.found() == []
    assert term.open().data_hash == before


def test_seen_but_unanswered_is_no_answer(exported, surveys):
    """-99 in every question of a questionnaire gives no rows, among answers it is a gap."""
    term = exported("qualtrics-numbers")
    before = term.open().data_hash
    path = term.path("members")
    rows = _rows(path, "qualtrics-numbers")
    for row in rows[3:]:
        for place, name in enumerate(rows[0]):
            if name.startswith(("Q2", "Q3")) and not row[place]:
                row[place] = "-99"
    _write(surveys, path, "qualtrics-numbers", rows)

    assert term.open().data_hash == before


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("IPAddress", "130.92.34.66"),
        ("RecipientLastName", "Rivera"),
        ("RecipientFirstName", "Ana"),
        ("RecipientEmail", "ana@clinic.example"),
        ("LocationLatitude", "47.1151"),
        ("LocationLongitude", "7.2316"),
    ],
)
def test_what_qualtrics_keeps_about_people_restricts_reports(exported, surveys, column, cell):
    """Addresses, names and places are noticed; the same columns are no risk while they are empty."""
    term = exported("qualtrics-numbers")
    rows = _rows(term.path("members"), "qualtrics-numbers")
    rows[-1][rows[0].index(column)] = cell
    _write(surveys, term.path("members"), "qualtrics-numbers", rows)
    problem = term.the("identifying-column")

    assert (problem.column, problem.restricts) == (column, True)


def test_a_name_that_is_read_as_an_id_restricts_reports(exported, surveys, programs):
    """Naming a column in program.yml does not make it less of a name."""
    term = exported("qualtrics-numbers")
    rows = _rows(term.path("members"), "qualtrics-numbers")
    last, member = rows[0].index("RecipientLastName"), rows[0].index("MemberID")
    for row in rows[3:]:
        row[last] = row[member]
    _write(surveys, term.path("members"), "qualtrics-numbers", rows)
    data = programs.KINDS["qualtrics-numbers"][0].replace("member_id: MemberID, g", "member_id: RecipientLastName, g")
    term.set_program(surveys.PROGRAM + data)

    assert term.the("identifying-column").message.startswith("the column 'RecipientLastName', which is read as member")


def test_times_in_utc_are_no_days_of_sessions(exported, surveys):
    """An evening in Denver is the next day in UTC: whoever reads days from such times is warned."""
    term = exported("qualtrics-numbers")
    text = term.path("outcomes-survey").read_text(encoding="utf-8-sig")
    term.write("outcomes-survey", text.replace("America/Denver", "Z"))
    problem = term.the("date-zone")

    assert (problem.severity, problem.column) == ("warning", "RecordedDate")


def test_a_box_that_was_not_ticked_is_no_member(exported):
    """Of five boxes two were ticked; the text beside 'somebody else' is none of them."""
    events = exported("qualtrics-numbers").open().table("events")

    assert events["member_ids"].tolist() == ["007;NA", "102"]


def test_a_wrong_id_behind_a_box_names_the_boxes(exported, surveys, programs):
    """Boxes are several columns, and are named together."""
    data = programs.KINDS["qualtrics-numbers"][0].replace('3: "NA"', '3: "9999"')
    term = exported("qualtrics-numbers").set_program(surveys.PROGRAM + data)
    problem = term.the("member-unknown")

    assert (problem.file.rsplit("/", 1)[-1], problem.column) == ("leaders.csv", "Q5_…")


def test_one_file_serves_several_tables(exported):
    """Columns that another table reads are not called unused."""
    unused = [problem for problem in exported("qualtrics-numbers").problems() if problem.rule == "columns-unused"]

    assert [problem.message.split(": ")[1] for problem in unused if "leaders" in problem.file] == [
        "Q5_6_TEXT",
        "Q5_6_TEXT",
    ]


def _rows(path, kind):
    text = path.read_text(encoding="utf-16" if kind.endswith("texts") else "utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter="\t" if kind.endswith("texts") else ","))


def _write(surveys, path, kind, rows):
    text = surveys.delimited(rows, "\t" if kind.endswith("texts") else ",")
    path.write_bytes(text.encode("utf-16" if kind.endswith("texts") else "utf-8"))
