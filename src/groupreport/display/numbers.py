"""Every number behind a report, in a form that can be compared: canonical JSON beside the page, never on it."""

from __future__ import annotations

import dataclasses
import datetime
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel

from groupreport.disclosure.views import EvaluatorGroupView, FunderView, ProgramView
from groupreport.display.shown import Shown

NUMBERS = "application/vnd.groupreport.numbers"
# Settings and questionnaires are what numbers are made with, not numbers; a report's key has them already.
_NOT_NUMBERS = frozenset({"term"})


def keep_numbers(view: EvaluatorGroupView | ProgramView | FunderView) -> Shown:
    """Keep what this audience's report is written from with the executed notebook; the page shows nothing of it.

    `groupreport verify` compares these numbers, so that it can say whether a page that differs has other numbers or
    only another look.
    """
    return Shown((), attachments={NUMBERS: canonical_numbers(view)})


def canonical_numbers(view: EvaluatorGroupView | ProgramView | FunderView) -> str:
    """The view's content as JSON that is the same wherever the numbers are.

    Keys are sorted and floats have the fewest digits that give the same float again. A frame is its columns, a mapping
    its `keys` and `values`: so the way to a number names fields and columns, and no person. A missing value is null.

    Raises:
        TypeError: The view holds something that has no such form.
    """
    return json.dumps(_plain(view), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _plain(value: Any) -> Any:  # noqa: ANN401, C901 - one kind of value a line
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else (None if math.isnan(value) else str(value))
        case np.generic():
            return _plain(value.item())
        case datetime.date():  # NaT is one as well
            return None if pd.isna(value) else value.isoformat()
        case pd.DataFrame():
            return {"index": _labels(value.index), **{str(name): _plain(value[name]) for name in value.columns}}
        case pd.Series():
            return [_plain(one) for one in value.tolist()]
        case BaseModel():
            return _plain(value.model_dump(mode="json"))
        case Mapping():
            return {"keys": [_plain(key) for key in value], "values": [_plain(one) for one in value.values()]}
        case tuple() | list():
            return [_plain(one) for one in value]
        case set() | frozenset():
            return sorted((_plain(one) for one in value), key=repr)
        case np.ndarray():
            return [_plain(one) for one in value.tolist()]
        case _ if dataclasses.is_dataclass(value):
            names = [field.name for field in dataclasses.fields(value) if field.name not in _NOT_NUMBERS]
            return {name: _plain(getattr(value, name)) for name in names}
        case _ if value is pd.NA or value is pd.NaT:
            return None
    raise TypeError(f"a {type(value).__name__} cannot be kept as a number")


def _labels(index: pd.Index[Any]) -> list[Any] | None:
    return None if isinstance(index, pd.RangeIndex) else [_plain(one) for one in index.tolist()]
