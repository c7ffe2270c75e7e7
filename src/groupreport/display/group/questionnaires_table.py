"""The questionnaires of a group: names, how many members answered, how complete scores are, how answers look."""

from __future__ import annotations

import pandas as pd

from groupreport.display import tables
from groupreport.display.data_quality import AnswersRow, answers_rows, note_facts
from groupreport.display.escaping import Markdown
from groupreport.display.group.signals import response_rate
from groupreport.display.rounding import NOTHING, percent
from groupreport.display.rows import rows_of
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording
from groupreport.instruments import unverified_facts
from groupreport.measures.response_rates import pooled_response_rates
from groupreport.summaries.filled_forms import RATERS
from groupreport.summaries.records import GroupSummary

_STATUSES = ("complete", "prorated", "insufficient", "out_of_range")
_ASK_FIRST = ("permission", "licence_required")
Form = tuple[str, str]  # a questionnaire's id and who filled it in
_LOOKS = ("lowest_session", "same", "highest", "lowest")


def questionnaires_in_short(summary: GroupSummary, words: Wording) -> list[Markdown | str]:
    """How many forms were answered, and the questionnaires in use by name, with those that need a permission."""
    answered, instruments, notes = response_rate(summary), summary.term.instruments, len(summary.data_notes)
    named = [
        words.say("methods.questionnaire", name=each.name, short_name=each.short_name)
        for each in instruments
        if each.given == "session"
    ]
    permission = [each.short_name for each in instruments if each.licence.status in _ASK_FIRST]
    unchecked = any(unverified_facts(instrument) for instrument in instruments)
    return [
        words.say("methods.answered", answered=answered[0], expected=answered[1], notes=notes)
        if answered
        else words.say("methods.short_notes", count=notes)
        if notes
        else "",
        words.say("methods.in_use", named=named, permission=permission, unchecked=unchecked) if instruments else "",
    ]


def answers_table(summary: GroupSummary, words: Wording) -> Piece | None:
    """One row a questionnaire; None where nothing was answered.

    Answered of expected for session questionnaires, else the number of forms. How the answers look stands beside it
    where it was summarized; forms of leaders and observers have rows of their own. Scores out of range are refused when
    data are read, so that they have a column only where there are any.
    """
    found = summary.data_quality
    looks = {} if found is None else _by_form(answers_rows(found, words, groups=False))
    rates, statuses = _rates(summary), _statuses(summary)
    shown = [
        status for status in _STATUSES if any(own[status] for own in statuses.values()) or status != "out_of_range"
    ]
    rows = []
    for key in _in_order([*rates, *looks], summary):
        look, counts = looks.get(key, {}), statuses.get(key, {})
        rows.append(
            {
                "instrument": look.get("instrument") or _short_name(key[0], summary),
                **rates.get(key, {"answered": look.get("forms", NOTHING), "rate": NOTHING}),
                **({status: str(counts[status]) if counts else NOTHING for status in shown} if statuses else {}),
                **({name: look.get(name, NOTHING) for name in _LOOKS} if looks else {}),
            }
        )
    if not rows:
        return None
    heads = [words.text(f"{'quality' if name in _LOOKS else 'methods'}.head_{name}") for name in rows[0]]
    columns = [tables.text(heads[0], 16), *(tables.numbers(head, 9) for head in heads[1:])]
    caption = words.say("methods.rates_caption", forms=bool(looks))
    return tables.table("answers", caption, columns, [list(row.values()) for row in rows])


def answers_note(summary: GroupSummary, words: Wording) -> Markdown | str:
    """How to read the table of answers; nothing where how they look was not summarized."""
    found = summary.data_quality
    return words.say("quality.table_note", **note_facts(found, groups=False) | {"items": False}) if found else ""


def _by_form(rows: list[AnswersRow]) -> dict[Form, dict[str, str]]:
    return {(row.instrument, row.rater): row.cells for row in rows}


def _in_order(forms: list[Form], summary: GroupSummary) -> list[Form]:
    """As the questionnaires in use are listed; for each, members' forms come first."""
    wanted = [(instrument.id, rater) for instrument in summary.term.instruments for rater in RATERS]
    return [form for form in wanted if form in forms]


def _short_name(instrument_id: str, summary: GroupSummary) -> str:
    return next(each.short_name for each in summary.term.instruments if each.id == instrument_id)


def _rates(summary: GroupSummary) -> dict[Form, dict[str, str]]:
    """Answered of expected, and the rate, of each session questionnaire."""
    rates = summary.response_rates
    if not isinstance(rates, pd.DataFrame):
        return {}
    return {
        (str(row.instrument), "member"): {
            "answered": f"{int(row.answered)}/{int(row.expected)}",
            "rate": percent(row.answered / row.expected) if row.expected else NOTHING,
        }
        for row in rows_of(_totals(rates))
    }


def _totals(rates: pd.DataFrame) -> pd.DataFrame:
    pooled = pooled_response_rates(rates).set_index("instrument")[["answered", "expected"]]
    return rates[["instrument"]].drop_duplicates().join(pooled, on="instrument").fillna(0)


def _statuses(summary: GroupSummary) -> dict[Form, dict[str, int]]:
    """How many scores of each session questionnaire are complete, prorated and so on."""
    known = summary.score_statuses
    if not isinstance(known, pd.DataFrame):
        return {}
    sums = known.groupby("instrument")[list(_STATUSES)].sum()
    return {(str(row.Index), "member"): {name: int(getattr(row, name)) for name in _STATUSES} for row in rows_of(sums)}
