"""The ratings that are searched for drops, as series: put together once for all rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.row_numbers import agreeing_row, first_rows, row_numbers
from groupreport.measures.alliance import FollowedScale, higher_is_better
from groupreport.measures.inputs import Numbers, as_texts
from groupreport.measures.rupture_criteria import answer_point, reliable_falls
from groupreport.measures.ruptures import RatedSeries, Rule, rated_series
from groupreport.summaries.scope import Scope

_RATING = ["member_id", "group_id", "instrument", "scale", "level", "target", "session", "score"]
_SCALE = ["instrument", "scale", "level", "target"]


@dataclass(frozen=True)
class FollowedRatings:
    """Ratings that rules look for drops in.

    `rows`: higher is better, session as the place among the held sessions of the group; `series` joins
    questionnaire, scale, level and target, so that one call judges all; `turn` is -1 for a scale on which higher is
    worse. What a rule can be measured in stands in columns named as its basis, in points of the scale, missing where
    it is not known.
    """

    rows: pd.DataFrame

    @cached_property
    def series(self) -> RatedSeries:
        """The series in the points of their scales."""
        columns = {name: self.rows[name] for name in ("member_id", "group_id", "session", "score")}
        resolved = {"resolved": self.rows["resolved"]} if "resolved" in self.rows.columns else {}
        return rated_series(pd.DataFrame(columns | {"level": self.rows["series"]} | resolved))

    @cached_property
    def named_keys(self) -> pd.DataFrame:
        """A row a series: member_id, group_id, series (its code), instrument, scale, level, target, turn."""
        keys = {"member_id": "member_id", "group_id": "group_id", "series": "level"}
        named = {name: self.series.keys[of].array for name, of in keys.items()}
        facts = ("instrument", "scale", "level", "target", "turn")
        return pd.DataFrame(named | {name: self.rows[name].array.take(self._first) for name in facts}, copy=False)

    @cached_property
    def _first(self) -> npt.NDArray[np.intp]:
        """The first of the rows on the same group and scale, for each series: what is known of it."""
        scale = ["group_id", "series"]
        first = first_rows(self.rows, scale)
        return first[agreeing_row(self.series.keys, self.rows[scale].take(first), ["group_id", "level"], scale)]

    def criterion(self, rule: Rule) -> Numbers | None:
        """The caller's number for each series, for rules in points."""
        return None if rule.basis is None else self.rows[rule.basis].to_numpy("float64")[self._first]

    @cached_property
    def one_a_level(self) -> FollowedRatings:
        """Only the first questionnaire of each level, for rules that set levels beside each other."""
        scales = self.rows.drop_duplicates("series").sort_values("series").dropna(subset="level")
        first = scales.drop_duplicates("level")["series"]
        return FollowedRatings(self.rows[self.rows["series"].isin(first)])


def followed_ratings(scope: Scope, followed: Sequence[FollowedScale]) -> FollowedRatings | None:
    """The ratings on these scales; None where nobody gave one."""
    rows, parts = rows_of_scales(scope, followed)
    falls = np.full(len(rows), np.nan)
    for one, part in zip(followed, parts, strict=True):
        own = rows.iloc[part]
        falls[part] = reliable_falls(one, own).reindex(pd.Index(own["group_id"])).to_numpy("float64")
    points = np.repeat([answer_point(one.scale) for one in followed], [len(part) for part in parts])
    return with_places(scope, rows.assign(reliable_change=falls, answer_range=points))


def with_places(scope: Scope, rows: pd.DataFrame) -> FollowedRatings | None:
    """Rows of scales as ratings by place of the session; None where there is none."""
    if not len(rows):
        return None
    # Sessions are counted as held, so that a canceled one is no gap between two ratings.
    place = scope.places["place"].array.take(scope.known_as_held(rows, "session"))
    return FollowedRatings(rows.assign(series=row_numbers(rows, _SCALE), session=place))


def rows_of_scales(scope: Scope, followed: Sequence[FollowedScale]) -> tuple[pd.DataFrame, list[npt.NDArray[np.intp]]]:
    """The scores on scales, one after the other, turned so that higher is better, with `turn`; and the rows of each."""
    scores, given = scope.scores, scope.scores["score"].reset_index(drop=True)
    instrument, scale = (as_texts(scores[name]) for name in ("instrument", "scale"))
    found = [
        np.flatnonzero((instrument == one.instrument.id) & (scale == one.scale.scale)).astype(np.intp)
        for one in followed
    ]
    if not found:
        return scores[_RATING].iloc[:0].assign(turn=1.0), []
    turned = [higher_is_better(given.take(own), one.scale) for own, one in zip(found, followed, strict=True)]
    lengths = [len(own) for own in found]
    turns = np.repeat([-1.0 if one.scale.higher_is == "worse" else 1.0 for one in followed], lengths)
    rows = scores[_RATING].take(np.concatenate(found)).reset_index(drop=True)
    parts = np.split(np.arange(len(rows)), np.cumsum(lengths)[:-1])
    return rows.assign(score=pd.concat(turned).to_numpy(), turn=turns), parts
