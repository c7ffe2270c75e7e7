"""Drop-out of one group by other definitions, late joiners and absences in a row."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display import tables
from groupreport.display.retention_words import definitions, definitions_table, lacking_pairs
from groupreport.display.rounding import NOTHING
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.wording import MOST_NAMES, Wording, wording
from groupreport.summaries.records import AbsenceSigns, Flow, GroupSummary, Retention, Unavailable


def staying_pieces(summary: GroupSummary, words: Wording) -> list[Piece | None]:
    """A paragraph on staying and absences; nothing where nobody is enrolled."""
    if summary.retention is None or not summary.flow.enrolled:
        return []
    return [paragraph(_definitions(summary, words), _late(summary, words), _runs(summary, words))]


def _definitions(summary: GroupSummary, words: Wording) -> str:
    found = summary.retention
    if found is None:
        return ""
    counts = [one["count"] for one in definitions(found, words) if not one["judgement"]]
    enrolled = int(found.definitions["enrolled"].iloc[0])
    return words.say("retention.depends_group", least=min(counts), most=max(counts), enrolled=enrolled)


def show_drop_out_definitions(view: EvaluatorGroupView) -> Shown:
    """The flow from enrollment on, drop-out by every definition, and who lacks a pair of outcome scores."""
    words, summary = wording(view.language), view.summary
    if summary.retention is None or not summary.flow.enrolled:
        return shown(_flow_table(summary.flow, words))
    return shown(
        _flow_table(summary.flow, words),
        definitions_table(summary.retention, words),
        paragraph(_progress(summary.retention, words)),
    )


def _flow_table(flow: Flow, words: Wording) -> Piece:
    """The counts of a flow, from enrollment to how a stay ended; a count that is not known is a dash."""
    counts = {
        "enrolled": flow.enrolled,
        "started": flow.started,
        "two": flow.attended_two_or_more,
        "dose": flow.dose_reached,
        "completed": flow.completed,
        "dropped": flow.dropped_out,
        "otherwise": flow.ended_otherwise,
        "still": flow.still_enrolled,
    }
    columns = [tables.numbers(words.text(f"attendance.head_{name}", share=flow.dose_share), 10) for name in counts]
    row = [NOTHING if count is None else str(count) for count in counts.values()]
    return tables.table("flow", words.say("attendance.flow_caption"), columns, [row])


def _progress(found: Retention, words: Wording) -> str:
    whole = found.progress.iloc[0]
    enrolled = int(whole["enrolled"])
    return words.say("retention.progress_group", enrolled=enrolled, lacking=lacking_pairs(whole))


def _late(summary: GroupSummary, words: Wording) -> str:
    """Who joined late; nothing where nobody did."""
    late = 0 if summary.retention is None else int(summary.retention.progress.iloc[0]["late_joiners"])
    return words.say("retention.late_group", late=late) if late else ""


def _runs(summary: GroupSummary, words: Wording) -> str:
    """Who missed several sessions in a row; nothing where nobody did."""
    signs, runs = summary.absence, summary.absence_runs
    if signs is None or runs is None or not signs.with_run:
        return ""
    listed = [
        {"member": str(row.member_id), "first": int(row.first), "last": int(row.last), "returned": bool(row.returned)}
        for row in rows_of(runs)
    ]
    facts = {"with_run": signs.with_run, "members": signs.members, "run": signs.run}
    return words.say("absence.runs", **facts, runs=listed[:MOST_NAMES], more=max(0, len(listed) - MOST_NAMES))


def after_drops_sentence(signs: AbsenceSigns | None, words: Wording) -> str:
    """How often members were absent soon after drops; nothing where no drop was found."""
    if signs is None or isinstance(signs.after, Unavailable) or isinstance(signs.left, Unavailable):
        return ""
    if not signs.left.with_drop:
        return ""
    parts = [
        {"after": str(row.after), "absent": int(row.absent), "sessions": int(row.sessions)}
        for row in rows_of(signs.after)
        if row.sessions
    ]
    return words.say("absence.after_group", window=signs.window, parts=parts) if parts else ""
