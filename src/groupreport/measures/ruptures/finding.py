"""Which falls each kind of rule finds, and every episode of sorted series under a rule."""

from __future__ import annotations

from collections.abc import Callable

from groupreport.measures.ruptures.change_points import step_down
from groupreport.measures.ruptures.criteria import Criteria
from groupreport.measures.ruptures.lasting_shift import lasting_shift
from groupreport.measures.ruptures.marks import Marks
from groupreport.measures.ruptures.own_level import below_own_level, below_own_past, crossing
from groupreport.measures.ruptures.reported import reported
from groupreport.measures.ruptures.rule import Kind, Rule
from groupreport.measures.ruptures.series import RatedSeries, Ratings, Stretches
from groupreport.measures.ruptures.split_alliance import split_alliance
from groupreport.measures.ruptures.walking import Episodes, Repair, Walk
from groupreport.measures.ruptures.western_electric import western_electric
from groupreport.parameters import RuptureSettings

# One function a kind. A decline is looked for while walking, since it is added up from the end of the last episode.
_MARKS: dict[Kind, Callable[[Ratings, Rule, Criteria, Stretches], Marks]] = {
    "below_limit": below_own_level,
    "below_own_mean": below_own_level,
    "below_own_past": below_own_past,
    "western_electric": western_electric,
    "step_down": step_down,
    "lasting_shift": lasting_shift,
    "crossing": crossing,
}


def find(series: RatedSeries, rule: Rule, judged: Criteria, settings: RuptureSettings) -> Episodes:
    """Every episode of the series that can be judged, in order; one begins after the end of the one before."""
    repair = Repair.of(rule, settings)
    stretches = series.stretches(settings.max_gap)
    if rule.kind == "reported":
        return reported(series, judged, stretches, repair)
    if rule.kind == "split_levels":
        marks = split_alliance(series, rule, judged, stretches)
        return Walk(series, stretches, rule, judged, marks).episodes(repair)
    return find_alone(series, rule, judged, repair, settings.max_gap)


def find_alone(ratings: Ratings, rule: Rule, judged: Criteria, repair: Repair, max_gap: int) -> Episodes:
    """The same for rules that judge a series by itself."""
    stretches = ratings.stretches(max_gap)
    marks = None if rule.kind == "decline" else _MARKS[rule.kind](ratings, rule, judged, stretches)
    return Walk(ratings, stretches, rule, judged, marks).episodes(repair)
