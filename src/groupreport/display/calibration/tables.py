"""Tables of one design: what was simulated, what every rule finds at each depth, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from groupreport.display.calibration.cells import fine_cell, mean_cell, share_cell, signed_cell
from groupreport.display.plain_table import PlainTable
from groupreport.display.wording import Wording
from groupreport.measures.calibration import Calibration, Recovery
from groupreport.measures.calibration.supported_rule import LEAST_JUDGED
from groupreport.summaries.own_design import OwnDesign

_Cell = Callable[[Recovery], str]


def calibration_tables(found: Calibration, words: Wording, own: OwnDesign | None = None) -> tuple[PlainTable, ...]:
    """What the command shows.

    Args:
        found: The design and what was found.
        words: The wording.
        own: The term that the design is from, where it is from one.
    """
    tables = [design_table(found, words, own), found_table(found, words), verdict_table(found, words, own)]
    tables.append(repair_table(found, words))
    if found.out_of_reach:
        tables.append(untried_table(found, words))
    return tuple(tables)


def design_table(found: Calibration, words: Wording, own: OwnDesign | None = None) -> PlainTable:
    """What was simulated, one fact a row."""
    heads = (words.text("calibration.head_fact"), words.text("calibration.head_value"))
    rows = tuple(
        (words.text(f"calibration.fact_{name}"), words.text(f"calibration.value_{name}", **facts))
        for name, facts in _design_facts(found)
    )
    note = ""
    if own is not None:
        facts = {"ratings": own.ratings, "members": own.members, "criterion_known": own.criterion_known}
        note = words.text("calibration.note_own", questionnaire=f"{own.instrument} ({own.scale})", **facts)
    return PlainTable(
        name="calibration-design", title=words.text("calibration.title_design"), columns=heads, rows=rows, note=note
    )


def found_table(found: Calibration, words: Wording) -> PlainTable:
    """A row a rule: whom it judges, the share found at each depth, and its false alarms."""
    heads = [words.text("calibration.head_rule"), words.text("calibration.head_judged")]
    heads += [words.text("calibration.head_recall", depth=depth) for depth in found.depths]
    heads.append(words.text("calibration.head_alarms"))
    rows = [
        (
            one.rule,
            share_cell(one.judged, words),
            *(share_cell(rules[place].recall, words) for rules in found.found),
            share_cell(one.false_alarms, words),
        )
        for place, one in enumerate(found.decided_on)
    ]
    return PlainTable(
        name="calibration-found",
        title=words.text("calibration.title_found"),
        columns=tuple(heads),
        rows=tuple(rows),
        note=_reading_note(found, words),
    )


def verdict_table(found: Calibration, words: Wording, own: OwnDesign | None = None) -> PlainTable:
    """A row a rule, at the depth where the headline is chosen: precision, found minus false alarms, and the verdict."""
    cells: dict[str, _Cell] = {
        "precision": lambda one: share_cell(one.precision, words),
        "youden": lambda one: signed_cell(one.youden, words),
        "status": lambda one: share_cell(one.right_status, words),
        "verdict": lambda one: words.text(f"calibration.verdict_{found.support.verdicts[one.rule]}"),
    }
    return _at_own_depth(
        "calibration-verdict", "title_verdict", found, words, cells, _supported_note(found, words, own)
    )


def repair_table(found: Calibration, words: Wording) -> PlainTable:
    """A row a rule, at the same depth: of falls found, which that were regained and which that were not it calls so."""
    cells: dict[str, _Cell] = {
        "repairs_seen": lambda one: share_cell(one.repairs_seen, words),
        "repairs_imagined": lambda one: share_cell(one.repairs_imagined, words),
    }
    note = words.text("calibration.note_repair")
    return _at_own_depth("calibration-repair", "title_repair", found, words, cells, note)


def details_table(found: Calibration, words: Wording) -> PlainTable:
    """A row a rule, at the same depth: intervals flagged, how much too deep found falls look, falls nobody rated."""
    cells: dict[str, _Cell] = {
        "flagged": lambda one: fine_cell(one.flagged, words),
        "depth_error": lambda one: mean_cell(one.depth_error, one.depth_error_se, words),
        "unrated": lambda one: share_cell(one.unrated, words),
    }
    return _at_own_depth(
        "calibration-details", "title_details", found, words, cells, words.text("calibration.note_details")
    )


def untried_table(found: Calibration, words: Wording) -> PlainTable:
    """The rules that need more than the ratings of one scale."""
    heads = (words.text("calibration.head_rule"), words.text("calibration.head_why"))
    rows = tuple(found.out_of_reach.items())
    return PlainTable(
        name="calibration-not-tried", title=words.text("calibration.title_untried"), columns=heads, rows=rows
    )


def _at_own_depth(
    name: str, title: str, found: Calibration, words: Wording, cells: dict[str, _Cell], note: str
) -> PlainTable:
    rows: Sequence[tuple[str, ...]] = [(one.rule, *(cell(one) for cell in cells.values())) for one in found.decided_on]
    return PlainTable(
        name=name,
        title=words.text(f"calibration.{title}", depth=found.design.depth),
        columns=tuple(words.text(f"calibration.head_{column}") for column in ("rule", *cells)),
        rows=tuple(rows),
        note=note,
    )


def _design_facts(found: Calibration) -> Iterator[tuple[str, dict[str, object]]]:
    design = found.design
    yield "terms", {"terms": found.terms, "members": design.members, "seed": str(found.seed)}
    yield "sessions", {"sessions": design.sessions, "missing": design.missing}
    yield "scales", {"scales": design.scales, "correlation": design.scale_correlation}
    yield "spread", {"person": design.person_sd, "noise": design.noise_sd, "differs": design.noise_spread}
    yield "carries", {"carries": design.autocorrelation}
    if design.trend:
        yield "trend", {"trend": design.trend}
    if design.minimum is not None and design.maximum is not None:
        yield "ends", {"minimum": design.minimum, "maximum": design.maximum, "step": design.step}
    in_noise = design.reliable_change / design.noise_sd
    yield "criterion", {"points": design.reliable_change, "in_noise": in_noise}
    yield "planted", {"share": design.share, "onset": design.onset_sessions}
    counts = sorted({phase for phase in design.low_phases if phase != "end"})
    yield "length", {"counts": counts, "to_the_end": "end" in design.low_phases}


def _reading_note(found: Calibration, words: Wording) -> str:
    """What the columns mean, and how well the shares are known."""
    steady = max((one.false_alarms.total for one in found.decided_on), default=0)
    # Half of the widest 95 % interval, that of a share of one half.
    reach = 98.0 / steady**0.5 if steady else 100.0
    return words.text("calibration.note_reading", members=steady, reach=reach, scales=found.design.scales)


def _supported_note(found: Calibration, words: Wording, own: OwnDesign | None) -> str:
    """Which rule is supported, by which criterion, and which one reports lead with."""
    other = found.support.whatever_the_alarms
    return words.text(
        "calibration.note_supported",
        rule=found.support.rule,
        other=None if other == found.support.rule else other,
        depth=found.design.depth,
        most_alarms=found.most_false_alarms,
        least_judged=LEAST_JUDGED,
        headline=found.headline,
        by_program=own is not None,
    )
