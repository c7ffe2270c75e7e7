"""Whether a rating goes with the outcome score of the next session, at three levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypedDict

import numpy as np
from scipy.special import stdtrit

from groupreport.measures.agreement.grouping import ROUNDING
from groupreport.measures.change.estimate import NO_ESTIMATE, Estimate
from groupreport.measures.growth.course import FEWEST_GROUPS, GroupsAre
from groupreport.measures.growth.criterion import MemberEffects
from groupreport.measures.growth.nested_data import nested_data
from groupreport.measures.growth.nested_model import fit_nested
from groupreport.measures.growth.nested_rows import NestedRows, nested_rows, varies
from groupreport.measures.inputs import Labels, Numbers, Values
from groupreport.measures.links.levels import three_levels
from groupreport.measures.links.robust import cluster_robust

FEWEST_PAIRS = 20
FEWEST_MEMBERS = 8

Level = Literal["within_member", "between_members", "between_groups"]
LEVELS: tuple[Level, ...] = ("within_member", "between_members", "between_groups")

# Why there is no answer, as codes.
TOO_FEW = "too_few_pairs"
INFINITE = "infinite"
NO_VARIANCE = "no_variance_within_members"
NOT_FITTED = "not_fitted"


@dataclass(frozen=True, kw_only=True)
class LaggedLink:
    """How a rating goes with the next outcome score. It describes an association and no cause.

    Attributes:
        within_member: Points of the outcome that go with one point of the rating, with their interval: sessions after
            which a member rated higher than usual, against this member's others.
        between_members: The same of members who rated higher than their group, against others of the group.
        between_groups: The same of groups that rated higher; NaN under 5 groups.
        model: "mixed" (random intercepts of members), or "robust" (least squares with standard errors clustered by
            group, under 5 groups by member, where no mixed model could be fitted). None without an answer.
        groups_as: "random", or "fixed" or "one" under 5 groups: then nothing is said about groups.
        controlled: Whether the outcome at the rating's own session is held constant.
        pairs, members, groups: What went in.
        reason: Why there is no answer (too_few_pairs, infinite, no_variance_within_members, not_fitted); empty where
            there is one.
    """

    within_member: Estimate = NO_ESTIMATE
    between_members: Estimate = NO_ESTIMATE
    between_groups: Estimate = NO_ESTIMATE
    model: Literal["mixed", "robust"] | None = None
    groups_as: GroupsAre
    controlled: bool
    pairs: int
    members: int
    groups: int
    reason: str = ""


def lagged_link(
    ratings: Values, next_outcomes: Values, members: Labels, groups: Labels, previous: Values | None = None
) -> LaggedLink:
    """Relate ratings to the next outcome score within members, between members of a group, and between groups.

    outcome ~ within + between members + between groups (+ previous outcome) + (1 | member) + (1 | group), by
    restricted maximum likelihood, with the rating's three parts from `three_levels`. Under 5 groups each has its own
    intercept and the groups' part is left out. Intervals use t with Satterthwaite's degrees of freedom, at most
    members - groups (groups - 2 for the groups' part).

    Args:
        ratings: One rating a pair.
        next_outcomes: The outcome score after it.
        members: Whose.
        groups: In which group.
        previous: The outcome at the rating's own session, to be held constant. With a member's few sessions this
            pulls the coefficient of the previous score down (Nickell 1981), so both forms belong side by side.

    Raises:
        ValueError: The arguments differ in length, or are not numbers.

    Source: Enders & Tofighi 2007; Falkenstroem, Granstroem & Holmqvist 2013 (alliance and next session's symptoms).

    Examples:
        >>> lagged_link([1, 2], [3, 4], ["A", "A"], ["G", "G"]).reason
        'too_few_pairs'
    """
    given = {"ratings": ratings, "next_outcomes": next_outcomes}
    if previous is not None:
        given["previous"] = previous
    rows = nested_rows(given, members, groups)
    counts: _Counts = {
        "controlled": previous is not None,
        "pairs": len(rows),
        "members": rows.members,
        "groups": rows.groups,
        "groups_as": "one" if rows.groups <= 1 else "fixed" if rows.groups < FEWEST_GROUPS else "random",
    }
    reason = _why_none(rows)
    if reason:
        return LaggedLink(**counts, reason=reason)
    parts = three_levels(rows.columns["ratings"], rows.member, rows.group)
    used = {
        name: getattr(parts, name) for name in LEVELS if name != "between_groups" or counts["groups_as"] == "random"
    }
    told = {name: column for name, column in used.items() if _varies_about(column, rows.columns["ratings"])}
    if "within_member" not in told or not varies(rows.columns["next_outcomes"]):
        return LaggedLink(**counts, reason=NO_VARIANCE)
    estimated = _mixed(rows, told, counts["groups_as"]) or _robust(rows, told, counts["groups_as"])
    if estimated is None:
        return LaggedLink(**counts, reason=NOT_FITTED)
    model, fixed, errors, degrees = estimated
    most = {name: rows.groups - 2 if name == "between_groups" else rows.members - rows.groups for name in told}
    found = {
        name: _link(float(fixed[place]), float(errors[place]), min(float(degrees[place]), most[name]))
        for place, name in enumerate(told)
    }
    return LaggedLink(
        **counts,
        within_member=found["within_member"],
        between_members=found.get("between_members", NO_ESTIMATE),
        between_groups=found.get("between_groups", NO_ESTIMATE),
        model=model,
    )


class _Counts(TypedDict):
    controlled: bool
    pairs: int
    members: int
    groups: int
    groups_as: GroupsAre


_Estimates: TypeAlias = "tuple[Literal['mixed', 'robust'], Numbers, Numbers, Numbers]"


def _why_none(rows: NestedRows) -> str:
    if len(rows) < FEWEST_PAIRS or rows.members < FEWEST_MEMBERS:
        return TOO_FEW
    return "" if rows.are_finite else INFINITE


def _mixed(rows: NestedRows, parts: Mapping[Level, Numbers], groups_as: GroupsAre) -> _Estimates | None:
    """Coefficients of the parts, errors and degrees from the mixed model; None where it has no answer."""
    outcome, columns, units = _in_unit_size(rows, parts)
    data = nested_data(columns, outcome, rows.member, rows.group)
    fit = fit_nested(data, MemberEffects((0,)), "random" if groups_as == "random" else "fixed")
    if fit is None or not fit.converged:
        return None
    first = len(fit.fixed) - columns.shape[1]  # past the common intercept, where there is one
    kept = slice(first, first + len(parts))
    degrees = np.where(np.isfinite(fit.degrees), fit.degrees, np.inf)
    return "mixed", fit.fixed[kept] * units, fit.errors[kept] * units, degrees[kept]


def _robust(rows: NestedRows, parts: Mapping[Level, Numbers], groups_as: GroupsAre) -> _Estimates | None:
    outcome, columns, units = _in_unit_size(rows, parts)
    intercepts = np.ones((len(rows), 1)) if groups_as == "random" else np.eye(rows.groups)[rows.group]
    clusters = rows.group if groups_as == "random" else rows.member
    fit = cluster_robust(np.column_stack([columns, intercepts]), outcome, clusters)
    if fit is None:
        return None
    kept = slice(0, len(parts))
    return "robust", fit.fixed[kept] * units, fit.errors[kept] * units, np.full(len(parts), fit.degrees)


def _in_unit_size(rows: NestedRows, parts: Mapping[Level, Numbers]) -> tuple[Numbers, Numbers, Numbers]:
    """The outcome and the columns with an SD of 1, and what turns coefficients of the parts back into points."""
    outcome = rows.columns["next_outcomes"]
    columns = [*parts.values(), *([rows.columns["previous"]] if "previous" in rows.columns else [])]
    spreads = np.array([column.std() or 1.0 for column in columns])
    scaled = np.column_stack(
        [(column - column.mean()) / spread for column, spread in zip(columns, spreads, strict=True)]
    )
    units = outcome.std() / spreads[: len(parts)]
    return (outcome - outcome.mean()) / outcome.std(), scaled, units


def _link(slope: float, error: float, degrees: float) -> Estimate:
    half = float(stdtrit(degrees, 0.975)) * error
    return Estimate(value=slope, low=slope - half, high=slope + half)


def _varies_about(part: Numbers, whole: Numbers) -> bool:
    """Whether a part of ratings differs by more than the rounding of the ratings."""
    return bool(np.ptp(part) > ROUNDING * len(part) * np.abs(whole).max())
