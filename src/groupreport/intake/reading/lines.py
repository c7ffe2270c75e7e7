"""The lines of a text, found without a loop over them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from groupreport.intake.reading.cells import Numbers

Letters = npt.NDArray[np.uint8]


@dataclass(frozen=True, kw_only=True)
class Lines:
    """A text's bytes, and where each line of it begins and ends. Lines end in LF, or in CR and LF."""

    content: bytes
    letters: Letters
    starts: Numbers
    ends: Numbers

    @classmethod
    def of(cls, text: str) -> Lines:
        """The lines of a text."""
        content = text.encode() if text.endswith("\n") else f"{text}\n".encode()
        letters = np.frombuffer(content, dtype=np.uint8)
        ends = np.flatnonzero(letters == ord("\n"))
        return cls(content=content, letters=letters, starts=np.concatenate(([0], ends[:-1] + 1)), ends=ends)

    @cached_property
    def filled(self) -> Numbers:
        """The places of the lines that are not blank."""
        blank = (self.ends == self.starts) | ((self.ends == self.starts + 1) & (self.letters[self.starts] == ord("\r")))
        for place in np.flatnonzero(self.letters[self.starts] == ord(" ")).tolist():
            blank[place] = is_blank([self.text_of(place)])
        return np.flatnonzero(~blank)

    @property
    def longest(self) -> int:
        """How many bytes the longest line has."""
        return int((self.ends - self.starts).max())

    @property
    def header_line(self) -> int:
        """The first line that is not blank, counted from 1."""
        return int(self.filled[0]) + 1

    @property
    def below_header(self) -> bytes:
        """What stands below the first line that is not blank."""
        return self.content[self.ends[self.filled[0]] + 1 :]

    def text_of(self, place: int) -> str:
        """The text of one line, without its end."""
        return self.content[self.starts[place] : self.ends[place]].decode().removesuffix("\r")

    def header(self, delimiter: str) -> list[str]:
        """The cells of the first line that is not blank."""
        return next(csv.reader([self.text_of(self.filled[0])], delimiter=delimiter))

    def count(self, letter: str) -> Numbers:
        """How often each line holds a letter."""
        found = np.flatnonzero(self.letters == ord(letter))
        return np.diff(np.searchsorted(found, np.append(self.starts, len(self.letters))))

    def hold_whole_rows(self, delimiter: str) -> bool:
        """Whether each row is one line, with quotes only around whole cells or doubled within them."""
        if (self.count('"') % 2).any():
            return False
        quotes = np.flatnonzero(self.letters == ord('"'))
        opening, closing = quotes[0::2], quotes[1::2]
        # The first half of a doubled quote closes and the second opens again, right behind it.
        doubled = opening[1:] == closing[:-1] + 1
        begins = np.isin(self.letters[opening - 1], _bytes_of(f"{delimiter}\n")) | (opening == 0)
        ends = np.isin(self.letters[closing + 1], _bytes_of(f"{delimiter}\r\n"))
        return bool((begins | np.append(False, doubled)).all() and (ends | np.append(doubled, False)).all())


def is_blank(row: list[str]) -> bool:
    """Whether a row is a blank line, or one of spaces."""
    return not row or (len(row) == 1 and not row[0].strip(" "))


def _bytes_of(letters: str) -> Letters:
    return np.frombuffer(letters.encode(), dtype=np.uint8)
