"""The program's term as leadership may see it: without small counts of people and what betrays them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from groupreport.disclosure.group_sizes import with_sizes, without_sizes
from groupreport.disclosure.known_sums import KnownSums, Place, Sum
from groupreport.disclosure.leadership_blocks import blocks_of, in_turn
from groupreport.disclosure.leadership_compared import compared_beside
from groupreport.disclosure.leadership_counts import known_to_leadership, small_groups
from groupreport.disclosure.leadership_form import in_leadership_form, kept_from_leadership, with_every_scale
from groupreport.disclosure.leadership_funder import add_funder_release
from groupreport.disclosure.leadership_groups import sizes_told
from groupreport.disclosure.leadership_overall import over_all_groups
from groupreport.disclosure.leadership_presence import presence_that_tells
from groupreport.disclosure.leadership_readers import NO_LEDGERS, Ledgers
from groupreport.disclosure.leadership_restated import restated, sizes_have_changed
from groupreport.disclosure.leadership_rounded import as_leadership_reads
from groupreport.disclosure.leadership_sessions import of_few_sessions
from groupreport.disclosure.policy import NOT_OF_PEOPLE
from groupreport.disclosure.withholding import WithheldCells
from groupreport.errors import DisclosureError
from groupreport.summaries.records import ALL_PROGRAMS, Outcomes, ProgramSummary, Unavailable

if TYPE_CHECKING:
    from groupreport.disclosure.views import FunderView

FACTS_OF_A_GROUP = {"group_id", "group_name", "program", "modality", "enrollment", "held_sessions"}
# What the protection below was written for, column by column. Any other field of the summary that is not required, so
# every one that is added later, is left out: counts by session, site or small class are evaluators' alone.
OPTIONAL_BUT_SHOWN = frozenset({"data_notes"})
OF_A_MEAN = ("mean", "low", "high", "early", "late")
OF_A_SPREAD = ("sd_pre", "sd_post", "smcr", "smcr_low", "smcr_high")
OF_A_CHANGE = ("mean_pre", "mean_post", "mean_change", *OF_A_SPREAD)
OF_A_SHARE = ("improved_share", "improved_low", "improved_high")
# Scores are whole numbers: standard deviations, an effect and its interval are their sums of squares and products, and
# of few people only a few sets of scores have these. Of 8 people they told exactly how many got worse, of 12 to 16
# often that it was none or one; of 20 and more they leave 0 to 3 open, and nearly always more.
SMALLEST_COUNTS_IN_A_SPREAD = 4


def for_leadership(
    summary: ProgramSummary,
    smallest: int,
    *,
    to_funders: FunderView | None = None,
    ledgers: Ledgers = NO_LEDGERS,
    last_term: ProgramSummary | None = None,
) -> tuple[ProgramSummary, WithheldCells, frozenset[str]]:
    """The summary without what leadership may not see, which cells that are, and the ids of the small groups.

    Counts of people, rating drops and logged ruptures are shown by measure, for all rows or for none: where one of 1
    to smallest - 1 could be told, also as the difference of two, from what is shown, what funders are told of the
    term, and what earlier releases say. Of a group its size is shown (`group_sizes`), and no count. Also withheld are
    means, intervals and shares of fewer than `smallest` people, and standard deviations and effects of fewer than four
    times as many; of groups with fewer members than that everything but the group's facts; shares of attendances and of
    forms, and means, that count people because they are of few sessions; means of all members from which that of a
    group would follow; and how the answers look. Zeros stay, except of so few people: that none of three completed says
    it of each.

    Args:
        summary: The program's term.
        smallest: The smallest count that is shown.
        to_funders: What funders are told of the same term.
        ledgers: What was released before.
        last_term: The term that it is compared with, as its own report for leadership shows it; None where it was
            released (then the ledgers say what it shows) or where there is none.

    Raises:
        DisclosureError: The small counts could not be protected, or the term was released and has changed by so few
            people that the two releases would tell who they are.
    """
    counted, compared = summary, summary.last_term
    summary = in_leadership_form(summary)
    known = known_to_leadership(summary, smallest)
    if to_funders is not None and counted.for_funders is not None:
        process = () if isinstance(to_funders.process, Unavailable) else to_funders.process
        add_funder_release(known, summary, counted.for_funders, dict(to_funders.tables), process, smallest)
    known.told |= _repeated(summary, ledgers) & set(known.counts)
    blocks = blocks_of(summary)
    withheld = known.withheld(blocks, in_turn(summary))
    withheld |= restated(summary, blocks, withheld, ledgers, smallest)
    if not known.stand_up(withheld):
        raise DisclosureError("A small count of the program's term could be worked out; nothing is shown.")
    summary = dataclasses.replace(summary, groups=_sizes(summary, known, withheld, ledgers, smallest))
    small = frozenset(summary.groups["group_id"][small_groups(summary, smallest)])
    summary = with_every_scale(summary, small)
    telling = presence_that_tells(summary, known, withheld, smallest, (*OF_A_MEAN, "note"))
    withheld = {place for place in withheld if not place[0].startswith("funder ")}
    withheld |= _rows_of_groups(summary, small)
    withheld |= _statistics_of_few(summary, smallest) | _shares(withheld)
    withheld |= of_few_sessions(summary, smallest, (*OF_A_MEAN, "note")) | telling
    withheld |= _comparisons(summary, smallest, withheld) | over_all_groups(summary, withheld)
    withheld |= compared_beside(summary, smallest, ledgers, compared, last_term)
    withheld |= kept_from_leadership(summary, withheld)
    summary = as_leadership_reads(_without_what_is_for_evaluators(summary))
    frames = _frames(summary)
    shown = {name: _without(frame, _cells_of(withheld, name)) for name, frame in frames.items()}
    present = {
        name: frozenset(
            cell
            for cell in _cells_of(withheld, name)
            if cell[1] in frames[name] and frames[name][cell[1]].notna()[cell[0]]
        )
        for name in frames
    }
    return _with_frames(summary, shown), WithheldCells({name: cells for name, cells in present.items() if cells}), small


def _sizes(
    summary: ProgramSummary, known: KnownSums, withheld: set[Place], ledgers: Ledgers, smallest: int
) -> pd.DataFrame:
    """The groups with their sizes; without where an earlier report of the term has others, or a small count would show.

    Sizes go by what readers know of the people of each program, from whatever is shown or told, not by what is
    withheld; and with all else that is shown they must not tell a small count either.
    """
    enrolled: dict[str, Sum] = {
        str(program): {("flows", int(str(row)), "enrolled"): 1} for row, program in summary.flows["program"].items()
    }
    people = known.between(enrolled, withheld)
    groups = with_sizes(summary.groups, people, smallest)
    told = list(sizes_told(groups))
    telling = bool(told) and not known.stand_up(withheld, told)
    return without_sizes(groups) if telling or sizes_have_changed(groups, ledgers.own) else groups


def _repeated(summary: ProgramSummary, ledgers: Ledgers) -> set[Place]:
    """The counts of this term that a released report on another term repeats as last term's."""
    places: set[Place] = set()
    for row in summary.flows.index[summary.flows["program"] == ALL_PROGRAMS]:
        places |= {("flows", row, name) for name in ("dose_reached", "dropped_out") if name in ledgers.told}
        places |= {("flows", row, "enrolled")} if places else set()
    if isinstance(summary.outcomes, Outcomes):
        outcomes = summary.outcomes.by_instrument
        for row in outcomes.index:
            if f"improved.{outcomes['instrument'][row]}.{outcomes['scale'][row]}" in ledgers.told:
                places |= {("outcomes.by_instrument", row, name) for name in ("improved_share", "pairs")}
    return places


def _without_what_is_for_evaluators(summary: ProgramSummary) -> ProgramSummary:
    """The summary's required fields alone (and its notes)."""
    added = {
        field.name: field.default
        for field in dataclasses.fields(summary)
        if field.default is not dataclasses.MISSING and field.name not in OPTIONAL_BUT_SHOWN
    }
    return dataclasses.replace(summary, **added)


def _frames(summary: ProgramSummary) -> dict[str, pd.DataFrame]:
    """The frames of the summary by path, with rows numbered from 0."""
    frames = {field.name: getattr(summary, field.name) for field in dataclasses.fields(summary)}
    if isinstance(summary.outcomes, Outcomes):
        frames["outcomes.by_instrument"] = summary.outcomes.by_instrument
    return {name: frame for name, frame in frames.items() if isinstance(frame, pd.DataFrame)}


def _with_frames(summary: ProgramSummary, frames: Mapping[str, pd.DataFrame]) -> ProgramSummary:
    changed: dict[str, Any] = {name: frame for name, frame in frames.items() if "." not in name}
    if isinstance(summary.outcomes, Outcomes):
        nobody = summary.outcomes.by_member.iloc[:0]
        changed["outcomes"] = Outcomes(by_instrument=frames["outcomes.by_instrument"], by_member=nobody)
    return dataclasses.replace(summary, **changed)


def _cells_of(withheld: Iterable[Place], frame_name: str) -> set[tuple[int, str]]:
    return {(row, column) for name, row, column in withheld if name == frame_name}


def _without(frame: pd.DataFrame, cells: set[tuple[int, str]]) -> pd.DataFrame:
    """A copy in which the cells are missing; columns of whole numbers stay such (Int64)."""
    shown = frame.copy()
    for column in {column for _, column in cells if column in shown}:
        values = shown[column].astype("Int64") if pd.api.types.is_integer_dtype(shown[column]) else shown[column]
        gone = shown.index.isin([row for row, of_column in cells if of_column == column])
        shown[column] = values.mask(gone, "") if column == "note" else values.mask(gone)
    return shown


def _rows_of_groups(summary: ProgramSummary, groups: frozenset[str]) -> set[Place]:
    """Everything about these groups but their facts."""
    places: set[Place] = set()
    for name, frame in _frames(summary).items():
        if "group_id" in frame:
            facts = FACTS_OF_A_GROUP | {"instrument", "short_name", "scale", "label", "domain", "level", "aspect"}
            facts |= {"higher_is", "minimum", "maximum"}
            rows = frame.index[frame["group_id"].isin(groups)]
            places |= {(name, row, column) for row in rows for column in frame.columns if column not in facts}
    return places


def _statistics_of_few(summary: ProgramSummary, smallest: int) -> set[Place]:
    """Means, intervals and the like of too few people, and the note beside them."""
    places: set[Place] = set()
    of_a_change = (*OF_A_CHANGE, *OF_A_SHARE, "note")
    spread_over = smallest * SMALLEST_COUNTS_IN_A_SPREAD
    described_by = (
        ("scales_by_group", "members", smallest, (*OF_A_MEAN, "note")),
        ("agreement", "members", smallest, ("members", "icc1", "icc2", "note")),
        ("outcomes.by_instrument", "pairs", smallest, of_a_change),
        ("outcomes.by_instrument", "pairs", spread_over, OF_A_SPREAD),
        ("outcomes_by_program", "pairs", smallest, of_a_change),
        ("outcomes_by_program", "pairs", spread_over, OF_A_SPREAD),
    )
    frames = _frames(summary)
    for name, people, fewest, statistics in described_by:
        if name in frames:
            frame = frames[name]
            for row in frame.index[frame[people].notna() & (frame[people] < fewest) & (frame[people] > 0)]:
                places |= {(name, row, column) for column in statistics if column in frame}
    return places


def _comparisons(summary: ProgramSummary, smallest: int, withheld: set[Place]) -> set[Place]:
    """Values of too few people; shares that leave too few on one side, or whose count is withheld elsewhere."""
    places: set[Place] = set()
    comparison = summary.comparison
    if isinstance(comparison, pd.DataFrame):
        for row in comparison.index:
            for value, people in (("previous", "previous_n"), ("current", "current_n")):
                n, share = comparison[people][row], comparison[value][row]
                if pd.isna(n) or pd.isna(share):
                    continue
                measure = str(comparison["measure"][row])
                of_people = comparison["unit"][row] == "share" and measure not in NOT_OF_PEOPLE
                sides = (n, round(share * n), n - round(share * n)) if of_people else (n,)
                elsewhere = value == "current" and of_people and _is_withheld(summary, measure, withheld)
                if elsewhere or any(0 < side < smallest for side in sides):
                    places |= {("comparison", row, value), ("comparison", row, people)}
    return places


def _is_withheld(summary: ProgramSummary, measure: str, withheld: set[Place]) -> bool:
    """Whether the count behind a share of people is withheld in the flows or the outcomes; True where it is in neither.

    What cannot be looked up is not known to be harmless.
    """
    name, _, scale = measure.partition(".")
    if name in summary.flows:
        rows = summary.flows.index[summary.flows["program"] == ALL_PROGRAMS]
        return any(("flows", row, name) in withheld for row in rows)
    if name == "improved" and isinstance(summary.outcomes, Outcomes):
        outcomes = summary.outcomes.by_instrument
        rows = outcomes.index[outcomes["instrument"] + "." + outcomes["scale"] == scale]
        return len(rows) == 0 or any(("outcomes.by_instrument", row, "improved_share") in withheld for row in rows)
    return True


def _shares(withheld: set[Place]) -> set[Place]:
    """The interval of every share that is withheld, and all of a change whose people are: intervals tell how many."""
    of_column = {"improved_share": OF_A_SHARE, "pairs": (*OF_A_CHANGE, *OF_A_SHARE, "note")}
    return {
        (name, row, column)
        for name, row, withheld_column in withheld
        if name in ("outcomes.by_instrument", "outcomes_by_program")
        for column in of_column.get(withheld_column, ())
    }
