"""An hour of bad luck: runs of a project are killed, starved and disturbed at random, and every result is checked.

`python tests/chaos/run.py --minutes 60 --seed 1` makes the demo project in a temporary folder, publishes three
variants of its data undisturbed, and then lets runs meet kills at random moments, full disks, second runs at the same
time, edited and vanished inputs, spoilt reports and records. After every step a reader must find a whole edition: each
file is the one that the manifest lists, opens, and is byte by byte what an undisturbed run of one of the variants
gives. At the end clean runs must give exactly the undisturbed bytes. The seed repeats the same choices. Not collected
by pytest.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import html.parser
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pikepdf

from groupreport.simulation import write_demo_project

TERM = "2026-fall"
REPOSITORY = Path(__file__).resolve().parents[2]
INJECTION = REPOSITORY / "tests" / "faults" / "injection.py"
LIMIT = 900  # seconds that a run may take on a busy machine
VARIANTS = ("as exported", "one answer less", "one group less")


@dataclasses.dataclass
class Chaos:
    """The disturbed project and what undisturbed runs of each variant gave."""

    project: Path
    chance: random.Random
    groups: tuple[str, ...]
    expected: dict[str, dict[str, str]] = dataclasses.field(default_factory=dict)
    inputs: dict[str, dict[Path, bytes]] = dataclasses.field(default_factory=dict)
    counted: Counter = dataclasses.field(default_factory=Counter)
    findings: list[str] = dataclasses.field(default_factory=list)
    variant: str = VARIANTS[0]

    @property
    def published(self) -> Path:
        return self.project / "published" / TERM

    def say(self, line: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)

    def find(self, line: str) -> None:
        self.findings.append(line)
        self.say(f"FINDING {line}")

    def begin(self, fault: str | None = None, *options: str) -> subprocess.Popen:
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src")}
        if fault:
            environment["GROUPREPORT_FAULT"] = fault
        command = [sys.executable, str(INJECTION), "render", "--project", str(self.project), "--term", TERM]
        return subprocess.Popen(
            [*command, "--renderer", "embedded", *options],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def end(self, process: subprocess.Popen, expected: set[int]) -> int:
        try:
            said = process.communicate(timeout=LIMIT)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            said = process.communicate()[0]
            self.find(f"a run did not end within {LIMIT} seconds")
        if process.returncode not in expected:
            self.find(f"exit code {process.returncode}, not one of {sorted(expected)}: {said[-600:]}")
        if "Traceback" in said:
            self.find(f"a traceback: {said[-600:]}")
        self.counted[f"exit {process.returncode}"] += 1
        return process.returncode

    def use(self, variant: str) -> None:
        """Put a variant's inputs in place."""
        self.variant = variant
        for path, content in self.inputs[variant].items():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.is_symlink() or path.exists():
                path.unlink()
            exported = path.with_name(f".{path.name}")
            exported.write_bytes(content)
            exported.replace(path)

    def check(self) -> None:
        """What a reader finds now."""
        if not self.published.exists():
            return
        manifest = json.loads((self.published / "manifest.json").read_text())
        listed = {file["path"]: file["sha256"] for report in manifest["reports"] for file in report["files"]}
        there = hashes(self.published)
        index = there.pop("index.html", None)
        there.pop("manifest.json")
        there.pop("ro-crate-metadata.json", None)
        if index != manifest["index_sha256"]:
            self.find("the index is not the one of the manifest")
        if there != listed:
            self.find(f"files differ from the manifest: {sorted(set(there.items()) ^ set(listed.items()))[:4]}")
        for report in manifest["reports"]:
            files = {file["path"]: file["sha256"] for file in report["files"]}
            wholes = [
                {path: each[path] for path in each if stem(path) == report["name"]} for each in self.expected.values()
            ]
            if files and files not in wholes:
                self.find(f"{report['name']} is not what an undisturbed run of any variant gives: {sorted(files)}")
        for path in there:
            if not opens(self.published / path):
                self.find(f"{path} does not open")
        links = set(re.findall(r'href="([^"#]+\.(?:html|pdf|csv))"', (self.published / "index.html").read_text()))
        if links != set(listed):
            self.find(f"the index links {sorted(links ^ set(listed))[:4]}")


class _Outline(html.parser.HTMLParser):
    closed: frozenset[str] = frozenset()

    def handle_endtag(self, tag: str) -> None:
        self.closed |= {tag}


def opens(path: Path) -> bool:
    """Whether a PDF has its pages and a page its end."""
    if path.suffix == ".pdf":
        try:
            with pikepdf.open(path, attempt_recovery=False) as document:
                return len(document.pages) > 0
        except pikepdf.PdfError:
            return False
    if path.suffix == ".html":
        outline = _Outline()
        outline.feed(path.read_text())
        return {"main", "body", "html"} <= outline.closed
    return path.stat().st_size > 0


def stem(path: str) -> str:
    """A file's report: `evaluator/appendix/G04.pdf` belongs to `evaluator/G04`."""
    return path.replace("/appendix/", "/").rpartition(".")[0]


def hashes(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def prepare(folder: Path, chance: random.Random, groups: tuple[str, ...]) -> Chaos:
    """The project, and what each variant gives undisturbed; in this order, because releases are remembered."""
    project = write_demo_project(folder / "project")
    term_file = project / "params" / "terms" / f"{TERM}.yml"
    text = re.sub(r"(?m)^groups:.*$", f"groups: [{', '.join(groups)}]", term_file.read_text())
    term_file.write_text(re.sub(r"(?m)^compare_with:.*\n", "", text))
    chaos = Chaos(project=project, chance=chance, groups=groups)
    ratings = project / "data" / TERM / "ratings.csv"
    lines = ratings.read_bytes().splitlines(keepends=True)
    own = next(place for place, line in enumerate(lines) if f",{groups[-1]},".encode() in line)
    fewer = term_file.read_text().replace(f", {groups[-1]}]", "]").encode()
    chaos.inputs = {
        "as exported": {ratings: ratings.read_bytes(), term_file: term_file.read_bytes()},
        "one answer less": {ratings: b"".join(lines[:own] + lines[own + 1 :]), term_file: term_file.read_bytes()},
        "one group less": {ratings: ratings.read_bytes(), term_file: fewer},
    }
    for variant in VARIANTS:
        chaos.use(variant)
        code = chaos.end(chaos.begin(), {0, 3})
        there = hashes(chaos.published)
        chaos.expected[variant] = {path: one for path, one in there.items() if "/" in path}
        chaos.say(f"undisturbed, {variant}: exit {code}, {len(there)} files")
        chaos.check()
    return chaos


def killed(chaos: Chaos) -> str:
    """A run is killed at a random change of a file."""
    place = chaos.chance.choice(["build", "published", "published", "published", "releases"])
    number = chaos.chance.randrange(1, 12 if place == "releases" else 60)
    chaos.end(chaos.begin(f"change@{place}#{number}:kill", *force(chaos)), {-9, 0, 3})
    return f"killed at change {number} in {place}"


def starved(chaos: Chaos) -> str:
    """The disk is full from a random moment on."""
    place = chaos.chance.choice(["build", "published"])
    number = chaos.chance.randrange(1, 60)
    chaos.end(chaos.begin(f"change@{place}#{number}:enospc", *force(chaos)), {0, 3, 4})
    return f"disk full from change {number} in {place}"


def ended(chaos: Chaos) -> str:
    """A run is ended from outside at a random time."""
    number = chaos.chance.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
    process = chaos.begin(None, *force(chaos))
    seconds = chaos.chance.uniform(0.5, 30)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    chaos.end(process, {-9, 143, 130, -15, -2, 0, 3})  # before Python is up, a signal ends it in its own way
    return f"{number.name} after {seconds:.1f} s"


def crowded(chaos: Chaos) -> str:
    """Two runs at once."""
    both = [chaos.begin(None, *force(chaos)) for _ in range(2)]
    codes = {chaos.end(process, {0, 3, 4}) for process in both}
    if codes == {4}:
        chaos.find("of two runs at once none worked")
    return "two runs at once"


def edited(chaos: Chaos) -> str:
    """Inputs change or vanish while a run reads them; the run takes what it has read, or refuses."""
    process = chaos.begin(None, *force(chaos))
    time.sleep(chaos.chance.uniform(0.2, 6))
    path = next(iter(chaos.inputs[VARIANTS[0]]))
    what = chaos.chance.choice(["changed", "removed", "made a loop of links", "made a pipe"])
    if what == "changed":
        other = chaos.inputs["one answer less"][path]
        exported = path.with_name(f".{path.name}")
        exported.write_bytes(other if path.read_bytes() != other else chaos.inputs["as exported"][path])
        if chaos.variant != "one group less":  # else it would be a variant of its own
            exported.replace(path)
    else:
        path.unlink()
        if what != "removed":
            path.symlink_to(path.name) if "loop" in what else os.mkfifo(path)
    chaos.end(process, {0, 2, 3})
    return f"an export was {what} during a run"


def tampered(chaos: Chaos) -> str:
    """A published file is cut off, edited or removed by hand, or the manifest is; the next run mends it."""
    if not chaos.published.exists():
        return "nothing to tamper with"
    path = chaos.chance.choice(sorted(each for each in chaos.published.rglob("*") if each.is_file()))
    what = chaos.chance.choice(["cut off", "edited", "removed"])
    if what == "removed":
        path.unlink()
    else:
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] if what == "cut off" else content[:-9] + b"x" + content[-8:])
    chaos.end(chaos.begin(), {0, 3})
    return f"{path.relative_to(chaos.published)} was {what}"


def forgotten(chaos: Chaos) -> str:
    """What runs have left is spoilt: the frozen term, or the whole build folder."""
    build = chaos.project / "build" / TERM
    facts = build / "frozen" / "term.json"
    if facts.exists() and chaos.chance.random() < 0.7:
        content = bytearray(facts.read_bytes())
        content[chaos.chance.randrange(len(content))] ^= 1
        facts.write_bytes(bytes(content))
    else:
        shutil.rmtree(build, ignore_errors=True)
    chaos.end(chaos.begin(), {0, 3})
    return "the frozen term was spoilt"


def force(chaos: Chaos) -> tuple[str, ...]:
    return ("--force",) if chaos.chance.random() < 0.5 else ()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--groups", default="G04,G06,G07", help="of the demo")
    given = options.parse_args()
    chance = random.Random(given.seed)
    folder = Path(tempfile.mkdtemp(prefix="groupreport-chaos-"))
    began = time.monotonic()
    print(f"seed {given.seed}, folder {folder}", flush=True)
    chaos = prepare(folder, chance, tuple(given.groups.split(",")))
    ledger = chaos.project / "releases" / "funder.jsonl"
    told = ledger.read_bytes() if ledger.exists() else b""
    steps = (killed, killed, killed, starved, ended, ended, crowded, edited, tampered, forgotten)
    while time.monotonic() < began + given.minutes * 60 and len(chaos.findings) < 20:
        variant = chance.choice(VARIANTS)
        chaos.use(variant)
        step = chance.choice(steps)
        what = step(chaos)
        chaos.counted[step.__name__] += 1
        chaos.say(f"{variant}: {what}")
        chaos.check()
    for variant in reversed(VARIANTS):
        chaos.use(variant)
        chaos.end(chaos.begin(), {0, 3})
        chaos.check()
        there = {path: one for path, one in hashes(chaos.published).items() if "/" in path}
        if there != chaos.expected[variant]:
            chaos.find(f"{variant}: the clean run at the end gives other bytes than the undisturbed one")
        left = [path.name for path in chaos.published.parent.iterdir() if path.name != TERM]
        if left or (chaos.project / "build" / TERM / "staging").exists():
            chaos.find(f"something is left behind: {left}")
    if ledger.exists() and ledger.read_bytes() != told:
        chaos.find("the releases to funders that are remembered have changed, though nothing new was released")
    print(f"seed {given.seed}: {dict(chaos.counted)}; {len(chaos.findings)} findings", flush=True)
    for line in chaos.findings:
        print(f"  {line}")
    shutil.rmtree(folder, ignore_errors=True)
    return int(bool(chaos.findings))


if __name__ == "__main__":
    sys.exit(main())
