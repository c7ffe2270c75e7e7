"""Everything that can be wrong with a term's tables, found in one pass; and the typed tables if nothing is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from groupreport.errors import Problem
from groupreport.instruments import Instrument
from groupreport.intake.checks.answers import note_answers
from groupreport.intake.checks.assumptions import note_assumptions
from groupreport.intake.checks.duplicates import note_answers_of_no_group_again, note_duplicates
from groupreport.intake.checks.emptiness import note_empty_groups, note_empty_tables, note_unused_instruments
from groupreport.intake.checks.instrument_names import note_same_names
from groupreport.intake.checks.kinds_of_rupture import note_kinds
from groupreport.intake.checks.membership import (
    note_leaders_among_members,
    note_listed_members,
    note_raters,
    note_unknown_groups,
    note_unknown_leaders,
    note_unknown_members,
    note_unknown_sessions,
)
from groupreport.intake.checks.missing_attendance import note_missing_attendance
from groupreport.intake.checks.names_of_totals import note_names_of_totals
from groupreport.intake.checks.odd_ids import note_odd_ids
from groupreport.intake.checks.presence import note_absent_raters
from groupreport.intake.checks.references import References, find_references
from groupreport.intake.checks.repairs import note_early_repairs, note_resolved_without_repair
from groupreport.intake.checks.session_days import ahead, note_days, note_not_held, recorded_sessions
from groupreport.intake.checks.session_order import note_order
from groupreport.intake.checks.settings import (
    instruments_in_use,
    note_missing_codes,
    note_unknown_alerts,
    note_unknown_term_groups,
    note_unused_alerts,
    reported_groups,
)
from groupreport.intake.checks.stays import note_outside_stays, note_stays
from groupreport.intake.condensing import in_order
from groupreport.intake.contract import Table, with_characteristics
from groupreport.intake.final_tables import natural_order, typed_frames
from groupreport.intake.findings import Findings
from groupreport.intake.mapping.block import blocks_of
from groupreport.intake.mapping.block_checks import note_blocks
from groupreport.intake.mapping.wide import WideColumns
from groupreport.intake.reading.tables import read_tables
from groupreport.intake.reading.text_table import Mask, TextTable
from groupreport.intake.sources import Sources
from groupreport.intake.values.identifiers import note_groups_of_one_name, note_two_spellings
from groupreport.intake.values.typed import note_blank
from groupreport.parameters import Parameters, Project, TermFacts

_DAYS = {"roster": ("enrolled_on", "ended_on"), "sessions": ("held_on",), "outcomes": ("measured_on",)}
_ABOUT_SESSIONS = ("attendance", "ratings", "participation", "events", "feedback")


@dataclass(frozen=True, kw_only=True)
class ValidatedTables:
    """What validation found, and the typed tables where it found no error.

    Attributes:
        frames: The typed rows of each collected table; empty if there is an error.
        tables: The contract, with the program's characteristics.
        group_ids: The groups to report on.
        instruments: The questionnaires in use.
        problems: Errors first, then warnings, then notes.
        next_session: The day of the first session that still lies ahead: from then on the term has to be read anew.
    """

    frames: dict[str, pd.DataFrame]
    tables: dict[str, Table]
    group_ids: tuple[str, ...]
    instruments: dict[str, Instrument]
    problems: tuple[Problem, ...]
    next_session: datetime.date | None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended before anything can run."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def validate(
    project: Project,
    parameters: Parameters,
    catalog: Mapping[str, Instrument],
    sources: Sources,
    findings: Findings,
    today: datetime.date,
) -> ValidatedTables:
    """Judge a term's files; every problem is collected, none is raised.

    Args:
        project: Whose parameter files are named in messages.
        parameters: The program's and the term's settings.
        catalog: Every questionnaire that the program could use.
        sources: The files.
        findings: What was found already; gains what is found here.
        today: Sessions after this day, of which nothing is recorded, lie ahead.
    """
    in_use = instruments_in_use(project, parameters.settings, catalog, findings)
    note_same_names(project, parameters.settings, in_use, findings)
    note_missing_codes(project, parameters, in_use, findings)
    note_unknown_alerts(project, parameters.settings, in_use, findings)
    note_unused_alerts(project, parameters.settings, findings)
    contract = with_characteristics(parameters.settings.characteristics)
    others = tuple(entry for name, entry in catalog.items() if name not in in_use)
    wide_columns = WideColumns(in_use=tuple(in_use.values()), others=others)
    blocks = blocks_of(parameters.settings.data, project.program_file)
    note_blocks(blocks, contract, in_use, catalog, findings)
    read = read_tables(sources, contract, parameters, project.program_file, wide_columns, findings)
    texts, tables = read.texts, read.typed
    known = find_references(tables, texts)
    for text in tables.values():
        _note_table(text, known, parameters, today, findings)
    _note_across(tables, known, parameters.term, today, findings)
    note_names_of_totals(tables, parameters.settings.characteristics, findings)
    note_missing_attendance(tables, known, parameters.settings.attendance, today, findings)
    if "ratings" in texts:
        note_raters(texts["ratings"], tables.get("groups"), known, findings)
    note_unknown_term_groups(project, parameters, known, findings)
    note_unused_instruments(in_use, tables, parameters.term, findings)
    for name in ("ratings", "outcomes"):
        if name in tables:
            tables[name] = note_answers(tables[name], in_use, catalog, findings)
    note_assumptions(tables, parameters, findings)
    return _result(tables, contract, known, parameters, in_use, findings, today)


def _note_table(
    text: TextTable, known: References, parameters: Parameters, today: datetime.date, findings: Findings
) -> None:
    if text.table.name != "groups":
        note_unknown_groups(text, known, findings)
    if text.table.name != "roster":
        note_unknown_members(text, known, findings)
    note_unknown_sessions(text, known, findings)
    for column in _DAYS.get(text.table.name, ()):
        note_days(text, column, parameters.term, today, findings)
    note_duplicates(text, findings)


def _note_across(
    tables: dict[str, TextTable], known: References, term: TermFacts, today: datetime.date, findings: Findings
) -> None:
    groups, roster, sessions = tables.get("groups"), tables.get("roster"), tables.get("sessions")
    note_empty_tables(tables, term, today, findings)
    if groups is not None and groups.has("group_id"):
        note_groups_of_one_name(groups, findings)
        note_odd_ids(groups, "group_id", "group", findings)
        note_two_spellings(groups, "group_id", "group-two-spellings", "group", findings)
        note_empty_groups(tables, known, findings)
    if roster is not None and roster.has("member_id"):
        note_two_spellings(roster, "member_id", "member-two-spellings", "member", findings)
        note_odd_ids(roster, "member_id", "member", findings)
        note_leaders_among_members(roster, known, findings)
        note_stays(roster, known, findings)
    if sessions is not None:
        note_order(sessions, known, findings)
    for name in _ABOUT_SESSIONS:
        if name in tables:
            note_not_held(tables[name], known, findings)
            if roster is not None and name in {"attendance", "ratings", "participation"}:
                note_outside_stays(tables[name], roster, known, term, findings)
    if "ratings" in tables and "attendance" in tables:
        note_absent_raters(tables["ratings"], tables["attendance"], known, findings)
    if "outcomes" in tables:
        note_answers_of_no_group_again(tables["outcomes"], findings)
    if "events" in tables:
        note_listed_members(tables["events"], known, findings)
        note_early_repairs(tables["events"], findings)
        note_resolved_without_repair(tables["events"], findings)
        note_kinds(tables["events"], findings)
    if "feedback" in tables and groups is not None:
        note_unknown_leaders(tables["feedback"], groups, known, findings)


def _result(
    tables: dict[str, TextTable],
    contract: dict[str, Table],
    known: References,
    parameters: Parameters,
    in_use: dict[str, Instrument],
    findings: Findings,
    today: datetime.date,
) -> ValidatedTables:
    frames: dict[str, pd.DataFrame] = {}
    group_ids: list[str] = []
    next_session = None
    if not findings.errors:
        _note_lost(tables, findings)
    if not findings.errors:
        lies_ahead = _ahead(tables, known, findings, today)
        if lies_ahead.any():
            next_session = tables["sessions"].rows["held_on"][lies_ahead].min().date()
        every_group = sorted(map(str, known.groups if known.groups is not None else ()), key=natural_order)
        group_ids = reported_groups(parameters, every_group)
        if len(group_ids) < len(every_group):
            message = f"{len(every_group) - len(group_ids)} of {len(every_group)} groups are left out"
            remedy = f"params/terms/{parameters.term.id}.yml lists the groups to report on."
            findings.add(
                "groups-left-out",
                tables["groups"].file,
                message,
                remedy,
                severity="info",
                facts={"left_out": len(every_group) - len(group_ids), "groups": len(every_group)},
            )
        frames = typed_frames(tables, group_ids, lies_ahead)
    return ValidatedTables(
        frames=frames,
        tables=contract,
        group_ids=tuple(group_ids),
        instruments=in_use,
        problems=tuple(in_order(findings.problems)),
        next_session=next_session,
    )


def _note_lost(tables: dict[str, TextTable], findings: Findings) -> None:
    """Note rows without a value that every row needs, whatever let them pass until here: they would be lost."""
    for text in tables.values():
        for column in text.table.columns:
            note_blank(text, column, text.rows[column.name].isna().to_numpy(), findings)


def _ahead(tables: dict[str, TextTable], known: References, findings: Findings, today: datetime.date) -> Mask:
    """The sessions that lie ahead; they are told."""
    sessions = tables["sessions"]
    about = [tables[name] for name in _ABOUT_SESSIONS if name in tables]
    lies_ahead = ahead(sessions, recorded_sessions(sessions, about, known), today)
    message, remedy = "lies ahead, so its status is planned", "It will be read anew when its day has come."
    findings.add_rows("session-ahead", sessions, "held_on", lies_ahead, message, remedy, "info")
    return lies_ahead
