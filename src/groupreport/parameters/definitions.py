"""The settings that say what a report's numbers mean: where two terms differ in one, the later report says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Whole parts of program.yml, and single settings of others. What is not here changes how a report looks, where its data
# come from or who gets it, never what a number means.
_PARTS = ("attendance", "ruptures", "group_ruptures")
_SINGLE = (
    "instruments",
    "characteristics",
    "stages",
    *(f"audiences.leadership.{name}" for name in ("smallest_count", "corrections")),
    *(f"audiences.funder.{name}" for name in ("policy", "smallest_count", "minimum_groups", "near_totals")),
)
_OF_THE_TERM = ("groups", "overrides")


def definitions_of(settings: Mapping[str, Any], term_settings: Mapping[str, Any]) -> dict[str, Any]:
    """The values of all settings that define numbers, by their dotted names.

    Args:
        settings: program.yml's values as JSON has them, given or by default; those of an older version may lack some.
        term_settings: The values of the term's file in the same form.

    Returns:
        One entry a setting that is there: `attendance.dose_share`, `ruptures.headline`; those of the term's file are
        `term.groups` and `term.overrides`.
    """
    found = {
        f"{part}.{name}": value for part in _PARTS if part in settings for name, value in sorted(settings[part].items())
    }
    for name in _SINGLE:
        *parts, last = name.split(".")
        place: Any = settings
        for part in parts:
            place = place.get(part, {})
        if last in place:
            found[name] = place[last]
    return found | {f"term.{name}": term_settings[name] for name in _OF_THE_TERM if name in term_settings}
