"""Groups as they come: one member, two sessions, nothing scored, scales without a published range, long terms."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

import groupreport

from .conftest import view_of
from .pages import BLOCKS, GROUP, INLINES, figures, kinds

NESTED = ("ruptures", "observed", "participation", "outcomes")


def _each_frame(record, change):
    """The record with every frame in it changed; the table of rules stays, it has a row a rule."""
    changed = {}
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if isinstance(value, pd.DataFrame) and field.name != "rules":
            changed[field.name] = change(value)
        elif field.name in NESTED:
            changed[field.name] = _each_frame(value, change)
    return dataclasses.replace(record, **changed)


def _without(*columns):
    return lambda frame: frame.assign(**{name: None for name in columns if name in frame}).astype(
        {name: "float64" for name in columns if name in frame and name not in {"level", "stage"}}
    )


def _longer(frame):
    if "session" not in frame or "event_id" in frame:
        return frame
    return pd.concat([frame.assign(session=frame["session"] + 12 * part) for part in range(3)], ignore_index=True)


def _more_members(frame):
    if "member_id" not in frame:
        return frame
    endings = ("", "-with-a-very-long-identifier")
    return pd.concat([frame.assign(member_id=frame["member_id"] + ending) for ending in endings], ignore_index=True)


VARIANTS = {
    "no rows at all": lambda frame: frame.head(0),
    "one member": lambda frame: frame[frame["member_id"] == "M1"] if "member_id" in frame else frame,
    "two sessions": lambda frame: frame[frame["session"] <= 2] if "session" in frame else frame,
    "nothing scored": _without("mean", "sd", "low", "high", "score", "rwg"),
    "no published range": _without("minimum", "maximum"),
    "no level and no stage": _without("level", "stage"),
    "no criterion": _without("criterion", "cutoff", "recovered", "improved", "unchanged", "deteriorated", "smcr"),
    "36 sessions": _longer,
    "18 members": _more_members,
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("name", GROUP)
def test_an_unusual_group_still_has_its_report(name, variant, group_summary):
    """No traceback, no "nan" on the page, an alt text for every figure."""
    shown = getattr(groupreport, name)(view_of(_each_frame(group_summary, VARIANTS[variant])))

    assert kinds(shown.markdown) <= BLOCKS | INLINES
    assert "nan" not in str(shown).lower().replace(",", " ").split()
    assert all(alt for _, alt in figures(shown.markdown))


def test_a_scale_without_a_published_range_claims_none(group_summary):
    """The range that was seen is not the questionnaire's."""
    shown = groupreport.show_cohesion(view_of(_each_frame(group_summary, VARIANTS["no published range"])))

    assert "on a scale from" not in str(shown)
    assert "0 to 6" not in str(shown)
