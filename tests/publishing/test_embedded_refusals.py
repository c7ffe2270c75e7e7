"""What both renderers could not show alike is refused, with the cell and the name of the element."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output, new_raw_cell

from groupreport.errors import RenderError
from groupreport.publishing import pandoc
from groupreport.publishing.document_reader import read_document

PICTURE = "data:image/svg+xml;base64,PHN2Zy8+"


@pytest.fixture
def read(tmp_path, sample):
    """Read cells below one heading (cell 2); the refused cell is cell 3."""

    def run(*cells):
        notebook = sample.write_notebook(tmp_path / "executed.ipynb", [sample.prose("# One"), *cells])
        return read_document(notebook, "G07", sample.FACTS)

    return run


PROSE = {
    "html-inline": ("A <b>word</b>.", "raw HTML or other raw markup is not supported"),
    "html-block": ("<div>\nText\n</div>", "a block with no class is not supported"),
    "html-script": ("<script>alert(1)</script>", "raw HTML or other raw markup is not supported"),
    "html-comment": ("<!-- hidden -->", "raw HTML or other raw markup is not supported"),
    "raw-typst": ('```{=typst}\n#read("x")\n```', "raw HTML or other raw markup is not supported"),
    "raw-typst-inline": ('`#read("x")`{=typst}', "raw HTML or other raw markup is not supported"),
    "raw-tex": ("\\newpage", "raw HTML or other raw markup is not supported"),
    "math": ("A $x^2$ b.", "math is not supported"),
    "display-math": ("$$x^2$$", "math is not supported"),
    "footnote": ("A word[^1].\n\n[^1]: A note.", "a footnote is not supported"),
    "inline-note": ("A word^[a note].", "a footnote is not supported"),
    "code": ("A `word`.", "code is not supported"),
    "code-block": ("```\ntext\n```", "a code block is not supported"),
    "indented-code": ("Text\n\n    indented", "a code block is not supported"),
    "link": ("[text](https://example.org)", "a link is not supported"),
    "script-link": ("[text](javascript:alert)", "a link is not supported"),
    "quote": ("> said", "a block quote is not supported"),
    "rule": ("Text\n\n***", "a horizontal rule is not supported"),
    "definition": ("Term\n\n:   Meaning", "a definition list is not supported"),
    "line-block": ("| a\n| b", "a line block is not supported"),
    "letters": ("a. first\nb. second", "a list numbered with letters"),
    "superscript": ("x^2^", "a superscript is not supported"),
    "subscript": ("H~2~O", "a subscript is not supported"),
    "strikeout": ("~~gone~~", "struck-out text is not supported"),
    "span": ("[text]{.red}", "a span with attributes is not supported"),
    "line-break": ("one  \ntwo", "a forced line break is not supported"),
    "citation": ("As @smith says.", "a citation is not supported"),
    "citation-in-brackets": ("[@fig-one]", "a citation is not supported"),
    "section-reference": ("See @sec-one.", "a citation is not supported"),
    "shortcode": ("{{< include x >}}", "a shortcode other than pagebreak"),
    "inline-pagebreak": ("Text {{< pagebreak >}} more", "a shortcode other than pagebreak"),
    "yaml": ("---\ntitle: x\n---\n\nText", "a YAML block is not supported"),
    "unknown-block": ("::: {.column-margin}\nText\n:::", "a block with .column-margin is not supported"),
    "callout-without-title": ("::: {.callout-note}\nText\n:::", "a callout needs a title"),
    "callout-with-a-title-in-bold": ("::: {.callout-note}\n## A **title**\n\nText\n:::", "title is plain words"),
    "callout-with-two-headings": ('::: {.callout-note title="x"}\n## y\n\nText\n:::', "or heading inside a box"),
    "callout-that-folds": (
        '::: {.callout-note title="x" collapse="true"}\nText\n:::',
        "a callout needs a title and no other",
    ),
    "heading-with-class": ("## Two {.unnumbered}", "a heading with attributes is not supported"),
    "empty-heading": ("##", "a heading is empty"),
    "open-block": ("::: {.callout-note title='x'}\nText", "cell 3: a block is left open"),
    "table-without-block": ("| a | b |\n|---|---|\n| 1 | 2 |", "a table without a"),
    "figure-without-caption": (f'![]({PICTURE}){{#fig-a fig-alt="x"}}', "a figure without a caption"),
    "figure-without-label": (f'![Caption]({PICTURE}){{fig-alt="x"}}', "a figure without a label"),
    "figure-without-alt": (f"![Caption]({PICTURE}){{#fig-a}}", "fig-a has no alt text"),
    "figure-with-empty-alt": (f'![Caption]({PICTURE}){{#fig-a fig-alt=""}}', "fig-a has no alt text"),
    "figure-with-width": (f'![Caption]({PICTURE}){{#fig-a fig-alt="x" width=50%}}', "fig-a has attributes other than"),
    "picture-in-a-line": (f"Text ![Caption]({PICTURE}) text", "a picture inside a line is not supported"),
    "picture-from-a-file": (
        '![Caption](secret.png){#fig-a fig-alt="x"}',
        "the picture of fig-a is not part of the notebook",
    ),
    "picture-from-the-web": ('![Caption](https://x.example/a.svg){#fig-a fig-alt="x"}', "not part of the notebook"),
    "empty-picture": ('![Caption](data:image/svg+xml;base64,){#fig-a fig-alt="x"}', "a picture is empty"),
    "figure-in-a-box": (
        f'::: {{.callout-note title="x"}}\n![Caption]({PICTURE}){{#fig-a fig-alt="x"}}\n:::',
        "inside a box or list",
    ),
    "table-with-two-captions": (
        "::: {#tbl-a}\n| a |\n|---|\n| 1 |\n\n: One\n\nTwo\n:::",
        "tbl-a has a caption inside the table",
    ),
    "table-without-caption": (
        "::: {#tbl-a}\n| a |\n|---|\n| 1 |\n:::",
        "tbl-a is not one table followed by one paragraph",
    ),
    "table-without-header": (
        "::: {#tbl-a}\n| a | |\n|---|---|\n| 1 | 2 |\n\nCaption\n:::",
        "tbl-a has a column without a header",
    ),
    "table-without-rows": ("::: {#tbl-a}\n| a | b |\n|---|---|\n\nCaption\n:::", "tbl-a has no rows"),
    "headline-of-two": ("::: {.headline}\nOne.\n\nTwo.\n:::", "a headline is not one paragraph"),
    "headline-with-list": ("::: {.headline}\n- One\n:::", "a headline is not one paragraph"),
    "headline-with-label": ("::: {#one .headline}\nOne.\n:::", "a block with .headline is not supported"),
    "headline-in-a-box": (
        "::: {.callout-note title='x'}\n::: {.headline}\nOne.\n:::\n:::",
        "inside a box or list",
    ),
    "facts-without-table": ("::: {.key-facts}\n12 of 13\n:::", "the key facts are not one table"),
    "facts-and-a-caption": (
        "::: {.key-facts}\n| a | b |\n|---|---|\n| 1 | 2 |\n| x | y |\n\nCaption\n:::",
        "the key facts are not one table",
    ),
    "one-fact": ("::: {.key-facts}\n| a |\n|---|\n| 1 |\n| x |\n:::", "the key facts need a row of 2 to 5 labels"),
    "six-facts": (
        "::: {.key-facts}\n" + "\n".join(("|a" * 6, "|-" * 6, "|1" * 6, "|x" * 6)) + "\n:::",
        "the key facts need a row of 2 to 5 labels",
    ),
    "facts-without-notes": (
        "::: {.key-facts}\n| a | b |\n|---|---|\n| 1 | 2 |\n:::",
        "the key facts need a row of 2 to 5 labels, one of values and one of notes",
    ),
    "fact-without-label": (
        "::: {.key-facts}\n| a | |\n|---|---|\n| 1 | 2 |\n| x | y |\n:::",
        "the table of the key facts has a column without a header",
    ),
    "fact-without-value": (
        "::: {.key-facts}\n| a | b |\n|---|---|\n| 1 | |\n| x | y |\n:::",
        "a key fact has no value",
    ),
    "facts-with-width": (
        "::: {.key-facts width=50%}\n| a | b |\n|---|---|\n| 1 | 2 |\n| x | y |\n:::",
        "a block with .key-facts is not supported",
    ),
    "table-with-code": ("::: {#tbl-a}\n| a |\n|---|\n| `1` |\n\nCaption\n:::", "code is not supported"),
}


@pytest.mark.parametrize(("markdown", "reason"), PROSE.values(), ids=PROSE)
def test_markdown_outside_the_supported_set_is_refused(read, sample, markdown, reason):
    """The message names the element; the cell is named wherever one cell is to blame."""
    with pytest.raises(RenderError, match="^G07: ") as caught:
        read(sample.prose(markdown))

    assert reason in str(caught.value)
    assert "cell 3: " in str(caught.value) or "pandoc refused" in str(caught.value)


@pytest.mark.parametrize(("markdown", "reason"), PROSE.values(), ids=PROSE)
def test_the_same_is_refused_in_an_output(read, sample, markdown, reason):
    """What code shows has no more rights than what the author writes."""
    with pytest.raises(RenderError, match="^G07: "):
        read(sample.shown(markdown))


OUTPUTS = {
    "printed": (new_output("stream", name="stdout", text="M01"), "printed text (stdout) is not supported"),
    "warning": (new_output("stream", name="stderr", text="M01"), "printed text (stderr) is not supported"),
    "error": (new_output("error", ename="E", evalue="M01", traceback=["M01"]), "an error output cannot be published"),
    "plain": (new_output("execute_result", data={"text/plain": "M01"}), "an output without Markdown (text/plain)"),
    "picture": (new_output("display_data", data={"image/png": "aGk=", "text/plain": "M01"}), "(image/png, text/plain)"),
    "html": (new_output("display_data", data={"text/html": "<b>M01</b>"}), "an output without Markdown (text/html)"),
}


@pytest.mark.parametrize(("output", "reason"), OUTPUTS.values(), ids=OUTPUTS)
def test_output_that_is_not_markdown_is_refused_without_its_content(read, output, reason):
    """The message names the kind of output, never what is in it."""
    with pytest.raises(RenderError) as caught:
        read(new_code_cell("show()", outputs=[output]))

    assert reason in str(caught.value)
    assert "cell 3" in str(caught.value)
    assert "M01" not in str(caught.value)


def test_the_cell_that_left_a_block_open_is_named(read, sample):
    """Not the last one, which it swallowed."""
    with pytest.raises(RenderError, match="cell 3: a block is left open"):
        read(sample.prose("::: {.callout-note title='x'}"), sample.prose("Text"), sample.prose("More"))
    with pytest.raises(RenderError, match="cell 3: a block is left open"):
        read(sample.prose("<!-- from here"), sample.prose("Text"), sample.prose("to here -->"), sample.prose("More"))


def test_heading_in_an_output_is_refused(read, sample):
    """The outline is the notebook's own; data cannot add to it."""
    with pytest.raises(RenderError, match="cell 3: a heading in an output is not supported"):
        read(sample.shown("## From data"))


def test_reference_without_target_is_refused(read, sample):
    """A dangling reference is named."""
    with pytest.raises(RenderError, match="cell 3: the reference @fig-nowhere leads nowhere"):
        read(sample.prose("See @fig-nowhere."))


def test_reference_without_target_is_found_in_lists_tables_and_boxes(read, sample):
    """Wherever it stands."""
    table = sample.table("a", "Caption", ["A", "B"], [["*@fig-lost*", "1"]])
    for markdown in ("- See @fig-lost.", '::: {.callout-tip title="x"}\nSee @fig-lost.\n:::', table):
        with pytest.raises(RenderError, match="@fig-lost leads nowhere"):
            read(sample.shown(markdown))


def test_label_that_stands_twice_is_refused(read, sample):
    """A reference must have one target."""
    with pytest.raises(RenderError, match="cell 4: the label fig-a stands twice"):
        read(sample.shown(sample.figure("a", "One", "x")), sample.shown(sample.figure("a", "Two", "y")))


def test_skipped_heading_level_is_refused(read, sample):
    """Level 3 may not follow level 1."""
    with pytest.raises(RenderError, match="a heading of level 3 follows one of level 1"):
        read(sample.prose("### Three"))


def test_raw_cell_other_than_the_header_is_refused(read):
    """Only the first raw cell is the header."""
    with pytest.raises(RenderError, match="cell 3: a raw cell is not supported"):
        read(new_raw_cell("text"))


def test_notebook_that_shows_nothing_is_refused(tmp_path, sample):
    """An empty report is a failure, not a page."""
    path = sample.write_notebook(tmp_path / "executed.ipynb", [new_code_cell("x = 1")])

    with pytest.raises(RenderError, match="shows nothing"):
        read_document(path, "G07", sample.FACTS)


@pytest.mark.parametrize("text", ["", "{", '{"cells": 1}', "not a notebook"])
def test_file_that_is_no_notebook_is_refused(tmp_path, sample, text):
    """Half a file, as a full disk leaves it, is named as such."""
    path = tmp_path / "executed.ipynb"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(RenderError, match="the executed notebook cannot be read"):
        read_document(path, "G07", sample.FACTS)


def test_attached_picture_is_refused(tmp_path, sample):
    """A picture pasted into a text cell has no alt text and no label."""
    cell = sample.prose("Text")
    cell["attachments"] = {"a.png": {"image/png": "aGk="}}
    book = sample.notebook([cell])
    nbformat.write(book, tmp_path / "executed.ipynb")

    with pytest.raises(RenderError, match="cell 2: an attached file is not supported"):
        read_document(tmp_path / "executed.ipynb", "G07", sample.FACTS)


def test_slow_pandoc_is_ended(read, sample, tmp_path, monkeypatch):
    """A reader that never answers does not hold up the other reports."""
    slow = tmp_path / "pandoc"
    slow.write_text("#!/bin/sh\nexec sleep 30\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(pandoc, "pandoc_program", lambda: slow)
    monkeypatch.setattr(pandoc, "TIME_LIMIT", 0.3)

    with pytest.raises(RenderError, match="pandoc took longer than 0.3 seconds"):
        read(sample.prose("Text"))


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("exit 0", "pandoc gave no document"),
        ("echo 'Maria K. {'", "pandoc gave no document$"),
        (
            "echo 'Error at \"M01\" line 3' >&2; exit 64",
            r"pandoc refused the notebook \(exit 64\): Error at \.\.\. line 3",
        ),
        ("exit 137", r"pandoc refused the notebook \(exit 137\): no reason given"),
    ],
)
def test_failing_pandoc_is_a_named_failure(read, sample, tmp_path, monkeypatch, script, reason):
    """Success with nothing written is a failure, and a message never quotes the data."""
    program = tmp_path / "pandoc"
    program.write_text(f"#!/bin/sh\ncat > /dev/null\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(pandoc, "pandoc_program", lambda: program)

    with pytest.raises(RenderError, match=reason):
        read(sample.prose("Text"))


def test_letter_that_no_font_has_fails_the_pdf_by_name(render, sample):
    """A PDF with an empty box for a letter is not made."""
    with pytest.raises(RenderError, match="the PDF cannot be made"):
        render([sample.prose("# One")], title="Group \U000131ff")
