"""Rating drops consistent with a rupture, by every rule that the program sets, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from groupreport.measures.alliance import FollowedScale, followed_scales, higher_is_better
from groupreport.measures.rupture_criteria import headline_rule, reliable_fall
from groupreport.measures.ruptures import Rule, find_episodes, judge_series, rule_named
from groupreport.parameters.records import RuleName
from groupreport.summaries.process import why_no_scores
from groupreport.summaries.records import Ruptures, Unavailable
from groupreport.summaries.scope import Scope

STATUSES = ("repaired", "partially_repaired", "unrepaired", "undetermined")
EPISODE = [
    "member_id",
    "group_id",
    "instrument",
    "scale",
    "level",
    "onset_session",
    "nadir_session",
    "end_session",
    "score_before",
    "score_nadir",
    "depth",
    "status",
    "rule",
]
_SERIES = ["member_id", "group_id", "instrument", "scale", "level", "rule", "judged", "reason"]
_SESSIONS = ("onset_session", "nadir_session", "end_session")


@dataclass(frozen=True)
class RatingDrops:
    """The episodes of every rule, and every series with whether a rule could judge it."""

    headline: RuleName
    episodes: pd.DataFrame
    series: pd.DataFrame
    rules: pd.DataFrame

    @property
    def headline_episodes(self) -> pd.DataFrame:
        """The episodes of the headline rule."""
        return self.episodes[self.episodes["rule"] == self.headline].reset_index(drop=True)

    @property
    def headline_series(self) -> pd.DataFrame:
        """The series, as the headline rule could judge them."""
        return self.series[self.series["rule"] == self.headline].reset_index(drop=True)


def ruptures_of_group(scope: Scope) -> Ruptures | Unavailable:
    """A group's rating drops."""
    drops = rating_drops(scope)
    if isinstance(drops, Unavailable):
        return drops
    return Ruptures(headline=drops.headline, episodes=drops.episodes, rules=drops.rules)


def rating_drops(scope: Scope) -> RatingDrops | Unavailable:
    """The rating drops of a scope; a group's are the same whether alone or among the program's groups."""
    missing = why_no_scores(scope)
    if missing:
        return missing
    followed = followed_scales(scope.term.instruments.values())
    if not followed:
        return Unavailable("not_collected", "The program lists no alliance questionnaire to follow for rating drops.")
    settings = scope.term.parameters.settings.ruptures
    headline = headline_rule(settings, followed)
    names = [*settings.rules, *({headline} - set(settings.rules))]
    found = [_judge(scope, one, rule_named(name)) for name in names for one in followed]
    episodes = [rows for rows, _ in found if len(rows)]
    series = [rows for _, rows in found if len(rows)]
    if not series:
        return Unavailable(
            "not_enough_data", "No alliance questionnaire that is followed for rating drops was answered."
        )
    all_series = pd.concat(series, ignore_index=True)
    all_episodes = pd.concat(episodes, ignore_index=True) if episodes else _no_episodes()
    rules = [
        _rule_row(name, headline, all_episodes, all_series) | {"criterion": _criterion_text(name, headline, scope)}
        for name in names
    ]
    return RatingDrops(headline=headline, episodes=all_episodes, series=all_series, rules=pd.DataFrame(rules))


def _judge(scope: Scope, followed: FollowedScale, rule: Rule) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The episodes and the series of one rule on one scale."""
    rows = scope.process_scores
    rows = rows[(rows["instrument"] == followed.instrument.id) & (rows["scale"] == followed.scale.scale)]
    rows = rows[["member_id", "group_id", "level", "session", "score"]].merge(
        _places(scope), on=["group_id", "session"]
    )
    # Sessions are counted as held, so that a canceled one is no gap between two ratings.
    placed = rows.assign(session=rows["place"], score=higher_is_better(rows["score"], followed.scale))
    settings = scope.term.parameters.settings.ruptures
    found: list[tuple[pd.DataFrame, pd.DataFrame]] = []
    # A criterion in points may rest on the group's own members; the other rules keep groups apart themselves.
    parts = [part for _, part in placed.groupby("group_id")] if rule.scale == "points" else [placed]
    for part in parts:
        criterion = reliable_fall(followed, part) if rule.scale == "points" else None
        found.append(
            (
                find_episodes(part, rule, criterion=criterion, settings=settings),
                judge_series(part, rule, criterion=criterion, settings=settings),
            )
        )
    named = {"instrument": followed.instrument.id, "scale": followed.scale.scale}
    episodes = pd.concat([rows for rows, _ in found if len(rows)] or [_no_episodes()], ignore_index=True)
    series = pd.concat([rows for _, rows in found if len(rows)] or [pd.DataFrame(columns=_SERIES)], ignore_index=True)
    return _as_rated(episodes.assign(**named), scope, followed), series.assign(**named)[_SERIES]


def _places(scope: Scope) -> pd.DataFrame:
    """The place of each held session among those of its group, from 1."""
    held = scope.held[["group_id", "session"]]
    return held.assign(place=(held.groupby("group_id").cumcount() + 1).astype("Int64"))


def _as_rated(episodes: pd.DataFrame, scope: Scope, followed: FollowedScale) -> pd.DataFrame:
    """Episodes with session numbers for places, and scores the way the questionnaire gives them."""
    places = _places(scope)
    for name in _SESSIONS:
        numbers = places.rename(columns={"place": name, "session": f"{name}_number"})
        episodes = episodes.merge(numbers, on=["group_id", name], how="left")
    episodes = episodes.drop(columns=list(_SESSIONS)).rename(columns={f"{name}_number": name for name in _SESSIONS})
    turned = {name: higher_is_better(episodes[name], followed.scale) for name in ("score_before", "score_nadir")}
    return episodes.assign(**turned)[EPISODE]


def _no_episodes() -> pd.DataFrame:
    text = {name: "str" for name in EPISODE}
    numbers = {"score_before": "float64", "score_nadir": "float64", "depth": "float64"}
    return pd.DataFrame(
        {name: pd.Series(dtype=kind) for name, kind in (text | dict.fromkeys(_SESSIONS, "Int64") | numbers).items()}
    )


def _rule_row(name: str, headline: str, episodes: pd.DataFrame, series: pd.DataFrame) -> dict[str, object]:
    own, found = series[series["rule"] == name], episodes[episodes["rule"] == name]
    judged = own["judged"].astype(bool)
    reasons = own.loc[~judged, "reason"].value_counts().sort_index()
    return {
        "rule": name,
        "headline": name == headline,
        "series": len(own),
        "series_judged": int(judged.sum()),
        "not_judged_reason": "; ".join(f"{reason} ({count})" for reason, count in reasons.items()),
        "members_judged": own.loc[judged, "member_id"].nunique(),
        "members_with_episode": found["member_id"].nunique(),
        "episodes": len(found),
        **{status: int((found["status"] == status).sum()) for status in STATUSES},
    }


def _criterion_text(name: str, headline: str, scope: Scope) -> str:
    """What the rule counts as a drop, on which basis, and why it is the headline where the program set another."""
    rule = rule_named(name)
    followed = followed_scales(scope.term.instruments.values())
    sentences = [f"{rule.definition[0].upper()}{rule.definition[1:]} ({rule.source})."]
    if rule.scale == "points":
        sentences += [_basis(one) for one in followed]
    configured = scope.term.parameters.settings.ruptures.headline
    if name == headline and headline != configured:
        unknown = ", ".join(_title(one) for one in followed if one.scale.reliable_change is None)
        sentences.append(
            f"It is the headline rule in place of {configured}, which the program sets but which cannot judge every"
            f" level of alliance: no reliability is known for {unknown}."
        )
    return " ".join(sentences)


def _basis(followed: FollowedScale) -> str:
    known = followed.scale.reliable_change
    if known is None:
        return f"{_title(followed)} cannot be judged, because no reliability is known."
    if known.criterion is not None:
        return f"{_title(followed)}: {known.criterion:g} points. {known.source}"
    sd = (
        f"a standard deviation of {known.standard_deviation:g}"
        if known.standard_deviation is not None
        else "the standard deviation between the group's own members"
    )
    return f"{_title(followed)}: from a reliability of {known.reliability:g} and {sd}. {known.source}"


def _title(followed: FollowedScale) -> str:
    return f"{followed.instrument.short_name} {followed.scale.label}"
