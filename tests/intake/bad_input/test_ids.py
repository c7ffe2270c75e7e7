"""Ids that a program, a keyboard or an attacker changed: kept as written, told apart, never guessed."""

from __future__ import annotations

import pytest

AS_TEXT = "Export the id as text, exactly as on the roster."
EXPORT_AS_TEXT = "Format the column as text there, and export it again."
ALIKE = "letter case, leading zeros, spaces, dashes or letters of another alphabet"
RETYPE = "Remove it from the id: retype the id in the program that it comes from."
UNSEEN = f"id-unprintable: holds a line break or another character that cannot be seen. {RETYPE}"


def everywhere(term, old, new):
    """Replace an id in every table."""
    for path in sorted(term.path("groups").parent.iterdir()):
        path.write_text(path.read_text().replace(old, new))
    return term


def renamed_attendance(term, old, new):
    text = term.path("attendance").read_text()
    return term.write("attendance", text.replace(f"\n{old},", f"\n{new},"))


def test_an_id_is_a_text_whatever_it_looks_like(small_term, said):
    """No id becomes a number, a missing value or a truth value."""
    ids = ["1e3", "12345678901234567890", "0", "00", "None", "null", "nan", "TRUE", "-5", "1/2", "\uff11\uff10\uff12"]
    for number, member_id in enumerate(ids):
        small_term.add("roster", f"{member_id},G01,2026-12-11,,,")
        small_term.add("outcomes", f"{member_id},post,2026-12-11,phq9,{1 + number % 9},2")

    assert [line for line in said(small_term) if "id-zeros-lost" not in line and "two-spellings" not in line] == []
    for table in ("roster", "outcomes"):
        assert set(ids) <= set(small_term.open().table(table, "G01")["member_id"])


def test_an_id_that_is_a_word_for_no_value_is_told(small_term, said):
    """Three members called nan would be one."""
    assert said(small_term, "id-word") == [
        (
            "info roster.csv:4:member_id id-word: is a word that programs also write where a value is missing; it "
            "was read as the id of a member. Leave the row out if it has no id."
        )
    ]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("007", "7", "leading zeros or '.0' only, which spreadsheets change"),
        ("102", "102.0", "leading zeros or '.0' only, which spreadsheets change"),
        ("NA", "na", "letter case, spaces, dashes or look-alike letters only"),
        ("NA", "N\u0410", "letter case, spaces, dashes or look-alike letters only"),
        ("102", "\uff11\uff10\uff12", "letter case, spaces, dashes or look-alike letters only"),
        ("102", "lO2", "O for 0, or l or I for 1 only"),
    ],
    ids=["lost-zeros", "decimals", "letter-case", "cyrillic", "full-width", "letters-for-digits"],
)
def test_why_an_id_is_not_found_is_told(small_term, said, old, new, reason):
    """What spreadsheets, keyboards and eyes do to ids is named; the id itself is not shown."""
    renamed_attendance(small_term, old, new)
    count = small_term.path("attendance").read_text().count(f"\n{new},")
    line = small_term.path("attendance").read_text().split(f"\n{new},")[0].count("\n") + 2

    assert said(small_term) == [
        (
            f"error attendance.csv:{line}:member_id member-unknown: names a member who is not on the roster; there "
            f"is one that differs by {reason} ({count} times). {AS_TEXT}"
        )
    ]


def test_accents_in_two_encodings_are_recognized(small_term, said):
    """A letter with an accent, or a letter and an accent, is one letter to the eye."""
    everywhere(small_term, "102,", "Zo\u00eb,")
    renamed_attendance(small_term, "Zo\u00eb", "Zoe\u0308")

    assert said(small_term) == [
        (
            "error attendance.csv:8:member_id member-unknown: names a member who is not on the roster; there is one "
            f"that differs by letter case, spaces, dashes or look-alike letters only (3 times). {AS_TEXT}"
        )
    ]


@pytest.mark.parametrize("other", ["na", "N\u0410", "N\uff21"], ids=["letter-case", "cyrillic", "full-width"])
def test_two_spellings_on_the_roster_are_doubted(small_term, said, other):
    """Two members that an eye takes for one may be one."""
    small_term.add("roster", f"{other},G01,2026-12-11,,,")

    assert said(small_term) == [
        (
            f"warning roster.csv:4:member_id member-two-spellings: is the id of a member that looks like another "
            f"one, but for {ALIKE} (2 times). If both are the same member, write the id in one way; otherwise "
            "nothing needs to be done."
        )
    ]


def test_zeros_that_were_lost_everywhere_are_doubted(small_term, said):
    """7 among 008 and 101 has lost its zeros, even where every table agrees."""
    everywhere(small_term, "007", "7")

    assert said(small_term) == [
        (
            "warning roster.csv:2:member_id id-zeros-lost: is an id of fewer digits than those that begin with 0 (3 "
            "digits), so it may have lost its zeros. Format the column as text in the spreadsheet program, and "
            "export it again; if the id is right, leave it so."
        )
    ]


def test_decimals_that_were_gained_everywhere_are_doubted(small_term, said):
    """12345.0 is a number's way to be written."""
    everywhere(small_term, "102,", "102.0,")

    assert said(small_term) == [
        (
            "warning roster.csv:6:member_id id-number: is an id that ends in .0, as programs write it that take ids "
            "for numbers. Export the ids as text."
        )
    ]


def test_a_shortened_number_is_no_id(small_term, said):
    """The digits behind 1.23E+11 are lost, so two people may have become one."""
    small_term.add("attendance", "1.23E+11,G01,1,attended")

    assert said(small_term) == [
        (
            "error attendance.csv:13:member_id id-number: is a number as spreadsheet programs shorten it, so digits "
            f"of the id are lost. {EXPORT_AS_TEXT}"
        )
    ]


@pytest.mark.parametrize("table", ["attendance", "roster"])
def test_a_row_without_its_group_is_an_error(small_term, said, table):
    """A row of no group would be counted nowhere."""
    line = 9 if table == "attendance" else 6
    small_term.change(table, "102,G02,2", "102,,2")

    assert said(small_term) == [
        (
            f"error {table}.csv:{line}:group_id value-missing: is empty, but every row needs a value here. "
            "Fill it in, or leave the whole row out."
        )
    ]


def test_spaces_around_ids_are_left_out_and_told(small_term, said):
    """Spaces of any kind are no part of an id, and whoever exports is told that they are there."""
    small_term.change("attendance", "102,G02,2,", " 102\u00a0,\tG02 ,2,")

    assert said(small_term) == [
        f"warning attendance.csv:9:{column} id-spaces: has spaces around the id. "
        "It was read without them; correct the export."
        for column in ("member_id", "group_id")
    ]


@pytest.mark.parametrize(
    "bad", ["\u202e102", "10\x072", "10\u200b2", "10\u20662", "10\n2"], ids=["rtl", "bell", "zwsp", "isolate", "break"]
)
def test_what_no_one_can_see_in_an_id_is_refused(small_term, said, bad):
    """Such an id is another one than the eye reads."""
    small_term.change("attendance", "102,G02,2,", f'"{bad}",G02,2,')

    assert said(small_term) == [f"error attendance.csv:9:member_id {UNSEEN}"]


def test_an_id_that_could_not_be_read_is_one_problem(small_term, said):
    """The member's other rows are not called unknown because the roster's id is unreadable."""
    small_term.change("roster", "102,G02", "10\u200b2,G02")

    assert said(small_term) == [f"error roster.csv:6:member_id {UNSEEN}"]


def test_a_text_that_turns_its_direction_is_refused(small_term, said):
    """A heading of a report reads as it is written."""
    small_term.change("groups", "Grief", "Gri\u202eef")

    assert said(small_term) == [
        (
            "error groups.csv:3:group_name text-unprintable: holds characters that cannot be seen, or that turn the "
            "direction of writing. Remove them: retype the text in the program that it comes from."
        )
    ]


@pytest.mark.parametrize(
    ("group_id", "folder"),
    [
        ("../../etc", "etc-74ccf3c5"),
        ("CON", "CON-a3dbc4b6"),
        ("aux.txt", "aux-txt-0857d0cb"),
        ("G02.", "G02-563c2971"),
        ("a/b:c", "a-b-c-3b07f80c"),
        ("x" * 150, None),
        ("trauergruppe \u00e4", None),
    ],
)
def test_no_group_id_leads_out_of_its_folder(small_term, said, group_id, folder):
    """Whatever a group is called, its files lie in the term's folder under a name that every system takes."""
    everywhere(small_term, "G02,", f"{group_id},")
    names = sorted(path.name for path in (small_term.freeze() / "groups").iterdir())

    assert said(small_term) == []
    assert len(names) == 2
    assert all(len(name) <= 60 and name.isascii() for name in names)
    assert folder in {None, *names}
    assert small_term.open().group_ids == tuple(sorted(["G01", group_id]))


def test_an_id_as_long_as_a_sentence_is_refused(small_term, said):
    """It is free text, and may hold what nobody else should read."""
    small_term.add("attendance", f"{'x' * 300},G01,1,attended")

    assert said(small_term) == [
        "error attendance.csv:13:member_id id-too-long: has more than 200 characters. Export the id alone here."
    ]


def test_two_groups_never_share_a_folder(small_term):
    """Ids that are spelled alike with a file's letters stay apart."""
    for group_id in ("Grief/evening", "Grief:evening", "Grief evening"):
        small_term.add("groups", f"{group_id},Grief,Evening,online,open,3,L3")

    assert len(list((small_term.freeze() / "groups").iterdir())) == 5


def test_groups_that_differ_by_letter_case_alone_are_refused(small_term, said):
    """On some computers both groups' reports would be one file."""
    small_term.add("groups", "g01,Other,Evening,online,open,3,L3")

    assert (
        "error groups.csv:2:group_id group-letter-case: is the id of a group that differs from another by letter case "
        "only (2 times). Write the id in one way, or give one of the groups another id." in said(small_term)
    )


def test_an_id_that_tells_who_somebody_is_keeps_reports_to_the_evaluator(small_term, said):
    """Each kind is doubted by name, and only the evaluator's own reports can be made."""
    telling = {
        "an e-mail address": ["pat@example.org"],
        "a social security number": ["123-45-6789"],
        "a phone number": ["(555) 234-5678", "555-234-5678", "+1 555 234 5678", "+49 30 1234567"],
        "a medical record number": ["MRN 00042", "mrn#42"],
        "a name": ["Smith, Jane", "M\u00fcller-L\u00fcdenscheidt, Ren\u00e9", "O'Neill, Sam B."],
        "a date, perhaps of birth": ["1984-05-03", "05/03/1984"],
    }
    lines = []
    for what, values in telling.items():
        line = small_term.path("roster").read_text().count("\n") + 1
        times = f" ({len(values)} times)" if len(values) > 1 else ""
        lines.append(
            f"warning roster.csv:{line}:member_id identifying-value: looks like {what}{times}. "
            "Export an id that says nothing about the person."
        )
        for value in values:
            small_term.add("roster", f'"{value}",G01,2026-12-11,,,')

    assert said(small_term) == lines
    assert all(problem.restricts for problem in small_term.problems() if problem.rule == "identifying-value")


def test_an_id_that_tells_nobody_anything_is_left_alone(small_term, said):
    """Short numbers, code names and running numbers are what ids should be."""
    for value in ("555-2345", "12-345", "Blue Jay", "2026-001", "A-12-3456", "900-12-3456", "5552345678", "2026-13"):
        small_term.add("roster", f"{value},G01,2026-12-11,,,")

    assert said(small_term) == []


def test_what_tells_who_somebody_is_is_found_in_texts_too(small_term, said):
    """A leader's e-mail address among the reporters, or a phone number in the place of a name."""
    small_term.change("events", "leader,member_member", "pat@example.org,member_member")
    small_term.change("groups", "Grief", "555-234-5678")

    assert said(small_term) == [
        "warning groups.csv:3:group_name identifying-value: looks like a phone number. Take it out of the export.",
        "warning events.csv:2:reported_by identifying-value: looks like an e-mail address. Take it out of the export.",
    ]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (
            "#REF!",
            "spreadsheet-error: is an error message of the spreadsheet. Mend the formula there and export again.",
        ),
        (
            '"=""007"""',
            'spreadsheet-formula: is a formula, not its result. Export the results; a value written ="007" without =.',
        ),
    ],
)
def test_what_a_spreadsheet_left_in_an_id_is_refused(small_term, said, value, what):
    """An error or a formula is nobody's id."""
    small_term.add("attendance", f"{value},G01,1,attended")

    assert said(small_term) == [f"error attendance.csv:13:member_id {what}"]
