"""Ruptures that members report themselves, and say whether they were resolved."""

from __future__ import annotations

import numpy as np

from groupreport.measures.inputs import Numbers
from groupreport.measures.ruptures.criteria import Criteria
from groupreport.measures.ruptures.marks import reaches
from groupreport.measures.ruptures.series import RatedSeries, Stretches
from groupreport.measures.ruptures.walking import STATUSES, Episodes, Repair, RepairStatus


def reported(series: RatedSeries, judged: Criteria, stretches: Stretches, repair: Repair) -> Episodes:
    """Reports of a tension, taken together while they follow each other.

    A score is minus the intensity that the member gave, so that lower is worse as everywhere; one of minus the
    criterion or lower is a report. What follows is looked at until a resolution is given that counts as one
    (repaired), the window after the last report has passed (unrepaired, if any resolution was given; undetermined
    if the member never said), or the stretch ends (undetermined).
    """
    found: list[tuple[int, int, int, RepairStatus]] = []
    tense = reaches(-series.score, judged.criterion[series.number], inclusive=True)
    for start, length in zip(stretches.start.tolist(), stretches.length.tolist(), strict=True):
        place, after = start, start + length
        while place < after:
            if not tense[place]:
                place += 1
                continue
            episode = _follow(series.score, tense, series.resolved, place, after, repair.window)
            found.append(episode)
            place = episode[2] + 1
    onset, nadir, end = (np.array([one[column] for one in found], dtype=np.intp) for column in range(3))
    return Episodes(
        onset=onset,
        nadir=nadir,
        end=end,
        level_before=np.zeros(len(found)),
        status=np.array([STATUSES.index(one[3]) for one in found], dtype=np.int8),
    )


def _follow(
    score: Numbers, tense: np.ndarray, resolved: Numbers, onset: int, after: int, window: int
) -> tuple[int, int, int, RepairStatus]:
    """Onset, the session of the highest intensity, the last one looked at, and the status; `resolved` is 1, 0, NaN."""
    nadir = last_report = onset
    answered = False
    for place in range(onset, after):
        if tense[place]:
            last_report = place
            nadir = place if score[place] < score[nadir] else nadir
        answered = answered or not np.isnan(resolved[place])
        if resolved[place] == 1:
            return onset, nadir, place, "repaired"
        if place - last_report == window:
            return onset, nadir, place, "unrepaired" if answered else "undetermined"
    return onset, nadir, after - 1, "undetermined"
