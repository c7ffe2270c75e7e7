"""Words of a fixed list, with the nearest one where another stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from groupreport.intake.contract import OCCASIONS
from groupreport.intake.spelling import nearest
from groupreport.intake.values.judging import MISSING_CODE, Verdict

# Interpreted, not repaired: an export may use any of these, in any letter case.
YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
# What other programs write, only to offer the right word; "n" and "0" do not say whether somebody was excused.
_WORDINGS = {
    **dict.fromkeys(("present", "p", "y", "yes", "1", "x", "true", "here", "came"), "attended"),
    **dict.fromkeys(("absent", "did not attend", "dna", "missed"), "no_show"),
    "cancelled": "canceled",
    "tardy": "late",
}


def _one_of(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def judge_choice(
    text: str, allowed: tuple[str, ...], missing_codes: Collection[str], setting: str = "data.tables"
) -> Verdict[str]:
    """Read one word of the list, exactly as the list spells it; `setting` is where other words can be translated."""
    if text in allowed:
        return Verdict(text)
    if text in missing_codes:
        return MISSING_CODE
    meant = _WORDINGS.get(text.lower())
    near = meant if meant in allowed else nearest(text, allowed)
    remedy = f"Write {_one_of(allowed)}, or translate your own words under {setting} in params/program.yml."
    return Verdict(None, "value-unknown", "is not one of the allowed words", remedy, suggestion=near)


def judge_yes_no(text: str, missing_codes: Collection[str]) -> Verdict[bool]:
    """Read a yes or no: yes/no, y/n, true/false or 1/0."""
    if text.lower() in YES_NO:
        return Verdict(YES_NO[text.lower()])
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
