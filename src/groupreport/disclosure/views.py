"""What each audience sees: the only records that a notebook shows anything from."""

from __future__ import annotations

import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Self

from groupreport.disclosure import recalled
from groupreport.disclosure.beside import Hidden, hide_beside
from groupreport.disclosure.checked import Checked
from groupreport.disclosure.earlier_releases import earlier_of, window_of
from groupreport.disclosure.guarantee import Guarantee
from groupreport.disclosure.leadership import for_leadership
from groupreport.disclosure.leadership_readers import LeadershipRules, ledgers_of, project_folder
from groupreport.disclosure.leadership_sessions import attendance_on_record
from groupreport.disclosure.ledger import RecordedRelease
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.pseudonyms import with_pseudonyms
from groupreport.disclosure.release import Release, protect
from groupreport.disclosure.safe import SafeNumber, SafeScale, SafeTable
from groupreport.disclosure.shares import EVERYBODY, everybody, served_by_program
from groupreport.disclosure.told import as_told, numbers_told
from groupreport.disclosure.unnamed import with_untold_unnamed
from groupreport.disclosure.withholding import NOTHING_WITHHELD, WithheldCells
from groupreport.parameters import Project
from groupreport.summaries.records import (
    ALL_PROGRAMS,
    Changes,
    FunderSummary,
    GroupSummary,
    ProgramSummary,
    TermFacts,
    Unavailable,
)


@dataclass(frozen=True, init=False)
class EvaluatorGroupView(Checked):
    """One group's term for evaluators: everything, with ids as given or as pseudonyms. Nothing is withheld."""

    summary: GroupSummary
    pseudonyms: bool
    withheld: WithheldCells
    audience: Literal["evaluator"] = "evaluator"

    @classmethod
    def from_summary(cls, summary: GroupSummary) -> Self:
        """The summary as it is, members under pseudonyms where program.yml says so.

        Raises:
            DisclosureError: Pseudonyms are asked for and there is no usable key.
        """
        settings = summary.term.parameters.settings.audiences.evaluator
        shown = with_pseudonyms(summary, settings) if settings.pseudonyms else summary
        return cls._checked(summary=shown, pseudonyms=settings.pseudonyms, withheld=NOTHING_WITHHELD)

    @property
    def language(self) -> str:
        """The language of the report, from the program's settings."""
        return self.summary.term.parameters.settings.language


@dataclass(frozen=True, init=False)
class ProgramView(Checked):
    """The program's term for evaluators (nothing withheld) or leadership (small counts withheld).

    `smallest_count` is the smallest count of people that is shown, None for evaluators. `small_groups` are the ids of
    the groups with fewer members than that: only their facts are shown. `attendance_on_record` is the share of possible
    attendances that are on record, for leadership where some are not (evaluators have the counts).
    """

    audience: Literal["evaluator", "leadership"]
    summary: ProgramSummary
    withheld: WithheldCells
    small_groups: frozenset[str]
    smallest_count: int | None
    attendance_on_record: float | None

    @classmethod
    def from_summary(cls, summary: ProgramSummary, audience: Literal["evaluator", "leadership"]) -> Self:
        """The summary as it is, or for leadership without small counts of people and what betrays them.

        Raises:
            DisclosureError: A small count could not be protected.
        """
        if audience == "evaluator":
            return cls._checked(
                audience=audience,
                summary=summary,
                withheld=NOTHING_WITHHELD,
                small_groups=frozenset(),
                smallest_count=None,
                attendance_on_record=None,
            )
        rules = LeadershipRules.of(summary.term)
        smallest = rules.smallest_count
        shown, withheld, small = _for_leadership(summary, rules, project_folder(), _patterns_of(summary.term))
        return cls._checked(
            audience=audience,
            summary=shown,
            withheld=withheld,
            small_groups=small,
            smallest_count=smallest,
            attendance_on_record=attendance_on_record(summary),
        )

    @property
    def language(self) -> str:
        """The language of the report, from the program's settings."""
        return self.summary.term.parameters.settings.language


def _for_leadership(
    summary: ProgramSummary, rules: LeadershipRules, project: Path | None, patterns: Path | None
) -> tuple[ProgramSummary, WithheldCells, frozenset[str]]:
    """The summary for readers who have funders' pages of the term, and what was released before."""
    last = summary.last_term
    ledgers = ledgers_of(summary.term, None if last is None else last.term.term_id, rules, project)
    before = None
    if last is not None and ledgers.last_term is None:
        before, _, _ = _for_leadership(last, rules, project, patterns)
    to_funders = None if summary.for_funders is None else FunderView.from_summary(summary.for_funders, patterns)
    return for_leadership(summary, rules.smallest_count, to_funders=to_funders, ledgers=ledgers, last_term=before)


def _patterns_of(term: TermFacts) -> Path | None:
    """Where a run for the term keeps which cells were withheld; nowhere outside of a program."""
    project = project_folder()
    return None if project is None else Project(project).build_folder(term.term_id) / recalled.FOLDER


@dataclass(frozen=True, kw_only=True)
class FunderTerm:
    """Which program and term, in plain words; `dose_share` is the share of sessions that counts as regular.

    `left_out` are characteristics of which nothing is told: their categories are another's, put together or divided.
    `changes` names what changed since the earlier term was published, without any value.
    """

    program_name: str
    term_id: str
    term_name: str
    starts: datetime.date
    ends: datetime.date
    confidentiality: str
    contact: str | None
    text: str | None
    dose_share: float
    left_out: tuple[str, ...]
    data_hash: str
    language: str
    changes: Changes | Unavailable


@dataclass(frozen=True, init=False)
class FunderView(Checked):
    """The funder's outcomes: only what disclosure control has passed; never a member or a group, no notes on the data.

    `tables` are named as in the summary. `scales` and `process` keep withheld entries, marked as such, so that a
    report says what it does not show. `groups` is how many groups the numbers come from.
    """

    term: FunderTerm
    groups: int
    tables: Mapping[str, SafeTable]
    scales: tuple[SafeScale, ...] | Unavailable
    process: tuple[SafeNumber, ...] | Unavailable
    guarantee: Guarantee
    audience: Literal["funder"] = "funder"

    @classmethod
    def from_summary(cls, summary: FunderSummary, patterns: Path | None = None) -> Self:
        """The summary after disclosure control.

        Args:
            summary: The counts.
            patterns: Where the run keeps which cells were withheld; by default in the folder of the summary's term.

        Raises:
            DisclosureError: The numbers could not be made safe, or are not what they should be.
        """
        policy = Policy.from_settings(summary.term.parameters.settings.audiences.funder)
        earlier = earlier_of(summary.term, policy)
        first = protect(summary.tables, policy, earlier=earlier, patterns=patterns or _patterns_of(summary.term))

        def told(hidden: Hidden) -> RecordedRelease:
            release, scales, process = _with_hidden(summary, policy, first, hidden)
            numbers = numbers_told(scales, process, summary.groups)
            return as_told(release.tables, numbers, window_of(summary.term), summary.term.data_hash, policy)

        hidden, attacked = hide_beside(earlier.releases, told)
        release, scales, process = _with_hidden(summary, policy, first, hidden)
        return cls._checked(
            term=_funder_term(summary),
            groups=summary.groups,
            tables=MappingProxyType(release.tables),
            scales=scales,
            process=process,
            guarantee=replace(release.guarantee, related_releases=attacked.releases, hypotheses=attacked.hypotheses),
        )

    @property
    def language(self) -> str:
        """The language of the report, from the program's settings."""
        return self.term.language


_Scales = tuple[SafeScale, ...] | Unavailable
_Process = tuple[SafeNumber, ...] | Unavailable


def _with_hidden(
    summary: FunderSummary, policy: Policy, release: Release, hidden: Hidden
) -> tuple[Release, _Scales, _Process]:
    """The parts of a release when some of it is withheld because of earlier ones."""
    if hidden.tables or hidden.places:
        release = release.without(hidden.tables, hidden.reason, hidden.places)
    scales: _Scales
    if isinstance(summary.scales, Unavailable):
        scales = summary.scales
    else:
        scales = SafeScale.from_rows(
            summary.scales,
            policy,
            all_programs=ALL_PROGRAMS,
            totals_withheld={
                str(instrument): _withheld_totals(release.tables, str(instrument))
                for instrument in summary.scales["instrument"].unique()
            },
            hidden_scales=hidden.scales,
            served=_served(release.tables),
            uncounted={
                str(instrument)
                for instrument in summary.scales["instrument"].unique()
                if f"changed_{instrument}" not in release.tables
            },
        )
    process: _Process
    if isinstance(summary.process, Unavailable):
        process = summary.process
    else:
        process = SafeNumber.from_process(
            summary.process,
            policy,
            release.tables,
            dose_share=summary.term.parameters.settings.attendance.dose_share,
            hidden=hidden.process,
        )
    return replace(release, tables=with_untold_unnamed(release.tables)), scales, process


def _withheld_totals(tables: Mapping[str, SafeTable], instrument: str) -> frozenset[str]:
    """The programs (`ALL_PROGRAMS` for the total) whose number of people with both measurements is withheld.

    Where no table counts them, any table that withholds a program's people stands for it.
    """
    counted = tables.get(f"changed_{instrument}")
    asked = [counted] if counted is not None else list(tables.values())
    rows = {str(row) for table in asked for row in table.row_totals.index[table.row_totals.isna()]}
    if any(math.isnan(table.total) for table in asked):
        rows.add(ALL_PROGRAMS)
    return frozenset(rows)


def _served(tables: Mapping[str, SafeTable]) -> dict[str, float]:
    """How many people were served, by program and for `ALL_PROGRAMS`; missing where withheld, empty without a table."""
    return {**served_by_program(tables), ALL_PROGRAMS: everybody(tables)} if EVERYBODY in tables else {}


def _funder_term(summary: FunderSummary) -> FunderTerm:
    term = summary.term
    settings = term.parameters.settings
    left_out = tuple(name for name in settings.characteristics if f"served_{name}" not in summary.tables)
    return FunderTerm(
        program_name=term.program_name,
        term_id=term.term_id,
        term_name=term.term_name,
        starts=term.starts,
        ends=term.ends,
        confidentiality=term.confidentiality,
        contact=settings.program.contact,
        text=settings.audiences.funder.text,
        dose_share=settings.attendance.dose_share,
        left_out=left_out,
        data_hash=term.data_hash,
        language=settings.language,
        changes=_without_values(term.changes),
    )


def _without_values(changes: Changes | Unavailable) -> Changes | Unavailable:
    if isinstance(changes, Unavailable):
        return changes
    return replace(changes, found=tuple(replace(one, then=None, now=None) for one in changes.found))
