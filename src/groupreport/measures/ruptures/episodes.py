"""Episodes: rating drops consistent with a rupture, one row each, and which series could be judged at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from groupreport.measures.ruptures.criteria import Criteria, Criterion, criteria, points_of
from groupreport.measures.ruptures.finding import find
from groupreport.measures.ruptures.rule import Rule
from groupreport.measures.ruptures.rules import rule_named
from groupreport.measures.ruptures.series import RatedSeries, rated_series
from groupreport.measures.ruptures.walking import STATUSES, Episodes
from groupreport.measures.text import TEXT
from groupreport.parameters import RuptureSettings

_NO_SETTINGS_GIVEN = RuptureSettings()


def find_episodes(
    scores: pd.DataFrame | RatedSeries,
    rule: str | Rule,
    *,
    criterion: Criterion = None,
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
            where there are any. One scale at a time, or one scale a level. Rows in any order, any index. Or the
            result of `rated_series`, which several rules can share.
        rule: A rule or its name in `RULES`.
        criterion: In points of the scale, for rules measured in points: the smallest reliable change
            (reliable_change, reliable_cumulated, sudden_loss), one point of seven (fixed_points), the cut-off of an
            alert, the smallest intensity of a report. One number, or one a series in the order of
            `rated_series(scores).keys`; NaN says that none is known, and the series is not judged.
        sd: Instead of a criterion, the scale's standard deviation, together with
        reliability: the scale's reliability.
        settings: The repair window, its tolerances, the longest gap, the fewest ratings.

    Returns:
        A row an episode, by member, group, level and onset: member_id, group_id, level, onset_session (of the first
        rating below the level before), nadir_session (the lowest rating), end_session (of the rating that repaired
        it, else the last one seen), depth (points from the level before to the nadir), status (repaired,
        partially_repaired, unrepaired, undetermined), rule, length (ratings from onset to end), score_before,
        score_nadir, criterion (points; 0 for rules that ask for no size).

    Raises:
        ValueError: There is no such rule, it needs a criterion and none is given, a column is absent, or scores
            hold a row without member or session, text, or two scores of one member, level and session.

    Examples:
        >>> ratings = pd.DataFrame({"member_id": "M1", "session": range(1, 8), "score": [8, 9, 4, 5, 9, 8, 3]})
        >>> episodes = find_episodes(ratings, rule="reliable_change", criterion=3)
        >>> episodes[["onset_session", "nadir_session", "end_session", "depth", "status"]].values.tolist()
        [[3, 3, 5, 5.0, 'repaired'], [7, 7, 7, 5.0, 'undetermined']]
    """
    applied = rule_named(rule, settings)
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    judged = criteria(series, applied, points_of(applied, criterion, sd, reliability), settings)
    return _episode_rows(series, [(applied, judged, find(series, applied, judged, settings))], series.keys)


def judge_series(
    scores: pd.DataFrame | RatedSeries,
    rule: str | Rule,
    *,
    criterion: Criterion = None,
    sd: float | None = None,
    reliability: float | None = None,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
) -> pd.DataFrame:
    """Say of every series whether a rule can judge it, so that "no episode" and "not enough data" differ.

    Takes the arguments of `find_episodes` and raises what it raises.

    Returns:
        A row a series (also one without any rating): member_id, group_id, level, ratings, judged, reason (a code as
        in `Criteria`; missing where judged), criterion (the fall in points that it takes), rule.

    Examples:
        >>> ratings = pd.DataFrame({"member_id": ["M1", "M1", "M2"], "session": [1, 2, 1], "score": [8, 7, 5]})
        >>> judge_series(ratings, "reliable_change", criterion=3)[["member_id", "judged", "reason"]].values.tolist()
        [['M1', True, None], ['M2', False, 'too_few_ratings']]
    """
    applied = rule_named(rule, settings)
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    judged = criteria(series, applied, points_of(applied, criterion, sd, reliability), settings)
    return _series_rows(series, [(applied, judged)], series.keys)


def find_and_judge(
    series: RatedSeries, rules: Sequence[tuple[Rule, Criterion]], settings: RuptureSettings, keys: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What `find_episodes` and `judge_series` return, for several rules below each other.

    Args:
        series: The ratings.
        rules: The rules, each with its criterion in points where it is measured in points.
        settings: As for `find_episodes`.
        keys: A row a series, which stands for `series.keys` in what is returned.
    """
    judged = [
        (rule, criteria(series, rule, points_of(rule, criterion, None, None), settings)) for rule, criterion in rules
    ]
    found = [(rule, one, find(series, rule, one, settings)) for rule, one in judged]
    return _episode_rows(series, found, keys), _series_rows(series, judged, keys)


def _series_rows(series: RatedSeries, judged: Sequence[tuple[Rule, Criteria]], keys: pd.DataFrame) -> pd.DataFrame:
    every = np.tile(np.arange(series.count), len(judged))
    columns: dict[str, Any] = {name: keys[name].array.take(every) for name in keys.columns} | {
        "ratings": series.ratings[every],
        "judged": np.concatenate([one.judged for _, one in judged]),
        "reason": pd.Series(np.concatenate([one.reason for _, one in judged]), dtype=object),
        "criterion": np.concatenate([one.criterion for _, one in judged]),
        "rule": pd.Series([rule.name for rule, _ in judged], dtype=TEXT).array.repeat(series.count),
    }
    return pd.DataFrame(columns, copy=False)


def _episode_rows(
    series: RatedSeries, rules: Sequence[tuple[Rule, Criteria, Episodes]], keys: pd.DataFrame
) -> pd.DataFrame:
    onset, nadir, end, level_before, status = (
        np.concatenate([getattr(found, name) for _, _, found in rules])
        for name in ("onset", "nadir", "end", "level_before", "status")
    )
    number = series.number[onset]
    names = np.concatenate([np.full(len(found.onset), rule.name, dtype=object) for rule, _, found in rules])
    columns: dict[str, Any] = {name: keys[name].array.take(number) for name in keys.columns} | {
        "onset_session": series.session.array[onset],
        "nadir_session": series.session.array[nadir],
        "end_session": series.session.array[end],
        "depth": level_before - series.score[nadir],
        "status": pd.Series(np.array(STATUSES, dtype=object)[status], dtype=object),
        "rule": pd.Series(names, dtype=object),
        "length": end - onset + 1,
        "score_before": level_before,
        "score_nadir": series.score[nadir],
        "criterion": np.concatenate([one.criterion[series.number[found.onset]] for _, one, found in rules]),
    }
    return pd.DataFrame(columns, copy=False)
