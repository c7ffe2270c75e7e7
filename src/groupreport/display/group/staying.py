"""Drop-out of one group by other definitions, late joiners and absences in a row."""

from __future__ import annotations

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display.retention_words import definitions, definitions_table, lacking_pairs
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.wording import MOST_NAMES, Wording, wording
from groupreport.summaries.records import AbsenceSigns, GroupSummary, Unavailable


def staying_pieces(summary: GroupSummary, words: Wording) -> list[Piece | None]:
    """A paragraph on staying and absences; nothing where nobody is enrolled."""
    if summary.retention is None or not summary.flow.enrolled:
        return []
    return [paragraph(_definitions(summary, words), _progress(summary, words), _runs(summary, words))]


def _definitions(summary: GroupSummary, words: Wording) -> str:
    found = summary.retention
    if found is None:
        return ""
    counts = [one["count"] for one in definitions(found, words) if not one["judgement"]]
    enrolled = int(found.definitions["enrolled"].iloc[0])
    return words.say("retention.depends_group", least=min(counts), most=max(counts), enrolled=enrolled)


def show_drop_out_definitions(view: EvaluatorGroupView) -> Shown:
    """Drop-out by every definition; nothing where nobody is enrolled."""
    summary = view.summary
    if summary.retention is None or not summary.flow.enrolled:
        return shown()
    return shown(definitions_table(summary.retention, wording(view.language)))


def _progress(summary: GroupSummary, words: Wording) -> str:
    if summary.retention is None:
        return ""
    whole = summary.retention.progress.iloc[0]
    return words.say(
        "retention.progress_group",
        late=int(whole["late_joiners"]),
        enrolled=int(whole["enrolled"]),
        lacking=lacking_pairs(whole),
    )


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
