"""The scales of one group in numbers, and how far its members agree by the usual indices."""

from __future__ import annotations

from typing import Any

import pandas as pd

from groupreport.disclosure.views import EvaluatorGroupView
from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.rounding import NOTHING, is_missing, number
from groupreport.display.rows import rows_of
from groupreport.display.scale_panels import panels_of
from groupreport.display.scale_words import scales_table
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.unavailable import absent
from groupreport.display.wording import Wording, wording
from groupreport.summaries.records import Unavailable

_HEADS = ("average_deviation", "rwg", "rwg_star", "awg", "sessions", "spread")


def show_agreement(view: EvaluatorGroupView) -> Shown:
    """Every scale in numbers, then AD_M, r_wg, r*_wg and a_wg, spread early and late, and what cannot be computed."""
    words, agreement = wording(view.language), view.summary.agreement
    numbers = _scales_in_numbers(view.summary.scales_by_session, words)
    if agreement is None:
        return shown(numbers)
    if isinstance(agreement, Unavailable):
        return absent(words, "scales", agreement)
    if not (agreement["computable"] > 0).any():
        return shown(numbers, paragraph(words.say("agreement.none")))
    how = words.say("agreement.how_to_read")
    return shown(numbers, _table(agreement, words), paragraph(how, *_limits(agreement, words)))


def apart_in_points(agreement: pd.DataFrame | Unavailable | None, words: Wording) -> Markdown:
    """How far members' answers on cohesion and climate lay from the session's mean; empty where nothing is known."""
    if agreement is None or isinstance(agreement, Unavailable):
        return Markdown("")
    known = agreement[(agreement["computable"] > 0) & agreement["domain"].isin(["cohesion", "climate"])]
    scales = [{"label": str(row.label), "apart": float(row.average_deviation)} for row in rows_of(known)]
    options = set(known["options"].dropna())
    one_limit = len(options) == 1 and known["options"].notna().all()
    limit = options.pop() / 6 if one_limit else None
    return words.say("agreement.in_points", scales=scales, limit=limit) if scales else Markdown("")


def _scales_in_numbers(scales: pd.DataFrame | Unavailable, words: Wording) -> Piece | None:
    panels = [] if isinstance(scales, Unavailable) else panels_of(scales)
    return scales_table(panels, words) if panels else None


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
