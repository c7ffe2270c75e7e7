"""Words of a fixed list, with the nearest one where another stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from groupreport.intake.contract import OCCASIONS
from groupreport.intake.spelling import nearest
from groupreport.intake.values.judging import MISSING_CODE, Verdict

# Interpreted, not repaired: an export may use any of these, in any letter case.
_YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_WORDINGS = {"present": "attended", "absent": "no_show", "cancelled": "canceled"}


def _one_of(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def judge_choice(text: str, allowed: tuple[str, ...], missing_codes: Collection[str]) -> Verdict[str]:
    """Read one word of the list, exactly as the list spells it."""
    if text in allowed:
        return Verdict(text)
    if text in missing_codes:
        return MISSING_CODE
    near = nearest(_WORDINGS.get(text.lower(), text), allowed)
    remedy = f"Write {_one_of(allowed)}, or translate your own words under data.tables in params/program.yml."
    return Verdict(None, "value-unknown", "is not one of the allowed words", remedy, suggestion=near)


def judge_yes_no(text: str, missing_codes: Collection[str]) -> Verdict[bool]:
    """Read a yes or no: yes/no, y/n, true/false or 1/0."""
    if text.lower() in _YES_NO:
        return Verdict(_YES_NO[text.lower()])
    if text in missing_codes:
        return MISSING_CODE
    return Verdict(None, "value-unknown", "is neither yes nor no", "Write yes or no; leave an unknown cell empty.")


def judge_occasion(text: str) -> Verdict[str]:
    """Read an occasion: pre, mid, post, follow_up or a session number."""
    if text in OCCASIONS:
        return Verdict(text)
    if re.fullmatch(r"0*[1-9][0-9]{0,3}(\.0+)?", text):
        return Verdict(text.split(".")[0].lstrip("0"))
    near = nearest(text, OCCASIONS)
    message = "is neither an occasion nor a session number"
    remedy = f"Write {_one_of((*OCCASIONS, 'a session number'))}."
    return Verdict(None, "value-unknown", message, remedy, suggestion=near)
