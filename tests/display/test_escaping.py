"""Data text is printed as it was written, whatever it contains."""

from __future__ import annotations

import json

import pypandoc
import pytest

from groupreport.display.escaping import attribute, literal, plain
from groupreport.display.shown import callout, paragraph

PAYLOADS = [
    "<script>alert(1)</script>",
    "<b onclick='x()'>Ann</b>",
    "[link](javascript:alert(1))",
    "![x](x.png){onerror=alert(1)}",
    '`#read("/etc/hostname")`{=typst}',
    "`\\input{/etc/passwd}`{=latex}",
    "# Heading",
    "--- title: x ---",
    "a | b | c",
    "{{< include /etc/passwd >}}",
    "`{python} 1 + 1`",
    "{{ 7 * 7 }} {% raw %}",
    "@fig-climate and [@doe2020]",
    "$\\frac{1}{0}$ $$x$$",
    "<!-- hidden -->",
    "*emphasis* __strong__ ~~gone~~ ^up^ ~down~",
    ":::: {.callout-note}",
    "1. first",
    "- point",
    "https://example.org/?a=b&c=d",
    "&lt;b&gt; &copy;",
    "quotes \" and ' and ... and --",
    '#strong[typst] #eval("1")',
    "[^1] footnote and [x]{.smallcaps}",
]


def _blocks(markdown: str) -> list[dict]:
    return json.loads(pypandoc.convert_text(markdown, "json", format="markdown"))["blocks"]


def _words(inlines: list[dict]) -> str:
    return "".join(
        inline["c"] if inline["t"] == "Str" else " " for inline in inlines if inline["t"] in {"Str", "Space"}
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_one_paragraph_of_plain_words(payload):
    """Pandoc reads escaped text back as exactly the text, with no markup of any kind."""
    (block,) = _blocks(literal(payload))

    assert block["t"] == "Para"
    assert {inline["t"] for inline in block["c"]} <= {"Str", "Space"}
    assert _words(block["c"]) == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_attribute_keeps_its_text_and_nothing_else(payload):
    """An alt text with any content stays one attribute value."""
    (block,) = _blocks(f"![caption](data:image/svg+xml;base64,AAAA){{#fig-a fig-alt={attribute(payload)}}}")

    image = block["c"][2][0]["c"][0]
    assert block["t"] == "Figure"
    assert image["t"] == "Image"
    assert dict(image["c"][0][2])["fig-alt"] == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_plain_text_is_what_was_escaped(payload):
    """Unescaping gives back the text."""
    assert plain(literal(payload)) == payload


def test_line_breaks_and_reading_direction_marks_become_spaces():
    """A text cannot leave its line or reverse what follows it."""
    assert literal("a\n\n# b\u202e c\x00d") == r"a \# b c d"


def test_a_callout_is_one_box():
    """The title is an attribute and the content stays inside."""
    (box,) = _blocks(callout("note", "At a glance", paragraph("One.", "", "Two.")).markdown)

    assert box["t"] == "Div"
    assert box["c"][0][1] == ["callout-note"]
    assert box["c"][0][2] == [["title", "At a glance"]]
    assert _words(box["c"][1][0]["c"]) == "One. Two."
