"""How large a group is, as a range: exact numbers of groups add up to a few people in two groups, or in a small one."""

from __future__ import annotations

import pandas as pd

WIDTHS = (5, 10, 20)  # the narrowest that leaves the small groups open


def with_sizes(groups: pd.DataFrame, flows: pd.DataFrame, smallest: int) -> pd.DataFrame:
    """The groups with `size_from` and `size_to`: the range of five in which the number enrolled lies.

    Missing for a group with fewer than `smallest` members. Where the ranges beside the people of a program would narrow
    what a reader knows of such a group, all of them are wider, and missing where that does not help.
    """
    enrolled = groups["enrolled"].astype("Int64")
    shown = enrolled >= smallest
    for width in WIDTHS:
        low = (enrolled // width * width).clip(lower=smallest)
        high = (enrolled // width + 1) * width - 1
        sizes = groups.assign(size_from=low.where(shown), size_to=high.where(shown))
        if all(_leaves_small_ones_open(of_program, flows, smallest) for of_program in sizes.groupby("program")):
            return sizes
    nothing = pd.array([pd.NA] * len(groups), dtype="Int64")
    return groups.assign(size_from=nothing, size_to=nothing)


def _leaves_small_ones_open(of_program: tuple[object, pd.DataFrame], flows: pd.DataFrame, smallest: int) -> bool:
    """Whether the small groups of a program can each still have any size below the smallest that is shown."""
    program, groups = of_program
    small = int((groups["enrolled"] < smallest).sum())
    people = flows.loc[flows["program"] == program, "enrolled"]
    if not small or people.empty:
        return True
    # Where nobody is in two groups, the small ones together are what the ranges leave of the program.
    least, most = (int(people.iloc[0]) - int(groups[end].sum()) for end in ("size_to", "size_from"))
    return least - (small - 1) * (smallest - 1) <= 1 and most - (small - 1) >= smallest - 1
