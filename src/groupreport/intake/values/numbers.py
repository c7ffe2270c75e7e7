"""Numbers as exports write them: plain digits with the declared decimal mark; never guessed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection

from groupreport.intake.values.judging import MISSING_CODE, Verdict

_WORDS = frozenset({"true", "false", "yes", "no"})
_MARKS = {",": "comma", ".": "point"}
# 1,005 may be a thousand and five, or one and five thousandths.
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{3})+")
_ENDLESS = re.compile(r"[+-]?(inf|infinity|nan)", re.IGNORECASE)
_CODES = (
    "Export the numbers behind the words (answer codes, not labels), or translate the words in params/program.yml "
    "under data.tables, in values."
)


def judge_number(text: str, decimal: str, missing_codes: Collection[str], minimum: float | None) -> Verdict[float]:
    """Read one number; a declared missing code is missing."""
    if text in missing_codes:
        return MISSING_CODE
    if re.fullmatch(rf"[+-]?[0-9]+(?:{re.escape(decimal)}[0-9]+)?", text):
        return _at_least(float(text.replace(decimal, ".")), minimum)
    return _no_number(text, decimal)


def judge_whole(text: str, minimum: float | None) -> Verdict[int]:
    """Read one whole number; `3.0`, which programs write where a column has gaps, is 3."""
    if _GROUPED.fullmatch(text):
        return Verdict(None, *_grouped("," if "," in text else "."))
    if re.fullmatch(r"[+-]?[0-9]{1,9}(?:[.,]0+)?", text):
        number = _at_least(float(text.replace(",", ".")), minimum)
        return Verdict(None if number.value is None else int(number.value), number.rule, number.message, number.remedy)
    if re.fullmatch(r"[+-]?[0-9]{10,}", text):
        return Verdict(None, "number-too-large", "has more than nine digits", "Correct it, or export the right column.")
    if re.fullmatch(r"[+-]?[0-9]+[.,][0-9]+", text):
        return Verdict(
            None, "number-not-whole", "is not a whole number", "Correct it, or export the right column here."
        )
    fault = _no_number(text, ".")
    remedy = "Write it in digits." if fault.rule in {"number-format", "number-yes-no"} else fault.remedy
    return Verdict(None, fault.rule, fault.message, remedy)


def _at_least(number: float, minimum: float | None) -> Verdict[float]:
    if math.isinf(number):
        message = "is larger than any number that is reckoned with"
        return Verdict(None, "number-too-large", message, "Correct it, or export the right column here.")
    if minimum is not None and number < minimum:
        return Verdict(None, "number-too-small", f"is below {minimum:g}", "Correct it, or leave an unknown cell empty.")
    return Verdict(number)


def _no_number(text: str, decimal: str) -> Verdict[float]:
    other = "," if decimal == "." else "."
    if re.fullmatch(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(other)}[0-9]{{3}})+(?:{re.escape(decimal)}[0-9]+)?", text):
        return Verdict(None, *_grouped(other))
    if re.fullmatch(rf"[+-]?[0-9]+{re.escape(other)}[0-9]+", text):
        message = f"has a decimal {_MARKS[other]}"
        remedy = f'Set data.decimal to "{other}" in params/program.yml if the whole export is written so.'
        return Verdict(None, "number-decimal", message, remedy)
    if text.lower() in _WORDS:
        return Verdict(None, "number-yes-no", "is a yes or no where a number is expected", _CODES)
    if _ENDLESS.fullmatch(text):
        return Verdict(None, "number-endless", "stands for infinity or for no number", "Leave an unknown cell empty.")
    if _is_number_elsewhere(text):
        message = "is a number in digits or with a minus sign that are not the plain ones"
        return Verdict(None, "number-digits", message, "Retype it with the digits and the hyphen of the keyboard.")
    return Verdict(None, "number-format", "is not a number written in plain digits", _CODES)


def _grouped(mark: str) -> tuple[str, str, str]:
    message = f"has a {_MARKS[mark]} that may divide thousands or be the decimal mark"
    return "number-grouped", message, "Export numbers without marks between thousands."


def _is_number_elsewhere(text: str) -> bool:
    """Whether the text is a number once full-width digits, those of other scripts and other dashes are plain ones."""
    signs = unicodedata.normalize("NFKC", text)
    plain = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in signs)
    return bool(re.fullmatch(r"[+\-\u2010-\u2015\u2212\ufe63]?[0-9]+(?:[.,\u066b][0-9]+)?", plain))
