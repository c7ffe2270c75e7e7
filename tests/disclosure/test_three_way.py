"""Tables of two are sums of one table of program, category and how people fared: what follows from that."""

from __future__ import annotations

import datetime
import itertools

import numpy as np
import pandas as pd
import pytest

from groupreport.disclosure.attack import attack_on_tables
from groupreport.disclosure.ledger import RecordedRelease, rules_of
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.published import TOTAL, SuppressedTable
from groupreport.disclosure.read_back import table_of_cells
from groupreport.disclosure.related import Relation
from groupreport.disclosure.release import links_between, protect
from groupreport.disclosure.worlds import Releases, World
from groupreport.errors import DisclosureError
from groupreport.summaries.records import CountTable

ENDS = ("completed", "not_completed")
CLASSES = ("improved_reliably", "not_improved")
THRESHOLD = 3
LARGEST = 4
# Every table of two programs, two categories and two answers with counts up to LARGEST.
EVERY = np.array(list(itertools.product(range(LARGEST + 1), repeat=8)), dtype=np.int8).reshape(-1, 2, 2, 2)
SERVED = np.array(list(itertools.product(range(2 * LARGEST + 3), repeat=4))).reshape(-1, 2, 2, 1)


def release_of(people: np.ndarray, programs: str, categories: str) -> dict[str, CountTable]:
    """The tables of two of a table of three: people by program, category, and whether they completed."""
    served, stayed, completed = (people.sum(axis=axis) for axis in (2, 1, 0))
    by_program = pd.DataFrame(
        people.transpose(1, 0, 2).reshape(-1, 2),
        index=pd.MultiIndex.from_product([list(categories), list(programs)]),
        columns=list(ENDS),
    )

    def table(rows: str, columns: str, counts: np.ndarray, **more) -> CountTable:
        names = {"program": list(programs), "sex": list(categories), "end": list(ENDS)}
        frame = pd.DataFrame(counts.astype("int64"), index=names[rows], columns=names[columns])
        return CountTable(rows=rows, columns=columns, counts=frame, groups_behind=frame * 0 + 5, **more)

    return {
        "served_sex": table("program", "sex", served),
        "stayed": table("program", "end", stayed),
        "completed_sex": table("sex", "end", completed, by_program=by_program),
    }


def with_changes(people: np.ndarray, measured: np.ndarray) -> dict[str, CountTable]:
    """The same without endings, and of those *measured* whether they improved: two tables of some of the people."""
    everybody, some = release_of(people, "AB", "xy"), release_of(measured, "AB", "xy")
    made = {"served_sex": everybody["served_sex"]}
    for name, other in (("changed_q", "stayed"), ("improved_q_sex", "completed_sex")):
        table = some[other]
        by_program = None if table.by_program is None else table.by_program.rename(columns=OF_ENDS)
        made[name] = CountTable(
            about="Q", rows=table.rows, columns="outcome", counts=table.counts.rename(columns=OF_ENDS),
            groups_behind=table.groups_behind.rename(columns=OF_ENDS), by_program=by_program,
        )  # fmt: skip
    return made


def margins(tables: np.ndarray, axis: int) -> dict[tuple[str, str], np.ndarray]:
    """Every cell and margin of a table of two, for each of many tables of three, by the labels of its lines."""
    two = tables.sum(axis=axis + 1, dtype=np.int16)
    lines = {0: ("xy", ENDS), 1: ("AB", ENDS), 2: ("AB", "xy")}[axis]
    found = {}
    for row, column in itertools.product((*lines[0], TOTAL), (*lines[1], TOTAL)):
        chosen = two if row == TOTAL else two[:, [lines[0].index(row)]]
        chosen = chosen if column == TOTAL else chosen[:, :, [lines[1].index(column)]]
        found[row, column] = chosen.sum(axis=(1, 2), dtype=np.int16)
    return found


def cells(table) -> dict[tuple[str, str], float]:
    full = table.table.assign(**{TOTAL: table.row_totals})
    full.loc[TOTAL] = [*table.column_totals, table.total]
    return {(row, column): count for row, line in full.iterrows() for column, count in line.items()}


AXES = {"served_sex": 2, "stayed": 1, "completed_sex": 0}
COUNTS = {name: margins(EVERY, axis) for name, axis in AXES.items()}
OF_ENDS = dict(zip(ENDS, CLASSES, strict=True))
CHANGES = {
    name: {
        (OF_ENDS.get(row, row), OF_ENDS.get(column, column)): count for (row, column), count in COUNTS[other].items()
    }
    for name, other in (("changed_q", "stayed"), ("improved_q_sex", "completed_sex"))
}


def agreeing(published: dict, counts: dict) -> np.ndarray:
    """Which of the tables with these cells and margins agree with everything that is published."""
    shown = [(name, place, count) for name, table in published.items() for place, count in cells(table).items()]
    anything = np.ones(len(next(iter(counts.values()))[TOTAL, TOTAL]), dtype=bool)
    return np.logical_and.reduce([anything, *(counts[n][place] == count for n, place, count in shown if count >= 0)])


def drawn(seed: int) -> np.ndarray:
    """Few people, programs and categories going closely together."""
    draw = np.random.default_rng(seed)
    return draw.integers(0, LARGEST, (2, 2, 2)) * (draw.random((2, 2, 1)) > 0.3) * (draw.random((2, 2, 2)) > 0.2)


@pytest.mark.parametrize("seed", [*range(50), 215])
def test_every_small_count_has_all_its_values_in_some_table_of_three(seed):
    """Among all tables of three that agree with the release, also the counts that no table of two has."""
    people = drawn(seed)
    published = protect(release_of(people, "AB", "xy"), Policy(name="default", smallest_count=THRESHOLD)).tables
    left = EVERY[agreeing(published, COUNTS)]

    for name, axis in AXES.items():
        truth, values = margins(people[np.newaxis], axis), margins(left, axis)
        for place, count in cells(published[name]).items():
            true = truth[place][0]
            assert np.isnan(count) or count == true
            if 0 < true < THRESHOLD:
                assert set(range(1, THRESHOLD)) <= set(values[place].tolist()), (name, place)
    for place in itertools.product(range(2), repeat=3):
        if 0 < people[place] < THRESHOLD:
            assert set(range(1, THRESHOLD)) <= set(left[:, *place].tolist()), place


def told(name: str, table: CountTable, hidden: set[tuple[str, str]]) -> SuppressedTable:
    """The table as somebody publishes it who hides these places alone."""
    full = table.counts.astype(float)
    full[TOTAL] = full.sum(axis=1)
    full.loc[TOTAL] = full.sum()
    for row, column in hidden:
        full.loc[row, column] = np.nan
    inner = full.drop(index=TOTAL, columns=TOTAL)
    return SuppressedTable(inner, full[TOTAL].drop(TOTAL), full.loc[TOTAL].drop(TOTAL), full.loc[TOTAL, TOTAL])


def test_a_count_that_two_tables_leave_open_can_follow_from_all_three():
    """14 men completed. Anxiety had 12, so at least two of them were in Grief, where no women were: 2 to 14 completed.

    Without the table of all three, who completed in Grief could be anything up to its 30 people.
    """
    people = np.array([[[30, 10], [10, 2]], [[0, 0], [4, 26]]])
    counted = release_of(people, ["Anxiety", "Grief"], ["woman", "man"])
    hidden = {(program, end) for program in ("Anxiety", "Grief") for end in ENDS}
    published = {name: told(name, table, hidden if name == "stayed" else set()) for name, table in counted.items()}
    links = links_between(counted)
    grief = {("stayed", "Grief", "completed"): 1}

    assert attack_on_tables(published, links).interval(grief) == (2, 14)
    assert attack_on_tables(published, [one for one in links if "of three" not in str(one)]).interval(grief) == (0, 30)


def test_of_the_people_by_whom_two_releases_differ_it_follows_too():
    """Those who came after the fall are the same people as above: 14 men completed, at most 12 of them of Anxiety.

    Without the tables of all three of the two releases and what lies between them, 0 to 30 of Grief could have.
    """
    fall = np.array([[[30, 10], [20, 20]], [[0, 0], [15, 15]]])
    year = fall + np.array([[[30, 10], [10, 2]], [[0, 0], [4, 26]]])
    made = []
    for number, (people, last) in enumerate(((year, 12), (fall, 6))):
        hidden = {("stayed", program, end) for program in ("Anxiety", "Grief") for end in ENDS if people is year}
        tables = {}
        for name, table in release_of(people, ["Anxiety", "Grief"], ["woman", "man"]).items():
            shown = cells(told(name, table, set()))
            tables[name] = table_of_cells(
                name, {place: np.nan if (name, *place) in hidden else count for place, count in shown.items()}
            )
        made.append(
            RecordedRelease(
                number=number,
                term=f"to {last}",
                starts=datetime.date(2026, 1, 1),
                ends=datetime.date(2026, last, 28),
                data=f"{number:064}",
                rules=rules_of(Policy(name="default")),
                tables=tables,
                numbers=(),
                recorded_at="",
            )  # fmt: skip
        )
    world = World(Releases(made[0], made[1:]), Relation(0, (1,), (">=",)), ">=")
    grief = {("0/stayed", "Grief", "completed"): 1, ("1/stayed", "Grief", "completed"): -1}

    assert world.now(grief, 0, 30) == (2, 14)


def test_that_all_of_a_category_dropped_out_does_not_tell_of_the_others():
    """Women are in Anxiety alone, and none completed: that 10 men of Anxiety did not either must stay open.

    30 men did not complete, and 20 of Grief: published together, the two tell of the ten.
    """
    people = np.array([[[0, 40], [25, 10]], [[0, 0], [35, 20]]])
    counted = release_of(people, ["Anxiety", "Grief"], ["woman", "man"])
    published = protect(counted, Policy(name="default")).tables
    attack = attack_on_tables(published, links_between(counted))
    men = {("completed_sex, of three", ("man", "Anxiety"), "not_completed"): 1}
    women = {("completed_sex, of three", ("woman", "Anxiety"), "completed"): 1}
    as_counted = {name: told(name, table, set()) for name, table in counted.items()}

    assert attack_on_tables(as_counted, links_between(counted)).interval(men) == (10, 10)
    assert attack.leaves(men, 1, 10)
    assert attack.leaves(women, 0, 10)


@pytest.mark.parametrize("seed", range(25))
def test_of_those_measured_twice_it_is_the_same(seed):
    """Every table of three of those measured twice that fits into some table of who was served is left possible."""
    draw = np.random.default_rng(1000 + seed)
    measured = drawn(seed)
    people = measured.copy()
    people[:, :, 0] += draw.integers(0, 3, (2, 2))
    counted = with_changes(people, measured)
    published = protect(counted, Policy(name="default", smallest_count=THRESHOLD)).tables
    served = SERVED[agreeing({"served_sex": published.pop("served_sex")}, {"served_sex": margins(SERVED, 2)})]
    left = EVERY[agreeing(published, CHANGES)]
    of_each, which = np.unique(left.sum(axis=3).reshape(-1, 4), axis=0, return_inverse=True)
    left = left[np.array([(served.reshape(-1, 4) >= some).all(axis=1).any() for some in of_each])[which.ravel()]]

    for place in itertools.product(range(2), repeat=3):
        if 0 < measured[place] < THRESHOLD:
            assert set(range(1, THRESHOLD)) <= set(left[:, *place].tolist()), place


def test_where_everybody_was_measured_twice_nothing_is_asked_of_those_who_were_not():
    """20 and 20 people, one of a small category in each program, all with both scores: it can be published.

    That nobody lacks a score follows from as many who were measured as were served; were it to stay open for those few,
    no pattern could be found and the whole release would be refused.
    """
    people = np.array([[[12, 7], [0, 1]], [[11, 8], [1, 0]]])
    counted = with_changes(people, people)
    made = protect(counted, Policy(name="default", smallest_count=THRESHOLD))

    assert made.tables["served_sex"].total == 40


def test_a_table_without_its_people_by_program_is_not_protected_as_if_there_were_none_behind_it():
    """The release is refused."""
    counted = release_of(drawn(0), "AB", "xy")
    table = counted["completed_sex"]
    counted["completed_sex"] = CountTable(
        rows=table.rows, columns=table.columns, counts=table.counts, groups_behind=table.groups_behind
    )

    with pytest.raises(DisclosureError, match="in which program"):
        protect(counted, Policy(name="default", smallest_count=THRESHOLD))
