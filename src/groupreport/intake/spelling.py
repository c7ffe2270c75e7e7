"""What a person may have meant: near names of columns and tables, and why an id is not found."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LISTED = 20
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_HIDDEN_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
# Letters of other alphabets that look like ours; what else may be confused also looks different to most eyes.
_LOOK_ALIKE = str.maketrans(
    "\u0430\u0441\u0501\u0435\u04bb\u0456\u0458\u04cf\u043e\u0440\u0455\u0445\u0443"  # Cyrillic
    "\u0432\u043a\u043c\u043d\u0442"  # Cyrillic, by their capitals
    "\u03b1\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7"  # Greek
    "\u03b2\u03b7\u03bc\u03b6",  # Greek, by their capitals
    "acdehijlopsxybkmhtaeikvoptuxbhmz",
)


def has_unprintable(text: str) -> bool:
    """Whether the text holds a control character, or one that no one can see but that makes it another text."""
    return bool(_CONTROL.search(text) or _INVISIBLE.search(text))


def has_hidden_controls(text: str) -> bool:
    """Whether the text holds a control character besides line breaks and tabs, or one that turns the direction."""
    return bool(_HIDDEN_CONTROL.search(text))


def without_invisible(text: str) -> str:
    """The text without invisible characters and outer spaces of any kind."""
    return _INVISIBLE.sub("", text).strip()


def nearest(text: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name that the text most resembles, if any is near enough."""
    by_plain = {_plain(name): name for name in known}
    if _plain(text) in by_plain:
        return by_plain[_plain(text)]
    close = difflib.get_close_matches(_plain(text), by_plain, n=1, cutoff=cutoff)
    return by_plain[close[0]] if close else None


def listed(known: Collection[str]) -> str:
    """Names in a row, the first twenty of them."""
    more = f" and {len(known) - _LISTED} more" if len(known) > _LISTED else ""
    return f"{', '.join(list(known)[:_LISTED])}{more}"


def one_spelling(identifier: str) -> str:
    """The same text for ids that a person would take for one.

    Letter case, accents' encoding, dashes, spaces, and letters of other alphabets that look like ours.
    """
    text = unicodedata.normalize("NFKC", identifier).casefold().translate(_LOOK_ALIKE)
    return re.sub(r"[\s_\-\u2010-\u2015\u2212]+", "-", without_invisible(text))


def digits_for_letters(identifier: str) -> str:
    """The id with digits in the place of the letters that are typed for them."""
    return one_spelling(identifier).translate(str.maketrans("oil", "011"))


def as_number(identifier: str) -> str | None:
    """What a spreadsheet makes of an id: digits without leading zeros and without `.0`; None for other ids."""
    match = re.fullmatch(r"0*(\d+?)(?:\.0+)?", identifier)
    return match.group(1) if match else None


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "_", unicodedata.normalize("NFKC", text).casefold()).strip("_")
