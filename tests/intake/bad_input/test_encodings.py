"""Letters in another encoding than declared, spoilt letters, and bytes that no text has."""

from __future__ import annotations

import codecs

import pytest

SET = "Set data.encoding to {} in params/program.yml (or encoding for its table alone), or save it as 'CSV UTF-8'"
AGAIN = "Export it again as UTF-8 if names or notes look wrong."


def test_a_byte_order_mark_is_left_out_and_told(small_term, said):
    """The mark that spreadsheet programs write is no part of the first column's name."""
    small_term.write("events", codecs.BOM_UTF8 + small_term.path("events").read_bytes())

    assert said(small_term, "file-mark") == [
        "info events.csv file-mark: begins with a byte order mark, as spreadsheet programs write it. It was left out."
    ]
    assert small_term.open().table("events")["event_id"].tolist() == ["E1"]
    assert not any(note.rule == "file-mark" for note in small_term.open().notes)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_wide_encodings_are_recognized(small_term, said, encoding, name):
    """Text of two or four bytes a letter is called so, with or without a mark at its beginning."""
    small_term.write("events", small_term.path("events").read_text().encode(encoding))

    assert said(small_term) == [
        f"error events.csv file-encoding: is {name.upper()} text, not utf-8. {SET.format(name)}."
    ]


def test_the_encoding_of_windows_is_suggested(small_term, said):
    """The setting to make is named; a word with the letter is the value, which is shown on demand only."""
    small_term.write("groups", small_term.path("groups").read_text().replace("Grief", "Über Trauer").encode("cp1252"))

    assert said(small_term) == [
        (
            "error groups.csv:3 file-encoding: is not UTF-8 text but probably cp1252, the encoding of Windows. "
            f"{SET.format('cp1252')}; --show-values shows a word as cp1252 reads it."
        )
    ]
    assert small_term.the("file-encoding").value == "Über"


def test_two_encodings_in_one_file_are_told_apart_from_a_wrong_one(small_term, said):
    """No setting mends a file that was put together from two."""
    text = small_term.path("groups").read_text().replace("Anxiety", "Ängste und Öde")
    small_term.write("groups", text.encode() + b"G03,Gr\xfcn,Evening,online,open,3,L3\n")

    assert said(small_term) == [
        (
            "error groups.csv:4 file-encoding: mixes UTF-8 with bytes of another encoding. "
            "Export it again from one program: parts of two files seem to have been put together."
        )
    ]


def test_utf_8_under_another_declared_encoding_is_not_read_as_that(small_term, said):
    """Ü would silently become Ãœ in every name."""
    small_term.change("groups", "Grief", "Über")
    small_term.set_data("{encoding: cp1252}")

    assert said(small_term) == [f"error groups.csv file-encoding: is UTF-8 text, not cp1252. {SET.format('utf-8')}."]


@pytest.mark.parametrize("word", ["BegrÃ¼ÃŸung", "Ã„rger", "donâ€™t", "30Â°", "Ã‰tudes"])
def test_letters_that_were_spoilt_before_are_doubted(small_term, said, word):
    """Text that was read in a wrong encoding and saved again looks like text."""
    small_term.change("groups", "Anxiety", word)

    assert said(small_term) == [
        (
            "warning groups.csv:2 file-mojibake: holds letters that were read in the wrong encoding before they were "
            f"saved. {AGAIN}"
        )
    ]


@pytest.mark.parametrize("word", ["Größe", "Â", "L’Âge", "naïve – yes", "ÃO"])
def test_letters_of_other_languages_are_no_spoilt_ones(small_term, said, word):
    """Accents, dashes and quotes are normal in names and notes."""
    small_term.change("groups", "Anxiety", word)

    assert said(small_term) == []


def test_lost_letters_are_doubted(small_term, said):
    """A mark in the place of a letter cannot be read back."""
    small_term.change("groups", "Anxiety", "Begr\ufffdung")

    assert said(small_term) == [
        f"warning groups.csv:2 file-mojibake: holds marks where letters were lost when it was saved. {AGAIN}"
    ]


def test_a_lost_letter_in_an_id_is_refused(small_term, said):
    """Two people whose names differ by a letter would become one."""
    small_term.add("attendance", "M\ufffdller,G01,1,attended")

    assert said(small_term)[0] == (
        "error attendance.csv:13:member_id id-unprintable: holds a mark where a letter was lost when the file was "
        "saved. Export it again as UTF-8."
    )


def test_bytes_that_no_text_has_are_refused(small_term, said):
    """A zero byte within a text is damage, and never part of an id."""
    small_term.write("events", small_term.path("events").read_bytes().replace(b"E1", b"E\x001"))

    assert said(small_term) == [
        (
            "error events.csv:2 file-nul: holds characters that no text has (NUL bytes). Export it again: the file is "
            "damaged."
        )
    ]
