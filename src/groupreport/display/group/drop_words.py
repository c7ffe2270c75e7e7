"""What became of rating drops, in the same words wherever a group's report says it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from groupreport.display.escaping import Markdown
from groupreport.display.wording import Wording
from groupreport.measures.ruptures import STATUSES


def counts_of(episodes: pd.DataFrame) -> dict[str, int]:
    """How many drops there are of each status."""
    return {status: int((episodes["status"] == status).sum()) if len(episodes) else 0 for status in STATUSES}


def statuses_in_short(counts: Mapping[str, int], words: Wording) -> Markdown:
    """The number of drops and of each status, for a caption; every drop is in it."""
    parts = [{"status": status, "count": count} for status, count in counts.items() if count]
    return words.say("ruptures.statuses", episodes=sum(counts.values()), parts=parts)
