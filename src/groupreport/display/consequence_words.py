"""What went with rating drops, in sentences and as a table: side by side, never why."""

from __future__ import annotations

from typing import Any

from groupreport.display import tables
from groupreport.display.benchmark_words import benchmark_facts
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number, same_when_printed, signed
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.measures.consequences import FEWEST_A_SIDE, OutcomeDifference
from groupreport.summaries.records import Consequences, OutcomeByDrops, Unavailable

_Found = Consequences | Unavailable | None


def has_drops(found: _Found) -> bool:
    """Whether any member had a drop, so that there is something to say."""
    if not isinstance(found, Consequences):
        return False
    counts, name = found.drop_out, "known"
    if isinstance(found.outcome, OutcomeByDrops):
        counts, name = found.outcome.by_status, "members"
    return bool(counts.loc[counts["status"] != "no_drop", name].sum())


def consequence_pieces(found: _Found, words: Wording) -> list[Piece | None]:
    """The table, both comparisons, the second look at drops open at a drop-out, and what is published."""
    if not has_drops(found) or not isinstance(found, Consequences):
        return []
    outcome = found.outcome
    said = (
        words.say("consequences.no_outcome", detail=words.word("reason", outcome.detail))
        if isinstance(outcome, Unavailable)
        else _difference(outcome, words)
    )
    return [
        _table(found, words),
        paragraph(said, _drop_out(found, words), _if_left(found, words)),
        paragraph(words.say("consequences.caution"), _published(words)),
    ]


def group_sentence(found: _Found, words: Wording) -> Markdown | str:
    """How members of one group fared, in counts: a group has too few to compare."""
    if not has_drops(found) or not isinstance(found, Consequences):
        return ""
    outcome = None if isinstance(found.outcome, Unavailable) else found.outcome
    scores = {} if outcome is None else {str(row.status): row for row in rows_of(outcome.by_status)}
    parts: list[dict[str, Any]] = []
    for row in rows_of(found.drop_out):
        if row.known:
            own = scores.get(str(row.status))
            improved = 0 if own is None else int(own.recovered + own.improved)
            pairs = 0 if own is None else int(own.pairs)
            part = {"status": str(row.status), "left": int(row.left), "known": int(row.known)}
            parts.append(part | {"pairs": pairs, "improved": improved})
    if not parts:
        return ""
    short_name = outcome.short_name if outcome is not None and any(part["pairs"] for part in parts) else ""
    return words.say("consequences.group", parts=parts, short_name=short_name)


def _compared(found: OutcomeDifference, outcome: OutcomeByDrops, words: Wording) -> Markdown:
    counts = {"unrepaired": found.unrepaired, "repaired": found.repaired}
    if is_missing(found.low):
        return words.say("consequences.few", **counts, fewest=FEWEST_A_SIDE)
    facts = counts | {"short_name": outcome.short_name}
    if same_when_printed(found.difference, 0):
        return words.say("consequences.same", **facts)
    return words.say(
        "consequences.compared",
        **facts,
        size=abs(found.difference),
        less=found.difference < 0,
        low=found.low,
        high=found.high,
        unclear=not _excludes_zero(found.low, found.high),
    )


def _difference(outcome: OutcomeByDrops, words: Wording) -> Markdown:
    found = outcome.difference
    clustered = not is_missing(found.cluster_low)
    return words.say(
        "consequences.difference",
        found=_compared(found, outcome, words),
        compared=not is_missing(found.low),
        d=None if is_missing(found.d) else found.d,
        groups=found.groups,
        cluster_low=found.cluster_low if clustered else None,
        cluster_high=found.cluster_high if clustered else None,
    )


def _if_left(found: Consequences, words: Wording) -> Markdown:
    if not found.moved:
        return words.say("consequences.if_left_none")
    facts: dict[str, Any] = {"moved": found.moved, "outcome": False, "compared": False}
    if isinstance(found.outcome, OutcomeByDrops):
        other = found.outcome.difference_if_left
        facts |= {"outcome": True, "compared": not is_missing(other.low)}
        facts |= {"unrepaired": other.unrepaired, "repaired": other.repaired}
        facts |= {"difference": other.difference, "low": other.low, "high": other.high}
    return words.say("consequences.if_left", **facts)


def _drop_out(found: Consequences, words: Wording) -> Markdown:
    rows = {str(row.status): row for row in rows_of(found.drop_out)}
    counts = {name: int(rows[name].stayed) for name in ("unrepaired", "repaired")}
    facts: dict[str, Any] = {"window": found.window, **counts}
    difference = found.drop_out_difference
    if is_missing(difference.value):
        return words.say("consequences.drop_out_few", **facts, fewest=FEWEST_A_SIDE)
    left = {f"{name}_left": int(rows[name].stayed_left) for name in counts}
    limits = {"difference": difference.value, "low": difference.low, "high": difference.high}
    return words.say("consequences.drop_out", **facts, **left, **{name: 100 * one for name, one in limits.items()})


def _published(words: Wording) -> Markdown:
    facts = {"repair": benchmark_facts("repair_outcome"), "exposure": benchmark_facts("rupture_any_exposure")}
    return words.say("consequences.published", **facts)


def _table(found: Consequences, words: Wording) -> Piece:
    outcome = None if isinstance(found.outcome, Unavailable) else found.outcome
    scores = {} if outcome is None else {str(row.status): row for row in rows_of(outcome.by_status)}
    columns = [tables.text(words.text("consequences.head_drops"), 13)]
    heads = {"pairs": 8, "change": 18, "d": 6, "classes": 9} if outcome else {}
    heads = {"members": 8, **heads, "left": 18, "stayed": 11}
    columns += [tables.numbers(words.text(f"consequences.head_{head}"), width) for head, width in heads.items()]
    rows = []
    for row in rows_of(found.drop_out):
        own = scores.get(str(row.status))
        cells = [] if own is None else _scores(own, words)
        members = int(row.known) if own is None else int(own.members)
        rows.append(
            [words.word("drops_of_member", row.status), str(members), *cells, _left(row, words), _stayed(row, words)]
        )
    moved = found.moved if outcome is not None else 0
    if outcome is not None and moved:
        (left,) = (row for row in rows_of(outcome.if_left) if row.status == "unrepaired")
        name = words.word("drops_of_member", "unrepaired_if_left")
        rows.append([name, str(int(left.members)), *_scores(left, words), NOTHING, NOTHING])
    short_name = "" if outcome is None else outcome.short_name
    caption = words.say("consequences.caption", short_name=short_name, window=found.window, moved=moved)
    return tables.table("consequences", caption, columns, rows)


def _scores(row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    if not row.pairs:
        return ["0", NOTHING, NOTHING, NOTHING]
    known = not is_missing(row.low)
    change = words.text(
        "consequences.change",
        value=float(row.change),
        low=float(row.low) if known else None,
        high=float(row.high) if known else None,
    )
    better, judged = int(row.recovered + row.improved), row.recovered + row.improved + row.unchanged + row.deteriorated
    classes = words.text("consequences.classes", better=better, worse=int(row.deteriorated)) if judged else NOTHING
    return [number(int(row.pairs), 0), change, NOTHING if is_missing(row.d) else signed(float(row.d), 2), classes]


def _left(row: Any, words: Wording) -> str:  # noqa: ANN401
    if not row.known:
        return NOTHING
    facts = {"left": int(row.left), "known": int(row.known), "fewest": FEWEST_A_SIDE}
    return words.text("consequences.left", **facts, low=float(row.low), high=float(row.high))


def _stayed(row: Any, words: Wording) -> str:  # noqa: ANN401
    if is_missing(row.stayed) or not row.stayed:
        return NOTHING
    return words.text("consequences.of", count=int(row.stayed_left), total=int(row.stayed))


def _excludes_zero(low: float, high: float) -> bool:
    """As the reader sees it: a limit that is printed as 0.0 is 0."""
    return not (same_when_printed(low, 0) or same_when_printed(high, 0)) and (low > 0) == (high > 0)
