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


def became_sentence(counts: Mapping[str, int], members: int, words: Wording) -> Markdown:
    """What became of the drops of so many members."""
    episodes, several = sum(counts.values()), sum(1 for count in counts.values() if count) > 1
    parts = [
        words.say(
            "ruptures.part",
            status=status,
            count=count if several else None,
            many=count > 1 if several else episodes > 1,
        )
        for status, count in counts.items()
        if count
    ]
    none_known = counts["undetermined"] == episodes
    return words.say("ruptures.became", episodes=episodes, members=members, parts=parts, none_known=none_known)
