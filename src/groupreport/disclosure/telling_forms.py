"""Forms of writing that tell of a person or a computer, whatever the data hold: addresses, numbers, paths, days."""

from __future__ import annotations

import datetime
import ipaddress
import re
from collections.abc import Iterator

_PHONE_WORD = r"(?:tel(?:ephone|efono|\.)?|phone|call|fax|mobile|cell|movil|llame)"
_ROOTS = "home|Users|root|tmp|var|mnt|media|opt|srv|private|work|data|etc|usr|proc|Volumes"

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("e-mail address", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("e-mail address", re.compile(r"\w ?[\[({] ?at ?[\])}] ?\w", re.IGNORECASE)),
    ("social security number", re.compile(r"(?<![\w-])\d{3}[- ]\d{2}[- ]\d{4}(?![\w-])")),
    (
        "medical record number",
        re.compile(
            r"(?i:\bMRN|medical record|record (?:no|number)|historia clinica)[\W_a-z]{0,12}\d{4,}", re.IGNORECASE
        ),
    ),
    (
        "telephone number",
        re.compile(r"(?<![\w.-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])"),
    ),
    ("telephone number", re.compile(r"(?<![\w.])\+\d{1,3}(?:[ -]\(?\d{2,4}\)?){2,}(?<=\d{4})(?![\w.])")),
    ("telephone number", re.compile(rf"\b{_PHONE_WORD}\W{{0,3}}\+?\(?\d[\d ().-]{{6,}}\d", re.IGNORECASE)),
    (
        "path on a computer",
        re.compile(
            rf"file:/|(?<![\w/:.<*])(?:~|/(?:{_ROOTS}))/[\w.+-]"
            r"|(?<![\w/:.<*])/[\w.+-]+(?:/[\w.+-]+)+"
            r"|(?<!\w)[A-Za-z]:[\\/](?!/)[^\s/\\]|(?<!\\)\\\\[\w.-]+\\[\w$.-]+",
            re.IGNORECASE,
        ),
    ),
    (
        "id of a session or a run",
        re.compile(
            r"(?<![\w-])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])"
            r"|(?:session|kernel|sess)[_ -]?id\W{1,3}[\w-]{8,}",
            re.IGNORECASE,
        ),
    ),
)
_ADDRESS = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|(?<![\w:.])[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f]+(?![\w:])"
)

_LEAST_FIRST_NUMBER = 10
_NO_DAY = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"  # the name of a format, in every metadata

# Not `calendar.month_name`, which follows the machine's language.
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MESES = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]
_NUMBER_OF = {
    **{name.lower(): number for names in (_MONTHS, _MESES) for number, name in enumerate(names, start=1)},
    **{name[:3].lower(): number for number, name in enumerate(_MONTHS, start=1)},
    **{"sept": 9, "setiembre": 9},
}
_LONG, _LONG_SPANISH = "|".join(_MONTHS), "|".join(_MESES)
_ANY = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_DAY, _YEAR = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?", r"(?P<y>\d{4})"
# Written with a year, in any of the usual orders; or an English month's full name, or a Spanish one after "de", beside
# the number of a day alone.
_DAYS = tuple(
    re.compile(rf"(?<![^\W_])(?<!\d[.-])(?:{form})(?![^\W_T])(?!-\d)")
    for form in (
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"(?P<y>(?:19|20)\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])",
        r"\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}[.-]\d{1,2}[.-]\d{4}",
        rf"(?i:(?P<n>{_ANY})\.? {_DAY},? {_YEAR})",
        rf"(?i:{_DAY}\.?(?: de| of)?[ -](?P<n>{_ANY})\.?,?(?: de| del)?[ -]{_YEAR})",
        rf"(?P<n>{_LONG}) {_DAY}(?![%.,:]?\d|%)",
        rf"{_DAY}(?: of)? (?P<n>{_LONG})(?! \d)|(?P<d2>\d{{1,2}}) de (?P<n2>{_LONG_SPANISH})",
    )
)


def telling_forms(text: str) -> Iterator[str]:
    """The kinds of telling forms in a text in its normal spelling, days left out."""
    for kind, form in _FORMS:
        if form.search(text):
            yield kind
    if any(_is_address(found[0]) for found in _ADDRESS.finditer(text)):
        yield "address of a computer in a network"


def has_other_day(text: str, allowed: frozenset[datetime.date]) -> bool:
    """Whether the text in its normal spelling names a day besides those that may stand.

    A day that can mean two (10/12/2026) never may.
    """
    text = text.replace(_NO_DAY, " ").replace("\n", " ")
    return any(not _may_stand(found, allowed) for form in _DAYS for found in form.finditer(text))


def _may_stand(found: re.Match[str], allowed: frozenset[datetime.date]) -> bool:
    parts = {name.rstrip("2"): value for name, value in found.groupdict().items() if value}
    if "d" not in parts:
        return False
    month = int(parts["m"]) if "m" in parts else _NUMBER_OF[parts["n"].lower()]
    day = int(parts["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return True  # 2026-15-40 is no day
    return any(
        (month, day) == (one.month, one.day) and parts.get("y", str(one.year)) == str(one.year) for one in allowed
    )


def _is_address(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    # Four small numbers are the version of a program: 3.9.0.2.
    return address.version == 6 or int(text.partition(".")[0]) >= _LEAST_FIRST_NUMBER
