"""What spreadsheet programs leave in a cell instead of a value: their errors, and formulas."""

from __future__ import annotations

import re

from groupreport.intake.contract import Kind
from groupreport.intake.values.judging import Verdict

_ERROR = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|GETTING_DATA)"
    r"|Err:5\d\d|#+"
)
# A text may well begin with an equals sign; an id, a number, a date or a word of a list cannot.
_FREE: frozenset[Kind] = frozenset({"text"})


def judge_leftover(text: str, kind: Kind) -> Verdict[str] | None:
    """The fault of a cell that holds no value but what a spreadsheet program left there; None for any other."""
    if _ERROR.fullmatch(text):
        message = "is an error message of the spreadsheet"
        return Verdict(None, "spreadsheet-error", message, "Mend the formula there and export again.")
    if text.startswith("=") and kind not in _FREE:
        message = "is a formula, not its result"
        return Verdict(None, "spreadsheet-formula", message, 'Export the results; a value written ="007" without =.')
    return None
