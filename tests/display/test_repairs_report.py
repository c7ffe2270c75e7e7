"""What became of rating drops, at a glance and watched longer, as readers of the reports see it."""

from __future__ import annotations

import dataclasses
import math

import pandas as pd
import pytest

import groupreport
from groupreport.display.group.ruptures import drops_sentence
from groupreport.display.program.repairs import repair_figure
from groupreport.display.repair_tables import repair_pieces
from groupreport.display.rows import rows_of
from groupreport.display.rules_table import other_rules_sentence
from groupreport.display.wording import wording
from groupreport.measures.repairs import repair_curve, repaired_by
from groupreport.measures.ruptures import RULES
from groupreport.summaries.records import Repairs

from .pages import BLOCKS, INLINES, figures, kinds, program_appendix, table
from .simulated import frozen_term, small_term

WINDOWS = [(1, 4, 1, 1, 2, 0), (2, 4, 1, 1, 1, 1), (3, 4, 1, 1, 1, 1), (4, 4, 2, 0, 0, 2), (5, 4, 2, 0, 0, 2)]


@pytest.fixture(name="words")
def _words():
    return wording()


@pytest.fixture(scope="module", name="simulated_program")
def _simulated_program(tmp_path_factory):
    return groupreport.summarize_program(frozen_term(tmp_path_factory.mktemp("repairs"), small_term(), {}))


def repairs_of(curve: pd.DataFrame, **changed: object) -> Repairs:
    """The four drops of the page's group: M3's repaired at once, M5's in part, M7's with leaders not, one open."""
    by_window = pd.DataFrame(
        WINDOWS, columns=["window", "episodes", "repaired", "partially_repaired", "unrepaired", "undetermined"]
    ).assign(rate=0.25, low=0.05, high=0.7)
    names = {"share": "share", "low": "share_low", "high": "share_high"}
    of_curve = repaired_by(curve).rename(columns=names)
    by_window = by_window.merge(of_curve, on="window")
    by_window = by_window.assign(share_first=0.5, share_first_low=0.1, share_first_high=0.9)
    tolerance = by_window[by_window["window"] == 3].iloc[[0, 0]].assign(tolerance=["share", "points"])
    marks = pd.DataFrame(
        [
            ("M3", "alliance_1_10", "member_member", "member_member", 6, 8.0, 5.0, True, False),
            ("M7", "alliance_1_10", "member_member", "member_member", 5, 9.0, 7.5, False, False),
            ("M7", "wai_sr", "total", "member_leader", 5, 3.8, math.nan, None, True),
            ("M5", "alliance_1_10", "member_member", "member_member", 10, 8.0, 6.0, True, True),
        ],
        columns=["member_id", "instrument", "scale", "level", "onset_session", "rated_before", "median"]
        + ["from_high", "from_best"],
    ).astype({"from_high": "boolean", "from_best": "boolean"})
    top = pd.DataFrame(
        [("alliance_1_10", "member_member", "Alliance 1-10", "Alliance | *with* members", 60, 27, 0.45, 3, 1, True)],
        columns=["instrument", "scale", "short_name", "label", "ratings", "at_best", "share"]
        + ["episodes", "from_best", "warned"],
    )
    found = Repairs(
        rule="reliable_change",
        window=3,
        episodes=4,
        repaired=2,
        cut_by_gap=1,
        first_episodes=3,
        median=4.0,
        median_first=math.nan,
        curve=curve,
        by_window=by_window,
        by_tolerance=tolerance,
        top=top,
        anchored=3,
        from_high=2,
        marks=marks,
    )
    return dataclasses.replace(found, **changed)


@pytest.fixture(name="repairs")
def _repairs():
    return repairs_of(repair_curve(pd.DataFrame({"time": [1, 4, 2, 6], "repaired": [True, True, False, False]})))


def test_the_section_begins_with_members_chance_and_what_became_of_the_drops(group_view):
    """Who had a drop, beside chance; then repaired, partly, not, and open: a leader's half minute."""
    said = str(groupreport.show_ruptures(group_view))

    assert said.startswith(
        "Ratings of 3 of the 8 members who gave enough fell by a reliable change from one session to the next at least"
        " once: rating drops consistent with a rupture. That is no more than chance alone would give (about 4; 2 to 6)."
        " A drop is a reason to ask, no proof that"
    )
    assert (
        "4 rating drops consistent with a rupture: 1 repaired, 1 partly repaired, 1 not repaired and 1 cannot" in said
    )
    assert "each level of alliance counts on its own" in said


def test_the_section_holds_neither_rules_nor_overlaps(group_view):
    """Names of rules, what others find, and the overlap of log and ratings stand in the statistics alone."""
    said = str(groupreport.show_ruptures(group_view))

    for absent in ("headline", "standard deviation", "other rules would", "rated sessions", "series", "95% range"):
        assert absent not in said
    assert "(technical appendix, Rules side by side)" in said


def test_no_drop_stands_beside_chance_too(group_summary, changed):
    """Nobody has a drop where chance gives 4: said, and that ratings do not show everything."""
    rules = group_summary.ruptures.rules.assign(
        episodes=0, members_with_episode=0, repaired=0, partially_repaired=0, unrepaired=0, undetermined=0
    )
    none = dataclasses.replace(group_summary.ruptures, rules=rules, episodes=group_summary.ruptures.episodes.head(0))
    said = str(groupreport.show_ruptures(changed(ruptures=none)))

    assert "in the ratings of all 8 members. By chance alone about 4 would have one (2 to 6). No drop does not" in said
    assert "reason to ask" not in said


def test_a_rule_beyond_chance_stands_out_in_bold(group_summary, changed):
    """7 of 8 members where chance gives 2 to 6: the word is bold, and the page stays what both renderers know."""
    rules = group_summary.ruptures.rules.assign(members_with_episode=7)
    view = changed(ruptures=dataclasses.replace(group_summary.ruptures, rules=rules))
    page = groupreport.show_rules(view).markdown

    assert "| **more** |" in page
    assert kinds(page) <= BLOCKS | INLINES


def test_what_speaks_against_drops_is_said_before_the_figure(changed, repairs):
    """27 of 60 ratings are the best possible, more than 40 %; that two of three start from a high is a statistic."""
    view = changed(repairs=repairs)
    page = str(groupreport.show_ruptures(view))
    before = page[: page.index("Timeline of rating drops")]

    assert "On Alliance 1-10: Alliance | *with* members more than 40% of ratings are the best possible" in before
    assert "unusual" not in before
    assert "2 of 3 drops with enough earlier ratings of the member start from a rating unusually high" in str(
        groupreport.show_longer_repairs(view)
    )


def test_every_drop_says_how_far_it_fell_and_from_what(changed, repairs):
    """Usual level, a high, the top, both; a dash where it is not known. In order of onset."""
    rows = table(groupreport.show_ruptures(changed(repairs=repairs)).markdown, "episodes")

    assert rows[0][4:] == ["Before", "Lowest", "By", "Usually", "From", "What became of it"]
    assert [row[4:9] for row in rows[1:]] == [
        ["7.0", "3.0", "4.0", "7.5", "usual"],
        ["3.8", "2.2", "1.6", "–", "the top"],
        ["8.0", "4.0", "4.0", "5.0", "a high"],
        ["8.0", "5.0", "3.0", "6.0", "the top, a high"],
    ]


@pytest.mark.parametrize(
    ("rule", "level"),
    [
        ("own_level", "the mean of the member's earlier ratings, from which"),
        ("person_centered", "the mean of all the member's ratings, from which"),
        ("change_point", "the mean of the member's ratings before the step, from which"),
    ],
)
def test_a_mean_that_nobody_gave_has_a_column_of_its_own(rule, level, group_summary, changed, repairs):
    """M7's rating before was 9 where the level is 7.0; no rule that measures from a mean speaks of a high."""
    drops = group_summary.ruptures
    named = {"reliable_change": rule}
    own = dataclasses.replace(
        drops,
        headline=rule,
        episodes=drops.episodes.replace({"rule": named}),
        rules=drops.rules.replace({"rule": named}),
    )
    page = groupreport.show_ruptures(changed(ruptures=own, repairs=repairs))
    rows = table(page.markdown, "episodes")

    assert rows[0][4:] == ["Before", "Own level", "Lowest", "Below by", "What became of it"]
    assert rows[1][4:8] == ["9.0", "7.0", "3.0", "4.0"]
    assert f"Own level: {level} the drop is measured; before: the rating right before it." in str(page)
    assert "From a high" not in str(page)


def test_without_what_they_started_from_drops_are_still_listed(group_view):
    """A summary without that part has neither column, and no claim about it."""
    page = groupreport.show_ruptures(group_view)
    rows = table(page.markdown, "episodes")

    assert rows[0][4:] == ["Before", "Lowest", "By", "What became of it"]
    assert "unusual" not in str(page)


def test_the_figures_description_names_the_thin_lines(changed, repairs):
    """Readers who do not see the figure are told which drops start from a high."""
    alts = dict(figures(groupreport.show_ruptures(changed(repairs=repairs)).markdown))

    assert alts["fig-ruptures"].count("from an unusual high") == 2


def test_windows_and_curves_stand_in_the_statistics(changed, repairs):
    """Counts for each window, the program's own marked; of few drops the curve's interval alone.

    R survival 3.5-3, times 1, 4 repaired and 2, 6 censored: summary(fit, times = 3) gives 1 - surv from .039 to .872.
    """
    page = groupreport.show_longer_repairs(changed(repairs=repairs))
    rows = table(page.markdown, "repair-windows")

    assert rows[0] == ["Ratings", "Repaired", "Partly", "Not", "Open", "Of known", "By the curve", "First drops"]
    assert rows[3] == ["3 (set)", "1", "1", "1", "1", "1 of 3 (5% to 70%)", "4% to 87%", "10% to 90%"]
    assert kinds(page.markdown) <= BLOCKS | INLINES
    said = str(page)
    assert "Of 4 drops 2 were made good at some time" in said
    assert "2 were not, as far as they were followed (1 only to a gap in the ratings)" in said
    assert "half are repaired by 4 ratings after the lowest one." in said
    assert table(page.markdown, "repair-top")[1] == [
        "Alliance 1-10: Alliance | *with* members",
        "60",
        "27 of 60 (45%)",
        "3",
        "1",
    ]
    assert [row[0] for row in table(page.markdown, "repair-tolerance")[1:]] == [
        "75% of the fall regained",
        "at most 0.25 points below",
    ]


def test_without_a_drop_nothing_was_watched(words, repairs):
    """No empty table, and no half of nothing."""
    assert repair_pieces(dataclasses.replace(repairs, episodes=0), 0.25, words) == []
    assert repair_pieces(None, 0.25, words) == []


def test_the_programs_curve_says_how_many_were_followed(words):
    """12 of 30 drops repaired by the first rating, 6 of 18 by the second, then 12 open: 40 %, then 60 %."""
    times = pd.DataFrame({"time": [1] * 12 + [2] * 18, "repaired": [True] * 18 + [False] * 12})
    curve = repair_curve(times)
    many = repairs_of(curve, episodes=30)
    piece = repair_figure(many, words)

    assert piece is not None
    assert "By 2 ratings after the lowest one 60% of drops are repaired" in piece.text
    assert "By 1: 40%, 30 drops followed. By 2: 60%, 18 drops followed." in piece.text
    assert repair_figure(dataclasses.replace(many, episodes=19), words) is None


def test_the_program_tells_evaluators_how_long_repairs_took_and_leadership_nothing(simulated_program):
    """The sentence and the tables come with the evaluator's report alone; leadership's view does not carry the part."""
    views = {
        audience: groupreport.for_audience(simulated_program, audience) for audience in ("evaluator", "leadership")
    }
    pages = {
        audience: str(groupreport.show_program_ruptures(view)) + str(program_appendix(view))
        for audience, view in views.items()
    }
    found = simulated_program.repairs

    assert f"{found.repaired} of {found.episodes}" in pages["evaluator"]
    assert "were made good at some time" in pages["evaluator"]
    assert "By the curve" in pages["evaluator"]
    assert "made good" not in pages["leadership"]
    assert "By the curve" not in pages["leadership"]
    assert views["leadership"].summary.repairs is None


@pytest.mark.parametrize(
    ("members", "word"), [(1, "no more"), (2, "no more"), (6, "no more"), (7, "more"), (None, "–")]
)
def test_a_word_says_which_rules_find_more_than_chance(members, word, group_summary, changed):
    """Chance gives the headline rule 2 to 6 members: seen at a glance and without color."""
    rules = group_summary.ruptures.rules
    if members is None:
        rules = rules.assign(expected_members=math.nan, expected_low=math.nan, expected_high=math.nan)
    else:
        rules = rules.assign(members_with_episode=members)
    view = changed(ruptures=dataclasses.replace(group_summary.ruptures, rules=rules))

    rows = table(groupreport.show_rules(view).markdown, "rules")
    assert rows[1][4] == word
    if members is None:
        assert "chance alone" not in str(groupreport.show_ruptures(view))


def test_many_rules_are_summed_up_in_one_sentence(group_summary, words):
    """Four other rules with 1, 7, 5 and 0 members, of which the second alone is above what chance gives."""
    rules = group_summary.ruptures.rules
    more = rules.iloc[[1, 2]].assign(members_with_episode=[5, 0], expected_members=math.nan)
    said = other_rules_sentence(pd.concat([rules, more], ignore_index=True), words)

    assert said.startswith("By 4 other rules 0 to 7 members would have a drop; 1 of the 2 finds more members than")


@pytest.mark.parametrize(("observed", "said"), [(1, "no more than"), (2, "no more than"), (7, "more than")])
def test_members_stand_beside_what_chance_gives(observed, said, group_summary, words):
    """Fewer than chance gives is no finding either: of drops there cannot be too few."""
    rules = group_summary.ruptures.rules.assign(members_with_episode=observed)
    headline = next(row for row in rows_of(rules) if row.headline)

    assert f"That is {said} chance alone would give (about 4; 2 to 6)" in drops_sentence(headline, 8, words)


@pytest.mark.parametrize(
    ("judged", "started", "said"),
    [
        (
            4,
            7,
            "in the ratings of the 4 of 7 members who gave enough. By chance alone about 4 would have one (2 to 6).",
        ),
        (4, None, "in the ratings of the 4 members who gave enough."),
        (0, 7, "No member gave enough ratings to look for drops."),
    ],
)
def test_without_a_drop_members_who_could_not_be_judged_are_seen(judged, started, said, group_summary, words):
    """Of 7 who came, 3 rated too seldom: nothing is said of them."""
    rules = group_summary.ruptures.rules.assign(episodes=0, members_with_episode=0, members_judged=judged)
    headline = next(row for row in rows_of(rules) if row.headline)

    assert said in str(drops_sentence(headline, started, words))


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ((("no_variance", 24),), "No member's ratings could show a drop: ratings do not vary."),
        ((("too_few_ratings", 18),), "No member gave enough ratings to look for drops."),
        ((("no_ratings", 1), ("too_few_ratings", 17)), "No member gave enough ratings to look for drops."),
        (
            (("no_variance", 21), ("too_few_ratings", 3)),
            "No member's ratings could show a drop: ratings do not vary; fewer than 4 ratings.",
        ),
        ((), "No member gave enough ratings to look for drops."),
    ],
)
def test_ratings_that_do_not_vary_are_not_called_too_few(reasons, said, group_summary, words):
    """Ten times the same rating is enough ratings: more of them would not help."""
    rules = group_summary.ruptures.rules.assign(
        episodes=0, members_with_episode=0, members_judged=0, not_judged=[reasons] * 3
    )
    headline = next(row for row in rows_of(rules) if row.headline)

    assert str(drops_sentence(headline, 8, words)).replace("\\", "").replace("’", "'") == said


@pytest.mark.parametrize("rule", [name for name, rule in RULES.items() if rule.for_headline])
def test_every_rule_that_may_lead_has_a_phrase(rule, words):
    """The first sentence says what fell, in words and not by the rule's name."""
    assert words.word("rule_fell", rule)
