"""Scores against those of another program, awell-score, on its own test answers (already keyed: nothing to reverse)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from groupreport.instruments import Instrument, load_catalog, score


@pytest.fixture(scope="module")
def awell(truth_folder: Path) -> dict[str, Any]:
    return json.loads((truth_folder / "awell_score" / "responses_expected.json").read_text(encoding="utf-8"))


def answers_of(responses: dict[str, int]) -> pd.DataFrame:
    items = [str(int(code.rsplit("_Q", 1)[1])) for code in responses]
    return pd.DataFrame({"member_id": "M1", "item": items, "value": list(responses.values())})


def keyed_instrument(count: int, scales: dict[str, list[int]], aggregation: str) -> Instrument:
    return Instrument.model_validate(
        {
            "id": "core_keyed",
            "name": "CORE, answers already keyed",
            "short_name": "CORE",
            "given": "occasion",
            "items": {"count": count, "minimum": 0, "maximum": 4},
            "scales": [
                {
                    "scale": name,
                    "label": name,
                    "items": items,
                    "aggregation": aggregation,
                    "higher_is": "worse",
                    "domain": "outcome",
                }
                for name, items in scales.items()
            ],
            "licence": {"status": "free", "holder": "CORE System Trust", "note": "for this test"},
            "citation": "-",
            "key_source": "-",
            "verified": False,
        }
    )


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


@pytest.mark.parametrize(("aggregation", "suffix"), [("sum", "raw"), ("mean", "mean")])
def test_core_om_subscales(awell, aggregation, suffix):
    """The CORE-OM, written as a program's own entry, has awell-score's subscale sums and means."""
    subscales = awell["core_om"]["subscales"]
    names = {
        "wellbeing": "SUBJECTIVE_WELLBEING",
        "problems": "PROBLEMS_SYMPTOMS",
        "functioning": "LIFE_FUNCTIONING_DIFFICULTIES",
        "risk": "RISK_HARM",
    }
    scales = {name: subscales[code] for name, code in names.items()} | {"total": list(range(1, 35))}
    answers = answers_of(awell["core_om"]["responses"]["random_response"])
    scored = score(answers, keyed_instrument(34, scales, aggregation)).set_index("scale")["score"]
    expected = awell["core_om"]["expected"]["random_response"]

    assert scored.to_dict() == pytest.approx({name: expected[f"{name}_{suffix}"] for name in scales}, abs=0.005)


def test_yp_core_total(awell):
    """The YP-CORE, written as a program's own entry, has awell-score's total."""
    answers = answers_of(awell["yp_core"]["responses"]["random_response"])
    scored = score(answers, keyed_instrument(10, {"total": list(range(1, 11))}, "sum"))

    assert scored["score"].tolist() == [awell["yp_core"]["expected"]["random_response"]["total"]]
