"""Kinds of logged ruptures and roles of people, read from the words that staff wrote: what a report prints are codes.

A word that is on no list is counted as `other` and never printed, because nobody knows what it tells of whom.
"""

from __future__ import annotations

import pandas as pd

from groupreport.intake.contract.event_kinds import KIND_OF_WORD, KIND_WORDS, bare_words
from groupreport.measures.inputs import as_texts
from groupreport.measures.text import TEXT

_ROLES = {
    "leader": ("leader", "leaders", "group leader", "therapist", "facilitator", "counselor", "counsellor"),
    "co_leader": ("co leader", "coleader", "co therapist", "cotherapist", "co facilitator", "cofacilitator"),
    "member": ("member", "members", "group member", "participant", "client", "patient"),
    "observer": ("observer", "observers"),
    "supervisor": ("supervisor", "supervision"),
    "other": ("other",),
}
KINDS = tuple(KIND_WORDS)
ROLES = tuple(_ROLES)
_CODE_OF_ROLE = {word: code for code, words in _ROLES.items() for word in words}


def kinds_of(texts: pd.Series) -> pd.DataFrame:
    """Read the kind of each logged rupture.

    Capitals, blanks, hyphens and the like make no difference.

    Args:
        texts: What was written; missing where nothing was.

    Returns:
        With the index of `texts`: kind (one of `KINDS`; missing where nothing was written) and own_words (bool: what
        was written is on no list, so the kind is other).

    Examples:
        >>> kinds_of(pd.Series(["Micro-aggression", "withdrawal", "clash over money"])).values.tolist()
        [['cultural', False], ['withdrawal', False], ['other', True]]
    """
    codes, unknown = _codes(texts, KIND_OF_WORD)
    return pd.DataFrame({"kind": codes, "own_words": unknown})


def roles_of(texts: pd.Series) -> pd.Series:
    """Read who somebody was, by role: one of `ROLES`, other for words on no list, missing where nothing was written.

    Examples:
        >>> roles_of(pd.Series(["Co-Leader", "member", "the one by the door"])).tolist()
        ['co_leader', 'member', 'other']
    """
    return _codes(texts, _CODE_OF_ROLE)[0]


def _codes(texts: pd.Series, known: dict[str, str]) -> tuple[pd.Series, pd.Series]:
    words = ["" if text is None else bare_words(str(text)) for text in as_texts(texts)]
    codes = [known.get(word, "other") if word else None for word in words]
    unknown = [bool(word) and word not in known for word in words]
    return pd.Series(codes, texts.index, TEXT, texts.name), pd.Series(unknown, texts.index, bool, texts.name)
