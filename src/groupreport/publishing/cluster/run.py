"""Hand reports out to a cluster's workers, one to each of their threads, and take in what they make.

This side decides which worker makes what: a worker gets reports only after it has said that it would make the same
bytes, and a report whose worker goes away is given to another.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter, deque
from collections.abc import Sequence
from concurrent.futures import CancelledError
from functools import partial

from groupreport.errors import WorkerError
from groupreport.intake.excerpt import Excerpts
from groupreport.publishing.cluster import worker
from groupreport.publishing.cluster.connection import Connection, connected
from groupreport.publishing.cluster.crew import Crew, Try
from groupreport.publishing.cluster.lines import Lines
from groupreport.publishing.cluster.parcels import Delivery, bundle_of, parcel_of, write_files
from groupreport.publishing.cluster.scheduler import Scheduler
from groupreport.publishing.making import Bench, MadeReport
from groupreport.publishing.plan import PlannedReport
from groupreport.publishing.workshop import Watcher

# After so many workers have gone while they made it, a report is given up: it may be what ends them.
MOST_TRIES = 3
# How often this side looks who has come and gone.
_LOOK_SECONDS = 1.0


def make_on_cluster(
    scheduler: Scheduler, bench: Bench, stale: Sequence[PlannedReport], *, most: int | None, watcher: Watcher
) -> list[MadeReport]:
    """Make every stale report on the workers of a cluster, at most so many at once.

    An interruption cancels what is in work there before it is passed on.

    Raises:
        SetupError: The scheduler cannot be reached or was lost, or it has no worker that would make the same bytes.
    """
    with connected(scheduler) as connection, Lines() as lines:
        run = _Run(connection, lines, bench, stale, watcher)
        try:
            return run.make_all(most or len(stale))
        finally:
            run.end()


class _Run:
    def __init__(
        self, connection: Connection, lines: Lines, bench: Bench, stale: Sequence[PlannedReport], watcher: Watcher
    ) -> None:
        self._connection, self._lines, self._bench, self._watcher = connection, lines, bench, watcher
        self._name = uuid.uuid4().hex[:12]
        self._crew = Crew(connection, lines, bundle_of(bench, stale, self._name), watcher.refused)
        self._excerpts = Excerpts(bench.term.folder)
        self._total = len(stale)
        self._waiting = deque(stale)
        self._made: list[MadeReport] = []
        self._tries: Counter[str] = Counter()
        self._numbers = iter(range(1_000_000_000))

    def make_all(self, most: int) -> list[MadeReport]:
        """Until every report is made or given up."""
        self._look()
        looked_at = time.monotonic()
        while len(self._made) < self._total:
            if time.monotonic() - looked_at > _LOOK_SECONDS:
                self._look()
                looked_at = time.monotonic()
            self._hand_out(most)
            self._lines.go_on(_LOOK_SECONDS)
        return self._made

    def end(self) -> None:
        """Cancel what is in work, and have every worker take away what belongs to this run."""
        if not self._connection.is_alive:
            return  # workers end without their scheduler, and take away what they had
        self._connection.cancel([future for work in self._crew.at_work for future in work.futures])
        self._crew.leave()

    def _look(self) -> None:
        for work in self._crew.look():
            self._lost(work)
        while self._waiting and self._crew.is_gone:
            self._give_up(self._waiting.popleft(), "every worker of the cluster has gone")

    def _hand_out(self, most: int) -> None:
        while self._waiting and len(self._crew.at_work) < most:
            hand = self._crew.free()
            if hand is None:
                return
            work = Try(planned=self._waiting.popleft(), hand=hand)
            hand.at_work.append(work)
            self._watcher.began(work.planned.job, hand.address)
            self._lines.ask(partial(self._send, work), partial(self._sent, work))

    def _send(self, work: Try) -> bool:
        """Bring the parcel to the worker and start; whether that went well."""
        hand = work.hand
        parcel = parcel_of(work.planned, self._excerpts)
        try:
            sent = self._connection.send(hand.address, parcel, straight=hand.straight)
            # A key is seen on Dask's dashboard: it names nothing.
            key = f"groupreport-{self._name}-{next(self._numbers)}"
            future = self._connection.start(hand.address, key, worker.make_report, hand.bundle, sent)
        except (OSError, TimeoutError):
            return False
        work.futures = [future, sent]
        future.add_done_callback(lambda _: self._lines.ask(partial(self._fetch, work), partial(self._arrived, work)))
        return True

    def _sent(self, work: Try, well: bool) -> None:
        if not self._is_current(work):
            self._connection.cancel(work.futures)
        elif not well:
            self._lost_unless_all_is(work)

    def _fetch(self, work: Try) -> Delivery | None:
        """What a worker made; None where it has gone."""
        try:
            delivery: Delivery = self._connection.fetch(work.futures[0], straight=work.hand.straight)
        except (CancelledError, OSError, TimeoutError):
            return None
        except Exception as error:
            if type(error).__name__ == "KilledWorker":
                return None
            raise
        return delivery

    def _arrived(self, work: Try, delivery: Delivery | None) -> None:
        if not self._is_current(work):
            return  # its worker has gone meanwhile, and the report was given to another
        if delivery is None:
            self._lost_unless_all_is(work)
            return
        work.hand.at_work.remove(work)
        work.futures.clear()  # which frees the worker's memory
        self._end_with(self._taken_in(work, delivery))

    def _is_current(self, work: Try) -> bool:
        return work.hand in self._crew and work in work.hand.at_work

    def _lost_unless_all_is(self, work: Try) -> None:
        self._look()  # raises where it is the scheduler that has gone
        if self._is_current(work):
            work.hand.at_work.remove(work)
            self._lost(work)

    def _lost(self, work: Try) -> None:
        """Give the report to another worker, a few times."""
        self._connection.cancel(work.futures)
        name = work.planned.job.name
        self._tries[name] += 1
        self._watcher.lost(work.planned.job, work.hand.address)
        if self._tries[name] < MOST_TRIES:
            self._waiting.appendleft(work.planned)
        else:
            self._give_up(work.planned, f"{MOST_TRIES} workers have gone while they made it (often for lack of memory)")

    def _give_up(self, planned: PlannedReport, reason: str) -> None:
        self._end_with(MadeReport(planned=planned, seconds=0.0, error=WorkerError(planned.job.name, reason)))

    def _end_with(self, made: MadeReport) -> None:
        self._made.append(made)
        self._watcher.ended(made)

    def _taken_in(self, work: Try, delivery: Delivery) -> MadeReport:
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
            guarantee=delivery.guarantee,
            layers=delivery.layers,
            where=where,
        )
