"""Who came how far, by group, by program and in all; every person once in each."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.measures.flow import COUNTS, NEEDS_ATTENDANCE, flow_counts, flow_table, people
from groupreport.summaries.records import ALL_PROGRAMS, Flow
from groupreport.summaries.scope import Scope


def flow_of_group(scope: Scope) -> Flow:
    """From enrollment to the end; counts that need attendance are None where sessions were held without a record."""
    counts: dict[str, Any] = dict(flow_counts(scope.people))
    if groups_without_attendance(scope):
        counts |= dict.fromkeys(NEEDS_ATTENDANCE)
    return Flow(dose_share=scope.dose_share, **counts)


def groups_without_attendance(scope: Scope) -> set[str]:
    """The groups that held sessions but recorded nobody's attendance."""
    return set(scope.held["group_id"]) - set(scope.table("attendance")["group_id"])


def ends_on_record(persons: pd.DataFrame) -> bool:
    """Whether anybody is on record as completed or dropped out: without, nobody is known not to have dropped out."""
    return bool(persons["end"].isin(["completed", "dropped_out"]).any())


def flows_by_group(scope: Scope) -> pd.DataFrame:
    """One row a group with members: group_id and the counts; missing where attendance was never recorded."""
    persons = people(scope.stays, scope.attendance_by_member, scope.dose_share, within="group_id")
    counts = flow_table(persons, by="group_id")
    unknown = counts["group_id"].isin(groups_without_attendance(scope))
    return _without_attendance(counts, unknown)


def flows_by_program(scope: Scope) -> pd.DataFrame:
    """One row a program and one for all: somebody in two programs counts in each, and once in all.

    Counts that need attendance are missing where a group of the program never recorded it: those of whom it is not
    known whether they came would count as people who did not.
    """
    persons = people(scope.stays, scope.attendance_by_member, scope.dose_share, within="program")
    by_program = flow_table(persons, by="program")
    groups = scope.groups.groupby("program")["group_id"].nunique()
    by_program.insert(1, "groups", by_program["program"].map(groups))
    everybody = {"program": ALL_PROGRAMS, "groups": len(scope.groups), **flow_counts(scope.people)}
    flows = pd.concat([by_program, pd.DataFrame([everybody])], ignore_index=True)
    before_dose = COUNTS[: COUNTS.index("dose_reached")]
    flows["dose_share"] = scope.dose_share
    flows = flows[["program", "groups", *before_dose, "dose_share", *COUNTS[len(before_dose) :]]]
    without = scope.groups["program"][scope.groups["group_id"].isin(groups_without_attendance(scope))]
    return _without_attendance(flows, flows["program"].isin([*without, ALL_PROGRAMS] if len(without) else []))


def _without_attendance(counts: pd.DataFrame, unknown: pd.Series) -> pd.DataFrame:
    """The counts with those that need attendance missing in some rows."""
    attendance = counts[list(NEEDS_ATTENDANCE)].astype("Int64")
    return counts.assign(**{name: attendance[name].mask(unknown) for name in NEEDS_ATTENDANCE})
