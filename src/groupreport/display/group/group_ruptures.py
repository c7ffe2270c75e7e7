"""The rating drops of one group as a whole: at once, one after the other, in its mean and spread; exploratory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display import tables
from groupreport.display.chance import against_chance
from groupreport.display.escaping import Markdown
from groupreport.display.group.signs import splits_sentence
from groupreport.display.rounding import NOTHING, is_missing, signed_percent_points
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.wording import MOST_NAMES, Wording, wording
from groupreport.measures.group_ruptures import SIGNIFICANCE, FollowedShares
from groupreport.parameters import GroupRuptureSettings
from groupreport.summaries.records import GroupRuptures, GroupSummary, Unavailable

# Below this many a share in percent says more than is known; a side with fewer makes a comparison say little.
FEWEST = 20
_MARKS = ("fell", "apart")  # a session's mean fell, its spread grew
_STATUSES = {"repaired": "repaired", "partially_repaired": "partly", "unrepaired": "not", "undetermined": "open"}


def at_once_sentence(summary: GroupSummary, words: Wording) -> Markdown | str:
    """The session in which most members' drops began at once; nothing where chance alone would give as many.

    Two members of six begin a drop at once by chance in most groups: saying so of every group would hide the few in
    which it is more. What is within chance stands in the statistics.
    """
    found = summary.group_ruptures
    if not isinstance(found, GroupRuptures):
        return ""
    sessions, chance = found.sessions, found.chance
    marked = sessions[sessions["several"] & sessions["large_share"] & (sessions["dropped"] > chance.most_high)]
    if marked.empty:
        return ""
    row = max(rows_of(marked), key=lambda one: (one.dropped, one.share, -one.session))
    return words.say(
        "group_ruptures.at_once",
        session=int(row.session),
        dropped=int(row.dropped),
        members=int(row.members),
        low=chance.most_low,
        high=chance.most_high,
    )


def show_group_as_a_whole(view: EvaluatorGroupView) -> Shown:
    """A table by session, one by stage and level, and what can be said of chance, contagion, means and spreads."""
    words, summary = wording(view.language), view.summary
    split = paragraph(splits_sentence(summary.subgroup_signs, words))
    found = summary.group_ruptures
    if found is None or (isinstance(found, Unavailable) and found.reason == "not_collected"):
        return shown(split)  # the section on ruptures says it
    if isinstance(found, Unavailable):
        return shown(paragraph(words.say("group_ruptures.absent", detail=words.word("reason", found.detail))), split)
    settings = summary.term.parameters.settings.group_ruptures
    return shown(
        paragraph(words.say("group_ruptures.lead"), _chance(found, settings, words)),
        _sessions_table(found, settings, words),
        paragraph(words.say("group_ruptures.sessions_how", **settings.model_dump())),
        _stages_table(found.by_condition, words),
        paragraph(_modalities(found.by_condition, words)),
        paragraph(
            _followed("after_drops", found.after_drops, settings, words),
            _followed("after_events", found.after_events, settings, words),
        ),
        paragraph(_fell(found.steps, settings, words), _apart(found.steps, words)),
        split,
    )


def _chance(found: GroupRuptures, settings: GroupRuptureSettings, words: Wording) -> Markdown:
    chance = found.chance
    return words.say(
        "group_ruptures.chance",
        enough=bool((found.sessions["members"] >= settings.co_members).any()),
        co_members=settings.co_members,
        seen=chance.sessions,
        judged=int((found.sessions["members"] > 0).sum()),
        expected=chance.sessions_expected,
        low=chance.sessions_low,
        high=chance.sessions_high,
        against=against_chance(chance.sessions, chance.sessions_low, chance.sessions_high),
    )


def _followed(
    statement: str, found: FollowedShares | Unavailable, settings: GroupRuptureSettings, words: Wording
) -> Markdown | str:
    """How often members dropped next, and the difference where there is enough to compare; nothing without a log."""
    if isinstance(found, Unavailable):
        return ""
    if found.reason:
        compared = words.say("group_ruptures.not_compared", fewest=settings.minimum_followed)
    else:
        compared = words.say(
            "group_ruptures.compared",
            difference=signed_percent_points(found.difference),
            low=signed_percent_points(found.low),
            high=signed_percent_points(found.high),
            members=found.members,
            few=min(found.after, found.without) < FEWEST,
        )
    return words.say(f"group_ruptures.{statement}", found=found, statement=compared)


def _fell(steps: pd.DataFrame, settings: GroupRuptureSettings, words: Wording) -> Markdown:
    judged = steps[steps["fell"].notna()]
    rows = [
        {name: getattr(row, name) for name in ("label", "short_name", "change", "own_limit", "chart_limit")}
        | {"session": int(row.session)}
        for row in rows_of(judged[judged["fell"].astype(bool)])
    ]
    return words.say(
        "group_ruptures.fell",
        judged=len(judged),
        missing=len(steps) - len(judged),
        scales=len(judged[["instrument", "scale", "level"]].drop_duplicates()),
        minimum_members=settings.minimum_members,
        minimum_changes=settings.minimum_changes,
        rows=rows[:MOST_NAMES],
        more=max(0, len(rows) - MOST_NAMES),
    )


def _apart(steps: pd.DataFrame, words: Wording) -> Markdown:
    judged = steps[steps["apart"].notna()]
    rows = [
        {name: getattr(row, name) for name in ("label", "short_name", "sd_before", "sd_after")}
        | {"session": int(row.session)}
        for row in rows_of(judged[judged["apart"].astype(bool)])
    ]
    return words.say(
        "group_ruptures.apart",
        judged=len(judged),
        by_chance=SIGNIFICANCE * len(judged),
        rows=rows[:MOST_NAMES],
        more=max(0, len(rows) - MOST_NAMES),
    )


def _sessions_table(found: GroupRuptures, settings: GroupRuptureSettings, words: Wording) -> Piece:
    steps: dict[int, list[Any]] = {}
    for step in rows_of(found.steps[["session", "label", "level", *_MARKS]]):
        steps.setdefault(int(step.session), []).append(step)
    rows = [
        [
            str(int(row.session)),
            words.text("group_ruptures.of", count=int(row.dropped), total=int(row.members)) if row.members else NOTHING,
            words.text("group_ruptures.together", several=bool(row.several), large=bool(row.large_share))
            if row.members
            else NOTHING,
            *(_levels(steps.get(int(row.session), []), mark, words) for mark in _MARKS),
        ]
        for row in rows_of(found.sessions)
    ]
    columns = [tables.numbers(words.text("group_ruptures.head_session"), 8)]
    columns.append(tables.numbers(words.text("group_ruptures.head_drops"), 8))
    columns += [tables.text(words.text(f"group_ruptures.head_{head}"), 14) for head in ("together", *_MARKS)]
    facts = settings.model_dump()
    return tables.table("drops-at-once", words.say("group_ruptures.sessions_caption", **facts), columns, rows)


def _levels(steps: Sequence[Any], mark: str, words: Wording) -> str:
    """The levels on which a session is marked; "no" where none is, a dash where no scale could be judged.

    Args:
        steps: The session's rows of `GroupRuptures.steps`.
        mark: Which of its columns says that a session is marked.
        words: The wording.
    """
    judged = [row for row in steps if not is_missing(getattr(row, mark))]
    if not judged:
        return NOTHING
    marked = [row for row in judged if getattr(row, mark)]
    named = [str(row.label) if is_missing(row.level) else words.word("level_short", row.level) for row in marked]
    return ", ".join(dict.fromkeys(named)) or words.text("group_ruptures.not_marked")


def _stages_table(by_condition: pd.DataFrame, words: Wording) -> Piece | None:
    """Drops by stage and level; None without a stage or without any drop."""
    known = list(rows_of(by_condition[(by_condition["by"] == "stage") & by_condition["cell"].notna()]))
    if not sum(row.episodes for row in known):
        return None
    of_level: dict[str, dict[str, Any]] = {level: {} for level in words.words("level_letter")}
    of_level[""] = {}  # of scales that say nothing of a level
    for row in known:
        of_level["" if is_missing(row.level) else str(row.level)][str(row.cell)] = row
    levels = [level for level, own in of_level.items() if own]
    rows = []
    for stage in dict.fromkeys(str(row.cell) for row in known):
        cells = [_of_ratings(of_level[level].get(stage), words) for level in levels]
        own = [row for row in known if str(row.cell) == stage]
        became = [str(sum(int(getattr(row, status)) for row in own)) for status in _STATUSES]
        rows.append([words.word("stage", stage), *cells, *became])
    columns = [tables.text(words.text("group_ruptures.head_stage"), 12)]
    columns += [tables.numbers(words.text("group_ruptures.head_level", level=level), 14) for level in levels]
    columns += [tables.numbers(words.text(f"ruptures.head_{head}"), 9) for head in _STATUSES.values()]
    caption = words.say("group_ruptures.stages_caption", fewest=FEWEST)
    return tables.table("drops-by-stage", caption, columns, rows)


def _of_ratings(row: Any, words: Wording) -> str:  # noqa: ANN401 - a row of `rows_of`
    """Drops of how many ratings, and per 100 where these are not few; a dash where nobody rated (None)."""
    if row is None:
        return NOTHING
    rate = float(row.per_100) if row.ratings >= FEWEST else None
    return words.text("group_ruptures.of_ratings", count=int(row.episodes), total=int(row.ratings), rate=rate)


def _modalities(by_condition: pd.DataFrame, words: Wording) -> Markdown | str:
    """Drops by modality over all levels; nothing where there is one modality or no drop."""
    own = by_condition[(by_condition["by"] == "modality") & by_condition["cell"].notna()]
    sums = own.groupby("cell", sort=False)[["episodes", "ratings"]].sum()
    if len(sums) < 2 or not sums["episodes"].sum():
        return ""
    parts: list[dict[str, Any]] = [
        {"cell": str(row.Index), "episodes": int(row.episodes), "ratings": int(row.ratings)} for row in rows_of(sums)
    ]
    return words.say("group_ruptures.modalities", parts=parts)
