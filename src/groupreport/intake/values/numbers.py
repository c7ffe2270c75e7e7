"""Numbers as exports write them: plain digits with the declared decimal mark; never guessed."""

from __future__ import annotations

import re
from collections.abc import Collection

from groupreport.intake.values.judging import Verdict
from groupreport.intake.values.spreadsheet_errors import MESSAGE, REMEDY, is_spreadsheet_error

_WORDS = frozenset({"true", "false", "yes", "no"})
_ENDLESS = re.compile(r"[+-]?(inf|infinity|nan)", re.IGNORECASE)
_CODES = "Export the numbers behind the labels."


def judge_number(text: str, decimal: str, missing_codes: Collection[str], minimum: float | None) -> Verdict[float]:
    """Read one number; a declared missing code is missing."""
    if text in missing_codes:
        message = "holds a code that data.missing_codes declares"
        return Verdict(None, "missing-code", message, "It was read as missing.", "info")
    if re.fullmatch(rf"[+-]?[0-9]+(?:{re.escape(decimal)}[0-9]+)?", text):
        return _at_least(float(text.replace(decimal, ".")), minimum)
    return _no_number(text, decimal)


def judge_whole(text: str, minimum: float | None) -> Verdict[int]:
    """Read one whole number; `3.0`, which programs write where a column has gaps, is 3."""
    if re.fullmatch(r"[+-]?[0-9]{1,9}(?:[.,]0+)?", text):
        number = _at_least(float(text.replace(",", ".")), minimum)
        return Verdict(None if number.value is None else int(number.value), number.rule, number.message, number.remedy)
    if re.fullmatch(r"[+-]?[0-9]+[.,][0-9]+", text):
        return Verdict(None, "number-not-whole", "is not a whole number", "Correct it, or export the right column.")
    fault = _no_number(text, ".")
    return Verdict(None, fault.rule, fault.message, fault.remedy)


def _at_least(number: float, minimum: float | None) -> Verdict[float]:
    if minimum is not None and number < minimum:
        return Verdict(None, "number-too-small", f"is below {minimum:g}", "Correct it, or leave an unknown cell empty.")
    return Verdict(number)


def _no_number(text: str, decimal: str) -> Verdict[float]:
    other = "," if decimal == "." else "."
    if re.fullmatch(rf"[+-]?[0-9]+{re.escape(other)}[0-9]+", text):
        message = f"has a decimal {'comma' if other == ',' else 'point'}"
        remedy = f'Set data.decimal to "{other}" in params/program.yml if the whole export is written so.'
        return Verdict(None, "number-decimal", message, remedy)
    if text.lower() in _WORDS:
        return Verdict(None, "number-yes-no", "is a yes or no where a number is expected", _CODES)
    if _ENDLESS.fullmatch(text):
        return Verdict(None, "number-endless", "is not a finite number", "Leave an unknown cell empty.")
    if text.startswith("#") or is_spreadsheet_error(text):
        return Verdict(None, "number-spreadsheet-error", MESSAGE, REMEDY)
    if text.startswith("="):
        return Verdict(None, "number-formula", "is a formula, not its result", "Export the values.")
    return Verdict(None, "number-format", "is not a number in plain digits", _CODES)
