"""A calibration for other programs: every count with its share and interval, unrounded."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from groupreport.harmless import csv_text
from groupreport.measures.calibration import Calibration, Recovery, Share
from groupreport.summaries.own_design import OwnDesign

SCHEMA = "groupreport-calibration/1"
_SHARES = (
    "judged",
    "recall",
    "unrated",
    "precision",
    "false_alarms",
    "flagged",
    "right_status",
    "repairs_seen",
    "repairs_imagined",
)
_PARTS = ("count", "total", "share", "low", "high")


def calibration_json(found: Calibration, own: OwnDesign | None = None) -> str:
    """The design and every rule at every depth as JSON text; what is missing is null."""
    facts: dict[str, Any] = {
        "schema": SCHEMA,
        "groupreport": version("groupreport"),
        "design": dataclasses.asdict(found.design) | {"reliable_change": found.design.reliable_change},
        "terms": found.terms,
        "seed": found.seed,
        "headline": found.headline,
        "supported": {
            "at_depth": found.design.depth,
            "rule": found.support.rule,
            "most_false_alarms": found.most_false_alarms,
            "without_limit_on_false_alarms": found.support.whatever_the_alarms,
            "verdicts": found.support.verdicts,
        },
        "not_tried": found.out_of_reach,
        "rules": [
            {"depth": depth, **{name: _known(value) for name, value in _facts(one).items()}}
            for depth, rules in zip(found.depths, found.found, strict=True)
            for one in rules
        ],
    }
    if own is not None:
        facts["own_term"] = {
            name: getattr(own, name) for name in ("instrument", "scale", "members", "ratings", "criterion_known")
        }
    return json.dumps(facts, indent=1, allow_nan=False) + "\n"


def calibration_csv(found: Calibration) -> str:
    """A row a rule and depth; what is missing is an empty cell."""
    columns = ("depth", *_columns(), "verdict")
    return csv_text(columns, list(_rows(found, columns)))


def _rows(found: Calibration, columns: tuple[str, ...]) -> Iterator[list[str]]:
    for depth, rules in zip(found.depths, found.found, strict=True):
        for one in rules:
            verdict = found.support.verdicts[one.rule] if depth == found.design.depth else None
            row = {"depth": depth, **_facts(one), "verdict": verdict}
            yield ["" if _known(row[name]) is None else str(row[name]) for name in columns]


def _columns() -> tuple[str, ...]:
    shares = [f"{name}_{part}" for name in _SHARES for part in _PARTS]
    return ("rule", "reason", *shares, "youden", "depth_error", "depth_error_se")


def _facts(one: Recovery) -> dict[str, Any]:
    facts: dict[str, Any] = {"rule": one.rule, "reason": one.reason}
    for name in _SHARES:
        share: Share = getattr(one, name)
        values = (share.count, share.total, share.share, *share.interval)
        facts |= {f"{name}_{part}": value for part, value in zip(_PARTS, values, strict=True)}
    return facts | {"youden": one.youden, "depth_error": one.depth_error, "depth_error_se": one.depth_error_se}


def _known(value: object) -> object:
    return None if isinstance(value, float) and math.isnan(value) else value
