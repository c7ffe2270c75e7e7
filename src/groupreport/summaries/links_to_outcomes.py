"""How members' ratings of the alliance go with their outcome scores.

From session to session where there are outcome scores of sessions, and over the term where there are a first and a
last one. Outcomes are turned so that higher is better, like the benchmarks that reviews publish.
"""

from __future__ import annotations

import pandas as pd

from groupreport.instruments import score
from groupreport.measures.links import LaggedLink, lagged_link, next_scores, term_link
from groupreport.measures.outcomes import OutcomeScale, pairs_of_scale
from groupreport.summaries.scope import Scope

_ASPECTS = ("goal", "task", "bond")
_NAMES = ["label", "short_name", "level", "outcome_short_name"]
_PARTS = ("within_member", "between_members", "between_groups")


def links_over_term(scope: Scope) -> pd.DataFrame:
    """One row a scale of the alliance and an outcome scale: mean rating and last score, the first score held constant.

    Somebody who was in several groups is counted in the one that they rated most often.
    """
    rows = []
    for alliance in _alliance_scales(scope).itertuples():
        scores = scope.process_scores
        ratings = scores[scores["scale_number"] == alliance.Index].dropna(subset="score")
        means = ratings.groupby("member_id")["score"].mean()
        counts = ratings.groupby(["member_id", "group_id"]).size().reset_index(name="n")
        counts = counts.sort_values(["member_id", "n"], ascending=[True, False], kind="stable")
        group = counts.drop_duplicates("member_id").set_index("member_id")["group_id"]
        for outcome in _directed(scope):
            pairs = pairs_of_scale(scope.outcome_pairs, outcome).set_index("member_id")[["pre", "post"]]
            people = pd.DataFrame({"rating": means, "group": group}).join(pairs * _sign(outcome), how="left")
            found = term_link(people["rating"], people["pre"], people["post"], people["group"])
            rows.append(
                _named(alliance, outcome)
                | {
                    "correlation": found.correlation,
                    "low": found.low,
                    "high": found.high,
                    "people": found.people,
                    "groups": found.groups,
                    "note": found.reason,
                }
            )
    return pd.DataFrame(rows, columns=[*_NAMES, "correlation", "low", "high", "people", "groups", "note"])


def links_to_next_session(scope: Scope) -> pd.DataFrame:
    """One row a scale of the alliance, an outcome scale with scores by session, and whether the previous one is held.

    Empty where no outcome questionnaire was given at sessions.
    """
    by_session = outcomes_by_session(scope)
    largest = scope.term.parameters.settings.ruptures.max_gap
    scores = scope.process_scores.assign(
        place=scope.places["place"].to_numpy("int64")[scope.process_scores["held_number"].to_numpy()]
    )
    rows = []
    for alliance in _alliance_scales(scope).itertuples():
        own = scores[scores["scale_number"] == alliance.Index].dropna(subset="score")
        ratings = own.groupby(["group_id", "member_id", "place"])["score"].mean().reset_index()
        for outcome, outcomes in by_session:
            pairs = next_scores(ratings, outcomes, largest)
            rating, scored, member, group = (pairs[name] for name in ("rating", "outcome", "member_id", "group_id"))
            for previous in (None, pairs["previous"]):
                found = lagged_link(rating, scored, member, group, previous)
                rows.append(_named(alliance, outcome) | _fields(found))
    names = [f"{part}{end}" for part in _PARTS for end in ("", "_low", "_high")]
    counts = ["pairs", "members", "groups"]
    table = pd.DataFrame(rows, columns=[*_NAMES, "controlled", "model", "groups_as", *names, *counts, "note"])
    return table.astype(dict.fromkeys(names, "float64") | dict.fromkeys(counts, "int64"))


def outcomes_by_session(scope: Scope) -> list[tuple[OutcomeScale, pd.DataFrame]]:
    """Outcome scores whose occasion is a held session: group_id, member_id, place and score (higher is better).

    An answer that names no group belongs to the member's only one; of somebody in several it is left out.
    """
    answers = scope.given_outcomes
    answers = answers.assign(session=pd.to_numeric(answers["occasion"], errors="coerce").astype("float64"))
    answers = answers[answers["session"].notna() & (answers["session"] % 1 == 0)]
    if answers.empty:
        return []
    only = scope.stays.drop_duplicates(["member_id", "group_id"]).groupby("member_id")["group_id"]
    only_group = only.first()[only.size() == 1]
    answers = answers.assign(
        group_id=answers["group_id"].fillna(answers["member_id"].map(only_group)),
        session=answers["session"].astype("Int64"),
    ).dropna(subset="group_id")
    answers = answers.drop_duplicates(["group_id", "member_id", "session", "instrument", "item"])
    answers = answers.merge(scope.places, on=["group_id", "session"])
    found = []
    for outcome in _directed(scope):
        own = answers[answers["instrument"] == outcome.instrument.id]
        if own.empty:
            continue
        scored = score(own[["group_id", "member_id", "place", "item", "value"]], outcome.instrument)
        scored = scored[scored["scale"] == outcome.scale.scale]
        scored = scored.assign(score=scored["score"] * _sign(outcome))
        found.append((outcome, scored[["group_id", "member_id", "place", "score"]].reset_index(drop=True)))
    return found


def _alliance_scales(scope: Scope) -> pd.DataFrame:
    scales = scope.process_scales
    return scales[
        (scales["domain"] == "alliance") & (scales["higher_is"] == "better") & ~scales["aspect"].isin(_ASPECTS)
    ]


def _directed(scope: Scope) -> list[OutcomeScale]:
    return [outcome for outcome in scope.outcome_scales if outcome.scale.higher_is != "context"]


def _sign(outcome: OutcomeScale) -> float:
    return -1.0 if outcome.scale.higher_is == "worse" else 1.0


def _named(alliance: object, outcome: OutcomeScale) -> dict[str, object]:
    facts: dict[str, object] = {name: getattr(alliance, name) for name in ("label", "short_name", "level")}
    return facts | {"outcome_short_name": outcome.short_name}


def _fields(found: LaggedLink) -> dict[str, object]:
    numbers: dict[str, object] = {}
    for part in _PARTS:
        link = getattr(found, part)
        numbers |= {part: link.value, f"{part}_low": link.low, f"{part}_high": link.high}
    facts = {name: getattr(found, name) for name in ("controlled", "model", "groups_as", "pairs", "members", "groups")}
    return facts | numbers | {"note": found.reason}
