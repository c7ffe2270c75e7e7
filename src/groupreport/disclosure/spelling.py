"""One spelling for everything that looks the same, and the plain text behind common encodings."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
import urllib.parse
from collections.abc import Iterator

# Letters of other alphabets that look like Latin ones, in the order of their twins.
_TWINS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινορυχ",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXaivopux",
)
_LETTERS_OF_NOTHING = "\u115f\u1160\u3164\uffa0\u2800"
_LIKE_A_MINUS = "\u2212\u2043\u02d7"
_LIKE_AN_APOSTROPHE = "\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\u0060"
_LIKE_A_SLASH = "\u2044\u2215\u29f8"
_ENCODED_WORD = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{8,}={0,2}(?![\w+/=-])")
_HEXADECIMAL = re.compile(r"(?<!\w)(?:0x)?((?:[0-9A-Fa-f]{2}){4,})(?!\w)")
_ESCAPE = re.compile(r"\\(?:u\{?([0-9A-Fa-f]{4,6})\}?|x([0-9A-Fa-f]{2})|([0-9A-Fa-f]{1,6}) ?)")
_LAYERS = 3


def normal(text: str) -> str:
    """The text in one spelling.

    Compatibility forms, accents, dashes, apostrophes, digits of all scripts and letters that look like Latin ones are
    folded; what cannot be seen (soft hyphens, zero-width and control characters) is gone; white space is one space,
    or one line break where it holds one.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    text = text.translate(_FOLDING)
    return re.sub(r"\s+", lambda space: "\n" if "\n" in space[0] else " ", text)


class _Folding(dict[int, str]):
    """What becomes of a character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _folded(chr(code))
        return folded


def _folded(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter in "\n\r\u2028\u2029\x0b\x0c\x85":
        return "\n"
    if letter == "\t" or category == "Zs":
        return " "
    if category in ("Cf", "Cc", "Mn", "Me") or letter in _LETTERS_OF_NOTHING:
        return ""
    if category == "Pd" or letter in _LIKE_A_MINUS:
        return "-"
    if letter in _LIKE_AN_APOSTROPHE:
        return "'"
    if letter in _LIKE_A_SLASH:
        return "/"
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return letter.translate(_TWINS)


_FOLDING = _Folding()


def readings(text: str) -> Iterator[str]:
    """The text, and what it says when references, escapes, base64 and hexadecimal words in it are decoded.

    Up to three layers are taken off, one kind at a time. Words of an encoding count only where they decode to text.
    """
    seen = {text}
    layer = [text]
    yield text
    for _ in range(_LAYERS):
        layer = [decoded for one in layer for decoded in _decoded(one) if decoded not in seen]
        seen.update(layer)
        yield from layer


def _decoded(text: str) -> Iterator[str]:
    if "&" in text:
        yield html.unescape(text)
    if "%" in text:
        yield urllib.parse.unquote(text, errors="replace")
    if "\\" in text:
        yield _ESCAPE.sub(_escaped, text)
    words = [*_base64_words(text), *_hexadecimal_words(text)]
    if words:
        yield " | ".join(words)


def _escaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or match[3], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


def _base64_words(text: str) -> Iterator[str]:
    for word in _ENCODED_WORD.findall(text):
        plain = word.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            raw = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
        except binascii.Error:
            continue
        yield from _as_text(raw)


def _hexadecimal_words(text: str) -> Iterator[str]:
    for word in _HEXADECIMAL.findall(text):
        yield from _as_text(bytes.fromhex(word))


def _as_text(raw: bytes) -> Iterator[str]:
    for encoding in ("utf-8", "utf-16-le"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text and all(letter.isprintable() or letter.isspace() for letter in text):
            yield text
            return
