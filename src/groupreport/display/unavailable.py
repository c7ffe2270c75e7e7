"""What a report says where a part cannot be reported: why, in a sentence, and never a zero."""

from __future__ import annotations

from groupreport.display.escaping import Markdown, literal
from groupreport.display.shown import Piece, Shown, paragraph, shown
from groupreport.display.wording import Wording
from groupreport.summaries.records import Unavailable


def sentence(words: Wording, part: str, unavailable: Unavailable) -> Markdown:
    """Why a part is absent: not collected, or not enough data and what is missing."""
    if unavailable.reason == "not_collected":
        return literal(words.word("not_collected", part))
    return words.say(
        "words.not_enough", subject=words.word("subject", part), detail=words.word("reason", unavailable.detail)
    )


def absent_piece(words: Wording, part: str, unavailable: Unavailable) -> Piece:
    """The sentence as a paragraph."""
    said = paragraph(sentence(words, part, unavailable))
    if said is None:
        raise ValueError(f"the wording for the absent part '{part}' is empty")
    return said


def absent(words: Wording, part: str, unavailable: Unavailable) -> Shown:
    """The sentence as a whole section."""
    return shown(absent_piece(words, part, unavailable))
