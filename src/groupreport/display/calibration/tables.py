"""Tables of one design: what every rule finds at each depth, and which rules were not tried."""

from __future__ import annotations

from collections.abc import Iterator

from groupreport.display.calibration.cells import share_cell, signed_cell
from groupreport.display.plain_table import PlainTable
from groupreport.display.wording import Wording
from groupreport.measures.calibration import Calibration
from groupreport.measures.calibration.supported_rule import LEAST_JUDGED, MOST_FALSE_ALARMS
from groupreport.summaries.own_design import OwnDesign


def calibration_tables(found: Calibration, words: Wording, own: OwnDesign | None = None) -> tuple[PlainTable, ...]:
    """What the command shows: the rules at every depth, and those that could not be tried.

    Args:
        found: The design and what was found.
        words: The wording.
        own: The term that the design is from, where it is from one.
    """
    notes = [design_note(found, words), reading_note(found, words), supported_note(found, words)]
    if own is not None:
        facts = {"ratings": own.ratings, "members": own.members, "criterion_known": own.criterion_known}
        notes.insert(1, words.text("calibration.note_own", questionnaire=f"{own.instrument} ({own.scale})", **facts))
    tables = [rules_table(found, words, " ".join(notes))]
    if found.out_of_reach:
        heads = (words.text("calibration.head_rule"), words.text("calibration.head_why"))
        title = words.text("calibration.untried_title")
        rows = tuple(found.out_of_reach.items())
        tables.append(PlainTable(name="not-tried", title=title, columns=heads, rows=rows))
    return tuple(tables)


def rules_table(found: Calibration, words: Wording, note: str) -> PlainTable:
    """A row a rule: share found at each depth, precision, false alarms, their difference, and the verdict."""
    depth = found.design.depth
    heads = [words.text(f"calibration.head_{name}") for name in ("rule", "judged")]
    heads += [words.text("calibration.head_recall", depth=one) for one in found.depths]
    heads += [words.text("calibration.head_precision", depth=depth)]
    heads += [words.text(f"calibration.head_{name}") for name in ("alarms", "youden", "verdict")]
    return PlainTable(
        name="calibration",
        title=words.text("calibration.title"),
        columns=tuple(heads),
        rows=tuple(_rows(found, words)),
        note=note,
    )


def design_note(found: Calibration, words: Wording) -> str:
    """What was simulated, in a sentence or two."""
    design = found.design
    return words.text(
        "calibration.note_design",
        terms=found.terms,
        members=design.members,
        sessions=design.sessions,
        person=design.person_sd,
        noise=design.noise_sd,
        carries=design.autocorrelation,
        missing=design.missing,
        trend=design.trend,
        ends=design.minimum is not None and design.maximum is not None,
        minimum=design.minimum,
        maximum=design.maximum,
        criterion=design.reliable_change,
        criterion_in_sd=design.reliable_change / design.noise_sd,
        low=design.low_sessions,
        onset=design.onset_sessions,
        share=design.share,
        seed=found.seed,
    )


def reading_note(found: Calibration, words: Wording) -> str:
    """What the columns mean, and how well the shares are known."""
    steady = max((one.false_alarms.total for one in found.decided_on), default=0)
    # Half of the widest 95 % interval, that of a share of one half.
    reach = 98.0 / steady**0.5 if steady else 100.0
    return words.text("calibration.note_reading", members=steady, reach=reach)


def supported_note(found: Calibration, words: Wording) -> str:
    """Which rule is supported, and by which criterion."""
    other = found.support.whatever_the_alarms
    return words.text(
        "calibration.note_supported",
        rule=found.support.rule,
        other=None if other == found.support.rule else other,
        depth=found.design.depth,
        most_alarms=MOST_FALSE_ALARMS,
        least_judged=LEAST_JUDGED,
    )


def _rows(found: Calibration, words: Wording) -> Iterator[tuple[str, ...]]:
    for place, one in enumerate(found.decided_on):
        yield (
            one.rule,
            share_cell(one.judged, words),
            *(share_cell(rules[place].recall, words) for rules in found.found),
            share_cell(one.precision, words),
            share_cell(one.false_alarms, words),
            signed_cell(one.youden, words),
            words.text(f"calibration.verdict_{found.support.verdicts[one.rule]}"),
        )
