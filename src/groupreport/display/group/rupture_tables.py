"""Tables of rating drops: one row an episode, and one row a rule."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.rules_table import carried_over, chance_cells, rule_name, rules_side_by_side
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording
from groupreport.summaries.records import Ruptures

_STATUSES = ("repaired", "partially_repaired", "unrepaired", "undetermined")


def episodes_table(
    ruptures: Ruptures, marks: pd.DataFrame | None, short_names: dict[str, str], words: Wording
) -> Piece | None:
    """The headline rule's episodes in order of onset, with the questionnaires' short names; None without any.

    Args:
        ruptures: The group's drops.
        marks: What each of them started from, as in `Repairs.marks`; None where that is not known.
        short_names: By instrument.
        words: The wording.
    """
    episodes = ruptures.headline_episodes.sort_values(["onset_session", "member_id"], kind="stable")
    if episodes.empty:
        return None
    marked = marks is not None
    if marks is not None:
        episodes = with_marks(episodes, marks)
    rows = [
        [
            str(row.member_id),
            NOTHING if is_missing(row.level) else words.word("level_short", row.level),
            short_names[row.instrument],
            words.say("ruptures.sessions", onset=int(row.onset_session), end=int(row.end_session)),
            words.say("repairs.fell", before=float(row.score_before), lowest=float(row.score_nadir)),
            number(float(row.depth)),
            *(_anchor(row, words) if marked else []),
            words.word("status", row.status),
        ]
        for row in rows_of(episodes)
    ]
    columns = [tables.text(words.text("ruptures.head_member"), 8)]
    columns += [tables.text(words.text("ruptures.head_with"), 8), tables.text(words.text("ruptures.head_scale"), 13)]
    columns.append(tables.numbers(words.text("ruptures.head_sessions"), 8))
    columns.append(tables.numbers(words.text("repairs.head_fell"), 11))
    columns.append(tables.numbers(words.text("repairs.head_depth"), 5))
    if marked:
        columns.append(tables.numbers(words.text("repairs.head_usually"), 8))
        columns.append(tables.text(words.text("repairs.head_from"), 15))
    columns.append(tables.text(words.text("ruptures.head_became"), 19))
    caption = words.say("repairs.episodes_caption", said=words.say("ruptures.episodes_caption"), marked=marked)
    return tables.table("episodes", caption, columns, rows)


def with_marks(episodes: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """The episodes with what each started from; their rows keep their order and their labels."""
    who = ["member_id", "instrument", "scale", "level", "onset_session"]
    plain = [frame.astype(dict.fromkeys(who, object)) for frame in (episodes, marks)]
    columns = [*who, "median", "from_high", "from_best"]
    marked = plain[0].merge(plain[1][columns].drop_duplicates(who), on=who, how="left")
    marked.index = episodes.index
    return marked


def _anchor(row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    """The member's usual rating, and what the drop started from."""
    high = None if is_missing(row.from_high) else bool(row.from_high)
    top = not is_missing(row.from_best) and bool(row.from_best)
    usual = NOTHING if is_missing(row.median) else number(float(row.median))
    started = NOTHING if high is None and not top else words.say("repairs.started_from", high=high, top=top)
    return [usual, started]


def rules_table(ruptures: Ruptures, words: Wording) -> Piece:
    """Every rule side by side: what it could judge and what it found."""
    rows = [
        [
            rule_name(row, words),
            f"{row.series_judged}/{row.series}",
            str(int(row.members_with_episode)),
            *chance_cells(row, words),
            *(str(int(getattr(row, count))) for count in ("episodes", *_STATUSES)),
        ]
        for row in rows_of(ruptures.rules)
    ]
    return rules_side_by_side(words.say("ruptures.rules_caption", carried=carried_over(ruptures.rules)), rows, words)


def not_judged(ruptures: Ruptures, words: Wording) -> list[Markdown]:
    """What could not be judged and why: rules with the same answer share a sentence."""
    same: dict[tuple[int, int, str], list[str]] = {}
    for row in rows_of(ruptures.rules):
        missing = int(row.series) - int(row.series_judged)
        if missing and not is_missing(row.not_judged_reason):
            key = (missing, int(row.series), str(row.not_judged_reason).rstrip("."))
            same.setdefault(key, []).append(words.word("rule", row.rule))
    return [
        words.say("ruptures.not_judged", missing=missing, series=series, reason=reason, rules=rules)
        for (missing, series, reason), rules in same.items()
    ]
