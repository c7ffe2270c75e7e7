"""How far the members of one group agree, by the usual indices."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.scale_words import Agreeing
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable

_HEADS = ("average_deviation", "rwg", "rwg_star", "awg", "sessions", "spread")


def show_agreement(view: EvaluatorGroupView) -> Shown:
    """AD_M, r_wg, r*_wg and a_wg over the sessions, spread early and late, and what cannot be computed and why."""
    words, agreement = wording(view.language), view.summary.agreement
    if agreement is None:
        return shown()
    if isinstance(agreement, Unavailable):
        return absent(words, "scales", agreement)
    if not (agreement["computable"] > 0).any():
        return shown(paragraph(words.say("agreement.none")))
    return shown(_table(agreement, words), paragraph(*_limits(agreement, words)))


def agreeing(agreement: pd.DataFrame | Unavailable | None) -> Agreeing | None:
    """On how many scales members' answers usually lay close together; None where that is not known of any.

    Close is a mean distance from the session's mean of less than a sixth of the answer options (Burke and Dunlap 2002).
    """
    if not isinstance(agreement, pd.DataFrame):
        return None
    known = agreement[(agreement["computable"] > 0) & agreement["options"].notna()]
    if known.empty:
        return None
    return Agreeing(close=int((known["average_deviation"] < known["options"] / 6).sum()), scales=len(known))


def _limits(agreement: pd.DataFrame, words: Wording) -> list[Markdown]:
    said = []
    few = agreement[agreement["small_sessions"] > 0]
    if len(few):
        said.append(words.say("agreement.few", sessions=int(few["small_sessions"].max())))
    known = agreement[agreement["computable"] > 0]
    if (known["fewest_raters"] <= 3).any():
        said.append(words.say("agreement.three"))
    if (known["options"].notna() & (known["awg_computable"] < known["computable"])).any():
        said.append(words.say("agreement.no_awg"))
    return said


def _table(agreement: pd.DataFrame, words: Wording) -> Piece:
    known = agreement[agreement["computable"] > 0]
    columns = [tables.text(words.text("agreement.head_scale"), 18)]
    columns += [tables.numbers(words.text(f"agreement.head_{head}"), 9) for head in _HEADS]
    caption = words.say(
        "agreement.group_caption",
        fewest=max(3, int(known["fewest_raters"].min())),
        most=int(known["most_raters"].max()),
    )
    return tables.table("agreement", caption, columns, [_row(row, words) for row in rows_of(known)])


def _row(row: Any, words: Wording) -> list[str]:  # noqa: ANN401 - a row of `rows_of`
    limit = "" if is_missing(row.options) else f" ({number(row.options / 6, 2)})"
    awg = _known(row.awg)
    if awg != NOTHING and row.awg_computable < row.computable:
        awg = f"{awg} ({number(row.awg_computable, 0)})"
    spread = words.say("agreement.spread", early=row.spread_early, late=row.spread_late)
    return [
        f"{row.short_name}: {row.label}",
        number(row.average_deviation, 2) + limit,
        _known(row.rwg),
        _known(row.rwg_star),
        awg,
        words.say("agreement.of_sessions", known=int(row.computable), sessions=int(row.sessions)),
        spread,
    ]


def _known(value: float) -> str:
    return NOTHING if is_missing(value) else number(value, 2)
