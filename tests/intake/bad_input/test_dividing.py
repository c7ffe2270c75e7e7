"""Text that cannot be divided into cells as declared: delimiters, lines above the header, quotes, line ends."""

from __future__ import annotations

import pytest

SET = "Set {} under data.tables.events in params/program.yml"
EVERY = ", or under data if every file is written so."
CLOSE = "Close the quote; write a quote that belongs to the text twice."
EVENT = "E{},G01,1,leader,member_member,other,no,,none,,\n"


def events_of(term):
    return term.path("events").read_text()


def divided_by(mark, text):
    """The text with another delimiter; the one between ids is taken out of the way."""
    return text.replace(";", "+").replace(",", mark)


@pytest.mark.parametrize(
    ("mark", "word", "setting"), [(";", "semicolons", ";"), ("\t", "tabs", "\\t"), ("|", "bars", "|")]
)
def test_another_delimiter_is_named_with_its_setting(small_term, said, mark, word, setting):
    """A file of one wide column is recognized before anything is read from it."""
    small_term.write("events", divided_by(mark, events_of(small_term)))

    assert said(small_term) == [
        (
            f"error events.csv:1 delimiter: has its columns divided by {word}, not by commas. "
            f"{SET.format(f'delimiter to {chr(34)}{setting}{chr(34)}')}{EVERY}"
        )
    ]


def test_semicolons_and_decimal_commas_are_one_problem(small_term, said):
    """A European export needs two settings, which are told together."""
    small_term.write("participation", "member_id;group_id;session;turns;minutes\n007;G01;1;3;12,5\n")

    assert said(small_term) == [
        (
            "error participation.csv:1 delimiter: has its columns divided by semicolons, not by commas, and has "
            'decimal commas. Set delimiter to ";" and decimal to "," under data.tables.participation in '
            f"params/program.yml{EVERY}"
        )
    ]


def test_the_settings_that_were_named_read_the_file(small_term, said):
    """What is advised is enough."""
    small_term.write("participation", "member_id;group_id;session;turns;minutes\n007;G01;1;3;12,5\n")
    small_term.set_data('{tables: {participation: {delimiter: ";", decimal: ","}}}')

    assert said(small_term) == []
    assert small_term.open().table("participation")["minutes"].tolist() == [12.5]


def test_a_line_for_excel_that_fits_is_left_out_and_told(small_term, said):
    """`sep=,` says what is declared anyway."""
    small_term.write("events", f"sep=,\n{events_of(small_term)}")

    assert said(small_term, "delimiter-line") == [
        (
            "info events.csv:1 delimiter-line: begins with a line that tells Excel how its columns are divided (sep=). "
            "The line was left out."
        )
    ]
    assert small_term.open().table("events")["event_id"].tolist() == ["E1"]


def test_a_line_for_excel_that_says_otherwise_names_the_setting(small_term, said):
    """`sep=;` is neither a header nor followed silently."""
    small_term.write("events", "sep=;\n" + divided_by(";", events_of(small_term)))

    assert said(small_term) == [
        (
            "error events.csv:1 delimiter: says that its columns are divided by semicolons, not by commas. "
            f"{SET.format(f'delimiter to {chr(34)};{chr(34)}')}."
        )
    ]


@pytest.mark.parametrize(
    "above",
    ["Report of events\nMade on 1 December\n\n", "# made by the clinic\n# on Monday\n#\n", ",,,,\nEvents,,,,\n,,,,\n"],
    ids=["title", "comments", "rows-of-commas"],
)
def test_lines_above_the_header_are_named_with_the_headers_line(small_term, said, above):
    """A title is not taken for the column names; the line to set is told."""
    small_term.write("events", above + events_of(small_term))

    assert said(small_term) == [
        (
            "error events.csv:4 header: has its column names on line 4, below other lines. "
            f"{SET.format('header_row to 4')}, or delete the lines above."
        )
    ]


def test_the_header_row_that_was_named_is_read(small_term):
    """With the setting, rows keep the lines that an editor shows."""
    small_term.write("events", f"Report\x0bof events\n\n\n{events_of(small_term)}E2,G09,,,,,,,,,\n")
    small_term.set_data("{tables: {events: {header_row: 4}}}")

    assert {problem.line for problem in small_term.problems() if problem.file.endswith("events.csv")} == {6}


def test_lines_above_a_header_of_another_delimiter_are_one_problem(small_term, said):
    """Both settings are told at once."""
    small_term.write("events", "Report of events\n\n" + divided_by(";", events_of(small_term)))

    assert said(small_term) == [
        (
            "error events.csv:3 delimiter: has its columns divided by semicolons, not by commas, and has its column "
            "names on line 3, below other lines. "
            f"{SET.format(f'delimiter to {chr(34)};{chr(34)} and header_row to 3')}, or delete the lines above."
        )
    ]


@pytest.mark.parametrize(
    ("row", "line"),
    [('E2,G01,1,"leader,member_member,other,no,,none,,\n', 3), ('"E\n2",G01,1,"leader,x,other,no,,none,,\n', 4)],
    ids=["at-the-rows-line", "below-it"],
)
def test_a_quote_that_is_never_closed_is_found_where_it_was_opened(small_term, said, row, line):
    """The line is the quote's, not the end of the file."""
    small_term.write("events", events_of(small_term) + row + "".join(EVENT.format(n) for n in range(3, 2000)))

    assert said(small_term) == [f"error events.csv:{line} quote: has a quote that is never closed. {CLOSE}"]


def test_a_quote_within_a_quoted_cell_is_named(small_term, said):
    """Where a cell ends is not guessed."""
    small_term.add("events", 'E2,G01,1,"lea"der,member_member,other,no,,none,,')

    assert said(small_term) == [f"error events.csv:3 quote: has a quote inside a quoted cell. {CLOSE}"]


def test_rows_that_an_open_quote_swallowed_are_not_lost(small_term, said):
    """Two stray quotes make one cell of many rows that still has the right number of columns."""
    swallowed = EVENT.format(2).replace("leader", '"leader') + EVENT.format(3)
    small_term.write("events", events_of(small_term) + swallowed + EVENT.format(4).replace("leader", 'leader"'))

    assert said(small_term) == [
        (
            "error events.csv:3:reported_by quote: holds whole rows of the table in one cell. "
            "Look for a quote there that was opened by mistake, and delete it."
        )
    ]


def test_a_note_of_several_lines_is_a_note(small_term, said):
    """Line breaks, commas and words like those of other rows are normal in a free text."""
    header = "event_id,group_id,session,reported_by,level,kind,member_ids,repair_status,note\n"
    note = '"First, the leader asked.\nG01,1, leader, then\n007 left, angry"'
    small_term.write("events", f"{header}E1,G01,1,leader,member_member,other,007,none,{note}\n")

    assert said(small_term) == []


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["of-windows", "of-old-macs"])
def test_other_line_ends_read_the_same(small_term, said, end):
    """The same rows on the same lines, however lines end."""
    small_term.write(
        "events", (events_of(small_term) + EVENT.format(2).replace(",none,", ",never,")).replace("\n", end)
    )

    assert [line.split(": ")[0] for line in said(small_term)] == ["error events.csv:3:repair_status value-unknown"]


def test_mixed_line_ends_read_the_same(small_term, said):
    """A file that was put together on two computers loses no row."""
    text = events_of(small_term).replace("\n", "\r\n", 1) + EVENT.format(2) + EVENT.format(3).replace("\n", "\r")
    small_term.write("events", text)

    assert said(small_term) == []
    assert small_term.open().table("events")["event_id"].tolist() == ["E1", "E2", "E3"]


def test_a_line_break_in_an_id_is_refused(small_term, said):
    """An id of two lines is two things, or half of one."""
    small_term.add("events", '"E\n2",G01,1,leader,member_member,other,no,,none,,')

    assert said(small_term) == [
        (
            "error events.csv:3:event_id id-unprintable: holds a line break or another character that cannot be seen. "
            "Remove it from the id: retype the id in the program that it comes from."
        )
    ]
