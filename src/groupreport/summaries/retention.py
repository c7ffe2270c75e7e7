"""How long people stayed: completion and drop-out side by side, the way through, time to the last session."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row
from groupreport.measures.absence import absence_runs
from groupreport.measures.inputs import as_texts
from groupreport.measures.retention import (
    courses,
    judge_courses,
    kaplan_meier,
    last_sessions,
    median_session,
    own_sessions,
    side_by_side,
)
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import retyped, typed_table
from groupreport.summaries.records import Retention
from groupreport.summaries.scope import Scope

# By modality only where a curve is more than an anecdote.
FEWEST_PEOPLE, FEWEST_GROUPS = 10, 2


class Courses:
    """What the parts of retention and absence need of a scope, worked out once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.own = own_sessions(scope.member_sessions, scope.sessions)
        self.persons = courses(scope.stays, self.own, scope.sessions, scope.groups)
        self.last = last_sessions(self.persons)
        self.settings = scope.term.parameters.settings.attendance

    @cached_property
    def runs_of_absence(self) -> pd.DataFrame:
        """One row a run of absences: member_id, group_id, first, last, length, returned."""
        return absence_runs(self.own, self.settings.absence_run)

    @property
    def numbers(self) -> Mapping[str, float]:
        """The number of each definition of drop-out."""
        settings = self.settings
        return {
            "dose_share": settings.dose_share,
            "last_sessions": settings.last_sessions,
            "fewest_sessions": settings.fewest_sessions,
            "finished_contacts": settings.finished_contacts,
        }

    @cached_property
    def judged(self) -> pd.DataFrame:
        """One row a definition and person: definition, member_id, result, reason."""
        return judge_courses(self.persons, self.numbers)


def retention(found: Courses) -> Retention:
    """Everything about staying, without member rows."""
    last = found.last
    timed = last[last["time"].notna()]
    curve = kaplan_meier(timed["time"], timed["dropped_out"])
    return Retention(
        definitions=side_by_side(found.judged, found.numbers),
        progress=_progress(found),
        curve=curve,
        curves_by_modality=_curves_by_modality(timed, found.scope.groups, list(curve.columns)),
        median=median_session(curve),
        people=len(timed),
        left_out=len(last) - len(timed),
        uncertain=int(last["uncertain"].sum()),
    )


def _progress(found: Courses) -> pd.DataFrame:
    scope, persons = found.scope, found.persons
    reached = scope.people["dose_reached"].to_numpy(dtype=bool, na_value=False)
    due, unknown, present, in_open = (persons[name].to_numpy() for name in ("due", "unknown", "present", "open"))
    everybody = np.ones(len(persons), dtype=bool)
    flags = {
        "enrolled": everybody,
        "late_joiners": persons["member_id"].isin(_late_joiners(scope)).to_numpy(),
        "without_record": (due > 0) & (due == unknown),
        "started": present >= 1,
        "attended_two_or_more": present >= 2,
        "dose_reached": reached[agreeing_row(persons, scope.people, ["member_id"])],
        "completed": as_texts(persons["end"]) == "completed",
        "pairs": persons["member_id"].isin(_with_pair(scope)).to_numpy(),
    }
    kinds = {"all": everybody}
    if in_open.any() and not in_open.all():
        kinds |= {"closed": ~in_open, "open": in_open}
    rows: list[dict[str, object]] = [
        {"enrollment": name, **{key: int((flag & kind).sum()) for key, flag in flags.items()}}
        for name, kind in kinds.items()
    ]
    if not scope.collected("outcomes"):
        rows = [row | {"pairs": None} for row in rows]
    return typed_table(rows, {"enrollment": TEXT} | dict.fromkeys(flags, "int64") | {"pairs": "Int64"})


def _late_joiners(scope: Scope) -> pd.Series:
    """The ids of people whose first stay began after the second session that its group held."""
    first = scope.stays.sort_values("enrolled_on", kind="stable").drop_duplicates("member_id")
    held = scope.held.sort_values(["group_id", "held_on"], kind="stable")
    second = held.loc[held.groupby("group_id").cumcount() == 1, ["group_id", "held_on"]]
    joined = first.merge(second, on="group_id")
    return joined.loc[joined["enrolled_on"] > joined["held_on"], "member_id"]


def _with_pair(scope: Scope) -> pd.Series:
    """The ids of people with a first and a last score on at least one outcome questionnaire."""
    pairs = scope.outcome_pairs
    return pairs.loc[pairs["pre"].notna() & pairs["post"].notna(), "member_id"]


def _curves_by_modality(timed: pd.DataFrame, groups: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    nothing = pd.DataFrame(columns=["modality", *columns])
    if groups["modality"].nunique() < 2:
        return nothing
    rows = timed.merge(groups[["group_id", "modality"]], on="group_id")
    sizes = rows.groupby("modality").agg(people=("member_id", "size"), groups=("group_id", "nunique"))
    enough = (sizes["people"] >= FEWEST_PEOPLE) & (sizes["groups"] >= FEWEST_GROUPS)
    if len(sizes) < 2 or not enough.all():
        return nothing
    curves = []
    for modality, own in rows.groupby("modality"):
        curve = kaplan_meier(own["time"], own["dropped_out"])
        curve.insert(0, "modality", modality)
        curves.append(curve)
    return retyped(pd.concat(curves, ignore_index=True), {"modality": TEXT})
