"""Complete rows of numbers about members of groups, with numbers instead of labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from groupreport.measures.agreement.grouping import ROUNDING
from groupreport.measures.growth.nested_data import Places
from groupreport.measures.inputs import Labels, Numbers, Values, as_labels, as_numbers, group_codes


@dataclass(frozen=True)
class NestedRows:
    """Rows in which every column is known; infinite values are kept.

    `member` numbers people within groups, so that somebody in two groups is a member of each.
    """

    columns: Mapping[str, Numbers]
    member: Places
    group: Places

    def __len__(self) -> int:
        """How many rows."""
        return len(self.member)

    @property
    def members(self) -> int:
        """How many members, counted in each of their groups."""
        return len(np.unique(self.member))

    @property
    def groups(self) -> int:
        """How many groups."""
        return len(np.unique(self.group))

    @property
    def are_finite(self) -> bool:
        """Whether no value is infinite."""
        return all(bool(np.isfinite(column).all()) for column in self.columns.values())


def nested_rows(columns: Mapping[str, Values], members: Labels, groups: Labels) -> NestedRows:
    """Leave out rows without one of the values, a member or a group, and number the rest.

    Raises:
        ValueError: The arguments differ in length, or a column holds something else than numbers.
    """
    numbers = {name: as_numbers(values, name) for name, values in columns.items()}
    labels = [as_labels(members), as_labels(groups)]
    if len({*(len(column) for column in numbers.values()), *map(len, labels)}) > 1:
        raise ValueError(f"{', '.join(numbers)}, members and groups must have equal length")
    member, group = (group_codes(one)[0] for one in labels)
    known = (member >= 0) & (group >= 0)
    for column in numbers.values():
        known &= ~np.isnan(column)
    kept = {name: column[known] for name, column in numbers.items()}
    member, group = member[known], group[known]
    if not len(member):
        return NestedRows(kept, member, group)
    _, group = np.unique(group, return_inverse=True)
    _, in_group = np.unique(group * (int(member.max()) + 1) + member, return_inverse=True)
    return NestedRows(kept, in_group.astype(np.intp), group.astype(np.intp))


def varies(values: Numbers) -> bool:
    """Whether numbers differ by more than rounding."""
    return bool(np.ptp(values) > ROUNDING * np.abs(values).max()) if len(values) else False
