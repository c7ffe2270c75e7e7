"""A rating taken apart: the session's distance from the member's mean, the member's from the group's, the group's."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from groupreport.measures.growth.nested_data import Places
from groupreport.measures.inputs import Numbers


@dataclass(frozen=True)
class ThreeLevels:
    """The parts of each row's value; with the mean of all they add up to it."""

    within_member: Numbers
    between_members: Numbers
    between_groups: Numbers


def three_levels(values: Numbers, member: Places, group: Places) -> ThreeLevels:
    """Take values apart into within-member, between-member and between-group parts.

    value - mean = (value - member's mean) + (member's mean - group's mean) + (group's mean - mean of all), the
    group's mean and the mean of all being means of rows.

    Args:
        values: Complete and finite.
        member: Whose, numbered within groups from 0.
        group: In which group, from 0.

    Source: Enders & Tofighi 2007 (centering); Curran & Bauer 2011.

    Examples:
        >>> parts = three_levels(np.array([1.0, 3, 4, 8]), np.array([0, 0, 1, 2]), np.array([0, 0, 0, 1]))
        >>> parts.within_member.tolist(), parts.between_groups.round(3).tolist()  # the mean of all is 4
        ([-1.0, 1.0, 0.0, 0.0], [-1.333, -1.333, -1.333, 4.0])
    """
    moved = values - values.mean()
    of_member = (np.bincount(member, weights=moved) / np.maximum(np.bincount(member), 1))[member]
    of_group = (np.bincount(group, weights=moved) / np.maximum(np.bincount(group), 1))[group]
    return ThreeLevels(moved - of_member, of_member - of_group, of_group)
