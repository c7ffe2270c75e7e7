"""How long a whole run takes, where its time goes, and how that compares with stock Papermill.

    python tests/benchmarks/whole_run.py [--renderer embedded] [--json FILE]

One run of the demo, all in the same minutes, so that the ratios hold on a busy or slow machine; nothing passes or
fails. Stages are added up over the reports, so with two at once they exceed the time on the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

TERM = "2026-fall"
GROUPS = ("G01", "G02", "G03")
TIME_LIMIT = 600.0


class Stages:
    """Seconds by stage, added up over threads; calls inside a call of the same stage are not counted twice."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._lock = threading.Lock()

    def watch(self, home: Any, name: str, stage: str) -> None:
        """Measure every call of a function from now on."""
        setattr(home, name, self.timed(getattr(home, name), stage))

    def timed(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def measured(*arguments: Any, **options: Any) -> Any:
            started = time.perf_counter()
            try:
                return function(*arguments, **options)
            finally:
                with self._lock:
                    self.seconds[stage] += time.perf_counter() - started

        return measured


class Quiet:
    """A watcher that shows nothing."""

    def planned(self, stale: object, current: object) -> None: ...

    def began(self, job: object, where: str) -> None: ...

    def ended(self, made: object) -> None: ...

    def lost(self, job: object, where: str) -> None: ...

    def refused(self, where: str, why: str) -> None: ...


def first_run(folder: Path, renderer: str) -> dict[str, Any]:
    """Render the demo term for the first time; seconds in all and by stage."""
    from groupreport.command_line.release_check import check_release
    from groupreport.parameters import Project
    from groupreport.publishing import document_reader, making, notebook, pipeline

    stages = Stages()
    stages.watch(pipeline, "freeze", "read and freeze")
    stages.watch(notebook, "execute_notebook", "execute")
    stages.watch(document_reader, "read_documents", "render")
    stages.watch(making, "render_report", "render")
    stages.watch(making, "checked_file", "publish")
    stages.watch(pipeline, "record_run", "publish")
    request = pipeline.Request(term=TERM, renderer=renderer)
    started = time.perf_counter()
    run = pipeline.publish_term(
        Project(folder), request, watcher=Quiet(), check_release=stages.timed(check_release, "publish")
    )
    seconds = time.perf_counter() - started
    if run.failed:
        raise SystemExit(f"not made: {run.failed[0].error}")
    return {"seconds": seconds, "reports": len(run.made), "stages": dict(stages.seconds)}


def unchanged_run(folder: Path, renderer: str) -> float:
    """The fastest of three runs of the command with nothing to do."""
    command = [sys.executable, "-m", "groupreport.command_line", "render", "--project", str(folder)]
    command += ["--term", TERM, "--renderer", renderer]
    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds.append(time.perf_counter() - started)
        if "Made: 0 reports." not in done.stdout:
            raise SystemExit(f"the term is not unchanged: {done.stdout}")
    return min(seconds)


def executions(folder: Path) -> dict[str, float]:
    """Seconds to execute three groups' notebooks: stock Papermill one after the other, and as a run does it."""
    import papermill

    from groupreport.parameters import Project
    from groupreport.publishing.kernel_place import KernelPlace
    from groupreport.publishing.notebook import execute_notebook

    project = Project(folder)
    source = project.find("reports/group.ipynb")
    frozen = str((project.build_folder(TERM) / "frozen").resolve())
    given = {name: {"term_folder": frozen, "audience": "evaluator", "group_id": name} for name in GROUPS}
    with tempfile.TemporaryDirectory() as made:
        started = time.perf_counter()
        for name in GROUPS:
            out = Path(made, f"stock-{name}.ipynb")
            papermill.execute_notebook(str(source), str(out), parameters=given[name], progress_bar=False)
        stock = time.perf_counter() - started
        started = time.perf_counter()
        with KernelPlace(project=folder) as place, ThreadPoolExecutor(os.cpu_count()) as pool:
            work = [
                pool.submit(
                    *(execute_notebook, source, Path(made, "own", f"{name}.ipynb"), given[name]),
                    report=name,
                    place=place,
                    time_limit=TIME_LIMIT,
                )
                for name in GROUPS
            ]
            for one in work:
                one.result()
        own = time.perf_counter() - started
    return {"stock": stock, "own": own}


def measured(renderer: str) -> dict[str, Any]:
    """Every figure of one run."""
    from groupreport.simulation import write_demo_project

    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "demo")
        write_demo_project(folder)
        first = first_run(folder, renderer)
        return {
            "cores": os.cpu_count(),
            "renderer": renderer,
            "first": first,
            "unchanged": unchanged_run(folder, renderer),
            "three_groups": executions(folder),
        }


def lines(figures: dict[str, Any]) -> list[str]:
    """The figures as they are read: seconds, and ratios that hold on other machines."""
    first, unchanged, three = figures["first"], figures["unchanged"], figures["three_groups"]
    a_minute = 60 * first["reports"] / first["seconds"]
    in_stages = sum(first["stages"].values())
    return [
        f"{figures['cores']} cores, renderer {figures['renderer']}",
        f"first run        {first['seconds']:8.2f} s  {first['reports']} reports, {a_minute:.0f} a minute",
        *(
            f"  {stage:<15}{seconds:8.2f} s  {seconds / in_stages:4.0%} of all stages"
            for stage, seconds in first["stages"].items()
        ),
        f"unchanged run    {unchanged:8.2f} s  1 / {first['seconds'] / unchanged:.0f} of the first",
        f"three groups, executed only: stock Papermill {three['stock']:.2f} s, a new kernel each, one after the other;",
        f"  this package {three['own']:.2f} s, nursery started anew: {three['stock'] / three['own']:.1f} times as fast",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--renderer", default="embedded", choices=("auto", "embedded", "quarto"))
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    given = parser.parse_args()
    figures = measured(given.renderer)
    sys.stdout.write("\n".join(lines(figures)) + "\n")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
