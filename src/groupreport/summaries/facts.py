"""What every report says first: which program, term and group, and what was noticed in the data."""

from __future__ import annotations

import dataclasses
import difflib
from typing import TYPE_CHECKING

import pandas as pd

from groupreport.errors import ParameterError, Problem
from groupreport.summaries.changes import changes_since
from groupreport.summaries.records import GroupFacts, LeftOut, TermFacts
from groupreport.summaries.scope import Scope

if TYPE_CHECKING:
    from groupreport.intake import DataNote, Term


def term_facts(term: Term, group_id: str | None = None) -> TermFacts:
    """The term and program that the frozen data belong to; with a group, the hash is that of its part."""
    parameters = term.parameters
    rows = term.data_hash if group_id is None else term.partition_hash(group_id)
    alone = TermFacts(
        program_name=parameters.settings.program.name,
        term_id=parameters.term.id,
        term_name=parameters.term.name or parameters.term.id,
        starts=parameters.term.starts,
        ends=parameters.term.ends,
        confidentiality=parameters.settings.program.confidentiality or "",
        data_hash=rows,
        parameters=parameters,
        instruments=tuple(term.instruments.values()),
    )
    return alone if group_id else dataclasses.replace(alone, changes=changes_since(term))


def require_group(group_ids: tuple[str, ...], group_id: str, term_id: str) -> None:
    """Refuse a group that the term does not have; there is no default group.

    Raises:
        ParameterError: The id is not one of the term's; the message suggests the nearest.
    """
    if group_id in group_ids:
        return
    close = difflib.get_close_matches(str(group_id), group_ids, n=1)
    problem = Problem(
        rule="group-unknown",
        message=f"the term {term_id} has no group '{group_id}'",
        remedy=f"Its groups are: {', '.join(group_ids)}.",
        file="group_id",
        suggestion=close[0] if close else None,
    )
    raise ParameterError([problem])


def group_facts(scope: Scope) -> GroupFacts:
    """The one group of a scope as its program describes it."""
    group = scope.groups.iloc[0]
    statuses = scope.sessions["status"]
    leaders = [] if pd.isna(group["leaders"]) else str(group["leaders"]).split(";")
    return GroupFacts(
        group_id=str(group["group_id"]),
        group_name=str(group["group_name"]),
        program=str(group["program"]),
        site=None if pd.isna(group["site"]) else str(group["site"]),
        modality=str(group["modality"]),
        enrollment=str(group["enrollment"]),
        leaders=tuple(name.strip() for name in leaders if name.strip()),
        planned_sessions=int(group["planned_sessions"]),
        held_sessions=int((statuses == "held").sum()),
        canceled_sessions=int((statuses == "canceled").sum()),
    )


def data_notes(term: Term, scope: Scope) -> tuple[DataNote | LeftOut, ...]:
    """What intake noticed, and which rows a scope's numbers leave out."""
    given = scope.given_answers
    by_member = given["rater"].isna() | (given["rater"] == "member")
    in_use = by_member & given["instrument"].isin(list(scope.session_instruments))
    left_out = [
        LeftOut("uncounted_attendance", int(scope.member_sessions["uncounted"].sum())),
        LeftOut("other_raters", int((~by_member).sum())),
        LeftOut("no_session_or_member", int(in_use.sum()) - len(scope.answers)),
        LeftOut("repeated_outcomes", scope.repeated_outcome_answers),
    ]
    return (*term.notes, *(one for one in left_out if one.rows))
