"""Tables of rating drops: one row an episode, and one row a rule."""

from __future__ import annotations

from collections.abc import Callable
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
from groupreport.measures.repairs import measures_from_a_mean
from groupreport.measures.ruptures import STATUSES, rule_named
from groupreport.summaries.records import Ruptures


def episodes_table(
    ruptures: Ruptures, marks: pd.DataFrame | None, short_names: dict[str, str], words: Wording
) -> Piece | None:
    """The drops in order of onset, with the questionnaires' short names; None without any.

    A rule that measures from a mean of ratings has a column for that mean, which nobody gave, beside the rating before.

    Args:
        ruptures: The group's drops.
        marks: What each of them started from, as in `Repairs.marks`; None where that is not known.
        short_names: By instrument.
        words: The wording.
    """
    episodes = ruptures.headline_episodes.sort_values(["onset_session", "member_id"], kind="stable")
    if episodes.empty:
        return None
    rule, marked = rule_named(ruptures.headline), marks is not None
    if marks is not None:
        episodes = with_marks(episodes, marks)
    columns_of = _from_a_mean if measures_from_a_mean(rule) else _from_a_rating
    scores, cells = columns_of(marked, words)
    rows = [
        [
            str(row.member_id),
            NOTHING if is_missing(row.level) else words.word("level_short", row.level),
            short_names[row.instrument],
            words.say("ruptures.sessions", onset=int(row.onset_session), end=int(row.end_session)),
            *cells(row),
            words.word("status", row.status),
        ]
        for row in rows_of(episodes)
    ]
    columns = [tables.text(words.text("ruptures.head_member"), 8)]
    columns += [tables.text(words.text("ruptures.head_with"), 8), tables.text(words.text("ruptures.head_scale"), 13)]
    columns.append(tables.numbers(words.text("ruptures.head_sessions"), 8))
    columns += [*scores, tables.text(words.text("ruptures.head_became"), 17)]
    kind = rule.kind if measures_from_a_mean(rule) else None
    return tables.table("episodes", words.say("ruptures.episodes_caption", kind=kind, marked=marked), columns, rows)


_Cells = Callable[[Any], list[str]]


def _from_a_mean(marked: bool, words: Wording) -> tuple[list[tables.Column], _Cells]:
    heads = [*(["before"] if marked else []), "own_level", "lowest", "below_by"]

    def cells(row: Any) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
        before = [_points(row.rated_before)] if marked else []
        return [*before, *map(_points, (row.score_before, row.score_nadir, row.depth))]

    return [tables.numbers(words.text(f"repairs.head_{head}"), 7) for head in heads], cells


def _from_a_rating(marked: bool, words: Wording) -> tuple[list[tables.Column], _Cells]:
    heads = ["before", "lowest", "depth", *(["usually"] if marked else [])]
    columns = [tables.numbers(words.text(f"repairs.head_{head}"), 7) for head in heads]
    if marked:
        columns.append(tables.text(words.text("repairs.head_from"), 15))

    def cells(row: Any) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
        return [*map(_points, (row.score_before, row.score_nadir, row.depth)), *(_anchor(row, words) if marked else [])]

    return columns, cells


def _points(value: object) -> str:
    return NOTHING if is_missing(value) else number(float(str(value)))


def with_marks(episodes: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """The episodes with what each started from; their rows keep their order and their labels."""
    who = ["member_id", "instrument", "scale", "level", "onset_session"]
    plain = [frame.astype(dict.fromkeys(who, object)) for frame in (episodes, marks)]
    columns = [*who, "rated_before", "median", "from_high", "from_best"]
    marked = plain[0].merge(plain[1][columns].drop_duplicates(who), on=who, how="left")
    marked.index = episodes.index
    return marked


def _anchor(row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    """The member's usual rating, and what the drop started from."""
    high = None if is_missing(row.from_high) else bool(row.from_high)
    top = not is_missing(row.from_best) and bool(row.from_best)
    started = NOTHING if high is None and not top else words.say("repairs.started_from", high=high, top=top)
    return [_points(row.median), started]


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
