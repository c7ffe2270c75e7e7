"""Readers of leadership's pages who have more than them: funders' pages, two terms, a corrected report, the method."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from collections import defaultdict

import pandas as pd
import pytest

from groupreport.disclosure.leadership import for_leadership
from groupreport.disclosure.leadership_blocks import blocks_of, in_turn
from groupreport.disclosure.leadership_counts import known_to_leadership
from groupreport.disclosure.leadership_form import in_leadership_form
from groupreport.disclosure.leadership_numbers import by_key, numbers_of
from groupreport.disclosure.leadership_readers import (
    LeadershipRules,
    Ledgers,
    ledgers_of,
    refuse_beside_reports,
)
from groupreport.disclosure.leadership_restated import seen_in_funders
from groupreport.disclosure.ledger import RecordedRelease, record_release, withdraw_release
from groupreport.disclosure.policy import Policy
from groupreport.disclosure.read_back import ReadRelease
from groupreport.disclosure.views import FunderView
from groupreport.errors import DisclosureError
from groupreport.summaries.records import CountTable, FunderSummary, Unavailable

NOT_COLLECTED = Unavailable("not_collected", "no_scores")
NAMES = ("completed", "dropped_out", "ended_otherwise", "still_enrolled")
EVERYTHING_ELSE = ("scales_by_group", "scales_by_session", "agreement", "rules", "ruptures_by_stage", "steps")
EVERYTHING_ELSE += ("events_by_kind", "outcomes", "outcomes_by_program", "equity", "feedback", "response_rates")
EVERYTHING_ELSE += ("comparison",)


def _flows(programs, came=None):
    """Flows of programs whose people are different, and of all: by program completed, dropped out, otherwise, still.

    Everybody came, or so many of each program.
    """
    rows = []
    everybody = tuple(map(sum, zip(*programs.values(), strict=True)))
    for name, ends in {**programs, "All programs": everybody}.items():
        started = sum(ends) if came is None else came.get(name, sum(came.values()))
        counts = {"enrolled": sum(ends), "never_attended": sum(ends) - started, "started": started}
        counts |= {"attended_two_or_more": started, "dose_share": 0.6, "dose_reached": started}
        rows.append({"program": name, "groups": 1, **counts, **dict(zip(NAMES, ends, strict=True))})
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def of_flows(make_program_summary):
    """A program's term of which only the flows were collected."""
    left_out = dict.fromkeys(EVERYTHING_ELSE, NOT_COLLECTED)

    def make(programs, **changed):
        summary = dataclasses.replace(make_program_summary(), flows=_flows(programs), **left_out)
        return dataclasses.replace(summary, **changed)

    return make


# As the summary for funders has them.
STEPS = (
    dict(zip(NAMES, ("completed", "dropped_out", "other_ends", "other_ends"), strict=True)),
    dict(zip(NAMES, ("completed", "ended_before", "ended_before", "still_enrolled"), strict=True)),
    dict(zip(NAMES, ("completed", "not_completed", "not_completed", "not_completed"), strict=True)),
)


@pytest.fixture(scope="module")
def beside_funders(make_term, of_flows):
    """The same of a term whose funders read its endings, two of them put together."""

    def make(programs, steps=STEPS[1:]):
        counts = pd.DataFrame(programs, index=list(NAMES)).T
        table = CountTable(
            rows="program", columns="end", counts=counts, groups_behind=counts.clip(upper=3), coarser=steps
        )
        funders = FunderSummary(
            term=make_term(), groups=3, tables={"stayed": table}, scales=NOT_COLLECTED, process=NOT_COLLECTED,
            data_notes=(),
        )  # fmt: skip
        return of_flows(programs, for_funders=funders), FunderView.from_summary(funders)

    return make


ENDINGS = {"Anxiety": (42, 8, 3, 11), "Grief": (28, 9, 1, 3)}


def test_drop_outs_are_not_what_is_left_of_funders_endings(beside_funders):
    """Funders read that 21 ended before; beside 17 who dropped out that would be 4 who ended otherwise."""
    summary, funders = beside_funders(ENDINGS)
    told = funders.tables["stayed"].with_margins()
    shown, _, _ = for_leadership(summary, 5, to_funders=funders)
    alone, _, _ = for_leadership(summary, 5)

    assert told.loc["Total", "ended_before"] == 21
    assert shown.flows["dropped_out"].isna().all()
    assert shown.flows["enrolled"].tolist() == [64, 41, 105]
    assert alone.flows["enrolled"].tolist() == [64, 41, 105]


def test_leadership_and_funders_together_do_not_tell_how_a_category_of_a_program_ended(make_term, of_flows):
    """Funders read that women were in Anxiety alone, leadership that 20 of Grief and 23 men did not complete.

    The three men of Anxiety who did not either are in no table of either. Leadership reads the one or the other.
    """
    people = {"Anxiety": {"woman": (20, 20), "man": (25, 3)}, "Grief": {"woman": (0, 0), "man": (35, 20)}}
    ends = ["completed", "not_completed"]
    lines = {(category, name): counts for name, of in people.items() for category, counts in of.items()}
    by_program = pd.DataFrame.from_dict(lines, orient="index", columns=ends)
    by_program.index = pd.MultiIndex.from_tuples(list(lines))
    served = by_program.sum(axis=1).unstack(level=0)
    stayed, completed = by_program.groupby(level=1).sum(), by_program.groupby(level=0).sum()
    stayed = stayed.set_axis(["completed", "dropped_out"], axis=1).assign(ended_otherwise=0, still_enrolled=0)

    def table(rows, columns, counts, **more):
        return CountTable(rows=rows, columns=columns, counts=counts, groups_behind=counts.clip(upper=3), **more)

    funders = FunderSummary(
        term=make_term(), groups=6, scales=NOT_COLLECTED, process=NOT_COLLECTED, data_notes=(),
        tables={
            "served_gender": table("program", "gender", served), "stayed": table("program", "end", stayed),
            "completed_gender": table("gender", "end", completed, by_program=by_program),
        },
    )  # fmt: skip
    equity = pd.DataFrame({"characteristic": "gender", "category": list(completed.index), "enrolled": [83, 40]})
    equity = equity.assign(instrument="phq9", completed=completed["completed"].tolist())
    summary = of_flows({"Anxiety": (45, 23, 0, 0), "Grief": (35, 20, 0, 0)}, equity=equity, for_funders=funders)
    told = FunderView.from_summary(funders)
    shown, _, _ = for_leadership(summary, 5, to_funders=told)
    alone, _, _ = for_leadership(summary, 5)

    assert told.tables["served_gender"].table.loc["Grief"].tolist() == [55, 0]
    assert alone.flows["completed"].notna().all()
    assert alone.equity["completed"].notna().all()
    assert shown.flows["completed"].isna().any() or shown.equity["completed"].isna().any()


def test_drop_outs_are_told_to_both_where_funders_endings_are_put_together_the_other_way(beside_funders):
    """17 of 105 dropped out, and 18 are still enrolled or ended otherwise: funders and leadership read the same."""
    summary, funders = beside_funders(ENDINGS, STEPS)
    told = funders.tables["stayed"].with_margins()
    shown, _, _ = for_leadership(summary, 5, to_funders=funders)

    assert list(told.columns) == ["completed", "dropped_out", "other_ends", "Total"]
    assert told.loc["Total"].tolist() == [70, 17, 18, 105]
    assert shown.flows.iloc[-1][["completed", "dropped_out", "enrolled"]].tolist() == [70, 17, 105]


def test_funders_endings_are_put_together_the_old_way_where_few_dropped_out(beside_funders):
    """Five of 115 dropped out; with the 13 who ended otherwise they are 18, beside 27 who are still enrolled."""
    _, funders = beside_funders({"Anxiety": (40, 3, 9, 14), "Grief": (30, 2, 4, 13)}, STEPS)

    assert list(funders.tables["stayed"].table.columns) == ["completed", "ended_before", "still_enrolled"]


def test_who_neither_completed_nor_dropped_out_is_not_left_over(of_flows):
    """30 enrolled, 20 completed, 6 dropped out: four ended in another way."""
    shown, _, _ = for_leadership(of_flows({"Grief": (20, 6, 2, 2)}), 5)

    assert shown.flows[["enrolled", "completed", "dropped_out"]].isna().any(axis=1).all()


def test_a_measure_is_shown_for_all_programs_or_for_none(of_flows):
    """Which program's cell is missing would tell where the few are."""
    shown, _, _ = for_leadership(of_flows({"A": (20, 9, 0, 0), "B": (20, 3, 0, 7), "C": (15, 8, 0, 6)}), 5)
    programs = shown.flows.iloc[:-1]

    for name in ("enrolled", "completed", "dropped_out", "started"):
        assert programs[name].isna().nunique() == 1
    assert programs["dropped_out"].isna().all()


def test_people_in_two_programs_are_not_the_difference_of_two_sums(of_flows):
    """64 and 41 enrolled in two programs, and 103 people: two are in both."""
    summary = of_flows(ENDINGS)
    flows = summary.flows.copy()
    flows.loc[2, ["enrolled", "started", "attended_two_or_more", "dose_reached"]] = 103
    flows.loc[2, "completed"] = 68
    shown, _, _ = for_leadership(dataclasses.replace(summary, flows=flows), 5)

    assert shown.flows["enrolled"].isna().tolist() == [True, True, False]


def test_a_group_has_a_size_and_no_count(make_program_summary, of_flows):
    """12 and 8 are the 20 of one program, 20 the other: nobody is in two groups, and no count of a group is told."""
    groups = make_program_summary().groups.assign(enrolled=[12, 8, 20])
    shown, _, _ = for_leadership(of_flows({"Anxiety": (10, 10, 0, 0), "Grief": (12, 8, 0, 0)}, groups=groups), 5)

    assert shown.groups[["enrolled", "started", "dose_reached", "completed", "dropped_out"]].isna().all(axis=None)
    assert shown.groups["size_from"].tolist() == shown.groups["size_to"].tolist() == [12, 8, 20]


def test_the_people_of_a_program_do_not_tell_the_sizes_of_its_small_groups(make_program_summary, of_flows):
    """Which groups are small can be seen: two of them, and 8 people in their program, are 4 in each."""
    groups = make_program_summary().groups.assign(enrolled=[4, 4, 20])
    told, _, _ = for_leadership(of_flows({"Anxiety": (8, 0, 0, 0), "Grief": (20, 0, 0, 0)}, groups=groups), 5)

    assert told.flows["enrolled"].isna().tolist() == [True, True, False]
    assert told.groups["size_from"].isna().all()


def _release(shown, last_term="", data="1" * 64):
    facts = shown.term
    return RecordedRelease(
        number=1, term=facts.term_id, starts=facts.starts, ends=facts.ends, data=data, rules={"smallest_count": 5},
        tables={}, numbers=numbers_of(shown, last_term), recorded_at="2026-12-12T09:00:00+00:00",
    )  # fmt: skip


def test_a_correction_about_one_person_is_not_released_beside_the_first_report(of_flows):
    """64 people and then 63: whatever else has changed with it is about that one."""
    first, _, _ = for_leadership(of_flows({"A": (40, 12, 0, 12)}), 5)
    ledgers = Ledgers(own=(_release(first),))

    with pytest.raises(DisclosureError, match="fewer than 5 people"):
        for_leadership(of_flows({"A": (39, 12, 0, 12)}), 5, ledgers=ledgers)
    same, _, _ = for_leadership(of_flows({"A": (40, 12, 0, 12)}), 5, ledgers=ledgers)
    pd.testing.assert_frame_equal(same.flows, first.flows)


def test_corrections_are_shown_or_withheld_as_the_program_says(of_flows, tmp_path):
    """64 people, released; then one of them is found to have been entered twice."""
    first = of_flows({"A": (40, 12, 0, 12)})
    shown, _, _ = for_leadership(first, 5)
    corrected = dataclasses.replace(
        of_flows({"A": (39, 12, 0, 12)}), term=dataclasses.replace(first.term, data_hash="2" * 64)
    )
    reports = {}
    for corrections in ("shown", "withheld"):
        rules, folder = LeadershipRules(smallest_count=5, corrections=corrections), tmp_path / corrections
        numbers = ReadRelease(first.term.term_id, {}, numbers_of(shown, ""))
        days = {"starts": first.term.starts, "ends": first.term.ends}
        now = datetime.datetime(2026, 12, 12, 9, 0, tzinfo=datetime.UTC)
        record_release(folder, numbers, **days, data="1" * 64, policy=rules, now=now, readers="leadership")
        reports[corrections] = ledgers_of(corrected.term, None, rules, folder)

    newest, _, _ = for_leadership(corrected, 5, ledgers=reports["shown"])
    assert newest.flows["enrolled"].tolist() == [63, 63]
    with pytest.raises(DisclosureError, match=r"--leadership --withdraw 1 --why .*corrections: shown"):
        for_leadership(corrected, 5, ledgers=reports["withheld"])


NOW = datetime.datetime(2026, 12, 12, 9, 0, tzinfo=datetime.UTC)
YEAR = {"starts": datetime.date(2026, 1, 1), "ends": datetime.date(2026, 12, 31)}
TO_FUNDERS = Policy(name="default")


def _given_to(readers, folder, facts, term, days, rules, numbers=()):
    release = ReadRelease(term, {}, numbers)
    data = facts.data_hash if term == facts.term_id else "9" * 64
    return record_release(folder, release, **days, data=data, policy=rules, now=NOW, readers=readers)


def test_a_report_beside_funders_year_is_refused(of_flows, tmp_path):
    """20 dropped out in the year, and 17 in the fall: a report on the spring need not say that it was 3."""
    facts, rules = of_flows({"A": (40, 12, 0, 12)}).term, LeadershipRules(smallest_count=5, corrections="shown")
    own = {"starts": facts.starts, "ends": facts.ends}
    _given_to("funder", tmp_path, facts, facts.term_id, own, TO_FUNDERS)
    assert len(ledgers_of(facts, None, rules, tmp_path).to_funders) == 1  # the same term for both

    year = _given_to("funder", tmp_path, facts, "2026", YEAR, TO_FUNDERS)

    with pytest.raises(
        DisclosureError, match=rf"released to funder: release {year} \(2026\).* releases --withdraw {year}"
    ):
        ledgers_of(facts, None, rules, tmp_path)
    withdraw_release(tmp_path, year, "a draft", NOW)
    assert ledgers_of(facts, None, rules, tmp_path).to_funders


def test_funders_year_beside_a_report_is_refused(of_flows, tmp_path):
    """The other way round: leadership has a half, so funders get no year, but their own pages of the half."""
    facts, rules = of_flows({"A": (40, 12, 0, 12)}).term, LeadershipRules(smallest_count=5, corrections="shown")
    year = dataclasses.replace(facts, term_id="2026", data_hash="9" * 64, **YEAR)
    refuse_beside_reports(year, TO_FUNDERS, tmp_path)  # for funders alone
    _given_to("leadership", tmp_path, facts, facts.term_id, {"starts": facts.starts, "ends": facts.ends}, rules)

    with pytest.raises(DisclosureError, match=r"funder: the term 2026 shares days .* --leadership --withdraw 1"):
        refuse_beside_reports(year, TO_FUNDERS, tmp_path)
    refuse_beside_reports(facts, TO_FUNDERS, tmp_path)


def test_what_was_handed_out_already_is_made_again(of_flows, tmp_path):
    """Both were handed out before they were looked at together: nothing more is told when one is made once more."""
    facts, rules = of_flows({"A": (40, 12, 0, 12)}).term, LeadershipRules(smallest_count=5, corrections="shown")
    _given_to("leadership", tmp_path, facts, facts.term_id, {"starts": facts.starts, "ends": facts.ends}, rules)
    _given_to("funder", tmp_path, facts, "2026", YEAR, TO_FUNDERS)

    assert ledgers_of(facts, None, rules, tmp_path) == Ledgers()
    refuse_beside_reports(dataclasses.replace(facts, term_id="2026", data_hash="9" * 64, **YEAR), TO_FUNDERS, tmp_path)


def test_a_correction_is_seen_in_funders_pages(beside_funders):
    """64 and 41 people in leadership's report; funders' pages from other data say 65, or 64 as before."""
    first, funders = beside_funders(ENDINGS)
    shown, _, _ = for_leadership(first, 5, to_funders=funders)
    corrected, of_other_data = beside_funders({**ENDINGS, "Anxiety": (43, 8, 3, 11)})
    many_more, of_many_more = beside_funders({"Anxiety": (52, 18, 13, 21), "Grief": (38, 19, 11, 13)})

    assert seen_in_funders(corrected, of_other_data.tables, [_release(shown)], 5) == [1]
    assert seen_in_funders(first, funders.tables, [_release(shown)], 5) == []
    assert seen_in_funders(many_more, of_many_more.tables, [_release(shown)], 5) == []


def test_a_report_on_many_more_people_holds_back_what_changed_by_few(of_flows):
    """From the middle of a term to its end: 20 more completed, 2 more dropped out."""
    first, _, _ = for_leadership(of_flows({"A": (20, 12, 0, 32)}), 5)
    shown, _, _ = for_leadership(of_flows({"A": (40, 14, 0, 10)}), 5, ledgers=Ledgers(own=(_release(first),)))

    assert shown.flows["completed"].tolist() == [40, 40]
    assert shown.flows["dropped_out"].isna().all()


@pytest.fixture
def compared(of_flows, make_term):
    """A term beside the last one, in which 8 of 60 dropped out."""
    row = ("dropped_out", "", "share", 8 / 60, 60, 12 / 64, 64, "")
    columns = ["measure", "label", "unit", "previous", "previous_n", "current", "current_n", "note"]

    def make(last):
        before = dataclasses.replace(make_term(), term_id="2026-spring")
        last_term = dataclasses.replace(of_flows({"A": last}), term=before)
        comparison = pd.DataFrame([row], columns=columns)
        return of_flows({"A": (40, 12, 0, 12)}, comparison=comparison, last_term=last_term), last_term

    return make


def test_last_terms_number_is_shown_where_its_own_report_shows_it(compared):
    """8 of 60 dropped out, and 12 ended otherwise: nothing of it is few."""
    summary, last_term = compared((40, 8, 12, 0))
    before, _, _ = for_leadership(last_term, 5)
    shown, _, _ = for_leadership(summary, 5, last_term=before)

    assert shown.comparison["previous"].tolist() == [0.13]


def test_last_terms_number_is_withheld_where_its_own_report_withholds_it(compared):
    """49 completed and 8 dropped out of 60: three ended in another way, which last term's report protects."""
    summary, last_term = compared((49, 8, 3, 0))
    before, _, _ = for_leadership(last_term, 5)
    shown, _, _ = for_leadership(summary, 5, last_term=before)
    released, _, _ = for_leadership(summary, 5, ledgers=Ledgers(last_term=by_key(_release(before).numbers)))

    assert shown.comparison["previous"].isna().all()
    assert released.comparison["previous"].isna().all()


def test_what_another_term_has_told_of_this_one_is_reckoned_with(of_flows):
    """The next term's report said how many dropped out: completed beside it would tell the three others."""
    shown, _, _ = for_leadership(of_flows({"A": (49, 8, 3, 0)}), 5, ledgers=Ledgers(told=frozenset({"dropped_out"})))

    assert shown.flows["completed"].isna().all()


def _seen_by_a_reader_of(flows, of_flows, smallest):
    summary = in_leadership_form(of_flows({"A": (9, 9, 9, 9)}, flows=flows))
    known = known_to_leadership(summary, smallest)
    withheld = known.withheld(blocks_of(summary), in_turn(summary))
    return tuple(sorted((place, count) for place, count in known.counts.items() if place not in withheld))


def test_a_reader_who_knows_the_method_learns_no_small_count(of_flows):
    """All endings of seven people that one page, its blanks included, could come from: no small count is certain."""
    pages = defaultdict(list)
    for ends in itertools.product(range(8), repeat=3):
        if sum(ends) <= 7:
            whole = (*ends, 7 - sum(ends))
            pages[_seen_by_a_reader_of(_flows({"A": whole}), of_flows, 3)].append(whole)

    assert len(pages) > 3
    for possible in pages.values():
        sums = [
            [factors @ pd.Series(ends).to_numpy() for ends in possible]
            for factors in map(pd.Series, itertools.product((0, 1), repeat=4))
        ]
        for values in sums:
            assert not (len(set(values)) == 1 and 0 < values[0] < 3)


def _two_programs(completed, dropped_out, otherwise):
    """Every way in which so many people who completed, dropped out and ended otherwise can be in two programs."""
    of_all = (completed, dropped_out, otherwise)
    for ends in itertools.product(*(range(people + 1) for people in of_all)):
        yield {"A": (*ends, 0), "B": (*(people - end for people, end in zip(of_all, ends, strict=True)), 0)}


def _fewest_left(worlds, of_flows, *, shown=()):
    """The fewest numbers that a small count can be in the worlds that are published alike, these places shown."""
    pages, no_groups = defaultdict(list), of_flows({"A": (1, 1, 1, 1)}).groups.iloc[:0]
    for flows in worlds:
        summary = of_flows({"A": (1, 1, 1, 1)}, flows=flows, groups=no_groups)
        known = known_to_leadership(in_leadership_form(summary), 5)
        small, counts = [item.factors for item in known.protected], dict(known.counts)
        withheld = known.withheld(blocks_of(summary), in_turn(summary))
        page = frozenset((place, count) for place, count in counts.items() if place not in withheld)
        if withheld.isdisjoint(shown):
            pages[page].append((small, counts))
    left = [
        len({sum(factor * counts[place] for place, factor in factors.items()) for _, counts in alike})
        for alike in pages.values()
        for small, _ in alike
        for factors in small
    ]
    return min(left), len(pages)


def test_the_order_does_not_tell_who_dropped_out_of_one_of_two_programs(of_flows):
    """16 and 10 enrolled, 6 and 5 completed, 8 dropped out: they were withheld only where they were 5 and 3.

    All ways in which 11 who completed, 8 who dropped out and 7 others can be in two programs of 16 and 10 people.
    """
    worlds = [one for one in _two_programs(11, 8, 7) if [sum(ends) for ends in one.values()] == [16, 10]]
    enrolled = [("flows", row, "enrolled") for row in (0, 1)]
    fewest, pages = _fewest_left(map(_flows, worlds), of_flows, shown=enrolled)

    assert len(worlds) == 57
    assert pages > 1
    assert fewest > 2


@pytest.mark.parametrize("people", [(10, 6, 0), (10, 5, 0), (8, 7, 0), (10, 8, 0)])
def test_the_order_tells_no_count_by_program_of_some_sixteen_people(of_flows, people):
    """10 completed and 6 dropped out: that 5 and 5 completed stood there, and no other count, said that 3 and 3 did.

    Nothing is shown by program after a measure that is withheld.
    """
    fewest, pages = _fewest_left(map(_flows, _two_programs(*people)), of_flows)

    assert pages > 1
    assert fewest > 2


@pytest.mark.slow
def test_the_order_tells_no_count_by_program_whatever_became_of_twenty_six_people(of_flows):
    """The same in programs of any size, one or both of them small: three numbers or more are left of every count."""
    fewest, pages = _fewest_left(map(_flows, _two_programs(11, 8, 7)), of_flows)

    assert pages > 40
    assert fewest > 2


@pytest.mark.slow
def test_the_order_tells_not_who_never_came_to_one_of_two_programs(of_flows):
    """5 completed and 11 dropped out, 10 came: all ways in which they can be in two programs.

    It was told that 3 of a program never came.
    """
    worlds = [
        _flows(programs, came={"A": came, "B": 10 - came})
        for programs in _two_programs(5, 11, 0)
        for came in range(11)
        if all(ends[0] <= one <= sum(ends) for one, ends in zip((came, 10 - came), programs.values(), strict=True))
    ]
    fewest, pages = _fewest_left(worlds, of_flows)

    assert len(worlds) == 252
    assert pages > 15
    assert fewest > 2
