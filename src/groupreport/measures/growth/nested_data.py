"""Ratings of members in groups as sums of products, which is all that a mixed model of them needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from groupreport.measures.inputs import Numbers

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class NestedData:
    """Members' sums of products.

    Attributes:
        products: The products of each of (fixed columns ..., outcome) with each, summed over a member's rows; members
            along the last axis. The first fixed column is 1.
        group_of: The number of each member's group, from 0 without gaps, in rising order.
        rows: How many rows in all.
    """

    products: Numbers
    group_of: Places
    rows: int

    @property
    def members(self) -> int:
        """How many members, counted in each of their groups."""
        return int(self.products.shape[2])

    @property
    def groups(self) -> int:
        """How many groups."""
        return int(self.group_of.max()) + 1


def nested_data(columns: Numbers, outcome: Numbers, members: Places, groups: Places) -> NestedData:
    """Sum products over the rows of each member of each group.

    Args:
        columns: The fixed columns without the 1, complete and finite.
        outcome: What is to be predicted, complete and finite.
        members: Which member a row is of; somebody in two groups is a member of each.
        groups: Which group a row is of.
    """
    both = groups * (int(members.max()) + 1) + members
    codes, member_of_row = np.unique(both, return_inverse=True)
    order = np.argsort(member_of_row, kind="stable")
    rows = np.vstack([np.ones(len(outcome)), columns.T, outcome])[:, order]
    starts = np.searchsorted(member_of_row[order], np.arange(len(codes)))
    products = np.add.reduceat(rows[:, None] * rows, starts, axis=2)
    _, group_of = np.unique(codes // (int(members.max()) + 1), return_inverse=True)
    return NestedData(products=products, group_of=group_of.astype(np.intp), rows=len(outcome))
