"""Numbers as readers see them. The only module that rounds.

The rule: to the nearest, and a half away from zero, of the number as a person would write it (twelve significant
digits, so that 0.285 is 0.285 and not 0.284999...). A minus is the minus sign, thousands have a comma, and what
rounds to zero has no sign.
"""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from groupreport.disclosure.printed import as_written

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"  # what a table prints where there is not enough data; the caption says so


def is_missing(value: Any) -> bool:  # noqa: ANN401 - whatever a frame's cell holds
    """True where a cell holds no value: None, NaN, NaT or NA."""
    return value is None or bool(pd.isna(value))


def number(value: float, places: int = 1) -> str:
    """A number with a fixed count of decimals.

    Raises:
        ValueError: The value is missing or infinite: a sentence must not be made from it.

    >>> number(2.25), number(-1234.5, 0), number(-0.04)
    ('2.3', '\N{MINUS SIGN}1,235', '0.0')
    """
    if is_missing(value) or math.isinf(value):
        raise ValueError(f"cannot print {value!r} as a number; say that there is not enough data instead")
    rounded = as_written(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,.{places}f}"


def signed(value: float, places: int = 1) -> str:
    """A change, always with its sign unless it rounds to zero.

    >>> signed(3), signed(-0.31), signed(0.04)
    ('+3.0', '\N{MINUS SIGN}0.3', '0.0')
    """
    shown = number(value, places)
    return shown if shown.startswith(MINUS) or not any(digit in shown for digit in "123456789") else f"+{shown}"


def percent(share: float, places: int = 0) -> str:
    """A share from 0 to 1 as percent; a half is rounded away from zero.

    >>> percent(0.745), percent(0.197, 1)
    ('75%', '19.7%')
    """
    if is_missing(share):
        raise ValueError("cannot print a missing share as a percentage; say that there is not enough data instead")
    rounded = (as_written(share) * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded:,.{places}f}%".replace("-", MINUS)


def signed_percent_points(difference: float) -> str:
    """The difference of two shares in whole percentage points, with its sign.

    >>> signed_percent_points(-0.035), signed_percent_points(0.004)
    ('\N{MINUS SIGN}4', '0')
    """
    return signed(float(as_written(difference) * 100), 0)


def plainly(value: float) -> str:
    """An end of a scale, a threshold or a criterion as its source writes it: no decimals that it does not have.

    >>> plainly(27.0), plainly(6.6), plainly(-5)
    ('27', '6.6', '\N{MINUS SIGN}5')
    """
    if is_missing(value):
        raise ValueError("cannot print a missing value; say that it is not known instead")
    return f"{float(value):,.6g}".replace("-", MINUS)


def score(value: float) -> str:
    """One person's score: whole where the questionnaire gives whole numbers, else with one decimal.

    >>> score(12.0), score(5.25)
    ('12', '5.3')
    """
    return number(value, 1).removesuffix(".0")


def same_when_printed(first: float, second: float, places: int = 1) -> bool:
    """True where two values look the same to the reader, so that no sentence says "rose from 3.1 to 3.1"."""
    return number(first, places) == number(second, places)
