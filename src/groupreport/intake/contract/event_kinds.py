"""The words that name a kind of observed rupture; any other word is another kind."""

from __future__ import annotations

import re

# The vocabulary of the design for event logs; spellings of the same kind, not words that mean something near it.
KIND_WORDS = {
    "withdrawal": ("withdrawal", "withdrawals", "withdrawing", "withdrew", "withdrawn"),
    "confrontation": ("confrontation", "confrontations", "confronting", "confrontational"),
    "cultural": (
        "cultural",
        "cultural rupture",
        "cultural microaggression",
        "microaggression",
        "microaggressions",
        "micro aggression",
        "micro aggressions",
    ),
    "boundary": ("boundary", "boundaries", "boundary crossing", "boundary violation"),
    "subgrouping": ("subgrouping", "sub grouping", "subgroup", "subgroups"),
    "attendance": ("attendance", "absence", "absences", "lateness"),
    "other": ("other",),
}
KIND_OF_WORD = {word: kind for kind, words in KIND_WORDS.items() for word in words}


def bare_words(text: str) -> str:
    """The words of a text: capitals, blanks, hyphens and the like make no difference."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
