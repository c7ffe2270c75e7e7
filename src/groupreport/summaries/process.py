"""Cohesion, climate and alliance from session to session, and how many members answered."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.agreement import icc1, icc2
from groupreport.measures.cohesion import TOO_FEW, describe
from groupreport.measures.inputs import as_texts
from groupreport.measures.response_rates import pooled_response_rates
from groupreport.measures.stages import thirds
from groupreport.measures.text import TEXT
from groupreport.summaries.item_tables import process_items
from groupreport.summaries.records import Unavailable
from groupreport.summaries.scale_facts import SCALE_FACTS
from groupreport.summaries.scope import Scope

Numbers: TypeAlias = npt.NDArray[np.intp]
Flags: TypeAlias = npt.NDArray[np.bool_]

_SESSION = ["group_id", "session"]
_NO_AGREEMENT = pd.DataFrame(
    {"average_deviation": pd.Series(dtype="float64"), "rwg": pd.Series(dtype="float64")}
).assign(agreement_note=pd.Series(dtype=TEXT))
NOBODY = "nobody was scored at this session"
ONE_GROUP = "fewer than 2 groups with scores"
NO_VARIANCE = "the members' means do not vary, or no group has 2 members with scores"


def why_no_scores(scope: Scope) -> Unavailable | None:
    """Why nothing can be said about cohesion, climate and alliance; None where something can."""
    if not scope.collected("ratings"):
        return Unavailable("not_collected", "no_ratings")
    if scope.held.empty:
        return Unavailable("not_enough_data", "no_session_yet")
    if scope.answers.empty:
        return Unavailable("not_enough_data", "no_session_questionnaire_answered")
    if scope.process_scores.empty:
        return Unavailable("not_enough_data", "no_process_answered")
    return None


def scales_by_session(scope: Scope) -> pd.DataFrame:
    """One row a group, scale that it used, and held session, with mean, spread and agreement."""
    held = scope.held
    scale, session = _used_scales(scope)
    code = scale * len(held) + session
    scores = scope.process_scores
    described = describe(
        pd.DataFrame({"code": scores["scale_number"] * len(held) + scores["held_number"], "score": scores["score"]}),
        by=["code"],
    )
    values = described.set_index("code").reindex(code)
    agreed = _agreement_by_session(scope).reindex(code)
    asked = scope.numbers_of_held(scope.asked)
    n = values["n"].fillna(0).to_numpy("int64")
    note = agreed["agreement_note"].astype(TEXT).fillna(TOO_FEW).mask(n == 0, NOBODY)
    rows = scope.process_scales.take(scale).reset_index(drop=True)
    sessions = held[[*_SESSION, "stage"]].take(session).reset_index(drop=True)
    numbers = {name: values[name].to_numpy() for name in ("mean", "sd", "low", "high")}
    rows = rows.assign(
        **{name: sessions[name] for name in (*_SESSION, "stage")},
        expected=np.bincount(asked[asked >= 0], minlength=len(held))[session].astype("int64"),
        n=n,
        **numbers,
        **{name: agreed[name].to_numpy() for name in ("average_deviation", "rwg")},
        agreement_note=note.array,
    )
    return rows[
        ["group_id", *SCALE_FACTS, "session", "stage", "expected", "n", *numbers]
        + ["average_deviation", "rwg", "agreement_note"]
    ]


def _used_scales(scope: Scope) -> tuple[Numbers, Numbers]:
    """Every held session of every group with each scale that the group used: rows of process_scales and of held.

    In the order of the term's groups, then of the questionnaires, then of the sessions.
    """
    groups = pd.Index(scope.groups["group_id"])
    group_of_held = groups.get_indexer(pd.Index(scope.held["group_id"]))
    scores = scope.process_scores
    used = np.zeros((len(groups), len(scope.process_scales)), dtype=bool)
    used[group_of_held[scores["held_number"].to_numpy()], scores["scale_number"].to_numpy()] = True
    session, scale = np.nonzero(used[group_of_held])
    number = scope.held["session"].to_numpy("int64")
    order = np.lexsort((number[session], scale, group_of_held[session]))
    return scale[order], session[order]


def _agreement_by_session(scope: Scope) -> pd.DataFrame:
    """Agreement of the members who answered every item of a scale, each within range; by scale and session in one."""
    parts: list[pd.DataFrame] = []
    for items in process_items(scope):
        agreed = items.agreement
        parts.append(agreed.set_index(agreed.index + items.scale_number * len(scope.held)))
    return pd.concat(parts) if parts else _NO_AGREEMENT


def scores_by_member_session(scope: Scope) -> pd.DataFrame:
    """One row a member, scale and held session with an answer."""
    facts = ["instrument", "scale", "label", "domain", "level", "aspect"]
    rows = _in_program_order(scope.process_scores, scope)
    return rows[["group_id", "member_id", *facts, "session", "score", "status"]]


def response_rates_by_session(scope: Scope) -> pd.DataFrame:
    """One row a group, questionnaire that it used and held session."""
    return _named(scope.response_rates, scope)[
        ["group_id", "instrument", "short_name", "session", "expected", "answered", "rate"]
    ]


def response_rates_of_term(scope: Scope) -> pd.DataFrame:
    """One row a questionnaire, over all sessions at which somebody answered it.

    `sessions` are the fewest of any group, `used_in` the ids of the groups, parted by `; `.
    """
    by_session = scope.response_rates
    handed_out = by_session[by_session["rate"].notna()].groupby(["instrument", "group_id"]).size().reset_index(name="n")
    used = handed_out.groupby("instrument").agg(sessions=("n", "min"), used_in=("group_id", "; ".join)).reset_index()
    rates = pooled_response_rates(by_session).merge(used, on="instrument")
    return _named(rates, scope)[["instrument", "short_name", "sessions", "used_in", "expected", "answered", "rate"]]


def score_statuses(scope: Scope) -> pd.DataFrame:
    """How many scores of each questionnaire are complete, prorated, insufficient or out of range, over all scales."""
    statuses = ["complete", "prorated", "insufficient", "out_of_range"]
    instrument, status = as_texts(scope.scores["instrument"]), as_texts(scope.scores["status"])
    instruments = [key for key in scope.session_instruments if (instrument == key).any()]
    by_instrument = [status[instrument == key] for key in instruments]
    counts = {name: [int((given == name).sum()) for given in by_instrument] for name in statuses}
    rows = pd.DataFrame({"instrument": pd.Series(instruments, dtype=TEXT), **counts})
    return _named(rows, scope)[["instrument", "short_name", *statuses]]


def scales_by_group(scope: Scope) -> pd.DataFrame:
    """One row a group and scale: the mean of its members' means over the term, and of its first and last third."""
    scores = scope.process_scores
    key = ["group_id", "scale_number"]
    rows = describe(member_means(scores, [*key, "member_id"]), by=key).rename(columns={"n": "members"})
    rows = rows.set_index(key)
    # Who fills in at home what others did together makes no other session of it.
    raters = scores.dropna(subset="score").groupby([*key, "held_number"])["member_id"].nunique()
    rows["sessions"] = (raters > 1).groupby(key).sum().astype("int64")
    for name, sessions in zip(("early", "late"), _early_and_late(scope), strict=True):
        part = scores[sessions[scores["held_number"].to_numpy()]]
        rows[name] = member_means(part, [*key, "member_id"]).groupby(key)["score"].mean()
    rows = rows.reset_index().join(scope.process_scales, on="scale_number")
    rows = rows.merge(scope.groups[["group_id", "group_name"]], on="group_id")
    few = np.where(rows["members"] < 3, "fewer than 3 members with scores, so no interval", "")
    thin = rows["early"].isna() | rows["late"].isna()
    note = np.where((few == "") & thin, "no scores in the first or in the last third of the sessions", few)
    rows = _in_program_order(rows.assign(note=pd.Series(note, index=rows.index, dtype=TEXT)), scope)
    numbers = ["members", "sessions", "mean", "low", "high", "early", "late"]
    return rows[["group_id", "group_name", *SCALE_FACTS, *numbers, "note"]]


def _early_and_late(scope: Scope) -> tuple[Flags, Flags]:
    """Which of the held sessions belong to the first and to the last third of their group's."""
    early, late = np.zeros(len(scope.held), dtype=bool), np.zeros(len(scope.held), dtype=bool)
    for _, sessions in scope.held.groupby("group_id")["session"]:
        first, last = thirds(sessions)
        early[sessions.index[sessions.isin(first)]] = True
        late[sessions.index[sessions.isin(last)]] = True
    return early, late


def scales_over_groups(scope: Scope) -> pd.DataFrame:
    """One row a scale and session number over all groups: how many groups and members, and the members' mean."""
    scored = scope.process_scores.dropna(subset="score")
    by = ["scale_number", "session"]
    groups = scored.groupby(by)["group_id"].nunique().rename("groups").reset_index()
    rows = describe(scored, by=by).merge(groups, on=by).join(scope.process_scales, on="scale_number")
    return _in_program_order(rows, scope)[[*SCALE_FACTS, "session", "groups", "n", "mean"]]


def agreement_over_groups(scope: Scope) -> pd.DataFrame:
    """One row a scale: how alike members of a group are on it, over the term (ICC of the members' means)."""
    means = member_means(scope.process_scores, ["group_id", "scale_number", "member_id"])
    rows = []
    for number, members in means.groupby("scale_number"):
        groups = members["group_id"].nunique()
        first, second = icc1(members["score"], members["group_id"]), icc2(members["score"], members["group_id"])
        note = ONE_GROUP if groups < 2 else NO_VARIANCE if np.isnan(first) else ""
        rows.append((number, groups, len(members), first, second, note))
    found = pd.DataFrame(rows, columns=["scale_number", "groups", "members", "icc1", "icc2", "note"])
    columns = ["instrument", "short_name", "scale", "label", "groups", "members", "icc1", "icc2", "note"]
    return found.join(scope.process_scales, on="scale_number")[columns]


def member_means(scores: pd.DataFrame, member: list[str]) -> pd.DataFrame:
    """One row a member and scale: the mean over the sessions with a score, so that every member weighs the same."""
    return scores.dropna(subset="score").groupby(member, dropna=False)["score"].mean().reset_index()


def _in_program_order(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Sort by group, then by scale as program.yml and the questionnaires list them, then by member and session."""
    keys = [rows["scale_number"].to_numpy()]
    if "group_id" in rows:
        keys.insert(0, pd.Index(scope.groups["group_id"]).get_indexer(pd.Index(rows["group_id"])))
    if "member_id" in rows:
        keys.append(np.unique(rows["member_id"].to_numpy(dtype=object), return_inverse=True)[1])
    if "session" in rows:
        keys.append(rows["session"].to_numpy("int64"))
    return rows.take(np.lexsort(keys[::-1])).reset_index(drop=True)


def _named(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add the short name of each questionnaire and sort as program.yml lists them."""
    place = {key: number for number, key in enumerate(scope.term.instruments)}
    names = {key: instrument.short_name for key, instrument in scope.term.instruments.items()}
    named = rows.assign(short_name=rows["instrument"].map(names).astype(TEXT))
    by = [name for name in ("group_id", "instrument", "session") if name in rows]
    return named.sort_values(
        by, key=lambda values: values.map(place) if values.name == "instrument" else values, ignore_index=True
    )
