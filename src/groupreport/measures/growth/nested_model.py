"""A linear mixed model of members in groups, by restricted maximum likelihood.

Ratings enter only as each member's sums of products, so a term of 250 groups is fitted in a fraction of a second,
where a program that handles rows (statsmodels' MixedLM) needs minutes. The estimates are the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from groupreport.measures.growth.criterion import Criterion, GroupsAs, MemberEffects
from groupreport.measures.growth.degrees_of_freedom import satterthwaite_degrees
from groupreport.measures.growth.least import least
from groupreport.measures.growth.nested_data import NestedData
from groupreport.measures.inputs import Numbers

# A standard deviation below this share of the residual one is a variance of 0, as lme4's isSingular has it.
SINGULAR = 1e-4
_LARGEST = 1e4
_STARTS = 3
_BESIDE = 0.2
# How much a parameter's slope may differ from 0 at a minimum, in units of the criterion.
_FLAT = 1e-2


@dataclass(frozen=True)
class NestedFit:
    """A fitted model; variances are in squared points of the outcome.

    Attributes:
        fixed: The coefficients of the fixed columns, without the intercepts where groups have one each.
        errors: Their standard errors.
        member_covariance: The covariance of members' effects.
        group_variance: The variance of groups' intercepts; NaN where they are not a random effect.
        residual_variance: The variance of ratings around their member's line.
        criterion: Minus twice the restricted log likelihood.
        converged: Whether the search ended at a minimum.
        parameters: Those of the criterion, where it is least.
        members_at_zero: Which of the members' standard deviations (given the one before) were estimated as 0.
        groups_at_zero: Whether the groups' was.
    """

    fixed: Numbers
    errors: Numbers
    member_covariance: Numbers
    group_variance: float
    residual_variance: float
    criterion: float
    converged: bool
    parameters: Numbers
    members_at_zero: tuple[bool, ...]
    groups_at_zero: bool
    _found: tuple[Criterion, npt.NDArray[np.bool_]] = field(repr=False)

    @cached_property
    def degrees(self) -> Numbers:
        """Satterthwaite's degrees of freedom of each coefficient; NaN where the likelihood is too flat to tell."""
        criterion, free = self._found
        return satterthwaite_degrees(criterion, self.parameters, math.sqrt(self.residual_variance), free)


def fit_nested(
    data: NestedData, effects: MemberEffects, groups: GroupsAs, start: Numbers | None = None
) -> NestedFit | None:
    """Fit y = X b + Z u + v + e with u of members, v of groups and e of ratings all normal.

    Args:
        data: Sums of products.
        effects: What varies between members.
        groups: Whether groups have a random intercept or a fixed one each.
        start: The parameters of the criterion to begin the search at, where they are nearly known.

    Returns:
        None where the model cannot be fitted at all: more coefficients than rows, columns that depend on each other,
        or nothing left to explain.

    Source: Bates, Maechler, Bolker & Walker 2015 (the profiled criterion, lme4); Kuznetsova, Brockhoff &
        Christensen 2017 (the degrees of freedom, lmerTest).
    """
    criterion = Criterion(data, effects, groups)
    start = np.where(criterion.are_deviations, 0.5, 0.0) if start is None else start
    if criterion.free < 1 or not math.isfinite(criterion.at(start[None])[0]):
        return None
    found, converged = _minimum(criterion, start)
    zero = np.array(criterion.are_deviations) & (found < SINGULAR)
    found = np.where(zero, 0.0, found)
    whole = criterion.whitened(found[None])[0][0]
    unscaled = np.linalg.inv(whole[:-1, :-1])
    fixed = unscaled @ whole[:-1, -1]
    residual = float(whole[-1, -1] - whole[-1, :-1] @ fixed) / criterion.free
    lower = effects.factors(found[None])[0]
    deviations = zero[np.array(criterion.are_deviations)]
    size = len(effects.columns)
    return NestedFit(
        fixed=fixed,
        errors=np.sqrt(residual * np.diag(unscaled)),
        member_covariance=residual * lower @ lower.T,
        group_variance=residual * float(found[-1]) ** 2 if groups == "random" else math.nan,
        residual_variance=residual,
        criterion=float(criterion.at(found[None])[0]),
        converged=converged,
        parameters=found,
        members_at_zero=tuple(bool(one) for one in deviations[:size]),
        groups_at_zero=bool(deviations[-1]) if groups == "random" else False,
        _found=(criterion, ~zero),
    )


def _minimum(criterion: Criterion, start: Numbers) -> tuple[Numbers, bool]:
    """The parameters of the least criterion, and whether it is a minimum."""
    deviations = np.array(criterion.are_deviations)
    at = start
    for _ in range(_STARTS):
        at, settled = least(criterion.with_slopes, at, largest=_LARGEST)
        at = criterion.with_positive_deviations(at[None])[0]
        if not settled or _is_flat(criterion, at):
            return at, settled
        # A standard deviation of 0 is always level ground, even at the top of a hill: start beside it.
        at = np.where(deviations & (at < SINGULAR), _BESIDE, at)
    return at, False


def _is_flat(criterion: Criterion, at: Numbers) -> bool:
    """Whether the criterion rises (or stays) in every direction that a parameter can go."""
    moves = 1e-3 * np.eye(len(at))
    moved = at + np.concatenate([moves, -moves])
    allowed = (moved >= 0) | ~np.array(criterion.are_deviations)
    here, *beside = criterion.at(np.vstack([at, moved[allowed.all(axis=1)]]))
    return not any(value < here - _FLAT * 1e-3 for value in beside)
