"""Text that comes from data, made to mean nothing in Markdown: it is printed exactly as it was written."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Control characters, and the marks that reverse the reading direction: neither is ever part of an id or a name.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


class Markdown(str):
    """Text that is Markdown already and is not escaped again."""

    __slots__ = ()


def literal(text: str) -> Markdown:
    r"""The text as Markdown that prints it unchanged: no markup, link, reference, shortcode or math in it works.

    Line breaks and control characters become spaces, runs of spaces become one.

    >>> print(literal("*Ann* | <b>"))
    \*Ann\* \| \<b\>
    """
    if isinstance(text, Markdown):
        return text
    return Markdown(_PUNCTUATION.sub(r"\\\1", _one_line(text)))


def attribute(text: str) -> str:
    r"""The text as the quoted value of an attribute, as in `fig-alt="..."`.

    >>> print(attribute('7 of 9 "rose"'))
    "7 of 9 \"rose\""
    """
    return f'"{_PUNCTUATION.sub(_escape_in_attribute, _one_line(text))}"'


def plain(markdown: str) -> str:
    """Markdown made by `literal`, as the text that it prints."""
    return _ESCAPED.sub(r"\1", markdown)


def _one_line(text: str) -> str:
    return " ".join(_INVISIBLE.sub(" ", text).split())


def _escape_in_attribute(match: re.Match[str]) -> str:
    # Full stops, commas and the like carry no meaning in a quoted value, and alt texts stay readable without slashes.
    return match[1] if match[1] in ".,:;()%-+/=!?'" else f"\\{match[1]}"
