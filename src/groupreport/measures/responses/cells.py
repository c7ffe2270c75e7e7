"""The ruptures of one level or kind in a row: how many, how strong, and what became of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from groupreport.instruments.row_numbers import row_numbers
from groupreport.measures.inputs import as_numbers, as_texts
from groupreport.measures.retention import kaplan_meier, median_session
from groupreport.measures.text import TEXT
from groupreport.measures.typed_table import typed_table

CELLS = ("level", "kind")
# "Half of three" says no more than the three themselves.
FEWEST_FOR_MEDIAN = 5


def events_by_cell(events: pd.DataFrame, times: pd.DataFrame) -> pd.DataFrame:
    """Describe the events of each level and of each kind.

    Args:
        events: level, kind, cultural, intensity (on the program's own scale; missing: not recorded), repair_status.
        times: The result of `times_to_resolution` for these events.

    Returns:
        One row a level and one a kind that was logged, the most frequent first: by (level, kind), cell (missing: not
        recorded), events, cultural, intensity_recorded, intensity_median, intensity_lowest, intensity_highest (missing
        where none was recorded), repaired_full, median_sessions (to resolution, Kaplan-Meier; missing under 5 events
        whose time is known, and where not half of them were resolved).

    Examples:
        >>> events = pd.DataFrame({"level": "subgroup", "kind": ["other", "other"], "cultural": [True, None]})
        >>> events = events.assign(intensity=[2.0, None], repair_status=["full", "none"])
        >>> times = pd.DataFrame({"time": [1, 3], "resolved": [True, False]})
        >>> found = events_by_cell(events, times)
        >>> found[["by", "cell", "events", "intensity_median", "repaired_full", "median_sessions"]].values.tolist()
        [['level', 'subgroup', 2, 2.0, 1, nan], ['kind', 'other', 2, 2.0, 1, nan]]
    """
    rows = []
    cultural = events["cultural"].eq(True).fillna(False).to_numpy(bool)
    repaired = as_texts(events["repair_status"]) == "full"
    intensity, time = as_numbers(events["intensity"], "intensity"), times["time"].notna().to_numpy(bool)
    for by in CELLS:
        described = []
        cells, number = as_texts(events[by]), row_numbers(events, [by], sort=True)
        for cell in range(number.max(initial=-1) + 1):
            own = number == cell
            strength = intensity[own & ~np.isnan(intensity)]
            described.append(
                {
                    "by": by,
                    "cell": cells[own][0],
                    "events": int(own.sum()),
                    "cultural": int(cultural[own].sum()),
                    "intensity_recorded": len(strength),
                    "intensity_median": np.median(strength) if len(strength) else np.nan,
                    "intensity_lowest": strength.min() if len(strength) else np.nan,
                    "intensity_highest": strength.max() if len(strength) else np.nan,
                    "repaired_full": int(repaired[own].sum()),
                    "median_sessions": _median(times[own & time]),
                }
            )
        rows += sorted(described, key=lambda row: -row["events"])
    numbers = ["intensity_median", "intensity_lowest", "intensity_highest", "median_sessions"]
    counts = ["events", "cultural", "intensity_recorded", "repaired_full"]
    names = ["by", "cell", *counts[:3], *numbers[:3], counts[3], numbers[3]]
    kinds = dict.fromkeys(counts, "int64") | dict.fromkeys(numbers, "float64") | {"by": TEXT, "cell": TEXT}
    return typed_table(rows, {name: kinds[name] for name in names})


def _median(known: pd.DataFrame) -> float:
    if len(known) < FEWEST_FOR_MEDIAN:
        return float("nan")
    return median_session(kaplan_meier(known["time"], known["resolved"]))
