"""Rating drops and the log in the form in which leadership reads them: over the whole program, never a group's.

One drop that lasted, or one logged cultural rupture between members and leaders, points at people whom everybody in a
clinic can find. So no group's drops and no group's log are in leadership's view, and neither is a level, a kind or
another rule than the headline. What is left is protected in `leadership_counts`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection
from typing import Any, get_args

import pandas as pd

from groupreport.disclosure.known_sums import Place
from groupreport.measures.ruptures import STATUSES
from groupreport.parameters import Stage
from groupreport.summaries.records import ProgramSummary, TermFacts

# Fewer sessions have thirds of one: what attendance was in one session counts people.
FEWEST_SESSIONS_TO_FALL = 6
FOLLOWED = ("repaired", "partially_repaired", "unrepaired")
CHANCE = ("expected_members", "expected_low", "expected_high")
OF_THE_HEADLINE = ("rule", "headline", "members_judged", "members_with_episode", *CHANCE, "episodes", *STATUSES)
# What stands in a group's row and is for evaluators alone.
NEVER_OF_A_GROUP = (
    *("enrolled", "started", "dose_reached", "completed", "dropped_out", "members_judged"),
    *("members_with_episode", "episodes", *STATUSES, "events", "events_cultural"),
)
# How many forms were answered, of how many, by questionnaire: where one was not handed out at some session, they differ
# by the people who were there.
FORMS = ("expected", "answered")
# Numbers that no page needs: of people who rated, or who have one of two measurements, and of sessions with ratings.
NEVER_SHOWN = (
    *(("scales_by_group", "members"), ("agreement", "members")),
    *(("scales_by_group", "sessions"), ("response_rates", "sessions"), ("response_rates", "used_in")),
    *(
        (name, column)
        for name in ("outcomes.by_instrument", "outcomes_by_program")
        for column in ("with_pre", "with_post")
    ),
)


def in_leadership_form(summary: ProgramSummary) -> ProgramSummary:
    """The summary with drops of the headline rule, by stage over all levels, and the log in one row.

    The rules get a column `followed`, the drops that could be followed to their end. The log's row has `events`,
    `events_cultural` and `repaired_full`. The share of repaired drops is not compared with last term's: it is two
    counts of drops, and last term's may be withheld in last term's report. That attendance fell in a group is said
    without its shares in the thirds of the sessions, and only where each third has two sessions or more. Of the last
    session held the month stays: its first day stands for it. No session's means are left: late in a term, one group's
    may be the only one. Of answered forms the share is left.
    """
    changed: dict[str, Any] = {"groups": _without_thirds_and_sites(summary.groups), "term": _without_days(summary.term)}
    if isinstance(summary.rules, pd.DataFrame):
        headline = summary.rules[summary.rules["headline"].astype(bool)].reset_index(drop=True)
        rules = headline[[column for column in OF_THE_HEADLINE if column in headline]]
        changed["rules"] = rules.assign(followed=rules[list(FOLLOWED)].sum(axis=1, skipna=False))
    if isinstance(summary.ruptures_by_stage, pd.DataFrame):
        changed["ruptures_by_stage"] = _with_every_stage(summary.ruptures_by_stage)
    if isinstance(summary.events_by_kind, pd.DataFrame):
        changed["events_by_kind"] = _log_in_one_row(summary.events_by_kind)
    if isinstance(summary.steps, pd.DataFrame):
        changed["steps"] = summary.steps[["step", "taken", "not_taken"]]
    if isinstance(summary.response_rates, pd.DataFrame):
        changed["response_rates"] = summary.response_rates.drop(columns=list(FORMS), errors="ignore")
    if isinstance(summary.scales_by_session, pd.DataFrame):
        changed["scales_by_session"] = summary.scales_by_session.iloc[:0]
    if isinstance(summary.comparison, pd.DataFrame):
        others = summary.comparison["measure"] != "repaired_share"
        changed["comparison"] = summary.comparison[others].reset_index(drop=True)
    return dataclasses.replace(summary, **changed)


def _without_thirds_and_sites(groups: pd.DataFrame) -> pd.DataFrame:
    left_out = ("attendance_early", "attendance_late", "site")  # no page of leadership's says where a group meets
    shown = groups.drop(columns=[name for name in left_out if name in groups])
    if "attendance_fell" not in shown:
        return shown
    few = shown["held_sessions"] < FEWEST_SESSIONS_TO_FALL
    return shown.assign(attendance_fell=shown["attendance_fell"].astype("boolean").mask(few))


def _with_every_stage(drops: pd.DataFrame) -> pd.DataFrame:
    """Drops by stage over all levels. A stage without any has a row too, else having a row would tell of some."""
    stages = drops.groupby("stage", sort=False, dropna=False)[["episodes", *STATUSES]].sum()
    every = list(get_args(Stage)) if stages.index.isin(get_args(Stage)).any() else []
    others = [stage for stage in stages.index if stage not in every]
    return stages.reindex([*every, *others], fill_value=0).rename_axis("stage").reset_index()


def _without_days(term: TermFacts) -> TermFacts:
    last = term.last_session
    return term if last is None else dataclasses.replace(term, last_session=last.replace(day=1))


def _log_in_one_row(kinds: pd.DataFrame) -> pd.DataFrame:
    cultural = kinds["cultural"].fillna(False).astype(bool)  # where nobody recorded it, it is not counted as such
    counts = {
        "events": kinds["events"].sum(),
        "events_cultural": kinds["events"][cultural].sum(),
        "repaired_full": kinds["repaired_full"].sum(),
    }
    return pd.DataFrame({name: [int(count)] for name, count in counts.items()})


def with_every_scale(summary: ProgramSummary, groups: Collection[str]) -> ProgramSummary:
    """The summary with a row of each of these groups on every scale that any group has: without one, nobody has rated.

    The new rows hold zeros; the groups are those of which everything is withheld.
    """
    scales = summary.scales_by_group
    if not isinstance(scales, pd.DataFrame) or not groups:
        return summary
    of_scale = [name for name in ("instrument", "scale", "level") if name in scales]
    kinds = scales.drop_duplicates(of_scale).reset_index(drop=True)
    names = dict(zip(summary.groups["group_id"], summary.groups["group_name"], strict=True))
    of_a_row = ("members", "sessions", "mean", "low", "high", "early", "late")
    numbers = {name: 0 for name in of_a_row if name in scales}
    added = [kinds.assign(group_id=group, group_name=names[group], note="", **numbers) for group in groups]
    rows = pd.concat([scales, *added], ignore_index=True).drop_duplicates(["group_id", *of_scale])
    group = rows["group_id"].map({group: place for place, group in enumerate(names)})
    kind = pd.MultiIndex.from_frame(kinds[of_scale]).get_indexer(pd.MultiIndex.from_frame(rows[of_scale]))
    order = rows.assign(_group=group, _kind=kind).sort_values(["_group", "_kind"], kind="stable").index
    return dataclasses.replace(summary, scales_by_group=rows.loc[order].astype(scales.dtypes).reset_index(drop=True))


def kept_from_leadership(summary: ProgramSummary, withheld: set[Place]) -> set[Place]:
    """Every group's drops and log, and what says more of something that is withheld.

    That is whether a group's attendance fell, and what chance would give beside the people it is computed from.
    """
    places: set[Place] = {
        ("groups", row, column)
        for row in summary.groups.index
        for column in NEVER_OF_A_GROUP
        if column in summary.groups
    }
    places |= {("groups", row, "attendance_fell") for _, row, column in withheld if column == "attendance_rate"}
    for name, column in NEVER_SHOWN:
        frame = getattr(summary.outcomes if name.startswith("outcomes.") else summary, name.rpartition(".")[2], None)
        if isinstance(frame, pd.DataFrame):
            places |= {(name, row, column) for row in frame.index}
    if isinstance(summary.rules, pd.DataFrame):
        people = ("members_judged", "members_with_episode")
        rows = [row for row in summary.rules.index if any(("rules", row, name) in withheld for name in people)]
        places |= {("rules", row, column) for row in rows for column in CHANCE if column in summary.rules}
        places |= _drops_of_few(summary, withheld)
    return places


def _drops_of_few(summary: ProgramSummary, withheld: set[Place]) -> set[Place]:
    """All drops, where the members who had one are withheld: six drops can be one person's."""
    counts = ("episodes", *STATUSES, "followed")
    few = [row for row in summary.rules.index if ("rules", row, "members_with_episode") in withheld]  # type: ignore[union-attr]
    places: set[Place] = {("rules", row, column) for row in few for column in counts}
    if few and isinstance(summary.ruptures_by_stage, pd.DataFrame):
        places |= {
            ("ruptures_by_stage", row, column)
            for row in summary.ruptures_by_stage.index
            for column in ("episodes", *STATUSES)
        }
    return places
