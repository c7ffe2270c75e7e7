"""Fill what every report fills anew: compiled wording, fonts and letters. Nothing of any report is kept."""

from __future__ import annotations

from groupreport.display.drawing.letters import letters
from groupreport.display.wording import wording

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,:;%()/+-\N{MINUS SIGN}\N{EN DASH}"
_SESSIONS, _RATINGS = range(30), range(100)


def fill_caches() -> None:
    """Do once, in a process that is forked for each report, what takes a third of a second in each of them."""
    wording().prepare()
    letters(_LETTERS, "normal")
    letters(_LETTERS, "semibold")
    for number in (*map(str, _SESSIONS), *(f"{tenths / 10:.1f}" for tenths in _RATINGS)):
        letters(number, "normal")
