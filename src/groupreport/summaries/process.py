"""Cohesion, climate and alliance from session to session, and how many members answered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.measures.agreement import icc1, icc2
from groupreport.measures.cohesion import agreement, describe
from groupreport.measures.response_rates import pooled_response_rates, response_rates
from groupreport.measures.stages import thirds
from groupreport.measures.text import TEXT
from groupreport.summaries.records import Unavailable
from groupreport.summaries.scale_facts import SCALE, SCALE_FACTS
from groupreport.summaries.scope import Scope

_SESSION = ["group_id", "session"]
_NO_AGREEMENT = pd.DataFrame(
    columns=[*_SESSION, "average_deviation", "rwg", "agreement_note", *SCALE], dtype=TEXT
).astype({"session": "Int64", "average_deviation": "float64", "rwg": "float64"})
NOBODY = "nobody was scored at this session"
ONE_GROUP = "fewer than 2 groups with scores"
NO_VARIANCE = "the members' means do not vary, or no group has 2 members with scores"


def why_no_scores(scope: Scope) -> Unavailable | None:
    """Why nothing can be said about cohesion, climate and alliance; None where something can."""
    if not scope.collected("ratings"):
        return Unavailable("not_collected", "Session questionnaires (the ratings table) were not collected.")
    if scope.held.empty:
        return Unavailable("not_enough_data", "No session has been held yet.")
    if scope.answers.empty:
        return Unavailable("not_enough_data", "No member has answered a session questionnaire.")
    if scope.process_scores.empty:
        return Unavailable("not_enough_data", "No questionnaire on cohesion, climate or alliance was answered.")
    return None


def scales_by_session(scope: Scope) -> pd.DataFrame:
    """One row a group, scale that it used, and held session, with mean, spread and agreement."""
    scores = scope.process_scores
    keys = [*SCALE, *_SESSION]
    used = scores[["group_id", *SCALE_FACTS]].drop_duplicates()
    expected = scope.asked.groupby(_SESSION).size().rename("expected").reset_index()
    rows = used.merge(scope.held[[*_SESSION, "stage"]], on="group_id")
    rows = rows.merge(expected, on=_SESSION, how="left").merge(describe(scores, by=keys), on=keys, how="left")
    rows = rows.merge(_agreement_by_session(scope), on=keys, how="left")
    counts = rows[["expected", "n"]].fillna(0).astype("int64")
    note = rows["agreement_note"].fillna("fewer than 3 members answered every item").mask(counts["n"] == 0, NOBODY)
    rows = rows.assign(expected=counts["expected"], n=counts["n"], agreement_note=note)
    return _in_program_order(rows, scope)[
        ["group_id", *SCALE_FACTS, "session", "stage", "expected", "n", "mean", "sd", "low", "high"]
        + ["average_deviation", "rwg", "agreement_note"]
    ]


def _agreement_by_session(scope: Scope) -> pd.DataFrame:
    """Agreement of the members who answered every item of a scale, each within range."""
    sets = scope.forms.groupby(_SESSION).ngroup()
    parts = []
    for key, instrument in scope.session_instruments.items():
        answers = scope.answers[scope.answers["instrument"] == key]
        scores = scope.process_scores[scope.process_scores["instrument"] == key]
        options = None
        if instrument.items is not None:
            options = round(instrument.items.maximum - instrument.items.minimum) + 1
        given = answers.pivot(index="form", columns="item", values="value")
        complete = scores.loc[scores["status"] == "complete", ["form", "scale", "level"]]
        for _, rows in complete.groupby(["scale", "level"], dropna=False, sort=False):
            scale = instrument.scale(str(rows["scale"].iloc[0]))
            items = [scale.scale] if scale.items is None else [str(item) for item in scale.items]
            agreed = agreement(given.loc[rows["form"], items], sets.loc[rows["form"]], options)
            parts.append(agreed.assign(instrument=key, scale=scale.scale, level=rows["level"].iloc[0]))
    if not parts:
        return _NO_AGREEMENT
    found = pd.concat(parts).astype({"level": TEXT})
    whose = scope.forms[_SESSION].assign(rater_set=sets).drop_duplicates("rater_set").set_index("rater_set")
    return found.join(whose)


def scores_by_member_session(scope: Scope) -> pd.DataFrame:
    """One row a member, scale and held session with an answer."""
    facts = ["instrument", "scale", "label", "domain", "level", "aspect"]
    rows = _in_program_order(scope.process_scores, scope)
    return rows[["group_id", "member_id", *facts, "session", "score", "status"]]


def response_rates_by_session(scope: Scope) -> pd.DataFrame:
    """One row a group, questionnaire that it used and held session."""
    rates = response_rates(scope.asked, scope.answers, scope.held)
    return _named(rates, scope)[["group_id", "instrument", "short_name", "session", "expected", "answered", "rate"]]


def response_rates_of_term(scope: Scope) -> pd.DataFrame:
    """One row a questionnaire, over all sessions at which somebody answered it."""
    rates = pooled_response_rates(response_rates(scope.asked, scope.answers, scope.held))
    return _named(rates, scope)[["instrument", "short_name", "expected", "answered", "rate"]]


def score_statuses(scope: Scope) -> pd.DataFrame:
    """How many scores of each questionnaire are complete, prorated, insufficient or out of range, over all scales."""
    statuses = ["complete", "prorated", "insufficient", "out_of_range"]
    counts = pd.crosstab(scope.scores["instrument"], scope.scores["status"]).reindex(columns=statuses, fill_value=0)
    return _named(counts.rename_axis(columns=None).reset_index(), scope)[["instrument", "short_name", *statuses]]


def scales_by_group(scope: Scope) -> pd.DataFrame:
    """One row a group and scale: the mean of its members' means over the term, and of its first and last third."""
    scores = scope.process_scores
    member = ["group_id", *SCALE, "member_id"]
    held = scope.held.groupby("group_id")["session"].agg(thirds)
    rows = describe(member_means(scores, member), by=["group_id", *SCALE]).rename(columns={"n": "members"})
    for place, name in enumerate(("early", "late")):
        sessions = held.map(lambda both, place=place: both[place]).explode().dropna().rename("session").reset_index()
        part = scores.merge(sessions.astype({"session": "Int64"}), on=_SESSION)
        means = member_means(part, member).groupby(["group_id", *SCALE], dropna=False)["score"].mean()
        rows = rows.merge(means.rename(name).reset_index(), on=["group_id", *SCALE], how="left")
    rows = rows.merge(scope.process_scales, on=SCALE).merge(scope.groups[["group_id", "group_name"]], on="group_id")
    few = np.where(rows["members"] < 3, "fewer than 3 members with scores, so no interval", "")
    thin = rows["early"].isna() | rows["late"].isna()
    note = np.where((few == "") & thin, "no scores in the first or in the last third of the sessions", few)
    rows = _in_program_order(rows.assign(note=pd.Series(note, index=rows.index, dtype=TEXT)), scope)
    return rows[
        ["group_id", "group_name", *SCALE_FACTS, "members", "mean", "low", "high", "early", "late", "note"]
    ].reset_index(drop=True)


def scales_over_groups(scope: Scope) -> pd.DataFrame:
    """One row a scale and session number over all groups: how many groups and members, and the members' mean."""
    scored = scope.process_scores.dropna(subset="score")
    by = [*SCALE, "session"]
    groups = scored.groupby(by, dropna=False)["group_id"].nunique().rename("groups").reset_index()
    rows = describe(scored, by=by).merge(groups, on=by).merge(scope.process_scales, on=SCALE)
    return _in_program_order(rows, scope)[[*SCALE_FACTS, "session", "groups", "n", "mean"]]


def agreement_over_groups(scope: Scope) -> pd.DataFrame:
    """One row a scale: how alike members of a group are on it, over the term (ICC of the members' means)."""
    means = member_means(scope.process_scores, ["group_id", *SCALE, "member_id"])
    rows = []
    for key, members in means.groupby(SCALE, dropna=False):
        groups = members["group_id"].nunique()
        first, second = icc1(members["score"], members["group_id"]), icc2(members["score"], members["group_id"])
        note = ONE_GROUP if groups < 2 else NO_VARIANCE if np.isnan(first) else ""
        rows.append((*key, groups, len(members), first, second, note))
    found = pd.DataFrame(rows, columns=[*SCALE, "groups", "members", "icc1", "icc2", "note"])
    found = found.astype({"level": TEXT}).merge(scope.process_scales, on=SCALE)
    columns = ["instrument", "short_name", "scale", "label", "groups", "members", "icc1", "icc2", "note"]
    return _in_program_order(found, scope)[columns]


def member_means(scores: pd.DataFrame, member: list[str]) -> pd.DataFrame:
    """One row a member and scale: the mean over the sessions with a score, so that every member weighs the same."""
    return scores.dropna(subset="score").groupby(member, dropna=False)["score"].mean().reset_index()


def _in_program_order(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Sort by group, then by scale as program.yml and the questionnaires list them, then by session."""
    scales = scope.process_scales[SCALE].assign(scale_place=lambda scales: range(len(scales)))
    ordered = rows.merge(scales, on=SCALE, how="left")
    groups = {group_id: place for place, group_id in enumerate(scope.groups["group_id"])}
    by = ["scale_place"]
    if "group_id" in rows:
        ordered["group_place"] = ordered["group_id"].map(groups)
        by.insert(0, "group_place")
    by += [name for name in ("member_id", "session") if name in rows]
    return ordered.sort_values(by, kind="stable", ignore_index=True)


def _named(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add the short name of each questionnaire and sort as program.yml lists them."""
    place = {key: number for number, key in enumerate(scope.term.instruments)}
    names = {key: instrument.short_name for key, instrument in scope.term.instruments.items()}
    named = rows.assign(short_name=rows["instrument"].map(names).astype(TEXT))
    by = [name for name in ("group_id", "instrument", "session") if name in rows]
    return named.sort_values(
        by, key=lambda values: values.map(place) if values.name == "instrument" else values, ignore_index=True
    )
