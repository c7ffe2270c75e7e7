"""How large a group is: exactly, unless the groups would add up to a few people in two of them, or in a small one."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.summaries.records import ALL_PROGRAMS

WIDTHS = (5, 10, 20)  # of ranges
EXACT = 1
# The fewest and the most people that a program can have, for all that readers are told; the same where it is told.
Between = tuple[float, float]
ANY_NUMBER: Between = (0, math.inf)
Ends = npt.NDArray[np.int64]


def with_sizes(groups: pd.DataFrame, people: Mapping[str, Between], smallest: int) -> pd.DataFrame:
    """The groups with `size_from` and `size_to`, the least and the most that are enrolled: the same, or a range.

    Missing for a group with fewer than `smallest` members. Exact where readers know the people of every program and of
    all, and nobody in the program, or at least `smallest` people, are in two of its groups. Otherwise ranges that, with
    all that readers know of the number of people, tell nothing more: whatever number up to `smallest` - 1 a reader
    takes to be in two groups, every group can have any size of its range, and a small one any from 1 to `smallest` - 1.
    Where the ranges do not leave that, none is told.

    How wide ranges are goes by how many groups there are and by what readers know of the people alone, never by sizes
    or a number that is withheld: who knows this rule learns nothing from the width.

    Args:
        groups: One row a group, with `program` and `enrolled`.
        people: What readers know of the people of each program and of all, by the program's name.
        smallest: The smallest count that is shown.
    """
    programs = {str(name): one for name, one in groups.groupby("program", dropna=False)}
    if not programs:
        return without_sizes(groups)
    told = all(_is_told(people.get(name, ANY_NUMBER)) for name in (*programs, *people, ALL_PROGRAMS))
    exact = told and not _few_in_two_programs(people, smallest)
    of_all = _width(len(groups), people.get(ALL_PROGRAMS, ANY_NUMBER), smallest)
    sized = {}
    for name, one in programs.items():
        of_program = people.get(name, ANY_NUMBER)
        if exact and _may_be_exact(one, int(of_program[0]), smallest):
            sized[name] = _in_steps_of(EXACT, one, smallest)
        else:
            width = _width(len(one), of_program, smallest) if told else of_all
            sized[name] = without_sizes(one) if width is None else _in_steps_of(width, one, smallest)
    return pd.concat(_left_open(sized, people, smallest)).loc[groups.index]


def without_sizes(groups: pd.DataFrame) -> pd.DataFrame:
    """The groups with sizes that are all missing."""
    nothing = pd.array([pd.NA] * len(groups), dtype="Int64")
    return groups.assign(size_from=nothing, size_to=nothing)


def _is_told(people: Between) -> bool:
    return people[0] == people[1]


def _says_anything(groups: pd.DataFrame) -> bool:
    return bool(groups["size_from"].notna().any())


def _few_in_two_programs(people: Mapping[str, Between], smallest: int) -> bool:
    """Whether the people of all programs, each counted in every program, leave 1 to smallest - 1 who are in two."""
    of_programs = sum(count for name, (count, _) in people.items() if name != ALL_PROGRAMS)
    return 0 < of_programs - people[ALL_PROGRAMS][0] < smallest


def _may_be_exact(groups: pd.DataFrame, people: int, smallest: int) -> bool:
    """Whether exact sizes in a program of so many people add up to no few people in two groups, or in a small one."""
    if 0 < int(groups["enrolled"].sum()) - people < smallest:
        return False
    low, high = _ends(_in_steps_of(EXACT, groups, smallest), smallest)
    slack = int((high - low).max())
    return slack == 0 or int(low.sum()) + slack <= people <= int(high.sum()) - slack


def _width(number: int, people: Between, smallest: int) -> int | None:
    """The narrowest width at which so many groups of one size would tell nothing of each other; None without any."""
    least, most = people
    middle = int(least if math.isinf(most) else (least + most) // 2)
    even = pd.DataFrame({"enrolled": [middle // number + (place < middle % number) for place in range(number)]})
    for width in WIDTHS:
        if _any_size(*_ends(_in_steps_of(width, even, smallest), smallest), people, _in_two(number, smallest)):
            return width
    return None


def _in_two(number: int, smallest: int) -> int:
    """The most that a reader may take to be in two of so many groups: smallest - 1, and nobody in two of one."""
    return smallest - 1 if number > 1 else 0


def _in_steps_of(width: int, groups: pd.DataFrame, smallest: int) -> pd.DataFrame:
    """Ranges of one width, the first from the smallest size that is shown."""
    enrolled = groups["enrolled"].astype("Int64")
    low = (enrolled - smallest) // width * width + smallest
    shown = enrolled >= smallest
    return groups.assign(size_from=low.where(shown), size_to=(low + width - 1).where(shown))


def _ends(groups: pd.DataFrame, smallest: int) -> tuple[Ends, Ends]:
    """The least and the most that each group can have; a group without a size among others is a small one."""
    low = groups["size_from"].fillna(1).to_numpy(dtype=np.int64)
    return low, groups["size_to"].fillna(smallest - 1).to_numpy(dtype=np.int64)


def _any_size(low: Ends, high: Ends, people: Between, in_two: int) -> bool:
    """Whether every group can have any of its sizes, take a reader nobody or up to `in_two` people to be in two groups.

    Or whether readers see that more than that are in two groups: then any size is possible, as nobody knows how many.
    """
    slack, (least, most) = int((high - low).max()), people
    if low.sum() > most + in_two:
        return True
    return bool(low.sum() + slack <= most and least + in_two <= high.sum() - slack)


def _left_open(sized: Mapping[str, pd.DataFrame], people: Mapping[str, Between], smallest: int) -> list[pd.DataFrame]:
    """Each program's groups, without sizes where they are not open beside its people; all without beside all people."""
    beside = {}
    for name, one in sized.items():
        of_program = people.get(name, ANY_NUMBER)
        is_open = _is_open(one, of_program, _in_two(len(one), smallest), smallest)
        beside[name] = one if is_open else without_sizes(one)
    # Nobody is in two programs, for all that a reader knows, or up to smallest - 1, who are counted in both.
    if all(_is_open_beside(beside, people, in_two, smallest) for in_two in (0, smallest - 1)):
        return list(beside.values())
    return [without_sizes(one) for one in beside.values()]


def _is_open_beside(
    sized: Mapping[str, pd.DataFrame], people: Mapping[str, Between], in_two: int, smallest: int
) -> bool:
    """Whether the sizes of one program tell nothing of another's, beside all people and so many in two programs."""
    within = {name: between for name, between in people.items() if name != ALL_PROGRAMS}
    within |= {name: people.get(name, ANY_NUMBER) for name in sized}
    least, most = people.get(ALL_PROGRAMS, ANY_NUMBER)
    most = max(most, sum(fewest for fewest, _ in within.values())) + in_two
    # The most that a program can have follows from all people, unless it is told.
    within = {
        name: between if _is_told(between) else (between[0], between[1] + in_two) for name, between in within.items()
    }
    within |= {name: _possible_people(one, within[name], smallest) for name, one in sized.items()}
    for name, one in sized.items():
        others = [between for other, between in within.items() if other != name]
        left = (least + in_two - sum(high for _, high in others), most - sum(low for low, _ in others))
        if not _is_open(one, left, 0 if in_two else _in_two(len(one), smallest), smallest):
            return False
    return True


def _is_open(groups: pd.DataFrame, people: Between, in_two: int, smallest: int) -> bool:
    exact = bool((groups["size_from"] == groups["size_to"]).any())  # then what it may tell has been looked at
    return exact or not _says_anything(groups) or _any_size(*_ends(groups, smallest), people, in_two)


def _possible_people(groups: pd.DataFrame, people: Between, smallest: int) -> Between:
    """How many people the groups can have, where nobody is in two of them."""
    if not _says_anything(groups):
        return people
    low, high = _ends(groups, smallest)
    least, most = people
    return min(max(least, int(low.sum())), most), min(most, int(high.sum()))
