"""Agreement, growth and links on the page: what is said of numbers, of missing ones, and of simpler models."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from groupreport.display.group.agreement import show_agreement
from groupreport.display.group.alliance import show_alliance
from groupreport.display.group.cohesion import show_cohesion
from groupreport.display.group.growth import show_growth
from groupreport.display.growth_words import direction, model_remarks
from groupreport.display.program.groups import show_groups
from groupreport.display.program.links import link_pieces, links_found
from groupreport.display.wording import wording
from groupreport.measures.growth import Growth
from groupreport.summaries import summarize_program
from groupreport.summaries.records import ScaleStatistics

from .conftest import program_view_of
from .pages import BLOCKS, INLINES, kinds, program_appendix, table
from .simulated import frozen_term, small_term

FACTS = {"instrument": "gcq_s", "short_name": "GCQ-S", "scale": "engaged", "label": "Engaged", "domain": "climate"}
FACTS |= {"level": "member_group", "aspect": None, "higher_is": "better", "minimum": 0.0, "maximum": 6.0}
COUNTS = {"members": 8, "groups": 1, "ratings": 80, "sessions": 11, "groups_as": "one"}


def growth_of(label: str = "Engaged", **fields: object) -> dict[str, object]:
    known = {"slope": 0.05, "low": 0.02, "high": 0.08, "model": "correlated", "converged": True}
    return FACTS | {"label": label} | dataclasses.asdict(Growth(**COUNTS | known | fields))


def agreement_of(**fields: object) -> dict[str, object]:
    known = {"sessions": 11, "average_deviation": 0.9, "rwg": 0.88, "rwg_star": 0.61, "awg": 0.71, "options": 7.0}
    known |= {"fewest_raters": 5, "most_raters": 8, "small_sessions": 0, "computable": 11, "awg_computable": 11}
    return FACTS | known | {"spread_early": 1.0, "spread_late": 0.77} | fields


@pytest.fixture(name="statistics", scope="module")
def _statistics(tmp_path_factory):
    term = frozen_term(tmp_path_factory.mktemp("term"), small_term(groups=6, members=8), {})
    return summarize_program(term)


def test_a_rise_is_told_and_stands_in_the_table_with_its_interval(changed):
    """The sentence names what rose and warns of several intervals; the table holds what is needed to judge it."""
    view = changed(growth=pd.DataFrame([growth_of(), growth_of("Bond", low=-0.01, members=7)]))
    statistics = show_growth(view)
    said = str(statistics)

    assert "Engaged (GCQ-S) rose; 1 other scale did not clearly change." in said
    assert "Of 2 intervals about 1 in 20 misses zero by chance alone." in said
    rows = table(statistics.markdown, "growth")
    assert rows[0] == ["Scale", "Points a session", "SD start", "SD slopes", "SD ratings", "Members", "Ratings"]
    assert rows[1][:2] == ["GCQ-S: Engaged", "+0.05 (0.02 to 0.08)"]
    assert [row[-2] for row in rows[1:]] == ["8", "7"]
    assert "One group cannot say how other groups would go" in str(statistics)


def test_goals_tasks_and_bond_are_not_counted_beside_their_total(changed):
    """A scale and its parts rise together: three rises would be one."""
    rows = [growth_of(), *(growth_of(name.title()) | {"aspect": name} for name in ("goal", "task", "bond"))]

    assert "Engaged (GCQ-S) rose." in str(show_growth(changed(growth=pd.DataFrame(rows))))


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(0.02, 0.08, "rose"), (0.001, 0.08, "unclear"), (-0.05, -0.004, "unclear"), (-0.05, -0.02, "fell")],
)
def test_a_scale_rose_or_fell_only_as_far_as_the_printed_interval_says(low, high, said):
    """A limit that is printed as 0.00 does not exclude 0 for the reader."""
    assert direction(low, high) == said


def test_simpler_models_are_never_hidden():
    """Each fallback, a zero variance between groups and a missing slope have a sentence of their own."""
    rows = pd.DataFrame(
        [
            growth_of("A", model="uncorrelated"),
            growth_of("B", model="uncorrelated", converged=False),
            growth_of("C", model="same_slope"),
            growth_of("D", model="own_slopes", converged=False),
            growth_of("E", group_variance=0.0),
            FACTS | {"label": "F"} | dataclasses.asdict(Growth(**COUNTS, reason="all ratings are equal")),
        ]
    )

    said = " ".join(model_remarks(rows, wording())).replace("\\", "")

    assert "A (GCQ-S): the correlation between where members start and how they change was at its limit" in said
    assert "B (GCQ-S): the model with a correlation between where members start and how they change did not" in said
    assert "C (GCQ-S): members could not be told apart in how they changed" in said
    assert "D (GCQ-S): no model converged" in said
    assert "E (GCQ-S): groups did not differ in level" in said
    assert "F (GCQ-S): not enough data (all ratings are equal)" in said


def test_agreement_prints_indices_with_their_limit_and_sessions(changed):
    """AD_M beside a sixth of the options (7 / 6 = 1.17); a_wg with its own number of sessions where that is smaller."""
    rows = pd.DataFrame([agreement_of(), agreement_of(label="Bond", awg_computable=7, rwg_star=-0.12)])

    view = changed(agreement=rows)
    cells = table(show_agreement(view).markdown, "agreement")

    assert [row[0] for row in table(show_agreement(view).markdown, "scales")][1:]
    assert "close together" not in str(show_alliance(view))  # indices that disagree allow no such word
    assert cells[1][1:] == ["0.90 (1.17)", "0.88", "0.61", "0.71", "11 of 11", "1.00, 0.77"]
    assert cells[2][3:5] == ["−0.12", "0.71 (7)"]


def test_two_members_cannot_agree_and_it_is_said_why(changed):
    """Sessions with fewer than three are told; with none of three there is no table at all."""
    few = pd.DataFrame([agreement_of(small_sessions=4, fewest_raters=2)])
    some = str(show_agreement(changed(agreement=few)))
    none = agreement_of(computable=0, average_deviation=float("nan"), small_sessions=11, most_raters=2)

    assert "At up to 4 sessions fewer than 3 members answered every item of a scale" in some
    assert "what three people agree on can easily be chance" in some
    assert "two answers cannot show whether a group agrees" in str(
        show_agreement(changed(agreement=pd.DataFrame([none])))
    )


def test_evaluators_see_nesting_reliability_growth_and_links(statistics):
    """The four tables, as both renderers know them; a negative ICC(1) is shown as such."""
    found = statistics.statistics
    assert isinstance(found, ScaleStatistics)
    nesting = found.nesting.assign(icc1=-0.05)
    page = program_appendix(
        program_view_of(
            dataclasses.replace(statistics, statistics=dataclasses.replace(found, nesting=nesting)), "evaluator"
        )
    )

    assert kinds(page.markdown) <= BLOCKS | INLINES
    assert {row[3] for row in table(page.markdown, "nesting")[1:]} == {"−0.05"}
    assert len(table(page.markdown, "growth")) == 1 + len(found.growth)
    assert table(page.markdown, "reliability")[0] == ["Scale", "People", "Items", "alpha", "omega"]
    assert "ecological fallacy" in str(page)
    assert "Fewer than 50 people filled in" in str(page)


def test_leadership_sees_none_of_it(statistics):
    """Disclosure control leaves the statistics out, and the page has no trace of them."""
    from groupreport.disclosure.views import ProgramView

    view = ProgramView.from_summary(statistics, "leadership")

    assert view.summary.statistics is None
    assert "ICC" not in str(show_groups(view))
    assert program_appendix(view).markdown == ""


def test_links_are_told_as_associations(statistics):
    """A clear correlation is counted, many are warned of, and no direction of effect is claimed."""
    row = {"label": "Bond", "short_name": "W", "level": None, "outcome_short_name": "PHQ-9", "note": ""}
    links = pd.DataFrame(
        [
            row | {"correlation": 0.4, "low": 0.1, "high": 0.6, "people": 60, "groups": 9},
            row | {"correlation": 0.1, "low": -0.2, "high": 0.4, "people": 60, "groups": 9},
        ]
    )
    found = dataclasses.replace(statistics.statistics, term_links=links)

    said = links_found(found, wording())
    pieces = " ".join(piece.text for piece in link_pieces(found, 2, wording()) if piece is not None)

    assert "1 of 2 correlations is clearly different from 0" in said
    assert "one may look clear by chance" in said
    assert "associations and not effects" in said
    assert "Associations, not effects: whoever improves may come to rate the alliance higher" in pieces


def test_the_published_correlation_stands_beside_the_programs_own(statistics):
    """Lo Coco et al. 2022: r .215 (.178 to .252) over 57 studies; an orientation, whose definition is another."""
    row = {"label": "Bond", "short_name": "W", "level": None, "outcome_short_name": "PHQ-9", "note": ""}
    links = pd.DataFrame([row | {"correlation": 0.4, "low": 0.1, "high": 0.6, "people": 60, "groups": 9}])
    found = dataclasses.replace(statistics.statistics, term_links=links)

    pieces = " ".join(piece.text for piece in link_pieces(found, 2, wording()) if piece is not None)

    assert "over 57 studies of therapy groups alliance and outcome correlate at r 0.215 (95% 0.178 to 0.252" in pieces
    assert "not a target" in pieces
    assert "by definitions that differ from this one" in pieces


def test_links_to_the_next_session_stand_in_pairs_with_whole_intervals(statistics):
    """With and without the previous outcome held; an interval is never broken; a level that is not told is a dash."""
    row = {"label": "Bond", "short_name": "W", "level": None, "outcome_short_name": "PHQ-9", "note": ""}
    row |= {"model": "mixed", "groups_as": "fixed", "pairs": 40, "members": 12, "groups": 3}
    row |= {"within_member": 0.5, "within_member_low": -0.25, "within_member_high": 1.25}
    row |= dict.fromkeys(("between_members", "between_members_low", "between_members_high"), 1.0)
    row |= dict.fromkeys(("between_groups", "between_groups_low", "between_groups_high"), float("nan"))
    links = pd.DataFrame([row | {"controlled": False}, row | {"controlled": True}])
    found = dataclasses.replace(statistics.statistics, session_links=links)

    said = next(
        piece.text for piece in link_pieces(found, 2, wording()) if piece is not None and "(held)" in piece.text
    )

    first, second = (line for line in said.splitlines() if line.startswith("W: Bond"))
    together = "+0.50 (\N{MINUS SIGN}0.25 to 1.25)".replace(" ", "\N{NO-BREAK SPACE}").replace(
        "\N{NO-BREAK SPACE}", " ", 1
    )
    assert together in first
    assert together in second
    assert "PHQ-9 (held)" in second
    assert "PHQ-9 (held)" not in first
    assert "\N{EN DASH}" in first
    assert "Under 5 groups nothing is said between groups." in said


@pytest.mark.parametrize(
    ("options", "limit"),
    [
        (7.0, " (up to 1.2 is usually taken as agreement)."),  # 7 / 6, Burke and Dunlap (2002)
        (5.0, "Avoiding 1.4."),  # two scales with other answers have no limit in common
    ],
)
def test_the_report_says_how_far_answers_on_climate_lay_apart(changed, options, limit):
    """A mean of 3 can be six times 3 or three times 0 and 6: agreement stands beside the course of every scale."""
    rows = [agreement_of(), agreement_of(label="Avoiding", average_deviation=1.42, options=options)]
    rows += [agreement_of(label="Bond", domain="alliance"), agreement_of(label="Conflict", computable=0)]
    said = str(show_cohesion(changed(agreement=pd.DataFrame(rows))))

    assert (
        "How far answers usually lay from the session's mean, in points of an item: Engaged 0.9, Avoiding 1.4" in said
    )
    assert limit in said
    assert "Bond" not in said
