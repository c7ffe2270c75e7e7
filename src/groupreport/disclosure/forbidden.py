"""What must not stand in a file for leadership or funders: ids, free text, names of the machine, telling patterns."""

from __future__ import annotations

import datetime
import getpass
import re
import socket
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

import pandas as pd

from groupreport.intake import Term
from groupreport.parameters import Audience

# A word that says that a number beside it is somebody's id.
BEFORE_AN_ID = r"(?:member|participant|patient|client|person|leader|therapist|case|record|mrn|id|no\.?|#)\W{0,3}"
SHORT = 4
WORDS_OF_A_NOTE = 5
# Words that accounts and machines are called and that stand in a text for other reasons.
EVERYDAY_NAMES = frozenset(
    {"root", "user", "users", "admin", "localhost", "runner", "group", "groups", "report", "home"}
)

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("social security number", re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")),
    (
        "telephone number",
        re.compile(r"(?<![\w.-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{3}\)\s?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])"),
    ),
    (
        "path on a computer",
        re.compile(
            r"(?<![\w/:.])(?:file://|/(?:home|Users|root|tmp|var|mnt|media|opt|srv|private|work)/|[A-Za-z]:\\)[^\s\"'<>]+"
        ),
    ),
)
MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
DATE = re.compile(
    rf"(?<![\w-])(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|\d{{1,2}}\.\d{{1,2}}\.\d{{4}}"
    rf"|(?P<us>{MONTH}\s+\d{{1,2}},?\s+\d{{4}})|(?P<uk>\d{{1,2}}\s+{MONTH}\s+\d{{4}}))(?![\w-])"
)


@dataclass(frozen=True, kw_only=True)
class ForbiddenTokens:
    """What a scan looks for.

    `ids` are looked for as whole words. One of up to four digits, or of up to three letters, counts where a word such
    as "member" stands before it: a 12 alone is any number. `notes` are free texts: five words of one in a row are a
    leak. `machine` names are looked for where programs write them, not in the text. `allowed` texts (the program's
    own contact) and `allowed_dates` (the term's first and last day) may stand.
    """

    ids: frozenset[str]
    notes: tuple[str, ...] = ()
    machine: frozenset[str] = frozenset()
    allowed: tuple[str, ...] = ()
    allowed_dates: frozenset[datetime.date] = field(default_factory=frozenset)

    @classmethod
    def of_term(
        cls,
        term: Term,
        audience: Audience,
        *,
        pseudonyms: Iterable[str] = (),
        dates: Iterable[datetime.date] = (),
    ) -> Self:
        """What files made from this term must not hold for this audience.

        For leadership: ids of members and leaders, free text, pseudonyms. For funders also the ids and names of
        groups. The term before, if there is one, counts as well.

        Args:
            term: The frozen term.
            audience: Who gets the files.
            pseudonyms: Tokens that stand for members elsewhere.
            dates: Days that may stand besides the first and last days of the terms: the day a report was made.
        """
        terms = [term, *([term.previous] if term.previous else [])]
        settings = term.parameters.settings
        ids = {token for one in terms for token in _people(one)} | set(pseudonyms)
        if audience == "funder":
            spoken = " ".join([settings.program.name, *_programs(terms)])
            ids |= {name for one in terms for name in _groups(one) if name not in spoken}
        return cls(
            ids=frozenset(ids),
            notes=tuple(sorted({note for one in terms for note in _values(one, "events", "note")})),
            machine=frozenset({getpass.getuser(), socket.gethostname(), socket.getfqdn()}) - EVERYDAY_NAMES,
            allowed=tuple(filter(None, [settings.program.contact, settings.program.name])),
            allowed_dates=frozenset(
                [*dates, *(day for one in terms for day in (one.parameters.term.starts, one.parameters.term.ends))]
            ),
        )


def _values(term: Term, table: str, column: str) -> set[str]:
    if table not in term.collected:
        return set()
    rows = term.table(table)
    return {str(value) for value in rows[column].dropna()} if column in rows else set()


def _people(term: Term) -> Iterator[str]:
    for table in ("roster", "attendance", "ratings", "outcomes", "participation"):
        yield from _values(term, table, "member_id")
    yield from _values(term, "feedback", "leader_id")
    for table, column in (("groups", "leaders"), ("events", "member_ids")):
        for joined in _values(term, table, column):
            yield from (part.strip() for part in joined.split(";") if part.strip())


def _groups(term: Term) -> set[str]:
    return _values(term, "groups", "group_id") | _values(term, "groups", "group_name")


def _programs(terms: Iterable[Term]) -> set[str]:
    return {program for term in terms for program in _values(term, "groups", "program")}


def normal(text: str) -> str:
    """The text in one spelling: compatibility forms folded, soft hyphens and zero-width characters gone."""
    return re.sub("[\u00ad\u200b-\u200d\u2060\ufeff]", "", unicodedata.normalize("NFKC", text))


class Matcher:
    """Finds forbidden things in a text and says of what kind they are, never what they are."""

    def __init__(self, forbidden: ForbiddenTokens) -> None:
        self._forbidden = forbidden
        tokens = [normal(token) for token in sorted(forbidden.ids) if token.strip()]
        self._ids = [(token.lower(), _pattern(token)) for token in tokens]
        self._machine = [(name, _pattern(name)) for name in sorted(forbidden.machine) if len(name) >= SHORT - 1]
        self._phrases = {phrase for note in forbidden.notes for phrase in _phrases(note)}

    def kinds(self, text: str, *, prose: bool, written_by_program: bool) -> set[str]:
        """The kinds of forbidden things in the text.

        Args:
            text: Decoded content.
            prose: Whether people read it: then dates and free text are looked for as well.
            written_by_program: Whether it is metadata or a comment: then names of the machine are looked for as well.
        """
        text = normal(text)
        without_allowed = text
        for allowed in self._forbidden.allowed:
            without_allowed = without_allowed.replace(normal(allowed), " ")
        found = {kind for kind, pattern in PATTERNS if pattern.search(without_allowed)}
        lowered = text.lower()
        if any(token in lowered and pattern.search(text) for token, pattern in self._ids):
            found.add("id")
        if written_by_program and any(name in text and pattern.search(text) for name, pattern in self._machine):
            found.add("name of the computer or its user")
        if prose and any(not self._may_stand(match) for match in DATE.finditer(text)):
            found.add("date finer than the term")
        if prose and self._phrases and not self._phrases.isdisjoint(_phrases(text)):
            found.add("free text from the data")
        return found

    def _may_stand(self, match: re.Match[str]) -> bool:
        day = _day(match)
        return day is not None and day in self._forbidden.allowed_dates


def _pattern(token: str) -> re.Pattern[str]:
    """The token as a word of its own; after a telling word where it could be anything."""
    if token.isdigit() and len(token) > SHORT:
        return re.compile(rf"(?<![\w.,]){token}(?!\w|[.,]\d)")
    if token.isdigit() or (token.isalpha() and len(token) < SHORT):
        return re.compile(rf"(?i:{BEFORE_AN_ID}){re.escape(token)}(?![\w])")
    # A short id of letters and digits is taken as it is spelled: M1 is an id, m1 may be anything.
    flags = 0 if len(token) < SHORT or token.isalpha() else re.IGNORECASE
    return re.compile(rf"(?<![^\W_]){re.escape(token)}(?![^\W_])", flags)


def _phrases(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + WORDS_OF_A_NOTE]) for start in range(len(words) - WORDS_OF_A_NOTE + 1)}


def _day(match: re.Match[str]) -> datetime.date | None:
    """The day, where it is written in a way that can mean only one."""
    written = match["iso"] or match["us"] or match["uk"]
    day = pd.to_datetime(written, errors="coerce") if written else pd.NaT
    return None if pd.isna(day) else day.date()
