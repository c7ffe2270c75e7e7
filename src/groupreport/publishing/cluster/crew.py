"""Who makes reports: workers that have said that they would make the same bytes, and that data may travel to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from groupreport.errors import SetupError
from groupreport.publishing.cluster import worker
from groupreport.publishing.cluster.connection import Connection, can_be_reached
from groupreport.publishing.cluster.lines import Lines
from groupreport.publishing.cluster.parcels import Bundle
from groupreport.publishing.cluster.versions import differences, remedy, versions_here
from groupreport.publishing.plan import PlannedReport

# Where every worker was refused, others may still be on their way.
_GRACE_SECONDS = 5.0


@dataclass(kw_only=True)
class Hand:
    """One worker: how many reports it makes at once, and which it is making.

    `straight` means that it can be reached without the scheduler in between; `bundle` is what it has of the run, a
    future of Dask, and None until the worker has been asked.
    """

    address: str
    threads: int
    straight: bool = True
    bundle: Any = None
    at_work: list[Try] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        """Whether it can take one more report."""
        return self.bundle is not None and len(self.at_work) < self.threads


@dataclass(kw_only=True, eq=False)
class Try:
    """One report at one worker, with the futures of Dask that stand for it."""

    planned: PlannedReport
    hand: Hand
    futures: list[Any] = field(default_factory=list)


class Crew:
    """The workers of a cluster as one run knows them."""

    def __init__(
        self, connection: Connection, lines: Lines, bundle: Bundle, refuse: Callable[[str, str], None]
    ) -> None:
        self._connection, self._lines, self._bundle, self._tell = connection, lines, bundle, refuse
        self._versions = versions_here(bundle.renderer)
        self._hands: dict[str, Hand] = {}
        self._refused: dict[str, str] = {}
        self._hopeful_at = time.monotonic()
        self._has_been_there = False

    def __contains__(self, hand: Hand) -> bool:
        """Whether the worker is still there."""
        return self._hands.get(hand.address) is hand

    @property
    def at_work(self) -> list[Try]:
        """Everything that is in work."""
        return [work for hand in self._hands.values() for work in hand.at_work]

    def free(self) -> Hand | None:
        """The worker with the least to do, if there is one with a free thread."""
        hands = [hand for hand in self._hands.values() if hand.is_free]
        return min(hands, key=lambda hand: len(hand.at_work) / hand.threads, default=None)

    def look(self) -> Iterator[Try]:
        """Ask those who came for their versions; what was in work on those who went."""
        there = self._connection.threads()
        for address in self._hands.keys() - there.keys():
            yield from self._hands.pop(address).at_work
        for address in there.keys() - self._hands.keys() - self._refused.keys():
            if not self._connection.scheduler.may_send_to(address):
                self._refuse(address, "it is on another machine, and what is sent there is not encrypted")
                continue
            hand = self._hands[address] = Hand(address=address, threads=there[address])
            self._lines.ask(partial(self._ask, hand), partial(self._answered, hand))

    @property
    def is_gone(self) -> bool:
        """Whether nobody has been there for so long that the run gives up.

        Raises:
            SetupError: Nobody ever was, or everybody was refused.
        """
        if self._hands:
            self._hopeful_at = time.monotonic()
            return False
        waited = time.monotonic() - self._hopeful_at
        if self._refused and not self._has_been_there and waited > _GRACE_SECONDS:
            listed = "\n".join(f"  {address}: {why}" for address, why in self._refused.items())
            raise SetupError(f"no worker would make the same reports as this machine; nothing was sent.\n{listed}")
        if waited < self._connection.scheduler.patience:
            return False
        if not self._has_been_there:
            raise SetupError(f"the Dask scheduler at {self._connection.scheduler.address} has no workers.")
        return True

    def leave(self) -> None:
        """Have every worker end and take away what belongs to the run."""
        hands = [hand for hand in self._hands.values() if hand.bundle is not None]
        ask = self._connection.ask
        left = [self._lines.begin(partial(ask, hand.address, worker.leave_run, self._bundle.run)) for hand in hands]
        for one in left:
            one.result()

    def _ask(self, hand: Hand) -> tuple[object, Any]:
        """What a newcomer has installed; if it is the same, it gets what all reports have in common."""
        hand.straight = can_be_reached(hand.address)
        there = self._connection.ask(hand.address, versions_here, self._bundle.renderer)
        if not isinstance(there, dict) or differences(self._versions, there):
            return there, None
        try:
            return there, self._connection.send(hand.address, self._bundle, straight=hand.straight)
        except (OSError, TimeoutError) as error:
            return error, None

    def _answered(self, hand: Hand, answer: tuple[object, Any]) -> None:
        there, hand.bundle = answer
        if hand.bundle is not None:
            self._has_been_there = True
            return
        self._hands.pop(hand.address, None)
        if isinstance(there, dict):
            other = ", ".join(differences(self._versions, there))
            self._refuse(hand.address, f"{other}. To mend it there: {remedy(self._versions, there)}.")
        elif isinstance(there, ImportError):
            needed = f"pip install 'groupreport[cluster]=={self._versions['groupreport']}'"
            self._refuse(hand.address, f"groupreport is not installed there. To mend it there: {needed}.")
        elif there is not None and not isinstance(there, OSError):
            self._refuse(hand.address, f"it does not answer ({type(there).__name__})")

    def _refuse(self, address: str, why: str) -> None:
        self._refused[address] = why
        self._tell(address, why)
