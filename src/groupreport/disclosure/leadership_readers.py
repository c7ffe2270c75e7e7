"""What leadership's readers have beside a report: funders' pages, last term's report, and earlier ones of this term."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from groupreport.disclosure.leadership_numbers import Key, by_key
from groupreport.disclosure.ledger import (
    Readers,
    RecordedRelease,
    Rules,
    earlier_releases,
    read_ledger,
    rules_of,
)
from groupreport.errors import DisclosureError
from groupreport.parameters import PROJECT_VARIABLE, Corrections
from groupreport.summaries.records import TermFacts


@dataclass(frozen=True)
class LeadershipRules:
    """The rules of a release to leadership, as the ledger keeps them."""

    smallest_count: int
    corrections: Corrections

    @classmethod
    def of(cls, term: TermFacts) -> Self:
        """The rules of the program's settings."""
        settings = term.parameters.settings.audiences.leadership
        return cls(smallest_count=settings.smallest_count, corrections=settings.corrections)


@dataclass(frozen=True, kw_only=True)
class Ledgers:
    """What was written down of releases to leadership and to funders, as far as it bears on one term.

    own: earlier releases of the term to leadership, made from other data; none where corrections are shown, for then
    the newest report stands in place of them. last_term: the numbers of the releases to
    leadership of the term that it is compared with; None where there is none. told: numbers of this term that releases
    of other terms repeat. to_funders: releases of the term to funders.
    """

    own: tuple[RecordedRelease, ...] = ()
    last_term: Mapping[Key, float] | None = None
    told: frozenset[str] = frozenset()
    to_funders: tuple[RecordedRelease, ...] = ()


NO_LEDGERS = Ledgers()


def project_folder() -> Path | None:
    """The program that the environment names; a page that is stepped through outside of one is no release."""
    named = os.environ.get(PROJECT_VARIABLE)
    return Path(named) if named else None


def ledgers_of(term: TermFacts, last_term: str | None, rules: LeadershipRules, project: Path | None) -> Ledgers:
    """What earlier releases of the program ask of a release of this term to leadership.

    Raises:
        DisclosureError: A ledger was damaged, or another term that shares days with this one was released to
            leadership, or to funders.
    """
    if project is None:
        return NO_LEDGERS
    standing = [one for one in read_ledger(project, "leadership") if one.withdrawn is None]
    before = earlier_releases(standing, term.term_id, term.data_hash, rules)
    to_funders = [one for one in read_ledger(project) if one.withdrawn is None]
    _refuse_shared_days(term, before, "leadership", "leadership")
    if not any(_is_again(one, term, rules) for one in standing):
        _refuse_shared_days(term, to_funders, "leadership", "funder")
    of_last = [one for one in standing if one.term == last_term]
    repeated = [
        number.program
        for one in standing
        for number in one.numbers
        if (number.part, number.about, number.measure) == ("comparison", term.term_id, "previous")
        and number.value is not None
    ]
    return Ledgers(
        own=tuple(one for one in before if one.term == term.term_id and rules.corrections == "withheld"),
        last_term=by_key(of_last[-1].numbers) if of_last else None,
        told=frozenset(repeated),
        to_funders=tuple(one for one in to_funders if one.term == term.term_id),
    )


def refuse_beside_reports(term: TermFacts, policy: Rules, project: Path) -> None:
    """Refuse a release to funders of days that a report to leadership is about, where the two are different terms.

    Leadership's readers are taken to have funders' pages: of a year and of one of its halves they would have the other.
    A release that was handed out already is made again all the same.

    Raises:
        DisclosureError: A ledger was damaged, or such a report stands.
    """
    ours = [one for one in read_ledger(project) if one.withdrawn is None]
    if not any(_is_again(one, term, policy) for one in ours):
        standing = [one for one in read_ledger(project, "leadership") if one.withdrawn is None]
        _refuse_shared_days(term, standing, "funder", "leadership")


def _refuse_shared_days(term: TermFacts, before: Iterable[RecordedRelease], made: Readers, read: Readers) -> None:
    """A year and its halves are about the same people: as long as they are not attacked together, one is made.

    Raises:
        DisclosureError: Another term that shares days with this one was released to the readers `read`.
    """
    others = [one for one in before if one.term != term.term_id]
    sharing = [one for one in others if one.starts <= term.ends and term.starts <= one.ends]
    if sharing:
        listed = ", ".join(f"release {one.number} ({one.term})" for one in sharing)
        to = "--leadership " if read == "leadership" else ""
        raise DisclosureError(
            f"{made}: the term {term.term_id} shares days with what was released to {read}: {listed}. Leadership's "
            "readers may have both and could subtract one from the other. Give funders and leadership the same terms, "
            "and terms that do not overlap, or, if that release was never handed out, withdraw it: "
            f"groupreport releases {to}--withdraw {sharing[0].number} --why ..."
        )


def _is_again(release: RecordedRelease, term: TermFacts, rules: Rules) -> bool:
    """Whether the release is the one that is being made: of the same term and data, under the same rules."""
    return (release.term, release.data, release.rules) == (term.term_id, term.data_hash, rules_of(rules))
