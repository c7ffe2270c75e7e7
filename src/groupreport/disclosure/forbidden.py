"""What must not stand in a file for leadership or funders: ids, free text, names of the machine, telling patterns."""

from __future__ import annotations

import datetime
import getpass
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Self

from groupreport.disclosure.pseudonyms import pseudonyms_of_term
from groupreport.intake import Term
from groupreport.parameters import Audience

# Words that accounts and machines are called and that stand in a text for other reasons.
EVERYDAY_NAMES = frozenset(
    {"root", "user", "users", "admin", "localhost", "runner", "group", "groups", "report", "reports", "home", "data"}
)


@dataclass(frozen=True, kw_only=True)
class ForbiddenTokens:
    """What a scan looks for.

    `ids` are looked for as whole words, in every spelling. One of up to four digits, or of up to three letters, counts
    where a word such as "member" stands before it, or in the heading of its column: a 12 alone is any number.

    `notes` are free texts: five words of one in a row are a leak, and a note of three or four words whole.

    `machine` names of letters alone, which may be words or first names, count in metadata, comments and attributes, and
    in prose after a word such as "user" or beside an `@`; those with a digit or a sign count anywhere.

    `allowed` texts (the program's own contact) and `allowed_dates` (the term's first and last day) may stand.
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
        dates: Iterable[datetime.date] = (),
    ) -> Self:
        """What files made from this term must not hold for this audience.

        For leadership: ids of members and leaders, free text, and members' pseudonyms where evaluators' reports show
        those. For funders also the ids and names of groups. The term before, if there is one, counts as well.

        Args:
            term: The frozen term.
            audience: Who gets the files.
            dates: Days that may stand besides the first and last days of the terms: the day a report was made.

        Raises:
            DisclosureError: Evaluators' reports show pseudonyms and the key cannot be read: then nobody knows them.
        """
        terms = [term, *([term.previous] if term.previous else [])]
        settings = term.parameters.settings
        ids = {token for one in terms for token in _people(one)}
        evaluators = settings.audiences.evaluator
        if evaluators.pseudonyms:
            for one in terms:
                ids |= set(pseudonyms_of_term(_people(one), evaluators, one.parameters.term.id).values())
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
