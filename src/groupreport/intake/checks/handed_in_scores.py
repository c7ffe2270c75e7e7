"""Scores that an export holds beside the answers that they are made of: compared, and left out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.instruments import Instrument
from groupreport.instruments.scoring import score
from groupreport.intake.checks.duplicates import combined_codes
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import Mask, TextTable, rows_where


def note_scores(text: TextTable, instrument: Instrument, rows: Mask, findings: Findings) -> Mask:
    """Compare scores with those that the answers to the items give, and return their rows.

    A score that its own items do not give is an error: either it or the items were exported wrongly. Only forms with
    an answer to every item are compared, since programs have rules of their own for unanswered ones.

    Args:
        text: Ratings or outcomes, typed.
        instrument: A questionnaire with items.
        rows: Its rows.
        findings: Gains what is found.
    """
    names = text.rows["item"]
    scales = {scale.scale for scale in instrument.scales}.difference(instrument.answer_names)
    scored = rows & rows_where(names, scales.__contains__)
    if not scored.any():
        return scored
    form = combined_codes(text.rows[name] for name in text.table.key if name != "item")
    ours = _scores(form, text, instrument, rows & rows_where(names, instrument.answer_names.__contains__))
    theirs = pd.DataFrame({"form": form[scored], "scale": names.astype(object).to_numpy()[scored]})
    found = theirs.merge(ours, on=["form", "scale"], how="left")
    places = np.flatnonzero(scored)
    given = text.rows["value"].to_numpy(dtype=float)[scored]
    alone = found["status"].isna().to_numpy() & np.isfinite(given)
    compared = (found["status"] == "complete").to_numpy() & np.isfinite(given)
    differs = compared & (np.abs(given - found["score"].to_numpy(dtype=float)) > _rounding(given))
    items = f"1 to {instrument.answer_names[-1]}"
    findings.add_rows(
        "item-is-score",
        text,
        "item",
        _mask(text, places[alone]),
        f"is a score of '{instrument.id}', whose scores are worked out here from the answers to its items",
        f"Export the answers to its items ({items}) instead of the score.",
    )
    findings.add_rows(
        "score-disagrees",
        text,
        "value",
        _mask(text, places[differs]),
        f"is a score of '{instrument.id}' that the answers to its items do not give",
        "Find out which of them is wrong (reversed items, another sum or mean), or leave the scores out of the export.",
    )
    findings.add_rows(
        "score-left-out",
        text,
        "value",
        _mask(text, places[~alone & ~differs]),
        f"is a score of '{instrument.id}', whose answers are there as well",
        "It was left out: scores are worked out from the answers.",
        "info",
        facts={"instrument": instrument.id},
    )
    return scored


def _scores(form: np.ndarray, text: TextTable, instrument: Instrument, items: Mask) -> pd.DataFrame:
    answers = pd.DataFrame(
        {
            "form": form[items],
            "item": text.rows["item"].astype(object).to_numpy()[items],
            "value": text.rows["value"].to_numpy(dtype=float)[items],
        }
    ).drop_duplicates(["form", "item"])
    if answers.empty:
        return pd.DataFrame({"form": form[:0], "scale": [], "score": [], "status": []})
    return score(answers, instrument)[["form", "scale", "score", "status"]]


def _rounding(given: np.ndarray) -> np.ndarray:
    """By how much a rounded score may differ from the exact one: half of its last digit."""
    decimals = [len(f"{number:.10f}".rstrip("0").partition(".")[2]) for number in given]
    return 0.5 * 10.0 ** -np.maximum(decimals, 1) + 1e-9


def _mask(text: TextTable, places: np.ndarray) -> Mask:
    mask: Mask = np.zeros(len(text.lines), dtype=bool)
    mask[places] = True
    return mask
