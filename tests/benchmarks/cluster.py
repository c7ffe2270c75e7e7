"""What a report costs on a cluster, and where that stops scaling: `python tests/benchmarks/cluster.py`.

Costs are measured with a real scheduler and a real worker on this machine: reports of the demo, and calls that do
nothing but carry as many bytes. Everything but bytes is in seconds of a processor, which other work on the machine
changes little. A term of 20,000 groups is then simulated from them; nothing passes or fails.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil

TERM = "2026-fall"
GROUPS = 20_000
CORES = (2, 8, 32, 64, 128, 256, 512, 1024)
CALLS = 200
LINES = 16


def nothing(bundle: object, parcel: bytes, size: int) -> bytes:  # called on the worker
    """As many bytes as a report brings back."""
    return bytes(size)


def processor_seconds(process: psutil.Process) -> float:
    """Of a process and all that it started, ended or not."""
    tree = [process, *process.children(recursive=True)]
    return sum(sum(one.cpu_times()[:4]) for one in tree)


class Cluster:
    """A scheduler and one worker with a thread for each core of this machine."""

    def __init__(self, home: Path) -> None:
        facts, module = home / "scheduler.json", "distributed.cli."
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(Path(__file__).parent)])}
        options = {"cwd": home, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
        command = [sys.executable, "-m", f"{module}dask_scheduler", "--port", "0", "--host", "127.0.0.1"]
        self._scheduler = subprocess.Popen([*command, "--no-dashboard", "--scheduler-file", str(facts)], **options)
        while not facts.exists():
            time.sleep(0.1)
        self.address = json.loads(facts.read_text(encoding="utf-8"))["address"]
        command = [sys.executable, "-m", f"{module}dask_worker", self.address, "--no-dashboard", "--no-nanny"]
        self._worker = subprocess.Popen([*command, "--nthreads", str(os.cpu_count())], **options)
        self.scheduler, self.worker = psutil.Process(self._scheduler.pid), psutil.Process(self._worker.pid)

    def stop(self) -> None:
        for process in (self._worker, self._scheduler):
            process.kill()
            process.wait()


class Peak(threading.Thread):
    """The most memory that a process and its children held at once, shared pages counted once."""

    def __init__(self, process: psutil.Process) -> None:
        super().__init__(daemon=True)
        self.bytes, self._process, self._ended = 0, process, threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.5):
            total = 0
            for one in [self._process, *self._process.children(recursive=True)]:
                try:
                    total += one.memory_full_info().pss
                except psutil.Error:
                    continue
            self.bytes = max(self.bytes, total)

    def end(self) -> int:
        self._ended.set()
        self.join()
        return self.bytes


def reports_on(cluster: Cluster, folder: Path, numbers: range) -> dict[str, Any]:
    """Make the reports of groups on the cluster and publish them; seconds in all, bytes a report, and memory."""
    from groupreport.intake.excerpt import Excerpts
    from groupreport.parameters import Project
    from groupreport.publishing import pipeline
    from groupreport.publishing.cluster.scheduler import Scheduler

    groups = tuple(f"G{number:02}" for number in numbers)
    scheduler = Scheduler(address=cluster.address)
    request = pipeline.Request(term=TERM, groups=groups, renderer="embedded", scheduler=scheduler)
    peak = Peak(cluster.worker)
    peak.start()
    before, started = processor_seconds(cluster.worker), time.perf_counter()
    stages = load("whole_run")
    project = Project(folder)
    run = pipeline.publish_term(project, request, watcher=stages.Quiet(), check_release=lambda *_: None)
    seconds, made_in = time.perf_counter() - started, processor_seconds(cluster.worker) - before
    if run.failed:
        raise SystemExit(f"not made: {run.failed[0].error}")
    build, published = project.build_folder(TERM), run.published
    executed = sum(path.stat().st_size for path in build.glob("executed/**/*.ipynb"))
    pages = [path for path in published.glob("evaluator/**/*") if path.is_file()]
    excerpt = Excerpts(build / "frozen").of_group("G01")
    reports = len(run.manifest.reports)
    return {
        "seconds": seconds,
        "worker": made_in,
        "sent": sum(map(len, excerpt.values())),
        "received": (executed + sum(path.stat().st_size for path in pages)) / reports,
        "memory": peak.end(),
        "publish": publishing(pages, reports),
    }


def publishing(pages: list[Path], reports: int) -> float:
    """Seconds a report to put its pages in place, to the disk's own cache and back."""
    from groupreport.publishing.publication import put_in_place

    with tempfile.TemporaryDirectory(dir=pages[0].parent) as folder:
        started = time.perf_counter()
        for page in pages:
            put_in_place(page, Path(folder, page.name), private=True)
        return (time.perf_counter() - started) / reports


def empty_calls(cluster: Cluster, sent: int, received: int) -> dict[str, float]:
    """Processor seconds a call of scheduler and sender, for calls that carry a report's bytes and do nothing."""
    import cluster as this_module

    from groupreport.intake.hashes import digest
    from groupreport.publishing.cluster.connection import connected
    from groupreport.publishing.cluster.scheduler import Scheduler

    with connected(Scheduler(address=cluster.address)) as connection, ThreadPoolExecutor(LINES) as lines:
        address = next(iter(connection.threads()))
        bundle = connection.send(address, b"", straight=True)

        def call(number: int) -> str:
            parcel = connection.send(address, os.urandom(sent), straight=True)
            key = f"empty-{number}"
            future = connection.start(address, key, this_module.nothing, bundle, parcel, received)
            return digest(connection.fetch(future, straight=True))

        call(-1)
        here = psutil.Process()
        before = [sum(one.cpu_times()[:2]) for one in (cluster.scheduler, here)]
        started = time.perf_counter()
        list(lines.map(call, range(CALLS)))
        seconds = time.perf_counter() - started
        after = [sum(one.cpu_times()[:2]) for one in (cluster.scheduler, here)]
    scheduler, sender = ((late - early) / CALLS for late, early in zip(after, before, strict=True))
    return {"scheduler": scheduler, "sender": sender, "calls_a_second": CALLS / seconds}


def load(name: str) -> Any:
    """Another file of this folder."""
    found = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    if found is None or found.loader is None:
        raise SystemExit(f"{name}.py is not beside this file")
    module = sys.modules[name] = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def measured(reports: int) -> dict[str, Any]:
    """Every figure of one run."""
    from groupreport.simulation import write_demo_project

    with tempfile.TemporaryDirectory() as home:
        folder = write_demo_project(Path(home, "demo"))
        cluster = Cluster(Path(home))
        try:
            few = reports_on(cluster, folder, range(1, 3))
            made = reports_on(cluster, folder, range(3, 5 + reports))
            # Both runs start a nursery; what the second has more is what so many more reports cost.
            a_report = {name: (made[name] - few[name]) / reports for name in ("seconds", "worker")}
            empty = empty_calls(cluster, made["sent"], round(made["received"]))
            return {"cores": os.cpu_count(), **made, **a_report, **empty}
        finally:
            cluster.stop()


def lines_of(figures: dict[str, Any]) -> list[str]:
    """The figures as they are read, and the simulated term."""
    model = load("cluster_model")
    names = ("worker", "sender", "scheduler", "publish", "sent", "received")
    costs = model.Costs(**{name: figures[name] for name in names})
    said = [
        f"{figures['cores']} cores on this machine, one worker with as many threads",
        f"a report          {figures['seconds']:9.2f} s on the clock",
        f"  on a worker     {figures['worker']:9.2f} s of a processor",
        f"  of the sender   {1000 * figures['sender']:9.1f} ms of a processor",
        f"  of the scheduler{1000 * figures['scheduler']:9.1f} ms of a processor",
        f"  to publish      {1000 * figures['publish']:9.1f} ms",
        f"  sent            {figures['sent'] / 1000:9.0f} kB",
        f"  brought back    {figures['received'] / 1000:9.0f} kB",
        f"empty calls       {figures['calls_a_second']:9.0f} a second",
        f"a worker's memory {figures['memory'] / 1e6:9.0f} MB at most, with all that it started",
        f"simulated: {GROUPS} groups, the sender's line of one gigabit",
        "  cores     hours  reports an hour and core  busy: sender  scheduler  line",
    ]
    for cores in CORES:
        run = model.simulate(GROUPS, cores, costs)
        busy = "".join(f"{share:11.0%}" for share in run.busy.values())
        said.append(f"{cores:7} {run.seconds / 3600:9.2f} {3600 * GROUPS / run.seconds / cores:25.0f} {busy}")
    return said


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--reports", type=int, default=8, choices=range(1, 9), help="reports that are timed")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    given = parser.parse_args()
    figures = measured(given.reports)
    sys.stdout.write("\n".join(lines_of(figures)) + "\n")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
