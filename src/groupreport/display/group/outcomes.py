"""Outcomes of one group: every member from the first to the last measurement, and reliable change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.escaping import Markdown
from groupreport.display.group.outcome_slopes import slopes
from groupreport.display.outcome_detail_words import choices_table, effect_pieces, missing_found, missing_sentences
from groupreport.display.outcome_words import (
    change_table,
    classes_table,
    criteria,
    criteria_notes,
    explained_name,
    facts_of,
    reliable_change_table,
    short_criteria,
)
from groupreport.display.rows import rows_of
from groupreport.display.shown import Shown, bullets, paragraph, shown
from groupreport.display.unavailable import absent
from groupreport.display.wording import MOST_NAMES, Wording, wording
from groupreport.instruments.records import Instrument
from groupreport.summaries.records import OutcomeDetails, Outcomes, Unavailable


def show_outcomes(view: EvaluatorGroupView) -> Shown:
    """Who lacks a measurement and what that leaves open, every member's line, and reliable change in one table."""
    words, outcomes, found = wording(view.language), view.summary.outcomes, view.summary.outcome_details
    if isinstance(outcomes, Unavailable):
        return absent(words, "outcomes", outcomes)
    by_instrument = outcomes.by_instrument
    if by_instrument.empty:
        return shown(paragraph(words.say("outcomes.none")))
    lacking = paragraph(
        *_lacking(by_instrument, view.summary.term.instruments, words),
        missing_found(found.missing[found.missing["pairs"] > 0], words, tabled=False)
        if isinstance(found, OutcomeDetails)
        else "",
        *_by_name(outcomes, words),
    )
    paired = by_instrument[by_instrument["pairs"] > 0]
    if paired.empty:
        return shown(lacking, *slopes(outcomes, words))
    return shown(
        lacking,
        *slopes(outcomes, words),
        reliable_change_table(by_instrument, words),
        paragraph(
            short_criteria(by_instrument, words, here=True),
            words.say("outcomes.how_to_read_group"),
            *criteria_notes(paired, words),
        ),
    )


def show_outcome_details(view: EvaluatorGroupView) -> Shown:
    """Means and classes in full, where criteria come from, other criteria and units, and what missing scores allow."""
    words, outcomes, found = wording(view.language), view.summary.outcomes, view.summary.outcome_details
    if not isinstance(outcomes, Outcomes) or outcomes.by_instrument.empty:
        return shown()
    tables = [change_table(outcomes.by_instrument, words), classes_table(outcomes.by_instrument, words)]
    sources = bullets(criteria(outcomes.by_instrument, words))
    if not isinstance(found, OutcomeDetails):
        return shown(*tables, sources)
    missing = missing_sentences(found.missing, words, tabled=False)
    return shown(
        *tables,
        sources,
        choices_table(found.criteria, words),
        *effect_pieces(found.effects, words),
        paragraph(words.say("outcome_details.missing_lead")) if missing else None,
        bullets(missing),
    )


def _lacking(by_instrument: pd.DataFrame, instruments: Iterable[Instrument], words: Wording) -> list[str]:
    """How many lack a measurement, in one sentence for all questionnaires; where nobody has both, one of its own."""
    rows = [facts_of(row) | {"short_name": explained_name(row, instruments, words)} for row in rows_of(by_instrument)]
    lacking = [facts for facts in rows if facts["pairs"] and facts["enrolled"] > facts["pairs"]]
    return [
        *(words.say("outcomes.no_pairs", **facts) for facts in rows if not facts["pairs"]),
        words.say("outcomes.lacking", rows=lacking[:MOST_NAMES], more=max(0, len(lacking) - MOST_NAMES))
        if lacking
        else "",
    ]


def _by_name(outcomes: Outcomes, words: Wording) -> list[Markdown]:
    """Who lacks a first, and who has a first and lacks a last measurement, by questionnaire."""
    members = outcomes.by_member
    lacking = {"without_first": members["pre"].isna(), "without_last": members["pre"].notna() & members["post"].isna()}
    said = []
    for statement, chosen in lacking.items():
        rows = _names(outcomes.by_instrument, members[chosen])
        if rows:
            more = max(0, len(rows) - MOST_NAMES)
            said.append(words.say(f"outcomes.{statement}", rows=rows[:MOST_NAMES], more=more))
    return said


def _names(by_instrument: pd.DataFrame, lacking: pd.DataFrame) -> list[dict[str, Any]]:
    """The members by questionnaire; one row without a questionnaire where they are the same of all."""
    rows: list[dict[str, Any]] = []
    for row in rows_of(by_instrument):
        own = lacking[(lacking["instrument"] == row.instrument) & (lacking["scale"] == row.scale)]
        if len(own):
            names = sorted(str(member) for member in own["member_id"])
            rows.append({"short_name": str(row.short_name), "names": names})
    if len(rows) > 1 and len(rows) == len(by_instrument) and all(row["names"] == rows[0]["names"] for row in rows):
        return [{**rows[0], "short_name": None}]
    return rows
