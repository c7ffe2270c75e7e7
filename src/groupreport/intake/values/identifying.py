"""Values that say who somebody is, where an id should stand that says nothing: few patterns, with few false alarms."""

from __future__ import annotations

import re

# As values are written, whole: a pattern within a longer text would also be found in harmless ids.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("an e-mail address", re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")),
    (
        "a social security number",
        re.compile(r"(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}"),
    ),
    (
        "a phone number",
        re.compile(
            r"(?:\+?1[ .-]?)?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-])[2-9][0-9]{2}[ .-][0-9]{4}"
            r"|\+[1-9](?:[ ().-]{0,2}[0-9]){7,14}"
        ),
    ),
    ("a medical record number", re.compile(r"(?:mrn|medical record)[\s:#_.-]*[0-9]+", re.IGNORECASE)),
)
# A family name, a comma, and a given name, perhaps with an initial.
_LETTER, _WITHIN = r"[^\W\d_]", r"[^\W\d_'’-]"
_FAMILY = f"{_LETTER}{_WITHIN}*(?:['’ -]{_LETTER}+)*"
_DAY = r"[0-9]{1,2}"
_OF_MEMBERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a name", re.compile(f"(?=[^,]{{2}}){_FAMILY}, ?{_LETTER}{_WITHIN}+(?: {_LETTER}\\.?)?")),
    ("a date, perhaps of birth", re.compile(rf"(?:19|20)[0-9]{{2}}([/.-]){_DAY}\1{_DAY}")),
    ("a date, perhaps of birth", re.compile(rf"{_DAY}([/.-]){_DAY}\1(?:19|20)[0-9]{{2}}")),
)


def what_identifies(text: str, *, member: bool = False) -> str | None:
    """What a value looks like that tells who somebody is; None for any other.

    Args:
        text: The cell.
        member: Whether it stands for a member: groups may be called after a day or with a comma.

    Examples:
        >>> [what_identifies(text) for text in ("(555) 234-5678", "mrn 00042", "123-45-6789", "555-2345", "G-07")]
        ['a phone number', 'a medical record number', 'a social security number', None, None]
    """
    patterns = (*_PATTERNS, *_OF_MEMBERS) if member else _PATTERNS
    return next((what for what, pattern in patterns if pattern.fullmatch(text)), None)
