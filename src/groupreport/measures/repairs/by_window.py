"""What became of the same drops, had the repair window been shorter or longer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.measures.change import wilson_interval
from groupreport.measures.inputs import Numbers
from groupreport.measures.repairs.curve import WINDOWS
from groupreport.measures.repairs.following import Followed, follow_on
from groupreport.measures.ruptures import RatedSeries, rated_series
from groupreport.measures.ruptures.marks import reaches
from groupreport.parameters import RuptureSettings

_NO_SETTINGS_GIVEN = RuptureSettings()


def repair_by_window(
    episodes: pd.DataFrame,
    scores: pd.DataFrame | RatedSeries,
    *,
    settings: RuptureSettings = _NO_SETTINGS_GIVEN,
    windows: Sequence[int] = WINDOWS,
    followed: Followed | None = None,
) -> pd.DataFrame:
    """Count what became of the episodes within each of several repair windows.

    The falls are those of the settings' own window, lowest rating included: only how long a repair is waited for
    changes. Repaired: a rating in the window regains 1 - `repair_tolerance` of the fall; with the window fully seen,
    partially repaired at `partial_share`, else unrepaired; undetermined where the ratings end first, or a gap of more
    than `max_gap` missed sessions. At the settings' window the counts are those of `find_episodes`.

    Args:
        episodes: The result of `find_episodes` on these scores.
        scores: The scores, or the result of `rated_series`.
        settings: Tolerances and longest gap.
        windows: Repair windows, in ratings after the lowest one.
        followed: What `follow_on` says of these episodes, where it is known already.

    Returns:
        One row a window: window, episodes, repaired, partially_repaired, unrepaired, undetermined, rate (repaired of
        those with a known end: undetermined left out) and its 95 % Wilson interval low, high (episodes as independent;
        missing without a known end).

    Raises:
        ValueError: An episode's lowest rating is not among the scores.

    Source: repair within 3 to 5 sessions after Stevens et al. 2007; Wilson 1927.

    Examples:
        >>> from groupreport.measures.ruptures import find_episodes
        >>> ratings = pd.DataFrame({"member_id": "M1", "session": range(1, 6), "score": [8, 4, 5, 6, 7]})
        >>> episodes = find_episodes(ratings, "reliable_change", criterion=3)
        >>> repair_by_window(episodes, ratings)[["repaired", "partially_repaired", "unrepaired"]].values.tolist()
        [[0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]]
    """
    series = scores if isinstance(scores, RatedSeries) else rated_series(scores)
    followed = follow_on(episodes, series, settings.max_gap) if followed is None else followed
    needed = (1 - settings.repair_tolerance) * followed.depth
    rows = [counts(statuses(followed, needed, window, settings.partial_share)) for window in windows]
    frame = pd.DataFrame(rows, columns=COUNTS)
    frame.insert(0, "window", list(windows))
    return frame


COUNTS = ["episodes", "repaired", "partially_repaired", "unrepaired", "undetermined", "rate", "low", "high"]


def statuses(followed: Followed, needed: Numbers, window: int, partial_share: float) -> npt.NDArray[np.object_]:
    """What became of each episode within a window, if so many points must be regained."""
    in_window = np.where(np.isnan(followed.regained), -np.inf, followed.regained)[:, :window]
    best = in_window.max(axis=1, initial=-np.inf)
    known = np.where(
        reaches(best, partial_share * followed.depth, inclusive=True),
        "partially_repaired",
        np.full(len(best), "unrepaired"),
    )
    found = np.where(followed.seen >= window, known, "undetermined").astype(object)
    found[reaches(best, needed, inclusive=True)] = "repaired"
    return found


def counts(found: npt.NDArray[np.object_]) -> dict[str, float]:
    """How many episodes have each status, and the rate of repair among those with a known end."""
    number = {status: int((found == status).sum()) for status in COUNTS[1:5]}
    known = len(found) - number["undetermined"]
    low, high = wilson_interval(number["repaired"], known) if known else (np.nan, np.nan)
    rate = number["repaired"] / known if known else np.nan
    return {"episodes": len(found), **number, "rate": rate, "low": low, "high": high}
