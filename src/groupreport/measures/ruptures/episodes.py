"""Episodes: rating drops consistent with a rupture, one row each, and which series could be judged at all."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.change import reliable_change
from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.criteria import Criteria, criteria
from groupreport.measures.ruptures.falls import Segment, next_below_limit, next_decline, next_sudden_loss
from groupreport.measures.ruptures.repair import Course, follow
from groupreport.measures.ruptures.rules import Rule, rule_named
from groupreport.measures.ruptures.series import RatedSeries, rated_series
from groupreport.measures.ruptures.sudden_losses import tested_intervals
from groupreport.parameters import RuptureSettings

_NEXT_FALL = {"decline": next_decline, "below_limit": next_below_limit, "lasting_shift": next_sudden_loss}
_NO_SETTINGS_GIVEN = RuptureSettings()


def find_episodes(
    scores: pd.DataFrame,
    rule: str | Rule,
    *,
    criterion: float | None = None,
    sd: float | None = None,
    reliability: float | None = None,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
) -> pd.DataFrame:
    """List the rating drops of every member that one rule counts, with what became of each.

    A series is one member's ratings on one level in one group, in order of session; missing scores are no ratings.
    A drop across more than `settings.max_gap` missed sessions is never counted, and a gap ends what is seen of an
    episode. Episodes of a series never overlap. Only series that `judge_series` judges can have one.

    Args:
        scores: A row a rating: member_id, session (a number), score (higher is better), and group_id and level
            where there are any. One scale at a time, or one scale a level. Rows in any order, any index.
        rule: A rule or its name in `RULES`.
        criterion: The smallest reliable change in scale points, for rules measured in points (reliable_change,
            sudden_loss); NaN says that none is known, and no series is judged.
        sd: Instead of a criterion, the scale's standard deviation, together with
        reliability: the scale's reliability.
        settings: The repair window, its tolerances, the longest gap, the fewest ratings.

    Returns:
        A row an episode, by member, group, level and onset: member_id, group_id, level, onset_session (of the first
        rating below the level before), nadir_session (the lowest rating), end_session (of the rating that repaired
        it, else the last one seen), depth (points from the level before to the nadir), status (repaired,
        partially_repaired, unrepaired, undetermined), rule, score_before, score_nadir, criterion (points).

    Raises:
        ValueError: There is no such rule, it needs a criterion and none is given, a column is absent, or scores
            hold a row without member or session, text, or two scores of one member, level and session.

    Examples:
        >>> ratings = pd.DataFrame({"member_id": "M1", "session": range(1, 8), "score": [8, 9, 4, 5, 9, 8, 3]})
        >>> episodes = find_episodes(ratings, rule="reliable_change", criterion=3)
        >>> episodes[["onset_session", "nadir_session", "end_session", "depth", "status"]].values.tolist()
        [[3, 3, 5, 5.0, 'repaired'], [7, 7, 7, 5.0, 'undetermined']]
    """
    applied = rule_named(rule)
    series = rated_series(scores)
    judged = _judged(series, applied, _points(applied, criterion, sd, reliability), settings)
    found = _find(series, applied, judged, settings)
    return _episode_rows(series, applied, judged, found)


def judge_series(
    scores: pd.DataFrame,
    rule: str | Rule,
    *,
    criterion: float | None = None,
    sd: float | None = None,
    reliability: float | None = None,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
) -> pd.DataFrame:
    """Say of every series whether a rule can judge it, so that "no episode" and "not enough data" differ.

    Takes the arguments of `find_episodes` and raises what it raises.

    Returns:
        A row a series (also one without any rating): member_id, group_id, level, ratings, judged, reason (why not;
        missing where judged), criterion (the fall in points that it takes), rule.

    Examples:
        >>> ratings = pd.DataFrame({"member_id": ["M1", "M1", "M2"], "session": [1, 2, 1], "score": [8, 7, 5]})
        >>> judge_series(ratings, "reliable_change", criterion=3)[["member_id", "judged", "reason"]].values.tolist()
        [['M1', True, None], ['M2', False, 'fewer than 2 ratings']]
    """
    applied = rule_named(rule)
    series = rated_series(scores)
    judged = _judged(series, applied, _points(applied, criterion, sd, reliability), settings)
    return series.keys.assign(
        ratings=series.ratings,
        judged=judged.judged,
        reason=pd.Series(judged.reason, dtype=object),
        criterion=judged.criterion,
        rule=applied.name,
    )


def _points(rule: Rule, criterion: float | None, sd: float | None, reliability: float | None) -> float | None:
    """The caller's criterion in points, where the rule needs one."""
    if rule.scale != "points":
        return None
    if criterion is not None:
        if criterion < 0:
            raise ValueError(f"criterion must not be negative, it is {criterion}")
        return criterion
    if sd is None or reliability is None:
        raise ValueError(f"{rule.name} needs a criterion in points, or the scale's sd and reliability")
    return reliable_change(sd, reliability).criterion


def _judged(series: RatedSeries, rule: Rule, points: float | None, settings: RuptureSettings) -> Criteria:
    found = criteria(series, rule, points, settings)
    if rule.kind != "lasting_shift":
        return found
    reason = found.reason.copy()
    testable = _losses(series, rule, math.inf)[0]
    can_be_tested = np.bincount(series.number, weights=testable, minlength=len(series.keys)) > 0
    reason[found.judged & ~can_be_tested] = "no two sessions in a row with two ratings on each side"
    return Criteria(np.where(pd.isna(reason), found.criterion, np.nan), reason)


def _losses(series: RatedSeries, rule: Rule, points: float) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """For each rating: whether the step to it could be judged as a sudden loss, and whether it is one."""
    if not len(series.score):
        return np.zeros(0, dtype=bool), np.zeros(0, dtype=bool)
    column = (series.session_number - series.session_number.min()).astype(np.intp)
    if (column != series.session_number - series.session_number.min()).any():
        raise ValueError(f"{rule.name} needs whole session numbers")
    wide = np.full((len(series.keys), int(column.max()) + 1), np.nan)
    wide[series.number, column] = series.score
    tested = tested_intervals(wide, points, rule.share)
    return tested.testable[series.number, column], tested.loss[series.number, column]


def _find(
    series: RatedSeries, rule: Rule, judged: Criteria, settings: RuptureSettings
) -> list[tuple[int, int, float, Course]]:
    """Every episode as first place of its segment, place of onset, level before, and course."""
    starts, ends = series.segments(settings.max_gap)
    losses = _losses_of(series, rule, judged)
    centers = _centers(series)
    next_fall = _NEXT_FALL[rule.kind]
    can_be_judged = judged.judged.tolist()
    found = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        number = series.number[start]
        if end - start < 2 or not can_be_judged[number]:
            continue
        segment = Segment(
            scores=series.score[start:end].tolist(),
            criterion=float(judged.criterion[number]),
            inclusive=rule.inclusive,
            center=float(centers[number]),
            losses=losses[start:end].tolist(),
        )
        place = 0
        while (fall := next_fall(segment, place)) is not None:
            course = follow(segment.scores, fall, settings)
            found.append((start, fall.onset, fall.level_before, course))
            place = course.end
    return found


def _losses_of(series: RatedSeries, rule: Rule, judged: Criteria) -> npt.NDArray[np.bool_]:
    if rule.kind != "lasting_shift" or not judged.judged.any():
        return np.zeros(len(series.score), dtype=bool)
    return _losses(series, rule, float(np.nanmax(judged.criterion)))[1]


def _centers(series: RatedSeries) -> Numbers:
    finite = np.where(np.isfinite(series.score), series.score, 0.0)
    return np.bincount(series.number, weights=finite, minlength=len(series.keys)) / np.maximum(series.ratings, 1)


def _episode_rows(
    series: RatedSeries, rule: Rule, judged: Criteria, found: list[tuple[int, int, float, Course]]
) -> pd.DataFrame:
    onset = np.array([start + onset for start, onset, _, _ in found], dtype=np.intp)
    nadir = np.array([start + course.nadir for start, _, _, course in found], dtype=np.intp)
    end = np.array([start + course.end for start, _, _, course in found], dtype=np.intp)
    level_before = np.array([before for _, _, before, _ in found], dtype=np.float64)
    rows: pd.DataFrame = series.keys.iloc[series.number[onset]].reset_index(drop=True)
    columns: dict[str, Any] = {
        "onset_session": _sessions_at(series, onset),
        "nadir_session": _sessions_at(series, nadir),
        "end_session": _sessions_at(series, end),
        "depth": level_before - series.score[nadir],
        "status": pd.Series([course.status for *_, course in found], dtype=object),
        "rule": pd.Series([rule.name] * len(found), dtype=object),
        "score_before": level_before,
        "score_nadir": series.score[nadir],
        "criterion": judged.criterion[series.number[onset]],
    }
    return rows.assign(**columns)


def _sessions_at(series: RatedSeries, places: npt.NDArray[np.intp]) -> pd.Series[Any]:
    return series.session.iloc[places].reset_index(drop=True)
