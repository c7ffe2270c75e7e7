"""A term of many groups on a cluster, simulated: what waits for what, from costs that were measured on one machine.

A report is packed by the sender, passed on by the scheduler, made by a free thread of a worker, and taken in by the
sender over its line. Sender, scheduler and line serve one report at a time, in the order of arrival; at the end the
sender publishes all of them, one after the other.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

# Reports differ in how long they take; so much is the standard deviation beside the mean.
SPREAD = 0.25
SEED = 2026


@dataclass(frozen=True, kw_only=True)
class Costs:
    """What one report costs, in seconds of one core; and its way, in bytes.

    `worker` is to make it, `sender` to pack and take it in, `scheduler` to pass it on, `publish` to put it in place.
    """

    worker: float
    sender: float
    scheduler: float
    publish: float
    sent: float
    received: float
    line: float = 125_000_000.0  # bytes a second: one gigabit

    @property
    def on_the_line(self) -> float:
        """Seconds that the report occupies the sender's line."""
        return (self.sent + self.received) / self.line


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """How a run went: seconds in all, and the share of the time in which each single server was busy."""

    seconds: float
    busy: dict[str, float]


class _Server:
    def __init__(self) -> None:
        self.free_at = self.worked = 0.0

    def serve(self, now: float, seconds: float) -> float:
        self.free_at = max(now, self.free_at) + seconds
        self.worked += seconds
        return self.free_at


def simulate(reports: int, cores: int, costs: Costs) -> Simulated:
    """A run of so many reports on workers with so many cores in all.

    Without overhead the cores are all there is: 4,000 reports of 3 seconds on 4 cores take 3,000 seconds.

    >>> free = Costs(worker=3.0, sender=0.0, scheduler=0.0, publish=0.0, sent=0.0, received=0.0)
    >>> round(simulate(4000, 4, free).seconds / 3000, 1)
    1.0

    However many cores there are, a sender that needs 0.1 seconds a report makes ten a second.

    >>> slow = Costs(worker=3.0, sender=0.1, scheduler=0.0, publish=0.0, sent=0.0, received=0.0)
    >>> round(simulate(4000, 500, slow).seconds / 400, 1)
    1.0
    """
    variance = np.log(1 + SPREAD**2)
    times = np.random.default_rng(SEED).lognormal(np.log(costs.worker) - variance / 2, np.sqrt(variance), reports)
    sender, scheduler, line = _Server(), _Server(), _Server()
    waiting, end = 0, 0.0
    # What happens next: the time, and whether a thread is free or a report is made.
    events = [(0.0, 0, False) for _ in range(min(cores, reports))]
    heapq.heapify(events)
    while events:
        now, _, is_made = heapq.heappop(events)
        if is_made:
            arrived = line.serve(now, costs.on_the_line)
            free = sender.serve(arrived, costs.sender / 2)
            end = max(end, free)
            heapq.heappush(events, (free, waiting, False))
        elif waiting < reports:
            packed = sender.serve(now, costs.sender / 2)
            begun = scheduler.serve(packed, costs.scheduler)
            heapq.heappush(events, (begun + float(times[waiting]), waiting, True))
            waiting += 1
    busy = {"sender": sender.worked / end, "scheduler": scheduler.worked / end, "line": line.worked / end}
    return Simulated(seconds=end + reports * costs.publish, busy=busy)
