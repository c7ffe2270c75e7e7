"""The quality of a term's data as plain tables, for whatever lists what is wrong with the data."""

from __future__ import annotations

import pandas as pd

from groupreport.display.data_quality import answers_rows, attendance_sentence, note_facts, signs, subject
from groupreport.display.escaping import literal, plain
from groupreport.display.plain_table import PlainTable
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.rows import rows_of
from groupreport.display.wording import Wording
from groupreport.instruments.records import Instrument
from groupreport.measures.data_quality.range_shift import FEWEST_MEMBERS
from groupreport.summaries.records import DataQuality, Unavailable

_MOST_SITES = 6  # that a table holds side by side


def quality_tables(quality: DataQuality, instruments: tuple[Instrument, ...], words: Wording) -> tuple[PlainTable, ...]:
    """What is worth a look, how the answers look by questionnaire, and the ranges of answers by site.

    A part that has nothing to say is left out. Counts and names of groups and sites stand in it, so it is for
    evaluators alone.

    Args:
        quality: What was found in a program's term.
        instruments: The questionnaires in use.
        words: The wording.
    """
    return tuple(
        table
        for table in (_signs(quality, instruments, words), _answers(quality, words), _sites(quality, words))
        if table.rows
    )


def _signs(quality: DataQuality, instruments: tuple[Instrument, ...], words: Wording) -> PlainTable:
    attendance = plain(attendance_sentence(quality, words))
    rows = [(words.text("quality.subject_attendance"), attendance)]
    rows += [(sign.about, sign.sentence) for sign in signs(quality, instruments, words)]
    return PlainTable(
        name="signs",
        title=words.text("quality.signs_title"),
        columns=(words.text("quality.head_about"), words.text("quality.head_sign")),
        rows=tuple(rows),
        note=words.text("quality.no_signs") if len(rows) == 1 else "",
    )


def _answers(quality: DataQuality, words: Wording) -> PlainTable:
    rows = [row.cells for row in answers_rows(quality, words, groups=True)]
    return PlainTable(
        name="answers",
        title=words.text("quality.table_title"),
        columns=tuple(words.text(f"quality.head_{name}") for name in (rows[0] if rows else ())),
        rows=tuple(tuple(row.values()) for row in rows),
        note=words.text("quality.table_note", **note_facts(quality, groups=True)),
    )


def _sites(quality: DataQuality, words: Wording) -> PlainTable:
    """One row a questionnaire, one column a site; of many sites, only those where a questionnaire looks shifted."""
    ranges = pd.DataFrame(columns=["site"]) if isinstance(quality.ranges, Unavailable) else quality.ranges
    if ranges["site"].nunique(dropna=False) > _MOST_SITES:
        ranges = ranges[ranges["site"].isin(ranges.loc[ranges["shift"].isin(["lower", "higher"]), "site"])]
    cells: dict[str, dict[str, str]] = {}
    sites: list[str] = []
    for row in rows_of(ranges):
        site = words.text("quality.no_site") if is_missing(row.site) else plain(literal(str(row.site)))
        sites += [] if site in sites else [site]
        about = subject(words, str(row.short_name), label="" if is_missing(row.scale) else str(row.scale))
        shown = words.text("quality.range", lowest=row.lowest, highest=row.highest, shift=str(row.shift))
        cells.setdefault(about, {})[site] = shown
    return PlainTable(
        name="sites",
        title=words.text("quality.sites_title"),
        columns=(words.text("quality.head_instrument"), *sites),
        rows=tuple((about, *(own.get(site, NOTHING) for site in sites)) for about, own in cells.items()),
        note=words.text("quality.sites_note", fewest=FEWEST_MEMBERS),
    )
