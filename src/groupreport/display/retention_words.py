"""Definitions of drop-out in words, for the reports of a group and of the program."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.display.rounding import is_missing
from groupreport.display.rows import rows_of
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
            "source": str(row.source),
            "count": int(row.dropped_out),
            "judgement": row.definition == JUDGEMENT,
        }
        for row in rows_of(found.definitions)
    ]


def reasons(found: Retention) -> list[str]:
    """Why it cannot be said of people by one definition or another."""
    return [reason for reason in REASONS if int(found.definitions[reason].sum())]


def lacking_pairs(whole: pd.Series) -> int | None:
    """People without a first and last outcome score; None where no outcomes were collected."""
    return None if is_missing(whole["pairs"]) else int(whole["enrolled"] - whole["pairs"])
