"""Tables of rating drops: one row an episode, and one row a rule."""

from __future__ import annotations

from groupreport.display import tables
from groupreport.display.chance import chance_cell
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording
from groupreport.summaries.records import Ruptures


def episodes_table(ruptures: Ruptures, short_names: dict[str, str], words: Wording) -> Piece | None:
    """The headline rule's episodes in order of onset, with the questionnaires' short names; None without any."""
    episodes = ruptures.headline_episodes.sort_values(["onset_session", "member_id"], kind="stable")
    if episodes.empty:
        return None
    rows = [
        [
            str(row.member_id),
            NOTHING if is_missing(row.level) else words.word("level_short", row.level),
            short_names[row.instrument],
            words.say("ruptures.sessions", onset=int(row.onset_session), end=int(row.end_session)),
            number(float(row.score_before)),
            number(float(row.score_nadir)),
            words.word("status", row.status),
        ]
        for row in rows_of(episodes)
    ]
    columns = [tables.text(words.text("ruptures.head_member"), 9)]
    columns += [tables.text(words.text("ruptures.head_with"), 8), tables.text(words.text("ruptures.head_scale"), 16)]
    columns += [tables.numbers(words.text(f"ruptures.head_{head}"), 9) for head in ("sessions", "before", "lowest")]
    columns.append(tables.text(words.text("ruptures.head_became"), 18))
    return tables.table("episodes", words.say("ruptures.episodes_caption"), columns, rows)


def rules_table(ruptures: Ruptures, words: Wording) -> Piece:
    """Every rule side by side: what it could judge and what it found."""
    rows = []
    for row in rows_of(ruptures.rules):
        name = words.say("ruptures.headline_mark", rule=row.rule) if row.headline else words.word("rule", row.rule)
        counts = (
            row.episodes,
            row.repaired,
            row.partially_repaired,
            row.unrepaired,
            row.undetermined,
        )
        members, chance = str(int(row.members_with_episode)), chance_cell(row, words)
        rows.append(
            [name, f"{row.series_judged}/{row.series}", members, chance, *(str(int(count)) for count in counts)]
        )
    heads = {"judged": 8, "members": 8, "chance": 12, "drops": 8, "repaired": 8, "partly": 8, "not": 8, "open": 8}
    columns = [tables.text(words.text("ruptures.head_rule"), 20)]
    columns += [tables.numbers(words.text(f"ruptures.head_{head}"), width) for head, width in heads.items()]
    return tables.table("rules", words.say("ruptures.rules_caption"), columns, rows)


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
