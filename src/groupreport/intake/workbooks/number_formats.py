"""What Excel's number formats make of a number: a day, a time, a duration, or still a number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class NumberFormat:
    """How a number is shown, and to how many digits zeros are put before it."""

    kind: Literal["number", "day", "time", "duration"]
    padded_to: int = 0


NUMBER = NumberFormat("number")
_DAY, _TIME, _DURATION = NumberFormat("day"), NumberFormat("time"), NumberFormat("duration")

# What stands in a format without a meaning: quoted text, escaped letters, the width or the filling of a letter.
_LITERALS = re.compile(r'"[^"]*"?|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
# Those without a code in the file; 27 to 36 and 50 to 58 are days in the Chinese, Japanese and Korean Excel.
_BUILT_IN = {
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), _DAY),
    **dict.fromkeys((*range(18, 22), 45, 47), _TIME),
    46: _DURATION,
}


def number_format(identifier: int, code: str | None) -> NumberFormat:
    """How a number is shown; `code` is the format itself, where the file has it.

    Examples:
        >>> [number_format(164, code).kind for code in ("yyyy-mm-dd", "[h]:mm", "hh:mm", '0.0 "days"', "[Red]0")]
        ['day', 'duration', 'time', 'number', 'number']
        >>> number_format(164, "00000").padded_to
        5
    """
    if code is None:
        return _BUILT_IN.get(identifier, NUMBER)
    first = _LITERALS.sub("", code.lower()).split(";")[0]
    if _ELAPSED.search(first):
        return _DURATION
    plain = _BRACKETS.sub("", first).replace("general", "").strip()
    if re.search("[dy]", plain) or ("m" in plain and not re.search("[hs]", plain)):
        return _DAY
    if re.search("[hms]", plain):
        return _TIME
    return NumberFormat("number", len(plain)) if re.fullmatch("00+", plain) else NUMBER
