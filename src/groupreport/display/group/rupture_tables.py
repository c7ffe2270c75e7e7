"""Tables of rating drops: one row an episode, and one row a rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.rule_words import why_not_judged
from groupreport.display.rules_table import carried_over, chance_cells, rule_name, rules_side_by_side
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording
from groupreport.instruments.records import Instrument
from groupreport.measures.alliance import FollowedScale, followed_scales
from groupreport.measures.repairs import measures_from_a_mean
from groupreport.measures.ruptures import STATUSES, rule_named
from groupreport.summaries.records import Ruptures


def episodes_table(
    ruptures: Ruptures, marks: pd.DataFrame | None, instruments: Iterable[Instrument], words: Wording
) -> Piece | None:
    """The drops in order of onset, with the questionnaires' short names; None without any.

    Where a questionnaire asks about a level on several scales, the scale is named as well. Of a scale on which higher
    is worse the numbers are as they were given, and the caption says so.

    A rule that measures from a mean of ratings has a column for that mean, which nobody gave, beside the rating before.

    Args:
        ruptures: The group's drops.
        marks: What each of them started from, as in `Repairs.marks`; None where that is not known.
        instruments: The questionnaires in use.
        words: The wording.
    """
    episodes = ruptures.headline_episodes.sort_values(["onset_session", "member_id"], kind="stable")
    if episodes.empty:
        return None
    rule, marked = rule_named(ruptures.headline), marks is not None
    of_each = [None] * len(episodes) if marks is None else marks_of(episodes, marks)
    columns_of = _from_a_mean if measures_from_a_mean(rule) else _from_a_rating
    scores, cells = columns_of(marked, words)
    followed = {(one.instrument.id, one.scale.scale): one for one in followed_scales(instruments)}
    asked = Counter((one.instrument.id, one.scale.level) for one in followed.values())

    def name(one: FollowedScale) -> str:
        several = asked[one.instrument.id, one.scale.level] > 1
        return f"{one.instrument.short_name}: {one.scale.label}" if several else one.instrument.short_name

    found = [followed[scale] for scale in dict.fromkeys(zip(episodes["instrument"], episodes["scale"], strict=True))]
    turned = [one.scale.label for one in found if one.scale.higher_is == "worse"]
    rows = [
        [
            str(row.member_id),
            NOTHING if is_missing(row.level) else words.word("level_short", row.level),
            name(followed[row.instrument, row.scale]),
            words.say("ruptures.sessions", onset=int(row.onset_session), end=int(row.end_session)),
            *cells(row, mark),
            words.word("status", row.status),
        ]
        for row, mark in zip(rows_of(episodes), of_each, strict=True)
    ]
    columns = [tables.text(words.text("ruptures.head_member"), 8)]
    columns += [tables.text(words.text("ruptures.head_with"), 8), tables.text(words.text("ruptures.head_scale"), 13)]
    columns.append(tables.numbers(words.text("ruptures.head_sessions"), 8))
    columns += [*scores, tables.text(words.text("ruptures.head_became"), 17)]
    kind = rule.kind if measures_from_a_mean(rule) else None
    caption = words.say("ruptures.episodes_caption", kind=kind, marked=marked, turned=turned)
    return tables.table("episodes", caption, columns, rows)


_Cells = Callable[[Any, Any], list[str]]  # of a drop, and of what it started from or None


def _from_a_mean(marked: bool, words: Wording) -> tuple[list[tables.Column], _Cells]:
    heads = [*(["before"] if marked else []), "own_level", "lowest", "below_by"]

    def cells(row: Any, mark: Any) -> list[str]:  # noqa: ANN401 - rows of `rows_of`
        before = [NOTHING if mark is None else _points(mark.rated_before)] if marked else []
        return [*before, *map(_points, (row.score_before, row.score_nadir, row.depth))]

    return [tables.numbers(words.text(f"repairs.head_{head}"), 7) for head in heads], cells


def _from_a_rating(marked: bool, words: Wording) -> tuple[list[tables.Column], _Cells]:
    heads = ["before", "lowest", "depth", *(["usually"] if marked else [])]
    columns = [tables.numbers(words.text(f"repairs.head_{head}"), 7) for head in heads]
    if marked:
        columns.append(tables.text(words.text("repairs.head_from"), 15))

    def cells(row: Any, mark: Any) -> list[str]:  # noqa: ANN401 - rows of `rows_of`
        started = _anchor(mark, words) if marked else []
        return [*map(_points, (row.score_before, row.score_nadir, row.depth)), *started]

    return columns, cells


def _points(value: object) -> str:
    return NOTHING if is_missing(value) else number(float(str(value)))


def marks_of(episodes: pd.DataFrame, marks: pd.DataFrame) -> list[Any]:
    """What each episode started from: its row of `Repairs.marks` (of `rows_of`), None where that is not known."""
    known: dict[tuple[Any, ...], Any] = {}
    for mark in rows_of(marks):
        known.setdefault(_drop(mark), mark)
    return [known.get(_drop(row)) for row in rows_of(episodes)]


def _drop(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a row of `rows_of`
    """Whose drop it is, on which scale and from when on."""
    level = None if is_missing(row.level) else row.level
    return row.member_id, row.instrument, row.scale, level, row.onset_session


def _anchor(mark: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    """The member's usual rating, and what the drop started from."""
    if mark is None:
        return [NOTHING, NOTHING]
    high = None if is_missing(mark.from_high) else bool(mark.from_high)
    top = not is_missing(mark.from_best) and bool(mark.from_best)
    started = NOTHING if high is None and not top else words.say("repairs.started_from", high=high, top=top)
    return [_points(mark.median), started]


def rules_table(ruptures: Ruptures, words: Wording) -> Piece:
    """Every rule side by side: what it could judge and what it found."""
    rows = [
        [
            rule_name(row, words),
            f"{row.series_judged}/{row.series}",
            str(int(row.members_with_episode)),
            *chance_cells(row, words),
            *(str(int(getattr(row, count))) for count in ("episodes", *STATUSES)),
        ]
        for row in rows_of(ruptures.rules)
    ]
    return rules_side_by_side(words.say("ruptures.rules_caption"), rows, words)


def how_chance_is_counted(ruptures: Ruptures, words: Wording) -> Markdown:
    """What stands in the column on chance, and which rule mostly finds it."""
    lenient = bool((ruptures.rules["rule"] == "sd_lenient").any())
    return words.say("ruptures.rules_how", carried=carried_over(ruptures.rules), lenient=lenient)


def not_judged(ruptures: Ruptures, words: Wording) -> list[Markdown]:
    """What could not be judged and why: rules with the same answer share a sentence."""
    same: dict[tuple[int, int, tuple[Markdown, ...]], list[str]] = {}
    for row in rows_of(ruptures.rules):
        missing = int(row.series) - int(row.series_judged)
        if missing:
            key = (missing, int(row.series), tuple(why_not_judged(row, words)))
            same.setdefault(key, []).append(words.word("rule", row.rule))
    return [
        words.say("ruptures.not_judged", missing=missing, series=series, reasons=reasons, rules=rules, first=place == 0)
        for place, ((missing, series, reasons), rules) in enumerate(same.items())
    ]
