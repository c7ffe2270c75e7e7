from __future__ import annotations

import dataclasses
import datetime
import subprocess
import urllib.parse
import zlib
from pathlib import Path

import pikepdf
import pytest
import typst

from groupreport.disclosure.leaks import ForbiddenTokens, Leak, scan_files

from ..publishing.plants import data_address, png, svg

FORBIDDEN = ForbiddenTokens(
    ids=frozenset({"M-0417", "K9", "12", "Dr. Rowan", "0098765"}),
    notes=("Cried after the leader said that she would be away in May",),
    machine=frozenset({"clinic-laptop-7", "rowena"}),
    allowed=("evaluation@example.org",),
    allowed_dates=frozenset({datetime.date(2026, 8, 24), datetime.date(2026, 12, 11)}),
)


@pytest.fixture
def scan(tmp_path):
    """The leaks of a file with this content, as pairs of kind and place."""

    def scan_content(content: str | bytes, name: str = "page.html") -> list[tuple[str, str]]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return [(leak.kind, leak.where) for leak in scan_files([path], FORBIDDEN)]

    return scan_content


PERCENT = urllib.parse.quote(svg("<desc>M-0417</desc>"))


@pytest.mark.parametrize(
    ("content", "kind", "where"),
    [
        pytest.param("<p>Member M-0417 left</p>", "id", "text", id="text"),
        pytest.param("<p>M-<b>04</b>17</p>", "id", "text", id="parted-by-inline-elements"),
        pytest.param("<p>M&#45;0417</p>", "id", "text", id="character-reference"),
        pytest.param("<p>M-04\u00ad17</p>", "id", "text", id="soft-hyphen"),
        pytest.param("<p>m-0417</p>", "id", "text", id="other-case"),
        pytest.param("<p>seen by K9 only</p>", "id", "text", id="short-id"),
        pytest.param("<p>Participant no. 12 left</p>", "id", "text", id="number-after-a-telling-word"),
        pytest.param("<td>0098765</td>", "id", "text", id="long-number"),
        pytest.param("<p>led by Dr. Rowan</p>", "id", "text", id="leader"),
        pytest.param('<img alt="Ratings of M-0417">', "id", "attribute alt", id="alt-text"),
        pytest.param('<td data-member="M-0417">3</td>', "id", "attribute data-member", id="data-attribute"),
        pytest.param("<p>a</p><!-- M-0417 -->", "id", "comment", id="comment"),
        pytest.param("<title>M-0417</title>", "id", "text", id="title"),
        pytest.param('<meta name="author" content="M-0417">', "id", "attribute content", id="meta"),
        pytest.param("<style>.x::after{content:'M-0417'}</style>", "id", "style", id="style"),
        pytest.param(svg("<text>M-0417</text>"), "id", "text", id="inline-svg"),
        pytest.param(
            f'<img src="{data_address("image/svg+xml", svg("<!-- M-0417 -->").encode())}">',
            "id",
            "comment",
            id="svg-comment",
        ),
        pytest.param(f'<img src="data:image/svg+xml,{PERCENT}">', "id", "text", id="svg-percent-encoded"),
        pytest.param(
            f'<img src="{data_address("image/png", png((b"tEXt", b"Author" + bytes(1) + b"M-0417")))}">',
            "id",
            "text chunk of a picture",
            id="png-text",
        ),
        pytest.param(
            f'<img src="{data_address("image/png", png((b"zTXt", b"a" + bytes(2) + zlib.compress(b"M-0417"))))}">',
            "id",
            "text chunk of a picture",
            id="png-compressed-text",
        ),
        pytest.param(
            f'<img src="{data_address("image/png", png((b"iTXt", b"a" + bytes(5) + b"M-0417")))}">',
            "id",
            "text chunk of a picture",
            id="png-international-text",
        ),
        pytest.param(
            "<style>a{background:url("
            f"{data_address('image/svg+xml', svg('<title>M-0417</title>').encode())})}}</style>",
            "id",
            "text",
            id="picture-in-style",
        ),
        pytest.param("<p>Write to anna@clinic.org</p>", "e-mail address", "text", id="e-mail"),
        pytest.param("<p>Call (555) 123-4567</p>", "telephone number", "text", id="telephone"),
        pytest.param("<p>123-45-6789</p>", "social security number", "text", id="ssn"),
        pytest.param("<p>on 2026-10-12</p>", "date finer than the term", "text", id="iso-date"),
        pytest.param("<p>on October 12, 2026</p>", "date finer than the term", "text", id="us-date"),
        pytest.param("<p>on 10/12/2026</p>", "date finer than the term", "text", id="slashed-date"),
        pytest.param("<p>from /home/anna/data</p>", "path on a computer", "text", id="path"),
        pytest.param(r"<p>C:\Users\anna\x.csv</p>", "path on a computer", "text", id="windows-path"),
        pytest.param(
            "<p>She cried after the leader said that she left</p>", "free text from the data", "text", id="note"
        ),
        pytest.param("<!-- made on clinic-laptop-7 -->", "name of the computer or its user", "comment", id="host"),
        pytest.param(
            "<p>The clinic-laptop-7 broke</p>", "name of the computer or its user", "text", id="host-in-a-text"
        ),
        pytest.param("<p>made by user rowena</p>", "name of the computer or its user", "text", id="user-in-a-text"),
        pytest.param(
            "<p data-by=rowena>x</p>", "name of the computer or its user", "attribute", id="user-in-attribute"
        ),
    ],
)
def test_leak_in_a_page_is_found(scan, content, kind, where):
    """In whatever part of the page it hides."""
    found = scan(content)

    assert [found_kind for found_kind, _ in found] == [kind]
    assert where in found[0][1]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<p>12 members of 12 groups, 1.12 points</p>", id="numbers"),
        pytest.param('<svg><path d="M12 4 K9 2"/></svg>', id="path-data"),
        pytest.param("<p>M-04170 and XM-0417</p>", id="longer-words"),
        pytest.param("<p>K90 and k9</p>", id="not-the-short-id"),
        pytest.param("<p>0.0098765 and 00987651</p>", id="not-the-long-number"),
        pytest.param("<p>From August 24, 2026 to 2026-12-11</p>", id="days-of-the-term"),
        pytest.param("<p>Fall 2026, 3-4 sessions, 10.12 points, p. 12-34</p>", id="like-dates"),
        pytest.param("<p>evaluation@example.org</p>", id="contact-of-the-program"),
        pytest.param("<p>Groups of Rowena and rowena alike</p>", id="first-name-that-is-also-an-account"),
        pytest.param("<p>said 12, paid 12, valid 12</p>", id="words-that-end-like-a-telling-word"),
        pytest.param("<table><tr><th>Members<td>12</table>", id="count-of-members"),
        pytest.param("<p>M 0 12 and M = .0417</p>", id="mean"),
        pytest.param("<p>grace may 12 of March 5.5 points, pandoc 3.9.0.2, 10:30:00, a::before</p>", id="versions"),
        pytest.param('<a href="https://example.org/home/page">see</a> and/or', id="address-in-the-net"),
        pytest.param("<p>that she would be</p>", id="four-words-of-a-note"),
        pytest.param(f'<img src="{data_address("font/woff2", b"wOF2 K9 M-0417")}">', id="font"),
        pytest.param("<td>M</td><td>-0417</td>", id="two-cells"),
    ],
)
def test_what_only_looks_like_a_leak_is_let_pass(scan, content):
    """A refused report that holds nothing would teach people to switch the scan off."""
    assert scan(content) == []


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        pytest.param("x", "group.ipynb", "files of kind '.ipynb'", id="notebook"),
        pytest.param(b"\xff\xfe\x00", "page.html", "not UTF-8", id="not-utf-8"),
        pytest.param("no pdf", "page.pdf", "no readable PDF", id="broken-pdf"),
        pytest.param('<img src="data:image/webp;base64,AAAA">', "page.html", "image/webp", id="unknown-picture"),
        pytest.param('<img src="data:image/jpeg;base64,AAAA">', "page.html", "that is none", id="broken-jpeg"),
        pytest.param('<img src="data:font/woff2;base64,AAAA">', "page.html", "font/woff2", id="no-font"),
        pytest.param('<img src="data:image/png;base64,=A=A">', "page.html", "cannot be decoded", id="no-base64"),
        pytest.param("<script>atob('TS0wNDE3')</script>", "page.html", "<script>", id="script"),
        pytest.param("<p onclick='x'>", "page.html", "runs a script", id="handler"),
        pytest.param("<a href=' javascript:x'>", "page.html", "runs a script", id="script-in-a-link"),
        pytest.param("<iframe srcdoc='M-<b>0417</b>'>", "page.html", "<iframe>", id="page-in-a-page"),
        pytest.param('a,"b', "outcomes.csv", "no readable CSV", id="broken-csv"),
        pytest.param("{", "a.json", "no readable JSON", id="broken-json"),
        pytest.param('<img src="data:image/png;base64,AAAA">', "page.html", "that is none", id="broken-png"),
    ],
)
def test_what_cannot_be_looked_into_counts_as_a_leak(scan, content, name, reason):
    """What was not seen is not known to be clean."""
    found = scan(content, name)

    assert [kind for kind, _ in found] == ["cannot be looked into"]
    assert reason in found[0][1]


def test_missing_file_counts_as_a_leak(tmp_path):
    """A report that was to be there is not clean because it is gone."""
    gone = tmp_path / "gone.html"

    assert scan_files([gone], FORBIDDEN) == [Leak(str(gone), "cannot be looked into", "FileNotFoundError")]


def test_csv_and_file_name(scan):
    """A table for machines is read by people, too; so is a file's name."""
    assert scan("program,people\nAnxiety,64\n", "outcomes.csv") == []
    assert ("id", "text") in scan("member_id,people\nM-0417,1\n", "outcomes.csv")
    assert scan("member_id,people\n12,1\n", "outcomes.csv") == [("id", "cell in row 2, column 1")]
    assert scan("members,people\n12,12\n", "outcomes.csv") == []
    assert scan("a,b\n", "M-0417.csv") == [("id", "file name")]


def test_message_never_says_what_was_found(scan, tmp_path):
    """The message may be read in a log."""
    page = tmp_path / "page.html"
    page.write_text("<p>M-0417, anna@clinic.org</p>")
    messages = " ".join(map(str, scan_files([page], FORBIDDEN)))

    assert "M-0417" not in messages
    assert "anna" not in messages


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    """A PDF/UA document with a picture, as reports have."""

    def make(text: str = "Nothing here.", alt: str = "A line", title: str = "Report", drawn: str = "") -> Path:
        folder = tmp_path_factory.mktemp("pdf")
        picture = svg(f'<text x="1" y="5" font-size="3">{drawn}</text>')
        (folder / "picture.svg").write_text(picture)
        (folder / "page.typ").write_text(
            f'#set document(title: "{title}")\n= Report\n{text}\n\n'
            f'#figure(image("picture.svg", alt: "{alt}"), caption: [Ratings])\n'
        )
        typst.compile(folder / "page.typ", output=folder / "page.pdf", pdf_standards="ua-1")
        return folder / "page.pdf"

    return make


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        pytest.param({"text": "Member M-0417 left."}, "page 1", id="text"),
        pytest.param({"text": "K9"}, "page 1", id="short-id"),
        pytest.param({"alt": "Ratings of M-0417"}, "object, /Alt", id="alt-text"),
        pytest.param({"title": "M-0417"}, "document information /Title", id="title"),
        pytest.param({"drawn": "M-0417"}, "page 1", id="text-in-a-picture"),
    ],
)
def test_leak_in_a_pdf_is_found(pdf, changes, where):
    """In the text, in the picture, and in what only a screen reader or a program reads."""
    found = scan_files([pdf(**changes)], FORBIDDEN)

    assert {leak.kind for leak in found} == {"id"}
    assert where in {leak.where for leak in found}


def test_clean_pdf_passes(pdf):
    """The days in its metadata are those of its making."""
    assert scan_files([pdf(text="12 members, August 24, 2026")], FORBIDDEN) == []


def test_short_name_of_a_program_neither_makes_leaks_nor_hides_them(pdf):
    """What may stand is taken out as whole words: "P" is no part of "http", nor "5" of a telephone number."""
    short = dataclasses.replace(FORBIDDEN, allowed=("P", "c", "5"))
    phone = pdf(text="P, c, 5: call 555-155-5155")

    assert scan_files([pdf()], short) == []
    assert {leak.kind for leak in scan_files([phone], short)} == {"telephone number"}


@pytest.mark.parametrize(
    ("written", "word"),
    [
        pytest.param("Wolken-?kuckucks-?heimer77", "Wolkenkuckucksheimer77", id="soft-hyphens-part-a-word"),
        pytest.param("Wolken-?kuckucks-?heimer77 M-0417-0055-33", "M-0417-0055-33", id="hyphens-belong-to-an-id"),
    ],
)
def test_word_parted_at_the_end_of_a_line_is_found(pdf, written, word):
    """A long id is hyphenated like any word; then real hyphens read like soft ones."""
    narrow = f"#set text(hyphenate: true)\n#block(width: 60pt)[{written}]"
    found = scan_files([pdf(text=narrow)], ForbiddenTokens(ids=frozenset({word})))

    assert {leak.kind for leak in found} == {"id"}


def test_metadata_attachment_and_link_of_a_pdf(pdf, tmp_path):
    """Places that no page shows."""
    path = tmp_path / "changed.pdf"
    with pikepdf.open(pdf()) as document:
        with document.open_metadata() as metadata:
            metadata["dc:description"] = "for M-0417"
        document.save(path)
    described = {leak.where for leak in scan_files([path], FORBIDDEN)}
    with pikepdf.open(pdf()) as document:
        document.attachments["rows.csv"] = pikepdf.AttachedFileSpec(document, b"a,b")
        document.save(path)
    attached = [leak.where for leak in scan_files([path], FORBIDDEN)]

    assert "document metadata (XMP)" in described
    assert "it holds attached files" in attached


def test_text_of_a_pdf_is_what_another_reader_finds(pdf):
    """pdftotext and the scan read the same words."""
    path = pdf(text="Efficient office flow of fifty-five affiliates.")
    try:
        other = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout
    except FileNotFoundError:
        pytest.skip("pdftotext is not installed")
    forbidden = ForbiddenTokens(ids=frozenset({"affiliates", "Efficient", "flow", "fifty"}))

    assert "Efficient office flow" in other
    assert {leak.where for leak in scan_files([path], forbidden)} == {"page 1"}
