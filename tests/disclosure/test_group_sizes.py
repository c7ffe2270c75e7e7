"""How large leadership is told that groups are, and what a reader can make of it who knows the rule."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
import pandas as pd

from groupreport.disclosure.group_sizes import with_sizes


def _sizes(groups, people, smallest=5):
    """The least and most of every group's size, beside the people of its program and of all programs.

    People are a number that is told, or the least and most that they can be.
    """
    frame = pd.DataFrame([(program, size) for program, sizes in groups.items() for size in sizes])
    frame.columns = ["program", "enrolled"]
    between = {name: (count, count) if isinstance(count, int) else count for name, count in people.items()}
    sizes = with_sizes(frame, between, smallest)
    return list(zip(sizes["size_from"], sizes["size_to"], strict=True))


def test_sizes_beside_a_program_do_not_tell_the_size_of_a_small_group():
    """13 people, 9 of them in one group: any range that holds the 9 would be narrowed by the 1 to 4 of the other."""
    assert pd.isna(_sizes({"A": (9, 4)}, {"A": 13, "All programs": 13})).all()


def test_sizes_are_exact_where_nobody_is_in_two_groups():
    """8, 8, 9 and 9 in one program, 9 in the other, 43 people: the places are the people."""
    groups, people = {"A": (8, 8, 9, 9), "B": (9,)}, {"A": 34, "B": 9, "All programs": 43}

    assert _sizes(groups, people) == [(8, 8), (8, 8), (9, 9), (9, 9), (9, 9)]
    assert _sizes(groups, people | {"A": (20, 38), "B": (5, 23)}) == [(5, 14)] * 5


def test_sizes_do_not_add_up_to_a_few_people_in_two_groups():
    """34 places of 32 people: two are in two groups of A; with one person in A and B, no size is exact."""
    groups = {"A": (8, 8, 9, 9), "B": (9,)}
    apart = {"A": 32, "B": 9, "All programs": 41}

    assert _sizes(groups, apart) == [(5, 14)] * 4 + [(9, 9)]
    assert _sizes(groups, {"A": (20, 37), "B": (5, 22), "All programs": 42}) == [(5, 14)] * 5


def test_sizes_of_other_programs_stay_exact_beside_a_small_group():
    """9 and 4 in one program: the 9 would tell the 4, and the 8 of the other program tell nothing of it."""
    people = {"A": 13, "B": 8, "All programs": 21}
    *of_a, other = _sizes({"A": (9, 4), "B": (8,)}, people)

    assert pd.isna(of_a).all()
    assert other == (8, 8)


def test_sizes_are_exact_where_many_are_in_two_groups():
    """Seven people in both groups are no small count."""
    assert _sizes({"A": (20, 17)}, {"A": 30, "All programs": 30}) == [(20, 20), (17, 17)]


def _possible(sizes, people, in_two, smallest):
    """By counting them out: the values of every size in all the sizes that leave so many people in two groups."""
    small = range(1, smallest)
    ranges = [small if pd.isna(low) else range(low, high + 1) for low, high in sizes]
    alike = [values for values in itertools.product(*ranges) if sum(values) == people + in_two]
    return [set(values) for values in zip(*alike, strict=True)], [set(one) for one in ranges]


def test_five_groups_of_five_to_nine_in_a_program_of_41_are_not_told_as_such():
    """They would be 6 or more each, as none could be 5 without another of 10; and no more than four are in two."""
    sizes = _sizes({"A": (8, 8, 8, 9, 9)}, {"A": 41, "All programs": 41})

    assert sizes == [(5, 14)] * 5


def test_no_range_of_sizes_is_narrowed_by_the_others_and_the_people_of_the_program():
    """Whatever number from 0 to 2 is in two groups, each size can have any value of its range (3 is the smallest)."""
    random, told = np.random.default_rng(2026), 0
    for _ in range(300):
        groups = random.integers(2, 14, random.integers(2, 6)).tolist()
        in_two = int(random.integers(1, 3))
        people = sum(groups) - in_two
        sizes = _sizes({"A": groups}, {"A": people, "All programs": people}, 3)
        assert all(pd.isna(low) or low <= size <= high for (low, high), size in zip(sizes, groups, strict=True))
        if not all(pd.isna(low) for low, _ in sizes):
            told += 1
            for supposed in range(3):
                possible, ranges = _possible(sizes, people, supposed, 3)
                assert possible == ranges

    assert told >= 30


def _of_sum(number, total, least=1):
    """Sizes of so many groups, the smaller first, that make up the total."""
    if number == 1:
        yield from [(total,)] if total >= least else []
        return
    for size in range(least, total // number + 1):
        for others in _of_sum(number - 1, total - size, size):
            yield size, *others


def _told_alike(inputs):
    """By what readers have of them: sizes, how many are in two groups, and what is told of each group."""
    alike = defaultdict(list)
    for readers_have, sizes, in_two, told in inputs:
        alike[readers_have, tuple(sorted(told))].append((sizes, in_two, told))
    return alike


def _values(same, of):
    """Every size of a group of which this is told, by how many are in two groups."""
    values = defaultdict(set)
    for sizes, in_two, told in same:
        values[in_two] |= {size for size, one in zip(sizes, told, strict=True) if one == of}
    return values


SMALLEST = 3
SMALL, UNTOLD = (0, 0), (1, 0)  # what a page without sizes tells of a group


def _told(sizes, shown):
    return tuple(
        (SMALL if size < SMALLEST else UNTOLD) if pd.isna(low) else (low, high)
        for size, (low, high) in zip(sizes, shown, strict=True)
    )


def test_who_knows_the_rule_learns_no_more_from_ranges_beside_the_people_of_a_program():
    """All sizes of three or four groups that one page could come from; which groups are small can be seen."""
    inputs = []
    for number, people in ((3, 13), (4, 17), (4, 19)):
        for in_two in range(2 * SMALLEST):
            for sizes in _of_sum(number, people + in_two):
                shown = _sizes({"A": sizes}, {"A": people, "All programs": people}, SMALLEST)
                inputs.append(((number, people), sizes, in_two, _told(sizes, shown)))
    before = _told_alike((*have, [SMALL if size < SMALLEST else UNTOLD for size in have[1]]) for *have, _ in inputs)
    ranges = 0

    for (readers_have, told), same in _told_alike(inputs).items():
        if all(low in (0, 1) or low == high for low, high in told) and any(low > 1 for low, _ in told):
            continue  # exact: nobody or many are in two groups
        unsized = before[readers_have, tuple(sorted(SMALL if one == SMALL else UNTOLD for one in told))]
        fewest = min(in_two for _, in_two, _ in unsized)
        if min(in_two for _, in_two, _ in same) >= SMALLEST:
            continue  # many are in two groups, as anybody can see
        assert {in_two for _, in_two, _ in same} >= set(range(max(fewest, 1), SMALLEST))
        for low, high in set(told):
            possible = {(0, 0): range(1, SMALLEST), (1, 0): ()}.get((low, high), range(low, high + 1))
            ranges += low > 1
            values = _values(same, (low, high))
            without = _values(unsized, SMALL if (low, high) == SMALL else UNTOLD)
            for in_two in range(1, SMALLEST):
                assert values[in_two] >= set(possible) & without[in_two]

    assert ranges >= 5


def _between(all_people, programs, in_two):
    """What readers know of two programs of whom only all people are told, and which of their groups are small."""
    least = {name: sum(SMALLEST if size >= SMALLEST else 1 for size in sizes) for name, sizes in programs.items()}
    most = {
        name: sum(SMALLEST - 1 if size < SMALLEST else all_people for size in sizes) for name, sizes in programs.items()
    }
    if in_two:  # sums do not add up, so that the least is not known either
        return {"A": (1, all_people), "B": (1, min(most["B"], all_people)), "All programs": all_people}
    return {
        "A": (max(least["A"], all_people - most["B"]), all_people - least["B"]),
        "B": (least["B"], min(most["B"], all_people - least["A"])),
        "All programs": all_people,
    }


def test_ranges_do_not_tell_the_people_of_a_program_that_are_withheld():
    """One or two people in a program withhold both: three groups of the other tell nothing of them but their range."""
    inputs = []
    for all_people in (17, 20, 24):
        for of_b, in_two in itertools.product((1, 2), range(SMALLEST)):
            for sizes in _of_sum(3, all_people + in_two - of_b, SMALLEST):
                programs = {"A": sizes, "B": (of_b,)}
                shown = _sizes(programs, _between(all_people, programs, in_two), SMALLEST)
                inputs.append((all_people, (*sizes, of_b), in_two, _told((*sizes, of_b), shown)))
    ranges = 0

    for (_, told), same in _told_alike(inputs).items():
        assert {sizes[-1] for sizes, _, _ in same} == {1, 2}
        assert {in_two for _, in_two, _ in same} >= {1, 2}
        for low, high in set(told) - {SMALL, UNTOLD}:
            ranges += 1
            values = _values(same, (low, high))
            assert all(values[in_two] == set(range(low, high + 1)) for in_two in (1, 2))

    assert ranges >= 4
