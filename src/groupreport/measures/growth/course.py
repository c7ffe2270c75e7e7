"""How a scale goes over the sessions: points a session, for members of groups."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypedDict

import numpy as np
from scipy.special import stdtrit

from groupreport.measures.agreement.grouping import ROUNDING
from groupreport.measures.growth.criterion import GroupsAs, MemberEffects
from groupreport.measures.growth.nested_data import NestedData, Places, nested_data
from groupreport.measures.growth.nested_model import NestedFit, fit_nested
from groupreport.measures.growth.nested_rows import NestedRows, nested_rows, varies
from groupreport.measures.growth.own_slopes import members_with_a_line, own_slopes
from groupreport.measures.inputs import Labels, Numbers, Values

FEWEST_MEMBERS = 3  # with ratings of FEWEST_SESSIONS sessions each: below, members' slopes are a matter of chance
FEWEST_SESSIONS = 3
FEWEST_GROUPS = 5  # below, the variance between groups cannot be estimated, and each group has its own level instead

Model = Literal["correlated", "uncorrelated", "same_slope", "own_slopes"]
GroupsAre = Literal["random", "fixed", "one"]

TOO_FEW = "fewer than 3 members were rated at 3 or more sessions"
CONSTANT = "all ratings are equal"
INFINITE = "a rating is infinite"
NO_ERROR = "no rating differs from its member's own line"


@dataclass(frozen=True, kw_only=True)
class Growth:
    """The course of a scale over sessions; numbers are NaN where the data or the model cannot tell.

    Attributes:
        slope: Points a session, on average over members.
        low, high: Its 95 % interval.
        error: Its standard error.
        degrees: The degrees of freedom of the interval.
        model: How slopes vary between members: "correlated" with where they start (the model as intended),
            "uncorrelated", "same_slope" (slopes were not seen to differ), or "own_slopes" (no model could be fitted:
            the mean of each member's own least-squares slope). None without a slope.
        groups_as: "random" (a random intercept a group), "fixed" (one each, under 5 groups) or "one" group.
        converged: Whether the search for the model as intended ended at a minimum.
        start_variance, slope_variance, correlation: Of members' lines.
        group_variance: Of groups' levels; exactly 0 where the model finds no difference. NaN unless "random".
        residual_variance: Of ratings around their member's line.
        members, groups, ratings, sessions: What went in; a member of two groups counts in each.
        reason: Why there is no slope; empty where there is one.
    """

    slope: float = math.nan
    low: float = math.nan
    high: float = math.nan
    error: float = math.nan
    degrees: float = math.nan
    model: Model | None = None
    groups_as: GroupsAre
    converged: bool = False
    start_variance: float = math.nan
    slope_variance: float = math.nan
    correlation: float = math.nan
    group_variance: float = math.nan
    residual_variance: float = math.nan
    members: int
    groups: int
    ratings: int
    sessions: int
    reason: str = ""


def growth(scores: Values, sessions: Values, members: Labels, groups: Labels) -> Growth:
    """The average change of a score a session, with members in groups.

    score ~ session + (session | member) + (1 | group), by restricted maximum likelihood; session counts from 0 at the
    first. Under 5 groups each has its own level instead of a random one, so nothing is said about other groups. The
    interval is slope ± t standard errors with Satterthwaite's degrees of freedom, but no more than members - groups:
    that slopes were not seen to differ does not make twelve ratings of one member twelve members.

    Where the model has no answer, a simpler one is tried, and which is said: 1 slopes uncorrelated with starts (where
    the correlation is at its limit or the search did not end), 2 one slope for all (where slopes' variance is 0),
    3 the mean of members' own least-squares slopes with a t interval (where no model could be fitted).

    Args:
        scores: One rating a member and session, in points; missing ratings are left out.
        sessions: The session as its place among those held, from 1; rows without one are left out.
        members: Whose rating it is.
        groups: In which group.

    Raises:
        ValueError: The arguments differ in length, or scores or sessions are not numbers.

    Source: Raudenbush & Bryk 2002; R's lme4::lmer with lmerTest; statsmodels' MixedLM.

    Examples:
        >>> found = growth([1, 2, 2, 2, 3, 5, 1, 3, 4], [1, 2, 3] * 3, list("AAABBBCCC"), ["G"] * 9)
        >>> round(found.slope, 6), found.groups_as  # own slopes .5, 1.5, 1.5
        (1.166667, 'one')
    """
    rows = nested_rows({"scores": scores, "sessions": sessions}, members, groups)
    score, session = rows.columns["scores"], rows.columns["sessions"] - 1
    counts: _Counts = {
        "members": rows.members,
        "groups": rows.groups,
        "ratings": len(rows),
        "sessions": len(np.unique(session)),
        "groups_as": "one" if rows.groups <= 1 else "fixed" if rows.groups < FEWEST_GROUPS else "random",
    }
    reason = _why_none(rows, score, session)
    if reason:
        return Growth(**counts, reason=reason)
    # Scores and sessions of unit size, so that what counts as a variance of 0 does not depend on their units.
    spread, last = float(score.std()), float(session.max())
    data = nested_data((session / last)[:, None], (score - score.mean()) / spread, rows.member, rows.group)
    found = _first_that_fits(data, "random" if counts["groups_as"] == "random" else "fixed")
    if found is None:
        return _from_own_slopes(score, session, rows.member, counts)
    model, fit, converged = found
    of_slope = len(fit.fixed) - 1
    degrees = min(_or_many(float(fit.degrees[of_slope])), rows.members - rows.groups)
    slope, error = (float(value[of_slope]) * spread / last for value in (fit.fixed, fit.errors))
    half = float(stdtrit(degrees, 0.975)) * error
    first, slopes, together = fit.member_covariance[0, 0], fit.member_covariance[-1, -1], fit.member_covariance[0, -1]
    return Growth(
        **counts,
        slope=slope,
        low=slope - half,
        high=slope + half,
        error=error,
        degrees=degrees,
        model=model,
        converged=converged,
        start_variance=float(first) * spread**2,
        slope_variance=float(slopes) * (spread / last) ** 2 if model != "same_slope" else 0.0,
        correlation=float(together / math.sqrt(first * slopes)) if model == "correlated" else math.nan,
        group_variance=fit.group_variance * spread**2,
        residual_variance=fit.residual_variance * spread**2,
    )


class _Counts(TypedDict):
    members: int
    groups: int
    ratings: int
    sessions: int
    groups_as: GroupsAre


def _why_none(rows: NestedRows, score: Numbers, session: Numbers) -> str:
    if not rows.are_finite:
        return INFINITE
    if members_with_a_line(session, rows.member, FEWEST_SESSIONS) < FEWEST_MEMBERS:
        return TOO_FEW
    if not varies(score):
        return CONSTANT
    return ""


def _first_that_fits(data: NestedData, groups: GroupsAs) -> tuple[Model, NestedFit, bool] | None:
    """The model as intended, else with one restriction after the other; with whether the first search ended."""
    intended = fit_nested(data, MemberEffects((0, 1)), groups)
    converged = intended is not None and intended.converged
    if intended is not None and converged and not any(intended.members_at_zero):
        return "correlated", intended, converged
    apart = fit_nested(data, MemberEffects((0, 1), correlated=False), groups)
    if apart is not None and apart.converged and not apart.members_at_zero[1]:
        return "uncorrelated", apart, converged
    # One slope for all is an answer where slopes were seen not to differ, not where the search for them failed.
    if apart is None or not apart.converged:
        return None
    same = fit_nested(data, MemberEffects((0,)), groups, start=np.delete(apart.parameters, 1))
    return ("same_slope", same, converged) if same is not None and same.converged else None


def _from_own_slopes(score: Numbers, session: Numbers, member: Places, counts: _Counts) -> Growth:
    own = own_slopes(score, session, member, FEWEST_SESSIONS)
    if not own.error > ROUNDING * float(np.abs(score).max()):
        return Growth(**counts, reason=NO_ERROR)
    return Growth(
        **counts,
        slope=own.slope,
        low=own.low,
        high=own.high,
        error=own.error,
        degrees=own.members - 1,
        model="own_slopes",
    )


def _or_many(degrees: float) -> float:
    """Degrees that the data do not tell leave the limit that the number of members sets."""
    return degrees if math.isfinite(degrees) else math.inf
