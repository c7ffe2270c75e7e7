"""The event log in sentences and tables, for a group and for a program."""

from __future__ import annotations

from groupreport.display import tables
from groupreport.display.benchmark_words import benchmark_facts
from groupreport.display.chance import against_chance
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, paragraph
from groupreport.display.wording import Wording
from groupreport.measures.responses import FEWEST_FOR_MEDIAN
from groupreport.summaries.records import EventLog, LogAndRatings, Unavailable

_STARTED_BY_MEMBERS = "repairs_started_by_members"


def resolved_sentence(found: EventLog | Unavailable | None, words: Wording) -> Markdown | str:
    """In how many held sessions half were resolved; nothing of few, or where not half of them were."""
    if not isinstance(found, EventLog) or _is_few(found) or is_missing(found.median):
        return ""
    return words.say("event_log.resolved", median=int(found.median))


def sessions_sentence(found: EventLog | Unavailable | None, words: Wording) -> Markdown | str:
    """Log and ratings by session, with what chance gives; nothing where no rating could show a drop."""
    return _of_sessions(found, "sessions", words)


def sessions_in_short(found: EventLog | Unavailable | None, words: Wording) -> Markdown | str:
    """To how many sessions log and ratings both point, and how many would by chance."""
    return _of_sessions(found, "sessions_short", words)


def _of_sessions(found: EventLog | Unavailable | None, block: str, words: Wording) -> Markdown | str:
    beside = _beside(found)
    if beside is None or is_missing(beside.sessions.expected):
        return ""
    seen = beside.sessions
    facts = {name: getattr(seen, name) for name in ("both", "rating_only", "log_only", "neither", "expected")}
    facts["total"] = seen.both + seen.rating_only + seen.log_only + seen.neither
    against = against_chance(seen.both, seen.low, seen.high)
    return words.say(
        f"event_log.{block}", **facts, low=seen.low, high=seen.high, against=against, outside=beside.outside
    )


def cultural_steps_sentence(found: EventLog | Unavailable | None, words: Wording) -> Markdown | str:
    """Which steps answered the cultural ruptures, for which they were written; nothing without one."""
    if not isinstance(found, EventLog):
        return ""
    own = found.steps[found.steps["sort"] == "cultural"]
    events = int(own["events"].max())
    if not events:
        return ""
    steps = [
        {"step": str(row.step), "taken": int(row.taken), "known": int(row.taken) + int(row.not_taken)}
        for row in rows_of(own)
        if row.taken + row.not_taken
    ]
    return words.say("event_log.cultural_steps", events=events, steps=steps, silent=not steps)


def members_in_short(found: EventLog | Unavailable | None, words: Wording) -> Markdown | str:
    """In how many logged ruptures ratings of a member whom the log names fell, and in how many they would by lot."""
    beside = _beside(found)
    if beside is None or not beside.members.drops or beside.members.events == beside.members.cannot_be_said:
        return ""
    own = beside.members
    facts = {"known": own.events - own.cannot_be_said, "seen": own.seen_same + own.seen_next, "expected": own.expected}
    return words.say("event_log.members_short", **facts)


def log_paragraphs(found: EventLog, words: Wording) -> list[Piece | None]:
    """Who started repairs and when they came, when ruptures were logged and by whom, and the ratings of the same."""
    if not found.events:
        return []
    return [
        paragraph(*_repairs(found, words), _resolution(found, words)),
        paragraph(_thirds(found, words), _reporters(found, words), _own_words(found, words)),
        *beside_ratings(found, words),
    ]


def beside_ratings(found: EventLog, words: Wording) -> list[Piece | None]:
    """What ratings saw of the log, by session and by member."""
    return [paragraph(sessions_sentence(found, words)), paragraph(_members(found, words))]


def steps_table(found: EventLog, words: Wording) -> Piece | None:
    """Every step for cultural and other ruptures; None where no step is on record."""
    steps = found.steps[found.steps["events"] > 0]
    if not (steps["taken"] + steps["not_taken"]).sum():
        return None
    sorts = steps.drop_duplicates("sort")
    columns = [tables.text(words.text("event_log.head_step"), 30)]
    columns += [
        tables.numbers(words.text("event_log.head_sort", sort=str(row.sort), events=int(row.events)), 14)
        for row in rows_of(sorts)
    ]
    rows = []
    for step, own in steps.groupby("step", sort=False):
        known = own["taken"] + own["not_taken"]
        cells = [
            words.text("event_log.of", count=int(taken), total=int(total)) if total else NOTHING
            for taken, total in zip(own["taken"], known, strict=True)
        ]
        rows.append([words.word("step", step), *cells])
    return tables.table("log-steps", words.say("event_log.steps_caption"), columns, rows)


def cells_table(found: EventLog, words: Wording) -> Piece | None:
    """Levels and kinds with intensity, repairs and time to resolution; None where nothing was logged."""
    if found.cells.empty:
        return None
    heads = {"logged": 8, "cultural": 9, "intensity": 14, "full": 9, "half": 9}
    columns = [tables.text(words.text("event_log.head_what"), 24)]
    columns += [tables.numbers(words.text(f"event_log.head_{head}"), width) for head, width in heads.items()]
    words_of = {"level": "level", "kind": "event_kind"}
    rows = []
    for row in rows_of(found.cells):
        strength = NOTHING
        if row.intensity_recorded:
            strength = words.text(
                "event_log.intensity",
                median=float(row.intensity_median),
                low=float(row.intensity_lowest),
                high=float(row.intensity_highest),
            )
        half = NOTHING if is_missing(row.median_sessions) else str(int(row.median_sessions))
        counts = [str(int(row.events)), str(int(row.cultural)), strength, str(int(row.repaired_full)), half]
        rows.append([_first_upper(words.word(words_of[str(row.by)], row.cell)), *counts])
    return tables.table("log-cells", words.say("event_log.cells_caption", fewest=FEWEST_FOR_MEDIAN), columns, rows)


def _beside(found: EventLog | Unavailable | None) -> LogAndRatings | None:
    if not isinstance(found, EventLog) or not found.events or isinstance(found.with_ratings, Unavailable):
        return None
    return found.with_ratings


def _is_few(found: EventLog) -> bool:
    return found.resolved + found.unresolved < FEWEST_FOR_MEDIAN


def _repairs(found: EventLog, words: Wording) -> list[Markdown]:
    silent = found.starters["role"] == "not_recorded"
    started = found.starters[~silent]
    tried = int(found.starters["repairs"].sum())
    said = [
        words.say(
            "event_log.starters",
            tried=tried,
            silent=int(found.starters.loc[silent, "repairs"].sum()),
            starters=[{"role": str(row.role), "repairs": int(row.repairs)} for row in rows_of(started)],
        )
    ]
    if len(started):
        published = benchmark_facts(_STARTED_BY_MEMBERS)
        facts = {"people": published["people"], "cited": published["cited"]}
        said.append(words.say("event_log.starters_published", **facts))
    return said


def _resolution(found: EventLog, words: Wording) -> Markdown | str:
    known = found.resolved + found.unresolved
    if not known:
        return ""
    median = None if is_missing(found.median) else int(found.median)
    after = found.resolution[found.resolution["session"] == (-1 if median is None else median)]
    share = low = high = None
    for row in rows_of(after):
        share = float(row.share)
        low, high = (None, None) if is_missing(row.low) else (float(row.low), float(row.high))
    return words.say(
        "event_log.resolution",
        resolved=found.resolved,
        known=known,
        few=_is_few(found),
        median=median,
        share=share,
        low=low,
        high=high,
        left_out=found.left_out,
    )


def _thirds(found: EventLog, words: Wording) -> Markdown | str:
    parts = found.thirds[found.thirds["part"] != "outside"]
    if not parts["sessions"].sum():
        return ""
    outside = int(found.thirds.loc[found.thirds["part"] == "outside", "events"].sum())
    told = [{"part": str(row.part), "sessions": int(row.sessions), "events": int(row.events)} for row in rows_of(parts)]
    return words.say("event_log.thirds", thirds=told, outside=outside)


def _reporters(found: EventLog, words: Wording) -> Markdown:
    told = [{"role": _code(row.role), "events": int(row.events)} for row in rows_of(found.reporters)]
    return words.say("event_log.reporters", reporters=told)


def _own_words(found: EventLog, words: Wording) -> Markdown | str:
    return words.say("event_log.own_words", count=found.own_words) if found.own_words else ""


def _members(found: EventLog, words: Wording) -> Markdown | str:
    beside = _beside(found)
    if beside is None:
        return ""
    own = beside.members
    known = own.events - own.cannot_be_said
    return words.say(
        "event_log.members",
        known=known,
        same=own.seen_same,
        next=own.seen_next,
        not_seen=own.not_seen,
        unknown=own.cannot_be_said,
        expected=own.expected if known else None,
        drops=own.drops,
        logged=own.drops_logged,
    )


def _code(value: object) -> str | None:
    return None if is_missing(value) else str(value)


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]
