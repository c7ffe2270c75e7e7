"""Releases about the same days, attacked together: what a reader learns who adds and subtracts."""

from __future__ import annotations

import datetime
import itertools
import math

import numpy as np
import pytest

from groupreport.disclosure.joint_attack import attack_jointly
from groupreport.disclosure.ledger import RecordedRelease, rules_of
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.read_back import ReadNumber, cells_of, table_of_cells
from groupreport.disclosure.related import Relation, related_to, relations_with
from groupreport.disclosure.worlds import Releases, World

DEFAULT = Policy(name="default")
NHS = Policy(name="nhs-5-round-5", smallest_count=5, round_to=5)
OPENSAFELY = Policy(name="opensafely-8-round-5", smallest_count=8, round_to=5)
DAYS = {"year": (1, 12), "first": (1, 6), "second": (7, 12), "spring": (3, 8), "next": (13, 18)}


def _release(number, term, counts, *, hidden=(), policy=DEFAULT, data=None, numbers=(), name="served_sex"):
    """A release of one table: counts by row and column, margins added, without the hidden places."""
    first, last = DAYS[term.partition("+")[0]]
    rows, columns = dict.fromkeys(r for r, _ in counts), dict.fromkeys(c for _, c in counts)
    full = dict(counts)
    full |= {(row, "Total"): sum(counts[row, column] for column in columns) for row in rows}
    full |= {("Total", column): sum(full[row, column] for row in rows) for column in [*columns, "Total"]}
    shown = {place: math.nan if place in hidden else policy.rounded(count) for place, count in full.items()}
    return RecordedRelease(
        number=number, term=term, starts=datetime.date(2026, 1, 1) + datetime.timedelta(30 * (first - 1)),
        ends=datetime.date(2026, 1, 1) + datetime.timedelta(30 * last - 1), data=data or f"{number:064}",
        rules=rules_of(policy), tables={name: table_of_cells(name, shown)}, numbers=tuple(numbers), recorded_at="",
    )  # fmt: skip


def _line(*counts):
    """One program by some categories."""
    return {("A", f"c{place}"): count for place, count in enumerate(counts)}


def _parts(new, *earlier):
    return {finding.part for finding in attack_jointly(new, earlier).findings}


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("sign", [">=", "<=", "="])
def test_what_follows_agrees_with_every_population_that_there_can_be(seed, sign):
    """All whole-number tables of three releases that fit what is shown and supposed: the ends are those, exactly."""
    rng = np.random.default_rng(seed)
    places = list(itertools.product("AB", "xy"))
    first, second = (dict(zip(places, rng.integers(0, 3, 4).tolist(), strict=True)) for _ in range(2))
    extra = {place: int(rng.integers(0, 2)) if sign == ">=" else 0 for place in places}
    shared = {place: min(first[place], second[place]) if sign == "<=" else 0 for place in places}
    year = {place: first[place] + second[place] + extra[place] - shared[place] for place in places}
    truths = {0: year, 1: first, 2: second}
    every = [*places, ("A", "Total"), ("B", "Total"), ("Total", "x"), ("Total", "y")]
    hidden = {number: [place for place in every if rng.random() < 0.7] for number in truths}
    terms = {0: "year", 1: "first", 2: "second"}
    made = [_release(n, terms[n], truths[n], hidden=hidden[n]) for n in truths]

    releases = Releases(made[0], made[1:])
    releases.remember(World(releases).examples)  # of a reader who supposes nothing: not all of them fit
    world = World(releases, Relation(0, (1, 2), (sign,)), sign)

    fitting = [_fitting(release, places) for release in made]
    together = []
    for one, two in itertools.product(fitting[1], fitting[2]):
        for whole in fitting[0]:
            sums = one + two
            holds = {">=": whole >= sums, "<=": whole <= sums, "=": whole == sums}[sign]
            if holds.all() and (whole >= one).all() and (whole >= two).all():
                together.append((whole, one, two))
    assert together
    for number, place in itertools.product(truths, range(4)):
        values = [tables[number][place] for tables in together]
        cell = (f"{number}/served_sex", *places[place])
        assert world.before({cell: 1})[0] <= min(values)
        assert world.now({cell: 1}, -1, 10**6) == (min(values), max(values))


def _fitting(release, places):
    """Every table of four counts that agrees with what the release shows."""
    shown = {(row, column): count for row, column, count in cells_of(release.tables["served_sex"])}
    total = int(shown["Total", "Total"])
    found = []
    for counts in itertools.product(range(total + 1), repeat=4):
        table = dict(zip(places, counts, strict=True))
        sums = {
            (r, c): sum(n for (row, col), n in table.items() if r in (row, "Total") and c in (col, "Total"))
            for r, c in shown
        }
        if all(math.isnan(count) or sums[place] == count for place, count in shown.items()):
            found.append(np.array(counts))
    return found


def test_males_of_all_give_females_away():
    """Heart disease by age 8, 10, 15, 25, males among them 7, 5, 8, 13: females are 1, 5, 7, 12."""
    assert _parts(_release(0, "year", _line(8, 10, 15, 25)), _release(1, "first", _line(7, 5, 8, 13))) == {"served_sex"}
    assert _parts(_release(0, "year", _line(40, 50)), _release(1, "first", _line(20, 30))) == set()


def test_a_wider_category_gives_the_few_between_away():
    """7 males under 25 and 6 under 20 are 1 between, and 52 less 50 of a smaller area are 2."""
    for wide, narrow in ((7, 6), (52, 50), (55, 54)):
        assert _parts(_release(0, "year", _line(wide, 40)), _release(1, "first", _line(narrow, 20)))


def test_two_terms_less_the_year_are_the_few_who_were_in_both():
    """60 and 50 people in the halves and 107 in the year: 3 were in both; with 110 nobody was."""
    halves = [_release(1, "first", _line(60, 40)), _release(2, "second", _line(50, 40))]

    assert _parts(_release(0, "year", _line(107, 80)), *halves) == {"served_sex"}
    assert _parts(_release(0, "year", _line(110, 80)), *halves) == set()


def test_the_year_less_a_half_gives_the_other_half_away():
    """Whether or not the other half was released: 64 less 60 are 4."""
    assert _parts(_release(0, "year", _line(64, 80)), _release(1, "first", _line(60, 40)))


def test_a_half_that_comes_after_the_year_is_attacked_alike():
    """The order in which a reader gets them makes no difference."""
    assert _parts(_release(0, "first", _line(60, 40)), _release(1, "year", _line(64, 80)))
    assert not _parts(_release(0, "first", _line(40, 40)), _release(1, "year", _line(64, 80)))


def test_an_old_release_is_protected_too():
    """4 and 26 were withheld in the first half; the year shows 4 as the most that there can be."""
    hidden = [("A", "c0"), ("A", "c1")]
    old = _release(1, "first", _line(4, 26, 20), hidden=hidden)

    assert _parts(_release(0, "year", _line(5, 60, 40)), old) == {"served_sex"}
    assert _parts(_release(0, "year", _line(35, 60, 40)), old) == set()


def test_three_releases_that_overlap_are_added_up():
    """The second half was never compared with the first: the year that holds both binds them."""
    year = _release(1, "year", _line(64, 80))
    first = _release(2, "first", _line(40, 40))

    assert _parts(_release(0, "second", _line(21, 40)), year, first) == {"served_sex"}
    assert _parts(_release(0, "second", _line(24, 40)), year, first) == set()


def test_all_groups_but_one_gives_that_group_away():
    """12 people more, all of one group: enough people, and too few groups."""
    told = [ReadNumber("process", "", "Total", "groups", groups) for groups in (12.0, 11.0, 9.0)]
    whole = _release(0, "first", _line(60, 50), numbers=[told[0]])

    for number, found in ((told[1], {"served_sex"}), (told[2], set())):
        part = _release(1, "first+most", _line(46, 38), numbers=[number])
        part = type(part)(**{**vars(part), "term": "most groups"})
        assert _parts(whole, part) == found


@pytest.mark.parametrize("name", ["stayed", "served_end"])
def test_people_between_who_are_all_alike(name):
    """20 people more, all of them dropped out: that tells of each; whom a program serves does not."""
    new = _release(0, "year", _line(60, 40), name=name)

    assert bool(_parts(new, _release(1, "first", _line(60, 20), name=name))) is (name == "stayed")


def test_means_of_nearly_the_same_people_are_found():
    """52 and 50 people with means of 12.0 and 11.6: the two between had 22 on average, also where counts are gone."""
    tables = [_release(n, t, _line(c, 40), name="changed_phq9", hidden=[("A", "Total"), ("Total", "Total")])
              for n, t, c in ((0, "year", 52), (1, "first", 50))]  # fmt: skip
    mean = [ReadNumber("scales", "PHQ-9", "A", "mean_pre", value) for value in (12.0, 11.6)]
    made = [type(one)(**{**vars(one), "numbers": (value,)}) for one, value in zip(tables, mean, strict=True)]

    assert "scales" in _parts(*made)


def test_rounded_releases_are_judged_by_what_they_can_have_been():
    """25 and 20 are 23..27 and 18..22, so 1..9 between; 30 exactly and 25 rounded are 3..7: few, and more than that."""
    assert _parts(_release(0, "year", _line(25, 60), policy=OPENSAFELY),
                  _release(1, "first", _line(20, 30), policy=OPENSAFELY)) == set()  # fmt: skip
    assert _parts(_release(0, "year", _line(30, 60)), _release(1, "first", _line(25, 30), policy=NHS)) == {"served_sex"}


@pytest.mark.parametrize(("policy", "shown", "ends"), [
    (Policy(name="six", smallest_count=6, round_to=5), 5, (6, 7)),
    (OPENSAFELY, 10, (8, 12)),
])  # fmt: skip
def test_what_a_rounded_count_can_have_been(policy, shown, ends):
    """Counts up to 5 withheld and rounding to 5 leave 6 or 7 for a 5; up to 7 withheld leave 8 to 12 for a 10."""
    assert policy.range_of(shown) == ends


def test_other_rules_for_the_same_data_tell_nothing_small():
    """10 as rounded to 5 is 8..12; that it is withheld under another rule says that it is 8..10."""
    counts = _line(9, 60, 40)
    first = _release(1, "first", counts, policy=NHS, data="d")
    hidden = [("A", "c0"), ("A", "c2"), ("Total", "c0"), ("Total", "c2")]

    rounded = _release(1, "first", _line(9, 60, 1), hidden=hidden[1::2], policy=NHS, data="d")
    assert _parts(_release(0, "first", _line(9, 60, 1), hidden=hidden, data="d"), rounded) == {"served_sex"}
    everything = [(row, column) for row, column, _ in cells_of(first.tables["served_sex"])]
    assert _parts(_release(0, "first", counts, hidden=everything, data="d"), first) == set()


def test_a_correction_is_found_as_one():
    """41 for 40, and the same numbers with another cell withheld: what is blank would say of whom."""
    before = _release(1, "first", _line(40, 30, 20))

    (found, *_) = attack_jointly(_release(0, "first", _line(41, 30, 20)), [before]).findings
    assert found.corrected
    other = _release(0, "first", _line(40, 30, 20), hidden=[("A", "c0"), ("A", "c1"), ("Total", "c0"), ("Total", "c1")])
    assert any(one.corrected for one in attack_jointly(other, [before]).findings)
    assert not _parts(_release(0, "first", _line(70, 30, 20)), before)


def test_terms_on_other_days_are_not_compared():
    """Two terms beside each other are different people."""
    next_term = _release(0, "next", _line(41, 30))

    assert related_to(next_term, [_release(1, "first", _line(40, 30))]) == []
    assert attack_jointly(next_term, [_release(1, "first", _line(40, 30))]).findings == ()


def test_a_term_that_is_joined_by_a_third_is_read_beside():
    """The halves share no day, and the year shares days with both."""
    new, first = _release(0, "second", _line(40, 40)), _release(1, "first", _line(40, 40))
    year = _release(2, "year", _line(80, 80))

    assert related_to(new, [first, year]) == [first, year]
    assert Relation(2, (0, 1), (">=", "<=", "=")) in relations_with(new, [first, year])
