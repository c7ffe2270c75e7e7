"""The restricted likelihood of a mixed model of members in groups, with all but relative variances profiled out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from groupreport.measures.growth.nested_data import NestedData
from groupreport.measures.inputs import Numbers

GroupsAs = Literal["random", "fixed"]


@dataclass(frozen=True)
class MemberEffects:
    """Which of the fixed columns also vary between members (one or two), and whether the two may go together."""

    columns: tuple[int, ...]
    correlated: bool = True

    def factor(self, parameters: Numbers) -> Numbers:
        """The lower triangle whose square is the members' covariance, in units of the residual variance."""
        lower = np.zeros((len(self.columns),) * 2)
        lower[self.places] = parameters
        return lower

    @cached_property
    def are_deviations(self) -> tuple[bool, ...]:
        """Which parameters are standard deviations, so cannot be negative."""
        rows, columns = self.places
        return tuple(bool(row == column) for row, column in zip(rows, columns, strict=True))

    @cached_property
    def places(self) -> tuple[Numbers, Numbers]:
        """Where the parameters stand in the factor."""
        size = len(self.columns)
        return np.tril_indices(size) if self.correlated else np.diag_indices(size)  # type: ignore[return-value]


class Criterion:
    """Minus twice the restricted log likelihood of data under a model, as lme4's REMLcrit.

    y = X b + Z u + v + e, with u ~ N(0, s D) a member, v ~ N(0, s g) a group and e ~ N(0, s). Parameters are those of
    the factor of D and, where groups are random, the square root of g. A fixed intercept a group is the limit of
    large g.
    """

    def __init__(self, data: NestedData, effects: MemberEffects, groups: GroupsAs) -> None:
        self._products, self._random_groups = data.products, groups == "random"
        self._effects = effects
        self._columns = list(effects.columns)
        self._crossed = data.products[self._columns]
        # A row a member's effect and member, a column an effect.
        self._random = self._crossed[:, self._columns].transpose(0, 2, 1).reshape(-1, len(effects.columns))
        self._group_of = data.group_of
        self._starts = np.searchsorted(data.group_of, np.arange(data.groups))
        fixed = len(data.products) - 1
        self.free = data.rows - (fixed if self._random_groups else fixed - 1 + data.groups)
        self.are_deviations = (*effects.are_deviations, *((True,) if self._random_groups else ()))
        self._whitened: dict[bytes, tuple[Numbers, float]] = {}

    def at(self, parameters: Numbers) -> float:
        """The criterion with coefficients and the residual variance at their best; infinite where it has none."""
        whole, log_determinant = self.whitened(parameters)
        solved = _log_determinant_and_spread(whole)
        if solved is None:
            return math.inf
        log_fixed, spread = solved
        return log_determinant + log_fixed + self.free * (1 + math.log(2 * math.pi * spread / self.free))

    def at_residual(self, parameters: Numbers, residual: float) -> float:
        """The criterion at a residual standard deviation, with the coefficients at their best."""
        whole, log_determinant = self.whitened(parameters)
        solved = _log_determinant_and_spread(whole)
        if solved is None:
            return math.inf
        log_fixed, spread = solved
        return log_determinant + log_fixed + self.free * math.log(2 * math.pi * residual**2) + spread / residual**2

    def with_positive_deviations(self, parameters: Numbers) -> Numbers:
        """The same model with standard deviations of 0 or more: a column of the factor may change its sign."""
        of_members = len(self._effects.are_deviations)
        lower = self._effects.factor(parameters[:of_members])
        turned = (lower * np.where(np.diag(lower) < 0, -1.0, 1.0))[self._effects.places]
        return np.append(turned, np.abs(parameters[of_members:]))

    def with_slopes(self, parameters: Numbers) -> tuple[float, Numbers]:
        """The criterion of `at`, and how it changes with each parameter; infinite, without slopes, where it has none.

        With W = (X, y) and P = V⁻¹ - V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹, the slope on the covariance D of members' effects is the sum
        over members of Z'V⁻¹Z - (Z'V⁻¹W) S (Z'V⁻¹W)', where S gathers what the coefficients and the residual take up.
        """
        lower = self._effects.factor(parameters[: len(self._effects.are_deviations)])
        log_determinant, left = self._without_members(lower)
        shares, first, whole, of_groups = self._without_groups(left, parameters)
        solved = _log_determinant_and_spread(whole)
        if solved is None:
            return math.inf, np.zeros(len(parameters))
        log_fixed, spread = solved
        value = log_determinant + of_groups + log_fixed + self.free * (1 + math.log(2 * math.pi * spread / self.free))
        taken = self._taken_up(whole, spread)
        member = left[self._columns]
        share_of_member = shares[self._group_of]
        crossed = member - member[:, :1] * (share_of_member * first[:, self._group_of])
        inner = member[:, self._columns] - member[:, :1] * member[:, 0] * share_of_member
        slope = inner.sum(axis=2) - _weighed_products(crossed, taken)
        slopes = (2 * slope @ lower)[self._effects.places]
        if not self._random_groups:
            return value, slopes
        deviation = float(parameters[-1])
        group = first / (1 + deviation**2 * first[0])
        on_ratio = float(group[0].sum() - _weighed_products(group[None], taken)[0, 0])
        return value, np.append(slopes, 2 * deviation * on_ratio)

    def _taken_up(self, whole: Numbers, spread: float) -> Numbers:
        """How (X, y)'V⁻¹(X, y) enters the criterion: its slope on each of its cells."""
        unscaled = np.linalg.inv(whole[:-1, :-1])
        rest = np.append(-unscaled @ whole[:-1, -1], 1.0)
        taken = np.outer(rest, rest) * self.free / spread
        taken[:-1, :-1] += unscaled
        if self._random_groups:
            return taken
        with_levels = np.zeros((len(taken) + 1,) * 2)
        with_levels[1:, 1:] = taken
        return with_levels

    def whitened(self, parameters: Numbers) -> tuple[Numbers, float]:
        """(X, y)'V⁻¹(X, y) in units of 1 / s, and log |V| with what fixed groups add to log |X'V⁻¹X|.

        It is kept: the curvature of the criterion asks for the same parameters at several residuals.
        """
        key = parameters.tobytes()
        if key not in self._whitened:
            lower = self._effects.factor(parameters[: len(self._effects.are_deviations)])
            log_determinant, left = self._without_members(lower)
            _, _, whole, of_groups = self._without_groups(left, parameters)
            self._whitened[key] = whole, log_determinant + of_groups
        return self._whitened[key]

    def _without_groups(self, left: Numbers, parameters: Numbers) -> tuple[Numbers, Numbers, Numbers, float]:
        """What each group's own level takes up: its share, 1'V⁻¹(X, y) of it, what is left in all, and log |V|."""
        by_group = np.add.reduceat(left, self._starts, axis=2)
        first, corner = by_group[0], by_group[0, 0]
        if self._random_groups:
            ratio = float(parameters[-1]) ** 2
            shares, log_determinant = ratio / (1 + ratio * corner), float(np.log1p(ratio * corner).sum())
        else:
            shares, log_determinant = 1 / corner, float(np.log(corner).sum())
        whole = by_group.sum(axis=2) - (first * shares) @ first.T
        return shares, first, whole if self._random_groups else whole[1:, 1:], log_determinant

    def _without_members(self, lower: Numbers) -> tuple[float, Numbers]:
        """Log |I + Z D Z'| over members, and each member's products less what the member's effects take up.

        Member by member this is a Cholesky factorization of I + L'Z'ZL; written out, each step is one pass over all.
        """
        crossed = _turned(lower, self._crossed)
        inner = _turned(lower, np.dot(self._random, lower).reshape(len(lower), -1, len(lower)))
        first = 1 + inner[0, :, 0]
        scaled = crossed[0] / np.sqrt(first)
        left = self._products - scaled[:, None] * scaled
        log_determinant = float(np.log(first).sum())
        if len(lower) == 2:
            step = inner[0, :, 1] / np.sqrt(first)
            second = 1 + inner[1, :, 1] - step**2
            scaled = (crossed[1] - step * scaled) / np.sqrt(second)
            left -= scaled[:, None] * scaled
            log_determinant += float(np.log(second).sum())
        return log_determinant, left


def _turned(lower: Numbers, products: Numbers) -> Numbers:
    """The factor's transpose times the first axis, as np.tensordot has it, which takes longer than the product here."""
    turned = np.dot(lower.T, products.reshape(len(products), -1))
    return np.asarray(turned.reshape(products.shape))


def _weighed_products(crossed: Numbers, weights: Numbers) -> Numbers:
    """The sum over the last axis of crossed[a]' weights crossed[b], for every a and b."""
    weighed = [weights @ one for one in crossed]
    return np.array([[(one * other).sum() for other in crossed] for one in weighed])


def _log_determinant_and_spread(whole: Numbers) -> tuple[float, float] | None:
    """Log |X'V⁻¹X| and the residual sum of squares; None where columns depend on each other or nothing is left."""
    try:
        diagonal = np.linalg.cholesky(whole).diagonal()
    except np.linalg.LinAlgError:
        return None
    return 2 * float(np.log(diagonal[:-1]).sum()), float(diagonal[-1]) ** 2
