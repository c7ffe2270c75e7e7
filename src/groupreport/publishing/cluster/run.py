"""Hand reports out to a cluster's workers, one to each of their threads, and take in what they make.

This side decides which worker makes what: a worker gets reports only after it has said that it would make the same
bytes, and a report whose worker goes away is given to another.
"""

from __future__ import annotations

import contextlib
import queue
import time
import uuid
from collections import Counter, deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from groupreport.errors import SetupError, WorkerError
from groupreport.intake.excerpt import Excerpts
from groupreport.publishing.cluster import worker
from groupreport.publishing.cluster.connection import Connection, can_be_reached, connected
from groupreport.publishing.cluster.parcels import Bundle, Delivery, bundle_of, parcel_of, write_files
from groupreport.publishing.cluster.scheduler import Scheduler
from groupreport.publishing.cluster.versions import differences, remedy, versions_here
from groupreport.publishing.making import Bench, MadeReport
from groupreport.publishing.plan import PlannedReport
from groupreport.publishing.workshop import Watcher

Found = TypeVar("Found")
# After so many workers have gone while they made it, a report is given up: it may be what ends them.
MOST_TRIES = 3
# Where every worker was refused, others may still be on their way.
_GRACE_SECONDS = 5.0
# How often this side looks who has come and gone.
_LOOK_SECONDS = 1.0
# What waits for the network does so in threads of its own.
_MOST_LINES = 16


@dataclass(kw_only=True)
class _Hand:
    """One worker: how many reports it makes at once, and which it is making."""

    address: str
    threads: int
    straight: bool = True
    bundle: Any = None  # a future of Dask; None until the worker has been asked
    at_work: list[_Try] = field(default_factory=list)

    @property
    def is_free(self) -> bool:
        return self.bundle is not None and len(self.at_work) < self.threads

    @property
    def load(self) -> float:
        return len(self.at_work) / self.threads


@dataclass(kw_only=True, eq=False)
class _Try:
    """One report at one worker."""

    planned: PlannedReport
    hand: _Hand
    futures: list[Any] = field(default_factory=list)


def make_on_cluster(
    scheduler: Scheduler, bench: Bench, stale: Sequence[PlannedReport], *, most: int | None, watcher: Watcher
) -> list[MadeReport]:
    """Make every stale report on the workers of a cluster, at most so many at once.

    An interruption cancels what is in work there before it is passed on.

    Raises:
        SetupError: The scheduler cannot be reached or was lost, or it has no worker that would make the same bytes.
    """
    with connected(scheduler) as connection, ThreadPoolExecutor(_MOST_LINES) as lines:
        run = _Run(connection, bench, stale, most, watcher, lines)
        try:
            return run.make_all()
        finally:
            run.end()


class _Run:
    def __init__(
        self,
        connection: Connection,
        bench: Bench,
        stale: Sequence[PlannedReport],
        most: int | None,
        watcher: Watcher,
        lines: ThreadPoolExecutor,
    ) -> None:
        self._connection, self._bench, self._watcher, self._lines = connection, bench, watcher, lines
        self._name = uuid.uuid4().hex[:12]
        self._versions = versions_here(bench.renderer.name)
        self._bundle: Bundle = bundle_of(bench, stale, self._name)
        self._excerpts = Excerpts(bench.term.folder)
        self._total, self._most = len(stale), most or len(stale)
        self._waiting = deque(stale)
        self._made: list[MadeReport] = []
        self._tries: Counter[str] = Counter()
        self._hands: dict[str, _Hand] = {}
        self._refused: dict[str, str] = {}
        self._answers: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._looked_at = self._hopeful_at = time.monotonic()
        self._keys = iter(range(1_000_000_000))

    def make_all(self) -> list[MadeReport]:
        self._look()
        while len(self._made) < self._total:
            if time.monotonic() - self._looked_at > _LOOK_SECONDS:
                self._look()
            self._hand_out()
            try:
                self._answers.get(timeout=_LOOK_SECONDS)()
            except queue.Empty:
                continue
        return self._made

    def end(self) -> None:
        """Cancel what is in work, and have every worker take away what belongs to this run."""
        if not self._connection.is_alive:
            return  # workers end without their scheduler, and take away what they had
        in_work = [work for hand in self._hands.values() for work in hand.at_work]
        self._connection.cancel([future for work in in_work for future in work.futures])
        asked = [
            self._lines.submit(self._connection.ask, hand.address, worker.leave_run, self._name)
            for hand in self._hands.values()
            if hand.bundle is not None
        ]
        for answer in asked:
            answer.result()

    # Who is there

    def _look(self) -> None:
        """Ask newcomers for their versions, and give what was in work on workers that have gone to others."""
        there = self._connection.threads()
        self._looked_at = time.monotonic()
        for address in self._hands.keys() - there.keys():
            for work in list(self._hands[address].at_work):
                self._lost(work)
            del self._hands[address]
        for address in there.keys() - self._hands.keys() - self._refused.keys():
            if not self._connection.scheduler.may_send_to(address):
                self._refuse(address, "it is on another machine, and what is sent there is not encrypted")
                continue
            hand = self._hands[address] = _Hand(address=address, threads=there[address])
            self._apart(partial(self._ask, hand), partial(self._answered, hand))
        self._wait_for_somebody()

    def _wait_for_somebody(self) -> None:
        if self._hands:
            self._hopeful_at = time.monotonic()
            return
        waited = time.monotonic() - self._hopeful_at
        if self._refused and not self._made and not self._tries and waited > _GRACE_SECONDS:
            listed = "\n".join(f"  {address}: {why}" for address, why in self._refused.items())
            raise SetupError(f"no worker would make the same reports as this machine; nothing was sent.\n{listed}")
        if waited < self._connection.scheduler.patience:
            return
        if not self._tries:
            raise SetupError(f"the Dask scheduler at {self._connection.scheduler.address} has no workers.")
        while self._waiting:
            planned = self._waiting.popleft()
            self._give_up(planned, "every worker of the cluster has gone")

    def _ask(self, hand: _Hand) -> tuple[object, Any]:
        """What a newcomer has installed; if it is the same, it gets what all reports have in common."""
        hand.straight = can_be_reached(hand.address)
        there = self._connection.ask(hand.address, versions_here, self._bench.renderer.name)
        if not isinstance(there, dict) or differences(self._versions, there):
            return there, None
        try:
            return there, self._connection.send(hand.address, self._bundle, straight=hand.straight)
        except (OSError, TimeoutError) as error:
            return error, None

    def _answered(self, hand: _Hand, answer: tuple[object, Any]) -> None:
        there, hand.bundle = answer
        if hand.bundle is not None:
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
        self._watcher.refused(address, why)

    # Who does what

    def _hand_out(self) -> None:
        while self._waiting and self._in_work < self._most:
            free = [hand for hand in self._hands.values() if hand.is_free]
            if not free:
                return
            hand = min(free, key=lambda one: one.load)
            work = _Try(planned=self._waiting.popleft(), hand=hand)
            hand.at_work.append(work)
            self._watcher.began(work.planned.job, hand.address)
            self._apart(partial(self._send, work), lambda _: None)

    @property
    def _in_work(self) -> int:
        return sum(len(hand.at_work) for hand in self._hands.values())

    def _send(self, work: _Try) -> None:
        """Bring the parcel to the worker and start; the answer comes when Dask says that there is one."""
        hand = work.hand
        parcel = parcel_of(work.planned, self._excerpts)
        try:
            sent = self._connection.send(hand.address, parcel, straight=hand.straight)
            # A key is seen on Dask's dashboard: it names nothing.
            key = f"groupreport-{self._name}-{next(self._keys)}"
            future = self._connection.start(hand.address, key, worker.make_report, hand.bundle, sent)
        except (OSError, TimeoutError):
            self._answers.put(partial(self._lost, work))
            return
        work.futures = [future, sent]
        future.add_done_callback(lambda _: self._apart(partial(self._fetch, work), partial(self._arrived, work)))

    def _fetch(self, work: _Try) -> Delivery | None:
        try:
            delivery: Delivery = self._connection.fetch(work.futures[0], straight=work.hand.straight)
        except (CancelledError, OSError, TimeoutError):
            return None
        except Exception as error:
            if type(error).__name__ == "KilledWorker":
                return None
            raise
        return delivery

    def _arrived(self, work: _Try, delivery: Delivery | None) -> None:
        if work not in work.hand.at_work or work.hand.address not in self._hands:
            return  # its worker has gone meanwhile, and the report was given to another
        if delivery is None:
            self._look()  # raises where it is the scheduler that has gone
            self._lost(work)
            return
        work.hand.at_work.remove(work)
        work.futures.clear()  # which frees the worker's memory
        self._end_with(self._taken_in(work, delivery))

    def _lost(self, work: _Try) -> None:
        """Give the report to another worker, a few times."""
        if work not in work.hand.at_work:
            return  # it was given to another already
        work.hand.at_work.remove(work)
        self._connection.cancel(work.futures)
        name = work.planned.job.name
        self._tries[name] += 1
        self._watcher.lost(work.planned.job, work.hand.address)
        if self._tries[name] < MOST_TRIES:
            self._waiting.appendleft(work.planned)
        else:
            self._give_up(work.planned, f"{MOST_TRIES} workers have gone while they made it (often for lack of memory)")

    def _give_up(self, planned: PlannedReport, reason: str) -> None:
        error = WorkerError(planned.job.name, reason)
        self._end_with(MadeReport(planned=planned, seconds=0.0, error=error))

    def _end_with(self, made: MadeReport) -> None:
        self._made.append(made)
        self._watcher.ended(made)

    def _taken_in(self, work: _Try, delivery: Delivery) -> MadeReport:
        """The delivered files at the places where a report made on this machine would have put them."""
        planned, where = work.planned, work.hand.address
        if delivery.executed is not None:
            executed = self._bench.executed(planned.job)
            write_files(executed.parent, {executed.name: delivery.executed})
        error = delivery.error
        if error is None and not delivery.is_whole:
            error = WorkerError(planned.job.name, f"what {where} sent is not what it made")
        if error is not None:
            return MadeReport(planned=planned, seconds=delivery.seconds, error=error, where=where)
        write_files(self._bench.staging, delivery.pages)
        return MadeReport(
            planned=planned,
            seconds=delivery.seconds,
            files={name: self._bench.staging / name for name in delivery.pages},
            facts=delivery.facts,
            where=where,
        )

    # What waits for the network

    def _apart(self, work: Callable[[], Found], then: Callable[[Found], None]) -> None:
        """Do something in a thread, and the rest with its result in this run's own."""

        def do() -> None:
            try:
                found = work()
            except BaseException as error:  # noqa: BLE001 - raised again in the run's own thread
                self._answers.put(partial(_raise, error))
            else:
                self._answers.put(partial(then, found))

        with contextlib.suppress(RuntimeError):  # the run has ended, and nobody waits for this any more
            self._lines.submit(do)


def _raise(error: BaseException) -> None:
    raise error
