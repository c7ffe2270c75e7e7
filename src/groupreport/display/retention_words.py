"""Definitions of drop-out in words, for the reports of a group and of the program."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.rounding import NOTHING, is_missing, percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording
from groupreport.measures.retention import REASONS
from groupreport.summaries.records import Retention

JUDGEMENT = "therapist_judgement"


def definition_name(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    """A definition of drop-out with its number."""
    whole = None if is_missing(row.number) else row.number
    number = whole if row.definition == "per_protocol" or whole is None else int(whole)
    return words.text(f"retention.{row.definition}", number=number)


def definitions(found: Retention, words: Wording) -> list[dict[str, Any]]:
    """Every definition with its name, source and the people who count as dropped out by it."""
    return [
        {
            "name": definition_name(row, words),
            "source": words.word("definition_source", row.source),
            "count": int(row.dropped_out),
            "judgement": row.definition == JUDGEMENT,
        }
        for row in rows_of(found.definitions)
    ]


def definitions_table(found: Retention, words: Wording) -> Piece:
    """Everyone enrolled by every definition: not dropped out, dropped out with the interval, cannot be said."""
    columns = [tables.text(words.text("retention.head_definition"), 40)]
    heads = ("stayed", "dropped", "interval", "unsaid", "most")
    columns += [tables.numbers(words.text(f"retention.head_{head}"), 10) for head in heads]
    rows = [
        [
            definition_name(row, words),
            str(row.completed),
            words.say("retention.share", count=int(row.dropped_out), share=float(row.share)),
            words.between(percent(row.low), percent(row.high)),
            str(row.cannot_be_said),
            percent(row.highest) if row.cannot_be_said else NOTHING,
        ]
        for row in rows_of(found.definitions)
    ]
    return tables.table(
        "definitions", words.say("retention.definitions_caption", reasons=reasons(found)), columns, rows
    )


def reasons(found: Retention) -> list[str]:
    """Why it cannot be said of people by one definition or another."""
    return [reason for reason in REASONS if int(found.definitions[reason].sum())]


def lacking_pairs(whole: pd.Series) -> int | None:
    """People without a first and last outcome score; None where no outcomes were collected."""
    return None if is_missing(whole["pairs"]) else int(whole["enrolled"] - whole["pairs"])
