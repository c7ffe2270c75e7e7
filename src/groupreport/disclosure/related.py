"""Which releases are about the same days, and how a reader may take their people to be related."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from groupreport.disclosure.ledger import RecordedRelease
from groupreport.errors import DisclosureError

# A whole counts at least, at most, or exactly the people of its parts.
Sign = Literal[">=", "<=", "="]
MOST_PARTS = 4
MOST_RELATIONS = 60


@dataclass(frozen=True)
class Relation:
    """Releases whose people may be compared: one, and others that share days with it and not with each other.

    `whole` and `parts` are numbers of releases. `signs` are the hypotheses that a reader may hold.
    """

    whole: int
    parts: tuple[int, ...]
    signs: tuple[Sign, ...]


def related_to(new: RecordedRelease, earlier: Sequence[RecordedRelease]) -> list[RecordedRelease]:
    """The earlier releases that share days with the new one, and those that share days with these, and so on."""
    found: list[RecordedRelease] = [new]
    waiting = list(earlier)
    while more := [one for one in waiting if any(share_days(one, other) for other in found)]:
        found += more
        waiting = [one for one in waiting if one not in more]
    return sorted(found[1:], key=lambda one: one.number)


def share_days(one: RecordedRelease, other: RecordedRelease) -> bool:
    """Whether a day of the one's term is a day of the other's."""
    return one.starts <= other.ends and other.starts <= one.ends


def longer(one: RecordedRelease, other: RecordedRelease) -> bool:
    """Whether the one's term holds all days of the other's and more."""
    days, others = (one.starts, one.ends), (other.starts, other.ends)
    return days != others and one.starts <= other.starts and other.ends <= one.ends


def certain_relations(releases: Sequence[RecordedRelease]) -> list[tuple[Relation, Sign]]:
    """What a reader takes for granted: the same data are the same people, and a longer term has at least theirs."""
    found: list[tuple[Relation, Sign]] = []
    for one, other in combinations(releases, 2):
        if _same_data(one, other):
            found.append((Relation(one.number, (other.number,), ("=",)), "="))
        elif longer(one, other):
            found.append((Relation(one.number, (other.number,), (">=",)), ">="))
        elif longer(other, one):
            found.append((Relation(other.number, (one.number,), (">=",)), ">="))
    return found


def relations_with(new: RecordedRelease, releases: Sequence[RecordedRelease]) -> list[Relation]:
    """Every way in which the new release may be set against others.

    Raises:
        DisclosureError: There are more than can be attacked.
    """
    found = list(_relations(new, [new, *releases]))
    if len(found) > MOST_RELATIONS:
        raise DisclosureError(
            f"funder: {len(releases)} earlier releases share days with this term or with each other, in more ways than "
            "can be attacked. Withdraw those that were never handed out: groupreport releases --withdraw NUMBER "
            "--why ..."
        )
    return found


def _relations(new: RecordedRelease, releases: Sequence[RecordedRelease]) -> Iterator[Relation]:
    for whole in releases:
        others = [one for one in releases if one is not whole and share_days(one, whole)]
        for size in range(1, min(len(others), MOST_PARTS) + 1):
            for parts in combinations(others, size):
                apart = not any(share_days(one, other) for one, other in combinations(parts, 2))
                if apart and (whole is new or any(one is new for one in parts)):
                    signs = _signs(whole, parts)
                    if signs:
                        yield Relation(whole.number, tuple(one.number for one in parts), signs)


def _signs(whole: RecordedRelease, parts: Sequence[RecordedRelease]) -> tuple[Sign, ...]:
    if len(parts) > 1:
        return (">=", "<=", "=")
    (part,) = parts
    if longer(part, whole) or (not longer(whole, part) and part.number > whole.number):
        return ()  # the same two the other way round
    if _same_data(whole, part):
        return ("=",)
    return (">=", "=") if longer(whole, part) else (">=", "<=", "=")


def _same_data(one: RecordedRelease, other: RecordedRelease) -> bool:
    return (one.term, one.data) == (other.term, other.data)
