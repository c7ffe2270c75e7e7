"""The attack on who stayed away finds what trying every way in which people can have come finds."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from groupreport.disclosure.attendance_attack import AttendanceAttack, GroupRead, PeopleRead
from groupreport.disclosure.printed import in_steps

SESSIONS, DOSE = 4, 3
SIZES = {"Anxiety": (4, 3), "Grief": (4,)}
STEPS = {"groups": 20, "all": 100}
EVERY_WAY = {size: list(itertools.combinations_with_replacement(range(SESSIONS + 1), size)) for size in {3, 4}}


def _never(ways):
    return sum(came == 0 for way in ways for came in way)


def _irregular(ways):
    return sum(came < DOSE for way in ways for came in way)


def _shares(ways, told):
    """The attendance of each group, and of all, as it is printed; missing where it is not told."""
    groups = [in_steps(sum(way) / (SESSIONS * len(way)), STEPS["groups"]) for way in ways]
    of_all = in_steps(sum(map(sum, ways)) / (SESSIONS * sum(map(len, ways))), STEPS["all"])
    return [share if one else None for share, one in zip([*groups, of_all], told, strict=True)]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_open_is_what_some_way_of_coming_has(seed):
    """Three groups of two programs, four sessions, every attendance of every member; some is told and some is not."""
    random = np.random.default_rng(seed)
    sizes = [(program, size) for program, own in SIZES.items() for size in own]
    truth = [EVERY_WAY[size][random.integers(len(EVERY_WAY[size]))] for _, size in sizes]
    told, rated, smallest = random.random(4) < 0.7, random.integers(0, 3, 3), 4
    never_told = bool(random.random() < 0.7)
    rated = [min(count, sum(came > 0 for came in way)) for count, way in zip(rated, truth, strict=True)]
    shares = _shares(truth, told)
    ways = [
        ways
        for ways in itertools.product(*(EVERY_WAY[size] for _, size in sizes))
        if _shares(ways, told) == shares
        and (not never_told or _never(ways) == _never(truth))
        and all(sum(came > 0 for came in way) >= count for way, count in zip(ways, rated, strict=True))
    ]
    attack = AttendanceAttack(
        [
            GroupRead(
                program=program,
                fewest=size,
                most=size,
                sessions=SESSIONS,
                dose=DOSE,
                rated=count,
                attendance=math.nan if share is None else share,
                half_step=0.5 / STEPS["groups"],
            )
            for (program, size), count, share in zip(sizes, rated, shares[:-1], strict=True)
        ],
        {},
        _people(truth, 11, _never(truth) if never_told else None),
        (math.nan if shares[-1] is None else shares[-1], 0.5 / STEPS["all"]),
    )
    for program in SIZES:
        own = [place for place, (name, _) in enumerate(sizes) if name == program]
        people = _people([truth[place] for place in own], sum(len(truth[place]) for place in own), None)
        found = [[count([way[place] for place in own]) for way in ways] for count in (_never, _irregular)]
        expected = any(
            max(counts) < min(smallest - 1, len(own) * SESSIONS) or (0 < true < smallest and min(counts) > 1)
            for counts, true in zip(found, (people.true_never, people.true_irregular), strict=True)
        )
        assert attack.tells(program, people, smallest) == expected


def _people(ways, enrolled, never):
    return PeopleRead(
        enrolled=(enrolled, enrolled),
        never=(0, enrolled) if never is None else (never, never),
        irregular=(0, enrolled),
        true_never=_never(ways),
        true_irregular=_irregular(ways),
        true_regular=enrolled - _irregular(ways),
    )


def test_who_is_refuted_learns_nothing():
    """Three who never came missed more than 5 %: somebody was not on the list throughout, and anybody can be that."""
    group = GroupRead(program="Grief", fewest=8, most=8, sessions=10, dose=6, rated=0, attendance=0.95, half_step=0.025)
    people = _people([(10,) * 5 + (0,) * 3], 8, 3)
    attack = AttendanceAttack([group], {"Grief": people}, None, (math.nan, 0.005))

    assert not attack.tells("Grief", people, 5)
