"""Answers to scores: reversal, missing items, ranges, and a status for every score."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from groupreport.instruments.records import Instrument, Items, Scale, ScoreStatus
from groupreport.instruments.row_numbers import row_numbers
from groupreport.instruments.text import TEXT

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

_RESULT_COLUMNS = ("version", "scale", "score", "status", "answered", "items")
_STATUSES: tuple[ScoreStatus, ...] = ("complete", "prorated", "insufficient", "out_of_range")
_COMPLETE, _PRORATED, _INSUFFICIENT, _OUT_OF_RANGE = range(4)


@dataclass(frozen=True)
class _Forms:
    """Answers with one row a form and one column an answer name; `wrong` marks answers that cannot have been given."""

    values: Numbers
    wrong: Flags
    names: dict[str, int]
    asked: Flags

    def columns(self, scale: Scale) -> list[int]:
        if scale.items is None:
            return [self.names[scale.scale]]
        return [self.names[str(number)] for number in scale.items]


def score(answers: pd.DataFrame, instrument: Instrument) -> pd.DataFrame:
    """Score one questionnaire: one row for each form and scale.

    A form is all answers that agree in every column besides `item` and `value` (say member, group, session).
    Reversed items count as minimum + maximum - answer. Where the scale's missing rule allows it, unanswered items
    count as the mean of the answered ones; sums stay unrounded. Nothing is clipped.

    Args:
        answers: One row an answer: key columns, `item` (item number as text, or the scale's name for a questionnaire
            that comes as scores) and `value` (missing: not answered). A column `instrument` may hold the id.
        instrument: The catalog's entry.

    Returns:
        The key columns, `instrument`, `version` (of the catalog's entry), `scale`, `score` (missing unless complete or
        prorated), `status`, `answered` (items with an answer that can be used) and `items` (items of the scale), in
        order of the forms' first answer.
        Status `out_of_range`: an answer that the scale uses is outside the questionnaire's range or not a whole
        number. Status `insufficient`: fewer answers than the missing rule of the scale or of the form asks for.

    Raises:
        ValueError: An item that the questionnaire does not have, an item twice in a form, answers of another
            instrument, or a key column with a name of the result.

    Examples:
        >>> from groupreport.instruments import load_catalog
        >>> answers = pd.DataFrame({"member_id": "M1", "item": [str(n) for n in range(1, 6)], "value": [4, 1, 0, 2, 3]})
        >>> score(answers, load_catalog()["who5"])[["member_id", "score", "status"]].values.tolist()
        [['M1', 40.0, 'complete']]
    """
    keys = _key_columns(answers, instrument)
    form_of_answer, first_answers = _number_forms(answers, keys)
    forms = _forms(answers, instrument, form_of_answer, len(first_answers))
    scales = [scale for scale in instrument.scales if not scale.optional or forms.asked[forms.columns(scale)].any()]
    scored = [_score_scale(forms, instrument, scale) for scale in scales]
    repeated = np.repeat(first_answers, len(scales))
    status = _interleave([codes for _, codes, _ in scored], np.int64)
    every = np.tile(np.arange(len(scales)), len(first_answers))
    result: dict[Hashable, Any] = {key: answers[key].array.take(repeated) for key in keys} | {
        "instrument": pd.Series([instrument.id], dtype=TEXT).array.repeat(len(repeated)),
        "version": np.full(len(repeated), instrument.version, np.int64),
        "scale": pd.Series([scale.scale for scale in scales], dtype=TEXT).array.take(every),
        "score": _interleave([scores for scores, _, _ in scored], np.float64),
        "status": pd.Series(_STATUSES, dtype=TEXT).array.take(status.astype(np.intp)),
        "answered": _interleave([answered for _, _, answered in scored], np.int64),
        "items": np.array([len(scale.items or (1,)) for scale in scales], np.int64)[every],
    }
    return pd.DataFrame(result, copy=False)


def _key_columns(answers: pd.DataFrame, instrument: Instrument) -> list[Hashable]:
    absent = [name for name in ("item", "value") if name not in answers.columns]
    taken = [name for name in _RESULT_COLUMNS if name in answers.columns]
    if absent or taken:
        raise ValueError(f"answers need the columns item and value (absent: {absent}) and may not have {taken}")
    if "instrument" in answers.columns and not answers["instrument"].eq(instrument.id).all():
        others = sorted(set(answers["instrument"].astype(str)) - {instrument.id})
        raise ValueError(f"answers of {others} cannot be scored as {instrument.id}")
    return [name for name in answers.columns if name not in ("item", "value", "instrument")]


def _number_forms(answers: pd.DataFrame, keys: list[Hashable]) -> tuple[Counts, Counts]:
    if not keys:
        only_form: Counts = np.zeros(min(len(answers), 1), np.int64)
        return np.zeros(len(answers), np.int64), only_form
    numbers = row_numbers(answers, keys).astype(np.int64, copy=False)
    first_answers: Counts = np.unique(numbers, return_index=True)[1].astype(np.int64)
    return numbers, first_answers


def _forms(answers: pd.DataFrame, instrument: Instrument, form_of_answer: Counts, form_count: int) -> _Forms:
    names = {name: column for column, name in enumerate(instrument.answer_names)}
    codes, given_names = pd.factorize(answers["item"])
    unknown = sorted({str(name) for name in given_names if str(name) not in names})
    if unknown or (codes < 0).any():
        listed = ", ".join([*unknown, *(["(empty)"] if (codes < 0).any() else [])])
        raise ValueError(f"{instrument.id} has no item {listed}; its answers are named {', '.join(names)}")
    column_of_answer = np.array([names[str(name)] for name in given_names], np.int64)[codes]
    places = form_of_answer * len(names) + column_of_answer
    if len(places) and np.bincount(places).max() > 1:
        raise ValueError(f"{instrument.id}: the same item is answered twice in a form")
    values = np.full((form_count, len(names)), np.nan)
    values.ravel()[places] = answers["value"].to_numpy(np.float64, na_value=np.nan)
    asked = np.zeros(len(names), bool)
    asked[column_of_answer] = True
    return _Forms(values=values, wrong=_out_of_range(values, instrument), names=names, asked=asked)


def _out_of_range(values: Numbers, instrument: Instrument) -> Flags:
    if instrument.items is not None:
        lowest = np.full(values.shape[1], instrument.items.minimum)
        highest = np.full(values.shape[1], instrument.items.maximum)
    else:
        ends = [(scale.minimum, scale.maximum) for scale in instrument.scales]
        lowest = np.array([-np.inf if low is None else low for low, _ in ends])
        highest = np.array([np.inf if high is None else high for _, high in ends])
    wrong = (values < lowest) | (values > highest) | np.isinf(values)
    if instrument.items is not None and instrument.items.whole_numbers:
        wrong |= np.isfinite(values) & (values != np.rint(values))
    return np.asarray(wrong, dtype=bool)


def _score_scale(forms: _Forms, instrument: Instrument, scale: Scale) -> tuple[Numbers, Counts, Counts]:
    """The scores, the status codes and the number of usable answers, one of each a form."""
    columns = forms.columns(scale)
    usable = ~np.isnan(forms.values) & ~forms.wrong
    answered = usable[:, columns].sum(axis=1).astype(np.int64)
    enough = answered >= (scale.missing.minimum_answered if scale.missing else len(columns))
    if instrument.form_missing:
        enough &= usable.sum(axis=1) >= instrument.form_missing.minimum_answered
    status = np.where(enough, np.where(answered == len(columns), _COMPLETE, _PRORATED), _INSUFFICIENT)
    status = np.where(forms.wrong[:, columns].any(axis=1), _OUT_OF_RANGE, status).astype(np.int64)
    keyed = np.where(usable[:, columns], _keyed(forms.values[:, columns], instrument.items, scale), 0.0)
    scored = status <= _PRORATED
    totals = np.full(len(answered), np.nan)
    np.divide(keyed.sum(axis=1), answered, out=totals, where=scored)
    if scale.aggregation == "sum":
        # A complete sum is taken as it is: mean times count could be off in the last digit.
        totals = np.where(status == _COMPLETE, keyed.sum(axis=1), totals * len(columns))
    return totals * scale.weight, status, answered


def _keyed(values: Numbers, items: Items | None, scale: Scale) -> Numbers:
    if items is None or not scale.reversed_items:
        return values
    reversed_columns = np.isin(np.array(scale.items), np.array(scale.reversed_items))
    return np.where(reversed_columns, items.minimum + items.maximum - values, values)


def _interleave(by_scale: list[npt.NDArray[np.generic]], dtype: type) -> npt.NDArray[np.generic]:
    """From one array a scale to one row a form and scale, forms first."""
    return np.stack(by_scale, axis=1).ravel().astype(dtype) if by_scale else np.empty(0, dtype)
