"""The same reports made in four ways, in turns, so that their ratios hold on a busy or slow machine.

    python tests/benchmarks/ways.py [--groups 3] [--sample 3] [--rounds 1] [--json FILE] [--at-least at_least.json]

The ways, each with whole reports of the demo's groups (executed notebook, HTML and PDF), over and over where more than
its twelve are asked for; the first two, which are slow and cost the same for each group, with a sample of them:

    loop    Papermill's command and Quarto twice, one after the other; without Quarto the pages by pandoc and Typst
    pool    stock Papermill in a pool of as many processes as cores, with this package's own renderer
    quarto  `groupreport render --renderer quarto`, where there is Quarto
    ours    `groupreport render`
    limit   the same code in processes that have imported everything: no kernel, nothing kept apart

The limit says where its processor seconds go: what is counted, how it is worded and drawn, read and set. For each way:
seconds and processor seconds a report, and the largest memory of all its processes together. What is done once a run
(reading the term, importing) counts where the way does it, so that ours gains with more groups. `--at-least` compares
the ratios with wide bounds, says what lies outside, and ends with 1 then.
"""

from __future__ import annotations

import argparse
import calendar
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

TERM = "2026-fall"
NOTEBOOK = "reports/group.ipynb"


def memory_of(process: int) -> int:
    """Megabytes of a process and all its descendants; shared pages are counted once."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = 0, [process]
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return found // 1024


def measured(work: Callable[[], float | None]) -> dict[str, float]:
    """Seconds, processor seconds of the processes that it started, and the largest memory beside this process."""
    peak, done = [0], threading.Event()

    def watch() -> None:
        own = memory_of(os.getpid())
        while not done.wait(0.25):
            peak[0] = max(peak[0], memory_of(os.getpid()) - own)

    watcher = threading.Thread(target=watch, daemon=True)
    if sys.platform == "linux":
        watcher.start()
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    own_seconds = work()
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    done.set()
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": own_seconds or seconds, "processor": processor, "megabytes": peak[0]}


def given_to(project: Path, group: str) -> dict[str, str]:
    frozen = str((project / "build" / TERM / "frozen").resolve())
    return {"term_folder": frozen, "audience": "evaluator", "group_id": group}


def loop(project: Path, groups: Sequence[str], made: Path) -> None:
    """What somebody does who has Papermill and a renderer, and a shell."""
    from groupreport.parameters import Project

    source, quarto = Project(project).find(NOTEBOOK), shutil.which("quarto")
    for group in groups:
        executed = made / f"{group}.ipynb"
        given = [part for name, value in given_to(project, group).items() for part in ("-p", name, value)]
        _run([sys.executable, "-m", "papermill", str(source), str(executed), *given, "--no-progress-bar"])
        if quarto:
            for wanted in ("html", "typst"):
                _run([quarto, "render", str(executed), "--to", wanted, "--no-execute"])
            continue
        for ending in ("html", "typ"):
            _run([_pandoc(), str(executed), "--standalone", "--output", str(made / f"{group}.{ending}")])
        compile_page = "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])"
        _run([sys.executable, "-c", compile_page, str(made / f"{group}.typ"), str(made / f"{group}.pdf")])


def pool(project: Path, groups: Sequence[str], made: Path) -> None:
    """Stock Papermill in a pool of processes."""
    with ProcessPoolExecutor(os.cpu_count()) as workers:
        for one in [workers.submit(_papermill_and_pages, project, group, made) for group in groups]:
            one.result()


def ours(project: Path, groups: Sequence[str], made: Path, renderer: str = "embedded") -> None:
    """The command."""
    named = [part for group in groups for part in ("--group", group)]
    command = [sys.executable, "-m", "groupreport.command_line", "render", "--project", str(project), "--term", TERM]
    _run([*command, *named, "--force", "--renderer", renderer])


STAGES: Counter[str] = Counter()


def limit(project: Path, groups: Sequence[str], made: Path) -> float:
    """Seconds of warm processes that run the cells themselves; their start is not counted."""
    STAGES.clear()
    cores = os.cpu_count() or 1
    with ProcessPoolExecutor(cores) as workers:
        for one in [workers.submit(_warm, project, groups[0]) for _ in range(cores)]:
            one.result()
        started = time.perf_counter()
        for one in [workers.submit(_cells_and_pages, project, group, made) for group in groups]:
            STAGES.update(one.result())
        return time.perf_counter() - started


WAYS: dict[str, Callable[[Path, Sequence[str], Path], float | None]] = {
    "loop": loop,
    "pool": pool,
    **({"quarto": partial(ours, renderer="quarto")} if shutil.which("quarto") else {}),
    "ours": ours,
    "limit": limit,
}


SAMPLED = ("loop", "pool")


def _papermill_and_pages(project: Path, group: str, made: Path) -> None:
    import papermill

    from groupreport.parameters import Project

    source, executed = Project(project).find(NOTEBOOK), made / f"{group}.ipynb"
    given = given_to(project, group)
    papermill.execute_notebook(str(source), str(executed), parameters=given, progress_bar=False)
    _pages(project, executed, made)


def _warm(project: Path, group: str) -> None:
    from groupreport.publishing.nursery import preload, warm

    preload()
    warm()
    _cells(project, group)
    time.sleep(1)  # so that every process gets one


def _cells_and_pages(project: Path, group: str, made: Path) -> Counter[str]:
    """Processor seconds by stage."""
    spent = _cells(project, group)
    return spent + _pages(project, project / "build" / TERM / "executed" / "evaluator" / f"{group}.ipynb", made)


def _spent() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _cells(project: Path, group: str) -> Counter[str]:
    from IPython import display

    from groupreport.parameters import Project

    display.display = lambda *_, **__: None
    names: dict[str, Any] = {"__name__": "__main__"}
    spent: Counter[str] = Counter()
    for cell in json.loads(Project(project).find(NOTEBOOK).read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            source, before = "".join(cell["source"]), _spent()
            exec(source, names)
            spent["count" if "summarize" in source else "word and draw"] += _spent() - before
            if "parameters" in cell["metadata"].get("tags", []):
                names |= given_to(project, group)
    return spent


def _pages(project: Path, executed: Path, made: Path) -> Counter[str]:
    from groupreport.parameters import Project, read_parameters
    from groupreport.publishing.document_reader import read_documents
    from groupreport.publishing.documents import documents_of
    from groupreport.publishing.embedded import render_embedded
    from groupreport.publishing.rendering import page_facts

    home = Project(project)
    parameters = read_parameters(home, TERM)
    facts = page_facts(home, parameters, "evaluator", "0" * 64)
    before = _spent()
    sources = documents_of(executed, made / "documents")
    documents = read_documents([one.notebook for one in sources], executed.stem, facts)
    read = _spent()
    for source, document in zip(sources, documents, strict=True):
        (made / source.kind).mkdir(exist_ok=True)
        render_embedded(
            source.notebook,
            document=document,
            title="A group",
            subtitle="A term",
            facts=replace(facts, kind=source.kind),
            formats=("html", "pdf"),
            templates=home,
            destination=made / source.kind,
            stem=executed.stem,
            timestamp=calendar.timegm(parameters.term.ends.timetuple()),
        )
    return Counter({"read with pandoc": read - before, "set pages": _spent() - read})


def _pandoc() -> str:
    from groupreport.publishing.pandoc import pandoc_program

    return str(pandoc_program())


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command[:4])} failed: {done.stderr[-500:]}")


def write_project(folder: Path, groups: int) -> Path:
    """The demo, with more groups like its own where it has too few."""
    from groupreport.simulation import simulate_term, write_demo_project, write_tables
    from groupreport.simulation.demo import DEMO_SEEDS, demo_design

    project = write_demo_project(folder)
    design = demo_design(TERM)
    own = design.groups
    if groups > len(own):
        more = [
            replace(own[place % len(own)], group_id=f"G{place + 1:02d}", name=f"{own[place % len(own)].name} {place}")
            for place in range(len(own), groups)
        ]
        shutil.rmtree(project / "data" / TERM)
        term = simulate_term(replace(design, groups=(*own, *more)), seed=DEMO_SEEDS[TERM])
        write_tables(term, project / "data" / TERM)
    return project


def compared(groups: int, sample: int, rounds: int) -> dict[str, Any]:
    """Every way's figures, the median of the rounds, a report."""
    with tempfile.TemporaryDirectory() as home:
        project = write_project(Path(home, "demo"), groups)
        every = [f"G{number:02d}" for number in range(1, groups + 1)]
        ours(project, every, project)  # freezes the term, and gives the limit something to render
        chosen = {name: every[:sample] if name in SAMPLED else every for name in WAYS}
        found: dict[str, list[dict[str, float]]] = {name: [] for name in WAYS}
        for turn in range(rounds):
            for name, way in WAYS.items():
                made = Path(home, f"{name}-{turn}")
                made.mkdir()
                found[name].append(measured(lambda name=name, way=way, made=made: way(project, chosen[name], made)))
    ways = {
        name: {
            "reports": len(chosen[name]),
            "seconds": statistics.median(one["seconds"] for one in each) / len(chosen[name]),
            "processor": statistics.median(one["processor"] for one in each) / len(chosen[name]),
            "megabytes": max(one["megabytes"] for one in each),
        }
        for name, each in found.items()
    }
    seconds = {name: figures["seconds"] for name, figures in ways.items()}
    ratios = {
        "loop / ours": seconds["loop"] / seconds["ours"],
        "pool / ours": seconds["pool"] / seconds["ours"],
        "limit / ours": seconds["limit"] / seconds["ours"],
    }
    if "quarto" in seconds:
        ratios["loop / ours with Quarto"] = seconds["loop"] / seconds["quarto"]
    stages = {stage: spent / groups for stage, spent in STAGES.items()}
    loop_pages = "Quarto" if shutil.which("quarto") else "pandoc and Typst, because there is no Quarto"
    facts = {"cores": os.cpu_count(), "groups": groups, "loop_pages": loop_pages}
    return {**facts, "ways": ways, "ratios": ratios, "stages": stages}


def lines(figures: dict[str, Any]) -> list[str]:
    """The figures as they are read."""
    return [
        f"{figures['cores']} cores, {figures['groups']} groups; the loop makes pages with {figures['loop_pages']}",
        f"{'':8}{'reports':>8}{'s a report':>12}{'a minute':>10}{'processor s':>13}{'MB in all':>11}",
        *(
            f"{name:8}{way['reports']:8}{way['seconds']:12.2f}{60 / way['seconds']:10.1f}"
            f"{way['processor']:13.2f}{way['megabytes']:11.0f}"
            for name, way in figures["ways"].items()
        ),
        *(f"{name:24}{ratio:6.2f}" for name, ratio in figures["ratios"].items()),
        "processor seconds a report in the limit: "
        + ", ".join(f"{stage} {spent:.2f}" for stage, spent in figures["stages"].items()),
    ]


def below(ratios: dict[str, float], least: dict[str, float]) -> list[str]:
    """What is slower than even a busy machine explains."""
    return [
        f"{name} is {ratios[name]:.2f}, and was never under {bound}"
        for name, bound in least.items()
        if ratios[name] < bound
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--groups", type=int, default=3, choices=range(1, 201), metavar="1-200")
    parser.add_argument("--sample", type=int, help="groups for the slow ways; all of them by default")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--at-least", type=Path, help="the least ratios, as a JSON file")
    given = parser.parse_args()
    figures = compared(given.groups, min(given.sample or given.groups, given.groups), given.rounds)
    sys.stdout.write("\n".join(lines(figures)) + "\n")
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    slow = below(figures["ratios"], json.loads(given.at_least.read_text(encoding="utf-8"))) if given.at_least else []
    sys.stdout.write("".join(f"{line}\n" for line in slow))
    sys.exit(int(bool(slow)))


if __name__ == "__main__":
    main()
