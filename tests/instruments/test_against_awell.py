"""Scores against those of another program, awell-score, on its own test answers (already keyed: nothing to reverse)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from groupreport.instruments import load_catalog, score


@pytest.fixture(scope="module")
def awell(truth_folder: Path) -> dict[str, Any]:
    return json.loads((truth_folder / "awell_score" / "responses_expected.json").read_text(encoding="utf-8"))


def answers_of(responses: dict[str, int]) -> pd.DataFrame:
    items = [str(int(code.rsplit("_Q", 1)[1])) for code in responses]
    return pd.DataFrame({"member_id": "M1", "item": items, "value": list(responses.values())})


@pytest.mark.parametrize(
    ("instrument", "entry", "field"),
    [("phq9", "phq_9", "total"), ("gad7", "GAD_7", "total"), ("who5", "who_5", "percent")],
)
def test_totals(awell, instrument, entry, field):
    """PHQ-9, GAD-7 and WHO-5 totals are those of awell-score for every one of its test forms."""
    expected = {name: row[field] for name, row in awell[entry]["expected"].items()}
    forms = pd.concat([answers_of(row).assign(member_id=name) for name, row in awell[entry]["responses"].items()])
    scored = score(forms, load_catalog()[instrument])

    assert len(expected) >= 3
    assert dict(zip(scored["member_id"], scored["score"], strict=True)) == expected


def test_core_om(awell):
    """The CORE-OM's scales are ten times awell-score's means of its subscales.

    Its answers are keyed already, by a key that turns item 30 as well; here the published eight are turned back before
    they are scored. So this compares which item belongs where, not which items are reversed.
    """
    reversed_items = [str(item) for item in (3, 4, 7, 12, 19, 21, 31, 32)]
    answers = answers_of(awell["core_om"]["responses"]["random_response"])
    turned = answers["item"].isin(reversed_items)
    scored = score(answers.assign(value=answers["value"].mask(turned, 4 - answers["value"])), load_catalog()["core_om"])
    found = scored.set_index("scale")["score"].drop("non_risk")
    expected = awell["core_om"]["expected"]["random_response"]

    # Its means have two decimals.
    assert found.to_dict() == pytest.approx({name: 10 * expected[f"{name}_mean"] for name in found.index}, abs=0.05)


def test_core_om_subscales(awell):
    """Each subscale of the CORE-OM has awell-score's items."""
    theirs = awell["core_om"]["subscales"]
    names = {
        "wellbeing": "SUBJECTIVE_WELLBEING",
        "problems": "PROBLEMS_SYMPTOMS",
        "functioning": "LIFE_FUNCTIONING_DIFFICULTIES",
        "risk": "RISK_HARM",
    }
    entry = load_catalog()["core_om"]

    for name, code in names.items():
        assert sorted(entry.scale(name).items) == sorted(theirs[code])


@pytest.mark.parametrize(("instrument", "entry"), [("phq9", "phq_9"), ("gad7", "GAD_7")])
def test_bands(awell, instrument, entry):
    """A test form's total lies in the band that awell-score names, told by the band's place from below."""
    words = {
        "phq9": ["none/minimal", "mild", "moderate", "moderately severe", "severe"],
        "gad7": ["no anxiety", "mild", "moderate", "severe"],
    }[instrument]
    (division,) = load_catalog()[instrument].scale("total").bands
    for row in awell[entry]["expected"].values():
        place = next(at for at, band in enumerate(division.bands) if band.lowest <= row["total"] <= band.highest)

        assert row["band"].lower().startswith(words[place])
