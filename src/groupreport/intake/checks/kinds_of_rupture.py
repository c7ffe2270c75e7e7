"""The kinds of observed ruptures: slips of spelling, words on no list, and a kind that another column denies."""

from __future__ import annotations

from groupreport.intake.contract.event_kinds import KIND_OF_WORD, bare_words
from groupreport.intake.findings import Findings
from groupreport.intake.reading.text_table import TextTable, rows_where, texts_of
from groupreport.intake.spelling import nearest

_NEAR = 0.8  # of the letters: one slip in a short word; words that only begin alike are farther apart


def note_kinds(events: TextTable, findings: Findings) -> None:
    """Warn of kinds that look misspelled, and of cultural kinds that are marked as not cultural; note other words."""
    if not events.has("kind"):
        return
    unknown = {text: nearest(bare, KIND_OF_WORD, _NEAR) for text, bare in _on_no_list(events).items()}
    for meant in sorted({word for word in unknown.values() if word is not None}):
        rows = rows_where(events.rows["kind"], lambda text, meant=meant: unknown.get(text) == meant)  # type: ignore[misc]
        message = "is on no list of kinds, and the rupture counts as another kind"
        remedy = "Correct the spelling, or leave it if it is meant."
        findings.add_rows("kind-misspelled", events, "kind", rows, message, remedy, "warning", suggestion=meant)
    others = int(rows_where(events.rows["kind"], lambda text: text in unknown and unknown[text] is None).sum())
    if others:
        # The words themselves are not repeated: staff may have written who it was.
        ruptures = "1 rupture is" if others == 1 else f"{others} ruptures are"
        message = f"{ruptures} of a kind that is on no list, counted as another kind"
        findings.add(
            "kind-on-no-list",
            events.file,
            message,
            _LISTS,
            severity="info",
            column="kind",
            facts={"ruptures": others},
        )
    _note_denied(events, findings)


_LISTS = "Use one of the listed kinds if one fits: docs/data.md names them."


def _on_no_list(events: TextTable) -> dict[str, str]:
    bare = {text: bare_words(text) for text in texts_of(events.rows["kind"])}
    return {text: words for text, words in bare.items() if words and words not in KIND_OF_WORD}


def _note_denied(events: TextTable, findings: Findings) -> None:
    if not events.has("cultural"):
        return
    by_kind = rows_where(events.rows["kind"], lambda text: KIND_OF_WORD.get(bare_words(text)) == "cultural")
    denied = by_kind & events.rows["cultural"].eq(False).fillna(False).to_numpy(dtype=bool)
    message = "says that the rupture was not cultural, although its kind is: it counts as another kind"
    findings.add_rows(
        "cultural-denied", events, "cultural", denied, message, "Correct the kind, or write yes.", "warning"
    )
