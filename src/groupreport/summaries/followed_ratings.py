"""The ratings that are searched for drops, as series: put together once for all rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.alliance import FollowedScale, higher_is_better
from groupreport.measures.inputs import Numbers
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
        """A row a series: member_id, group_id, series (its code), instrument, scale, level, turn."""
        names = self.rows[["series", "instrument", "scale", "level", "turn"]].drop_duplicates("series")
        return self.series.keys.rename(columns={"level": "series"}).merge(names, on="series", how="left")

    def criterion(self, rule: Rule) -> Numbers | None:
        """The caller's number for each series, for rules in points."""
        if rule.basis is None:
            return None
        known = self.rows[["group_id", "series", rule.basis]].drop_duplicates(["group_id", "series"])
        keys = self.series.keys[["group_id", "level"]]
        joined = keys.merge(known, left_on=["group_id", "level"], right_on=["group_id", "series"], how="left")
        return joined[rule.basis].to_numpy("float64")

    @cached_property
    def one_a_level(self) -> FollowedRatings:
        """Only the first questionnaire of each level, for rules that set levels beside each other."""
        scales = self.rows.drop_duplicates("series").sort_values("series").dropna(subset="level")
        first = scales.drop_duplicates("level")["series"]
        return FollowedRatings(self.rows[self.rows["series"].isin(first)])


def followed_ratings(scope: Scope, followed: Sequence[FollowedScale]) -> FollowedRatings | None:
    """The ratings on these scales; None where nobody gave one."""
    return with_places(scope, [_followed_rows(scope, one) for one in followed])


def with_places(scope: Scope, parts: Sequence[pd.DataFrame]) -> FollowedRatings | None:
    """Rows of single scales as ratings by place of the session; None where there is none."""
    used = [part for part in parts if len(part)]
    if not used:
        return None
    rows = pd.concat(used, ignore_index=True).merge(scope.places, on=["group_id", "session"])
    codes = row_numbers(rows, _SCALE)
    # Sessions are counted as held, so that a canceled one is no gap between two ratings.
    rows = rows.assign(series=codes, session=rows["place"])
    return FollowedRatings(rows) if len(rows) else None


def rows_of_scale(scope: Scope, followed: FollowedScale) -> pd.DataFrame:
    """The scores on a scale, turned so that higher is better, with `turn`."""
    scores = scope.scores
    own = (scores["instrument"] == followed.instrument.id) & (scores["scale"] == followed.scale.scale)
    rows = scores.loc[own, _RATING]
    return rows.assign(
        score=higher_is_better(rows["score"], followed.scale),
        turn=-1.0 if followed.scale.higher_is == "worse" else 1.0,
    )


def _followed_rows(scope: Scope, followed: FollowedScale) -> pd.DataFrame:
    rows = rows_of_scale(scope, followed)
    falls = reliable_falls(followed, rows).reindex(pd.Index(rows["group_id"])).to_numpy("float64")
    return rows.assign(reliable_change=falls, answer_range=np.full(len(rows), answer_point(followed.scale)))
