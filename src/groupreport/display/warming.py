"""Fill what every report fills anew: compiled wording, letters, what chance decides. Nothing of any report is kept."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from groupreport.display.drawing.letters import letters
from groupreport.display.wording import wording
from groupreport.errors import ParameterError
from groupreport.measures.subgroups import FEWEST_MEMBERS, strong_by_chance
from groupreport.parameters import PROJECT_VARIABLE, Project, read_program

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz 0123456789 .,:;%()/+-\N{MINUS SIGN}\N{EN DASH}"
_IN_FIGURES = ("attendance", "attendance_letter", "level_key", "marker", "outcome", "stage", "status")
_SESSIONS, _RATINGS = range(30), range(100)
_MEMBERS_RATED = range(FEWEST_MEMBERS, 13)  # at one session, in most groups


def fill_caches() -> None:
    """Do once, in a process that is forked for each report, what takes a third of a second in each of them."""
    language, project = _language(), os.environ.get(PROJECT_VARIABLE)
    words = wording(language)
    words.prepare(Path(project, "build", f"wording.{language}") if project else None)
    letters(_LETTERS, "normal")
    letters(_LETTERS, "semibold")
    for number in (*map(str, _SESSIONS), *(f"{tenths / 10:.1f}" for tenths in _RATINGS)):
        letters(number, "normal")
    for kind in _IN_FIGURES:
        for word in words.words(kind).values():
            letters(word, "normal")
    for members in _MEMBERS_RATED:
        strong_by_chance(members)


def _language() -> str:
    """The language of the project that the environment names; English where there is none, which only costs time."""
    named = os.environ.get(PROJECT_VARIABLE)
    with suppress(ParameterError):
        if named:
            return read_program(Project(Path(named))).language
    return "en"
