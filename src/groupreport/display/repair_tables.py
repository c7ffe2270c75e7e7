"""Repairs watched longer: by window, by tolerance, and ratings at the top of their scale, as compact tables."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.measures.ruptures import STATUSES
from groupreport.summaries.records import Repairs, Unavailable

# As everywhere in the reports: a percentage of fewer says more than is known. Their intervals say how little it is.
_FEWEST_FOR_PERCENT = 20


def repair_pieces(repairs: Repairs | Unavailable | None, tolerance: float, words: Wording) -> list[Piece | None]:
    """How drops were repaired when watched longer; nothing where there was none to watch.

    Args:
        repairs: The part of the summary.
        tolerance: The share of the fall that a repair may leave, from the settings.
        words: The wording.
    """
    if not isinstance(repairs, Repairs) or not repairs.episodes:
        return []
    return [
        paragraph(watched_sentence(repairs, words), _anchored(repairs, words)),
        windows_table(repairs, words),
        _tolerance_table(repairs, tolerance, words),
        _top_table(repairs.top, words),
    ]


def watched_sentence(repairs: Repairs, words: Wording) -> Markdown:
    """How many drops were made good at any time, and by when half were."""
    return words.say(
        "repairs.watched",
        episodes=repairs.episodes,
        repaired=repairs.repaired,
        window=repairs.window,
        cut=repairs.cut_by_gap,
        median=whole(repairs.median),
        median_first=whole(repairs.median_first),
    )


def whole(value: float) -> int | None:
    """A median of ratings; None where it is never reached."""
    return None if is_missing(value) else int(value)


def warned_scales(top: pd.DataFrame, words: Wording) -> list[Markdown]:
    """The names of scales on which more than 40 % of the ratings are the best possible."""
    return [_scale_name(row, words) for row in rows_of(top[top["warned"].fillna(False).astype(bool)])]


def windows_table(repairs: Repairs, words: Wording) -> Piece:
    """What became of the same drops by window, the rate, and the share by the curves."""
    widths = {"window": 7, "repaired": 8, "partly": 6, "not": 4, "open": 5, "rate": 18, "curve": 17, "first": 17}
    themes = {"window": "repairs", "rate": "repairs", "curve": "repairs", "first": "repairs"}
    columns = [
        tables.numbers(words.text(f"{themes.get(head, 'ruptures')}.head_{head}"), width)
        for head, width in widths.items()
    ]
    rows = [
        [
            words.say("repairs.own_window", window=int(row.window))
            if row.window == repairs.window
            else str(int(row.window)),
            *_counts(row),
            _rate(row, words),
            _by_curve(row.share, row.share_low, row.share_high, repairs.episodes, words),
            _by_curve(row.share_first, row.share_first_low, row.share_first_high, repairs.first_episodes, words),
        ]
        for row in rows_of(repairs.by_window)
    ]
    caption = words.say(
        "repairs.windows_caption", episodes=repairs.episodes, window=repairs.window, first=repairs.first_episodes
    )
    return tables.table("repair-windows", caption, columns, rows)


def _tolerance_table(repairs: Repairs, tolerance: float, words: Wording) -> Piece:
    columns = [tables.text(words.text("repairs.head_tolerance"), 26)]
    heads = {"repaired": 8, "partly": 6, "not": 4, "open": 5}
    columns += [tables.numbers(words.text(f"ruptures.head_{head}"), width) for head, width in heads.items()]
    columns.append(tables.numbers(words.text("repairs.head_rate"), 18))
    rows = [
        [
            words.say("repairs.tolerance", tolerance=str(row.tolerance), regained=1 - tolerance),
            *_counts(row),
            _rate(row, words),
        ]
        for row in rows_of(repairs.by_tolerance)
    ]
    caption = words.say("repairs.tolerance_caption", window=repairs.window)
    return tables.table("repair-tolerance", caption, columns, rows)


def _top_table(top: pd.DataFrame, words: Wording) -> Piece:
    columns = [tables.text(words.text("repairs.head_top_scale"), 30)]
    heads = {"ratings": 8, "best": 14, "drops": 6, "from_best": 9}
    columns += [tables.numbers(words.text(f"repairs.head_{head}"), width) for head, width in heads.items()]
    rows = [
        [
            _scale_name(row, words),
            str(int(row.ratings)),
            NOTHING
            if is_missing(row.at_best) or not row.ratings
            else words.say("words.share", count=int(row.at_best), total=int(row.ratings)),
            str(int(row.episodes)),
            NOTHING if is_missing(row.from_best) else str(int(row.from_best)),
        ]
        for row in rows_of(top)
    ]
    return tables.table("repair-top", words.say("repairs.top_caption"), columns, rows)


def _anchored(repairs: Repairs, words: Wording) -> Markdown | str:
    if not repairs.anchored:
        return ""
    return words.say("repairs.anchored", from_high=repairs.from_high, anchored=repairs.anchored)


def _scale_name(row: Any, words: Wording) -> Markdown:  # noqa: ANN401 - a row of `rows_of`
    return words.say("repairs.scale_name", short_name=str(row.short_name), label=str(row.label))


def _counts(row: Any) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    return [str(int(getattr(row, status))) for status in STATUSES]


def _rate(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    if is_missing(row.rate):
        return NOTHING
    known = int(row.episodes) - int(row.undetermined)
    return words.say("repairs.rate_cell", repaired=int(row.repaired), known=known, low=row.low, high=row.high)


def _by_curve(share: float, low: float, high: float, episodes: int, words: Wording) -> str:
    if any(is_missing(value) for value in (share, low, high)):
        return NOTHING
    return words.say("repairs.curve_cell", share=share, low=low, high=high, told=episodes >= _FEWEST_FOR_PERCENT)
