"""Finds forbidden things in decoded content, and says of what kind they are, never what they are."""

from __future__ import annotations

import re

from groupreport.disclosure.forbidden import ForbiddenTokens
from groupreport.disclosure.pieces import Piece
from groupreport.disclosure.spelling import normal, readings
from groupreport.disclosure.telling_forms import has_other_day, telling_forms

# A word that says that a short number or a few letters after it are somebody's id.
_BEFORE_AN_ID = (
    r"(?<![^\W_])(?:(?:member|participant|patient|client|person|leader|therapist|case|record|miembro|participante"
    r"|paciente|cliente|persona|lider|terapeuta|expediente)[_ ]?)?"
    r"(?:member|participant|patient|client|person|leader|therapist|case|record|miembro|participante|paciente|cliente"
    r"|persona|lider|terapeuta|expediente|mrn|id|no\.?|n\.o|number|numero|#)\W{0,3}"
)
_BEFORE_A_MACHINE = (
    r"(?:user|username|host|hostname|computer|machine|account|login|usuario|equipo|made on|run by)\W{1,3}"
)
_SEPARATOR = r"[-_./: \n]{0,2}"  # safe file names and spreadsheets change it
_SHORT = 4
_WORDS_OF_A_NOTE = 5
_FEWEST_WORDS = 3


class Matcher:
    """Looks for one set of forbidden things in many pieces of content."""

    def __init__(self, forbidden: ForbiddenTokens) -> None:
        self._forbidden = forbidden
        # As whole words: a contact "c" taken out of every word would make other things of addresses and numbers.
        self._allowed = [re.compile(rf"(?<![^\W_]){re.escape(normal(text))}(?![^\W_])") for text in forbidden.allowed]
        tokens = [normal(token).strip() for token in sorted(forbidden.ids)]
        self._ids = [(_squeezed(token).lstrip("0"), _form_of_id(token)) for token in tokens if _squeezed(token)]
        self._machine = [
            _form_of_machine(normal(name)) for name in sorted(forbidden.machine) if len(name) >= _SHORT - 1
        ]
        self._phrases = {phrase for note in forbidden.notes for phrase in _phrases_of_note(normal(note))}
        self._lengths = sorted({len(phrase) for phrase in self._phrases})
        self._known: dict[tuple[str, bool], set[str]] = {}

    def kinds(self, piece: Piece) -> set[str]:
        """The kinds of forbidden things in a piece, in every way in which it can be read."""
        looked_for = (piece.text, piece.written_by_program)
        if looked_for not in self._known:  # the names of elements and attributes come again and again
            self._known[looked_for] = {
                kind for text in readings(piece.text) for kind in self._kinds(normal(text), piece)
            }
        return self._known[looked_for]

    def _kinds(self, text: str, piece: Piece) -> set[str]:
        without_allowed = text
        for allowed in self._allowed:
            without_allowed = allowed.sub(" ", without_allowed)
        found = set(telling_forms(without_allowed))
        squeezed = _squeezed(text)
        if any(token in squeezed and form.search(text) for token, form in self._ids):
            found.add("id")
        if any((metadata if piece.written_by_program else prose).search(text) for prose, metadata in self._machine):
            found.add("name of the computer or its user")
        if has_other_day(without_allowed, self._forbidden.allowed_dates):
            found.add("date finer than the term")
        if self._holds_free_text(text):
            found.add("free text from the data")
        return found

    def _holds_free_text(self, text: str) -> bool:
        words = _words(text)
        return any(
            tuple(words[start : start + length]) in self._phrases
            for length in self._lengths
            for start in range(len(words) - length + 1)
        )


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _form_of_id(token: str) -> re.Pattern[str]:
    """The token as a word of its own; after a telling word where it could be anything.

    `token` is in its normal spelling. Ids of letters and digits may be parted by a line break and written with another
    separator; names may have another white space, and stand as they are spelled or in capitals.
    """
    signs = _squeezed(token)
    if token.isdigit():
        number = token.lstrip("0") or "0"
        if len(number) > _SHORT:
            return re.compile(rf"(?<![\w.,])0*{number}(?!\w|[.,](?!0(?!\d))\d)")
        return re.compile(rf"(?i:{_BEFORE_AN_ID})0*{number}(?!\w|[.,]\d)")
    if token.isalpha() and len(token) < _SHORT:
        return re.compile(rf"(?i:{_BEFORE_AN_ID}){re.escape(token)}(?!\w)")
    if signs.isalpha():  # a name
        spelled = [r"\s".join(map(re.escape, spelling.split())) for spelling in (token, token.upper())]
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(spelled)})(?![^\W_])")
    if len(signs) < _SHORT:
        # A short id of letters and digits is taken as it is spelled: M1 is an id, m1 may be anything.
        flags = re.NOFLAG if len(token) < _SHORT else re.IGNORECASE
        return re.compile(rf"(?<![^\W_]){re.escape(token)}(?![^\W_])", flags)
    runs = re.findall(r"[^\W\d_]+|\d+", token)
    inside = r"\n?" if len(signs) > _SHORT else ""
    parts = _SEPARATOR.join(inside.join(run) for run in runs)
    return re.compile(rf"(?<![^\W_]){parts}(?![^\W_])", re.IGNORECASE)


def _form_of_machine(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How the name is looked for in what people read, and in what programs write.

    A name of letters alone may be a word or a first name: in prose it counts after a word such as "user" or beside an
    `@`. A name with a digit or a sign in it (clinic-laptop-7) is no word and counts anywhere.
    """
    whole = rf"(?<![^\W_]){re.escape(name)}(?![^\W_])"
    metadata = re.compile(whole, re.IGNORECASE)
    if name.isalpha():
        return re.compile(rf"\b{_BEFORE_A_MACHINE}{whole}|{whole}@|@{whole}", re.IGNORECASE), metadata
    return metadata, metadata


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _phrases_of_note(note: str) -> set[tuple[str, ...]]:
    """Five words in a row of a note; a shorter note whole, from three words on, since two may stand anywhere."""
    words = _words(note)
    if len(words) < _WORDS_OF_A_NOTE:
        return {tuple(words)} if len(words) >= _FEWEST_WORDS else set()
    return {tuple(words[start : start + _WORDS_OF_A_NOTE]) for start in range(len(words) - _WORDS_OF_A_NOTE + 1)}
