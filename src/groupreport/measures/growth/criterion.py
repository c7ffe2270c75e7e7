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

    def factors(self, parameters: Numbers) -> Numbers:
        """The lower triangles whose squares are the members' covariances, in units of the residual variance.

        One a row of parameters, of which those of the members come first.
        """
        rows, columns = self.places
        lower = np.zeros((len(parameters), len(self.columns), len(self.columns)))
        lower[:, rows, columns] = parameters[:, : len(rows)]
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

    Parameters come as rows, and every row has its answer: of a group's few members ten cost little more than one.
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

    def at(self, parameters: Numbers) -> Numbers:
        """The criterion with coefficients and the residual variance at their best; infinite where it has none."""
        whole, log_determinant = self.whitened(parameters)
        return self._profiled(log_determinant, *_log_determinant_and_spread(whole))

    def at_residual(self, parameters: Numbers, residual: Numbers) -> Numbers:
        """The criterion at residual standard deviations, with the coefficients at their best."""
        whole, log_determinant = self.whitened(parameters)
        log_fixed, spread = _log_determinant_and_spread(whole)
        variance = residual**2
        value = log_determinant + log_fixed + self.free * np.log(2 * math.pi * variance) + spread / variance
        return np.asarray(value)

    def with_positive_deviations(self, parameters: Numbers) -> Numbers:
        """The same model with standard deviations of 0 or more: a column of the factor may change its sign."""
        rows, columns = self._effects.places
        lower = self._effects.factors(parameters)
        signs = np.where(lower.diagonal(axis1=1, axis2=2) < 0, -1.0, 1.0)
        turned = (lower * signs[:, None])[:, rows, columns]
        return np.hstack([turned, np.abs(parameters[:, len(rows) :])])

    def with_slopes(self, parameters: Numbers) -> tuple[Numbers, Numbers]:
        """The criterion of `at`, and how it changes with each parameter; infinite, without slopes, where it has none.

        With W = (X, y) and P = V⁻¹ - V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹, the slope on the covariance D of members' effects is the sum
        over members of Z'V⁻¹Z - (Z'V⁻¹W) S (Z'V⁻¹W)', where S gathers what the coefficients and the residual take up.
        """
        lower = self._effects.factors(parameters)
        log_determinant, left = self._without_members(lower)
        shares, first, whole, of_groups = self._without_groups(left, parameters)
        log_fixed, spread = _log_determinant_and_spread(whole)
        value = self._profiled(log_determinant + of_groups, log_fixed, spread)
        known = np.isfinite(value)
        taken = self._taken_up(np.where(known[:, None, None], whole, np.eye(whole.shape[1])), spread)
        member = left[:, self._columns]
        own = member[:, :, :1] * shares[:, None, None, self._group_of]
        crossed = member - own * first[:, None, :, self._group_of]
        inner = member[:, :, self._columns] - own * member[:, None, :, 0]
        slope = inner.sum(axis=3) - _weighed_products(crossed, taken)
        rows, columns = self._effects.places
        slopes = (2 * slope @ lower)[:, rows, columns]
        if self._random_groups:
            deviation = parameters[:, -1]
            group = first / (1 + deviation[:, None] ** 2 * first[:, 0])[:, None]
            on_ratio = group[:, 0].sum(axis=1) - _weighed_products(group[:, None], taken)[:, 0, 0]
            slopes = np.column_stack([slopes, 2 * deviation * on_ratio])
        return value, np.where(known[:, None], slopes, 0.0)

    def _profiled(self, log_determinant: Numbers, log_fixed: Numbers, spread: Numbers) -> Numbers:
        value = log_determinant + log_fixed + self.free * (1 + np.log(2 * math.pi * spread / self.free))
        return np.where(np.isnan(value), math.inf, value)

    def _taken_up(self, whole: Numbers, spread: Numbers) -> Numbers:
        """How (X, y)'V⁻¹(X, y) enters the criterion: its slope on each of its cells, fixed levels at 0."""
        unscaled = np.linalg.inv(whole[:, :-1, :-1])
        rest = np.ones(whole.shape[:2])
        rest[:, :-1] = -(unscaled @ whole[:, :-1, -1:])[:, :, 0]
        levels = 0 if self._random_groups else 1
        taken = np.zeros((len(whole), *(levels + whole.shape[1],) * 2))
        taken[:, levels:, levels:] = rest[:, :, None] * rest[:, None] * self.free / spread[:, None, None]
        taken[:, levels:-1, levels:-1] += unscaled
        return taken

    def whitened(self, parameters: Numbers) -> tuple[Numbers, Numbers]:
        """(X, y)'V⁻¹(X, y) in units of 1 / s, and log |V| with what fixed groups add to log |X'V⁻¹X|."""
        log_determinant, left = self._without_members(self._effects.factors(parameters))
        _, _, whole, of_groups = self._without_groups(left, parameters)
        return whole, log_determinant + of_groups

    def _without_groups(self, left: Numbers, parameters: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """What each group's own level takes up: its share, 1'V⁻¹(X, y) of it, what is left in all, and log |V|."""
        by_group = np.add.reduceat(left, self._starts, axis=3)
        first, corner = by_group[:, 0], by_group[:, 0, 0]
        if self._random_groups:
            ratio = parameters[:, -1:] ** 2
            shares, log_determinant = ratio / (1 + ratio * corner), np.log1p(ratio * corner).sum(axis=1)
        else:
            shares, log_determinant = 1 / corner, np.log(corner).sum(axis=1)
        whole = by_group.sum(axis=3) - (first * shares[:, None]) @ first.transpose(0, 2, 1)
        return shares, first, whole if self._random_groups else whole[:, 1:, 1:], log_determinant

    def _without_members(self, lower: Numbers) -> tuple[Numbers, Numbers]:
        """Log |I + Z D Z'| over members, and each member's products less what the member's effects take up.

        Member by member this is a Cholesky factorization of I + L'Z'ZL; written out, each step is one pass over all.
        """
        size = lower.shape[1]
        crossed = _turned(lower, self._crossed)
        inner = _turned(lower, (self._random @ lower).reshape(len(lower), size, -1, size))
        first = 1 + inner[:, 0, :, 0]
        scaled = crossed[:, 0] / np.sqrt(first)[:, None]
        left = self._products - scaled[:, :, None] * scaled[:, None]
        log_determinant = np.log(first).sum(axis=1)
        if size == 2:
            step = inner[:, 0, :, 1] / np.sqrt(first)
            second = 1 + inner[:, 1, :, 1] - step**2
            scaled = (crossed[:, 1] - step[:, None] * scaled) / np.sqrt(second)[:, None]
            left -= scaled[:, :, None] * scaled[:, None]
            log_determinant += np.log(second).sum(axis=1)
        return log_determinant, left


def _turned(lower: Numbers, products: Numbers) -> Numbers:
    """Each factor's transpose times the first of the last three axes."""
    flat = products.reshape(*products.shape[:-2], -1)
    return np.asarray((lower.transpose(0, 2, 1) @ flat).reshape(len(lower), *products.shape[-3:]))


def _weighed_products(crossed: Numbers, weights: Numbers) -> Numbers:
    """The sum over the last axis of crossed[a]' weights crossed[b], for every a and b."""
    flat = (len(crossed), crossed.shape[1], -1)
    weighed = (weights[:, None] @ crossed).reshape(flat)
    return np.asarray(weighed @ crossed.reshape(flat).transpose(0, 2, 1))


def _log_determinant_and_spread(whole: Numbers) -> tuple[Numbers, Numbers]:
    """Log |X'V⁻¹X| and the residual sum of squares; NaN where columns depend on each other or nothing is left."""
    diagonal = _diagonal_of_cholesky(whole)
    return 2 * np.log(diagonal[:, :-1]).sum(axis=1), diagonal[:, -1] ** 2


def _diagonal_of_cholesky(whole: Numbers) -> Numbers:
    """The diagonal of each Cholesky factor; NaN where there is none."""
    try:
        return np.asarray(np.linalg.cholesky(whole).diagonal(axis1=1, axis2=2))
    except np.linalg.LinAlgError:
        if len(whole) == 1:
            return np.full(whole.shape[:2], np.nan)
        return np.concatenate([_diagonal_of_cholesky(one[None]) for one in whole])
