"""How complete the records of a term are and how the answers look; for one group, or for the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from groupreport.instruments import Instrument, Scale, score
from groupreport.measures.data_quality import ends_of_scale, item_directions, same_answers, shifted_ranges
from groupreport.measures.inputs import as_texts
from groupreport.measures.text import TEXT, python_text
from groupreport.measures.typed_table import retyped, typed_table
from groupreport.summaries.filled_forms import FilledForms, filled_forms
from groupreport.summaries.records import DataQuality, Unavailable
from groupreport.summaries.scope import Scope

if TYPE_CHECKING:
    from groupreport.intake import TermTables

_NAMES = ["instrument", "short_name", "rater"]
_RATES = ["sessions", "sessions_answered", "expected", "answered"]
_LOWEST = ["lowest_group", "lowest_session", "lowest_expected", "lowest_answered"]
_ONE_GROUP = "one_group_for_sites"
_NO_SITES = "no_sites"


@python_text()
def summarize_data_quality(term: TermTables, group_id: str | None = None) -> DataQuality:
    """Summarize how complete a term's records are and how its answers look.

    Args:
        term: A frozen term, or one that was only validated.
        group_id: One of the term's groups; None for the whole program.

    Raises:
        ParameterError: The term has no such group.
    """
    return data_quality(Scope(term, group_id))


def data_quality(scope: Scope) -> DataQuality:
    """The same, of a scope's rows."""
    every = filled_forms(scope)
    return DataQuality(
        attendance=scope.attendance_completeness,
        forms=_forms(every, scope),
        scales=_scales(every, scope),
        items=_items(every, scope),
        ranges=_ranges(every, scope),
    )


def _named(forms: FilledForms) -> dict[str, Any]:
    return {"instrument": forms.instrument.id, "short_name": forms.instrument.short_name, "rater": forms.rater}


def _forms(every: Sequence[FilledForms], scope: Scope) -> pd.DataFrame:
    rates = {} if scope.answers.empty else _rates(scope)
    rows = []
    for forms in every:
        items = forms.instrument.items
        low, high = (0.0, 0.0) if items is None else (items.minimum, items.maximum)
        # Scores of several scales side by side are no answers to items that could be the same throughout.
        answers = forms.answers if items is not None else forms.answers.iloc[:0]
        same = same_answers(answers, _reversed(forms), low, high)
        own = forms.rater == "member"
        known: dict[Any, Any] = rates.get(forms.instrument.id, {}) if own else {}
        rows.append(
            {
                **_named(forms),
                "given": forms.instrument.given,
                "forms": len(forms.answers),
                "members": forms.people.nunique() if own else None,
                "judged": same.judged,
                "same": same.same,
                "reversed_judged": same.reversed_judged,
                "contradicting": same.contradicting,
                **known,
            }
        )
    counted = ["forms", "members", "judged", "same", "reversed_judged", "contradicting"]
    kinds: dict[str, Any] = dict.fromkeys([*_NAMES, "given"], TEXT) | dict.fromkeys(counted, "int64")
    kinds |= dict.fromkeys(_RATES, "Int64") | {"rate": "float64"} | dict.fromkeys(_LOWEST, "Int64")
    return typed_table(rows, kinds | {"members": "Int64", "lowest_group": TEXT})


def _reversed(forms: FilledForms) -> list[bool]:
    turned = {str(number) for scale in forms.instrument.scales for number in scale.reversed_items}
    return [name in turned for name in forms.answers.columns]


def _rates(scope: Scope) -> dict[Any, dict[Any, Any]]:
    """For each session questionnaire, how many members answered, and the session at which the fewest did."""
    by_session = scope.response_rates
    instrument, rate = as_texts(by_session["instrument"]), by_session["rate"].to_numpy()
    told = {name: by_session[name].to_numpy() for name in ("group_id", "session", "expected", "answered")}
    found = {}
    for name in dict.fromkeys(instrument):
        own = np.flatnonzero(instrument == name)
        handed_out = own[~np.isnan(rate[own])]
        if len(handed_out):
            expected, answered = (int(told[of][handed_out].sum()) for of in ("expected", "answered"))
            lowest = handed_out[np.argmin(rate[handed_out])]
            counts = dict(zip(_RATES, (len(own), len(handed_out), expected, answered), strict=True))
            at_lowest = dict(zip(_LOWEST, (of[lowest] for of in told.values()), strict=True))
            found[name] = {**counts, "rate": answered / expected, **at_lowest}
    return found


def _scales(every: Sequence[FilledForms], scope: Scope) -> pd.DataFrame:
    rows = []
    for forms in every:
        if forms.rater == "member" and forms.instrument.given == "session":
            scored = scope.scores
            own = as_texts(scored["instrument"]) == forms.instrument.id
        else:
            scored = score(forms.rows[["form", "item", "value"]], forms.instrument)
            own = np.ones(len(scored), dtype=bool)
        score_of, scale_of = scored["score"].to_numpy("float64")[own], as_texts(scored["scale"])[own]
        for scale in forms.instrument.scales:
            given = score_of[(scale_of == scale.scale) & ~np.isnan(score_of)]
            if len(given):
                found = ends_of_scale(given, scale.minimum, scale.maximum)
                rows.append({**_named(forms), "scale": scale.scale, "label": scale.label, **asdict(found)})
    counts, text = ["scores", "at_lowest", "at_highest"], [*_NAMES, "scale", "label"]
    return typed_table(rows, {**dict.fromkeys(text, TEXT), **dict.fromkeys(counts, "Int64"), "noted": TEXT})


def _items(every: Sequence[FilledForms], scope: Scope) -> pd.DataFrame:
    sites = _sites(scope)
    parts, whose = [], []
    for forms in every:
        for scale in _scales_for_items(forms.instrument):
            keyed = _keyed(forms.answers, scale)
            parts.append(item_directions(keyed, forms.people))
            whose.append({**_named(forms), "scale": scale.scale})
            if sites is not None:
                at = forms.groups.map(sites)
                for site in sorted(at.dropna().unique()):
                    rows = at == site
                    parts.append(item_directions(keyed[rows], forms.people[rows]))
                    whose.append({**_named(forms), "scale": scale.scale, "site": site})
    columns = [*_NAMES, "scale", "site"]
    found = ["item", "forms", "members", "correlation", "low", "high", "direction"]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=TEXT) for name in (*columns, *found)})
    table = pd.concat(parts, ignore_index=True)[found]
    names = typed_table(whose, dict.fromkeys(columns, TEXT)).take(
        np.repeat(np.arange(len(parts)), [len(p) for p in parts])
    )
    return pd.concat([names.reset_index(drop=True), table], axis=1)


def _sites(scope: Scope) -> pd.Series | None:
    """The site of each group; None in a group's own scope, and where no site or only one is given."""
    sites = scope.groups.set_index("group_id")["site"]
    return None if scope.group_id is not None or sites.nunique(dropna=False) < 2 else sites


def _scales_for_items(instrument: Instrument) -> list[Scale]:
    """The scales of several items, so far as they hold an item that no larger one holds."""
    by_size = sorted((scale for scale in instrument.scales if len(scale.items or ()) > 1), key=_size, reverse=True)
    chosen: list[str] = []
    held: set[int] = set()
    for scale in by_size:
        if not held.issuperset(scale.items or ()):
            chosen.append(scale.scale)
            held.update(scale.items or ())
    return [scale for scale in instrument.scales if scale.scale in chosen]


def _size(scale: Scale) -> int:
    return len(scale.items or ())


def _keyed(answers: pd.DataFrame, scale: Scale) -> pd.DataFrame:
    """The answers to a scale's items, turned by the key.

    A turned answer is moved by a constant as well, which is left out: it is no matter to a correlation.
    """
    numbers = scale.items or ()
    names = [str(each) for each in numbers]
    own = answers.to_numpy()[:, answers.columns.get_indexer(pd.Index(names))]
    turned = own * [-1.0 if each in scale.reversed_items else 1.0 for each in numbers]
    return pd.DataFrame(turned, index=answers.index, columns=names)


def _ranges(every: Sequence[FilledForms], scope: Scope) -> pd.DataFrame | Unavailable:
    if scope.group_id is not None:
        return Unavailable("not_enough_data", _ONE_GROUP)
    sites = scope.groups.set_index("group_id")["site"]
    if sites.isna().all():
        return Unavailable("not_collected", _NO_SITES)
    parts = []
    for forms in every:
        rows = forms.rows[["member_id", "item", "value"]].assign(site=forms.rows["group_id"].map(sites))
        if forms.rater == "member":
            parts += [part.assign(**_named(forms)) for part in _ranges_of(rows, forms.instrument)]
    if not parts:
        return Unavailable("not_enough_data", "no_questionnaire_answered")
    names = ["instrument", "short_name", "scale"]
    table = pd.concat(parts, ignore_index=True)
    return retyped(table[[*names, *(name for name in table if name not in (*names, "rater"))]], {"scale": TEXT})


def _ranges_of(rows: pd.DataFrame, instrument: Instrument) -> list[pd.DataFrame]:
    """The sites' ranges of the answers to items, or else of each scale's scores."""
    if instrument.items is not None:
        items = instrument.items
        return [shifted_ranges(rows, items.minimum, items.maximum).assign(scale=None)]
    return [
        shifted_ranges(rows[rows["item"] == scale.scale], scale.minimum, scale.maximum).assign(scale=scale.scale)
        for scale in instrument.scales
    ]
