"""What `groupreport calibrate` does: simulate a design, a program's own or a given one, and try every rule on it."""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groupreport.command_line.chosen_term import term_of
from groupreport.command_line.messages import complain, say, show
from groupreport.errors import ParameterError, Problem
from groupreport.parameters import Project, RuptureSettings, read_parameters

if TYPE_CHECKING:
    from groupreport.measures.calibration import Calibration, Design, LowPhase
    from groupreport.summaries.own_design import OwnDesign

# Simulated members of each depth, unless told otherwise: shares are known to about 1.5 percentage points.
_MEMBERS_IN_ALL = 4000
# Half a gigabyte of numbers, and some minutes for all rules.
_MOST_RATINGS = 10_000_000
_PICTURES = (".svg", ".png")
_DOTS_PER_INCH = 200


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What was asked for; None where the term or the reference design decides."""

    members: int | None = None
    sessions: int | None = None
    reliability: float | None = None
    autocorrelation: float | None = None
    depths: Sequence[float] = ()
    lengths: Sequence[str] = ()
    onset: int | None = None
    missing: float | None = None
    share: float | None = None
    trend: float | None = None
    noise_spread: float | None = None
    rules: Sequence[str] = ()
    most_false_alarms: float | None = None
    seed: int = 2026
    replications: int | None = None


def calibrate_design(wanted: Wanted, folder: Path | None, term: str | None, *, form: str, figure: Path | None) -> None:
    """Simulate, try the rules, and print what they found; draw it where a file is named.

    Args:
        wanted: The design's options.
        folder: The program whose term gives the design; None for the reference design.
        term: The term's id; None where the project has only one.
        form: `text`, `json` or `csv`.
        figure: An .svg or .png file.

    Raises:
        ParameterError: An option cannot be followed, or the term says too little.
        InvalidDataError: The term's tables break the contract.
    """
    if figure is not None and figure.suffix.lower() not in _PICTURES:
        raise _wrong("--figure", f"a figure is an .svg or a .png file, not '{figure.suffix}'", "Name one of them.")
    if figure is not None and not figure.absolute().parent.is_dir():
        raise _wrong("--figure", f"there is no folder {figure.parent} to write it into", "Make the folder first.")
    if term is not None and folder is None:
        raise _wrong("--term", "a term belongs to a project", "Name its folder with --project.")
    from groupreport.display.calibration.files import calibration_csv, calibration_json

    own, settings = _own(folder, term) if folder is not None else (None, RuptureSettings())
    found = _found(wanted, own, settings)
    match form:
        case "json":
            say(calibration_json(found, own).rstrip("\n"))
        case "csv":
            say(calibration_csv(found).rstrip("\n"))
        case _:
            _show(found, own, folder)
    if figure is not None:
        _draw(found, figure, folder)
        complain(f"wrote {figure}")  # apart from the answer, which another program may read


def _own(folder: Path, term: str | None) -> tuple[OwnDesign, RuptureSettings]:
    """The design that a term's ratings suggest, and the program's settings about drops."""
    from groupreport.display.wording import documentation_wording
    from groupreport.instruments import load_catalog
    from groupreport.intake import freeze, open_term
    from groupreport.publishing.earlier_edition import earlier_edition
    from groupreport.publishing.lock import only_run
    from groupreport.summaries.own_design import own_design
    from groupreport.summaries.records import Unavailable

    home = Project(folder)
    parameters = read_parameters(home, term_of(home, term))
    with only_run(home.build_folder(parameters.term.id)):  # the frozen term must not change under a run's kernels
        frozen = freeze(home, parameters, load_catalog(home), earlier=earlier_edition(home, parameters))
        own = own_design(open_term(frozen))
    if isinstance(own, Unavailable):
        problem = Problem(
            rule="calibration-data",
            message=documentation_wording().word("reason", own.detail).rstrip("."),
            remedy="Leave --project out and describe the design with options.",
            file="--project",
        )
        raise ParameterError([problem])
    return own, parameters.settings.ruptures


def _found(wanted: Wanted, own: OwnDesign | None, settings: RuptureSettings) -> Calibration:
    from groupreport.measures.calibration import calibrate_depths
    from groupreport.measures.calibration.by_depth import DEPTHS
    from groupreport.measures.calibration.supported_rule import MOST_FALSE_ALARMS

    rules = _known_rules(wanted.rules)
    design = _design(wanted, own)
    terms = wanted.replications or max(1, math.ceil(_MEMBERS_IN_ALL / design.members))
    if terms * design.members * design.sessions > _MOST_RATINGS:
        message = f"{terms} terms of {design.members} members and {design.sessions} sessions are too much to simulate"
        raise _wrong("OPTIONS", message, f"Together they may have {_MOST_RATINGS:,} ratings.")
    limit = MOST_FALSE_ALARMS if wanted.most_false_alarms is None else wanted.most_false_alarms
    return calibrate_depths(
        design,
        depths=tuple(wanted.depths) or DEPTHS,
        rules=rules,
        terms=terms,
        seed=wanted.seed,
        settings=settings,
        most_false_alarms=limit,
    )


def _known_rules(names: Sequence[str]) -> list[str] | None:
    """The rules that were named; None for all.

    Raises:
        ParameterError: There is no such rule, or none of them can be tried.
    """
    from groupreport.measures.calibration import judged_rules, why_out_of_reach
    from groupreport.measures.ruptures import RULES

    for name in names:
        if name not in RULES:
            near = next(iter(difflib.get_close_matches(name, RULES, n=1)), None)
            listed = f"The rules are {', '.join(RULES)}."
            raise _wrong("--rule", f"there is no rule '{name}'", listed, suggestion=near)
    if names and not judged_rules(names):
        why = "; ".join(f"{name}: {why_out_of_reach(name)}" for name in names)
        raise _wrong("--rule", f"no rule is left to try ({why})", "Name another rule, or none for all.")
    return list(dict.fromkeys(names)) or None


def _design(wanted: Wanted, own: OwnDesign | None) -> Design:
    from groupreport.measures.calibration import REFERENCE

    given = {
        "members": wanted.members,
        "sessions": wanted.sessions,
        "autocorrelation": wanted.autocorrelation,
        "low_sessions": _lengths(wanted.lengths),
        "onset_sessions": wanted.onset,
        "missing": wanted.missing,
        "share": wanted.share,
        "trend": wanted.trend,
        "noise_spread": wanted.noise_spread,
    }
    changed: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    try:
        if own is None:
            base = REFERENCE if wanted.reliability is None else REFERENCE.measured_with(wanted.reliability)
        else:
            base = own.design
            if wanted.reliability is not None:
                changed |= {"reliability": wanted.reliability, "criterion": None}
        design = replace(base, **changed)
        for depth in wanted.depths:
            replace(design, depth=depth)
    except ValueError as error:
        raise _wrong("OPTIONS", str(error), "Correct the option.") from error
    return design


def _lengths(given: Sequence[str]) -> LowPhase | tuple[LowPhase, ...] | None:
    """The lengths of planted falls as they were given, each once; None where none was.

    Raises:
        ParameterError: One is neither a count of sessions nor "end".
    """
    read: list[LowPhase] = []
    for length in dict.fromkeys(length.strip().lower() for length in given):
        if length != "end" and not (length.isdecimal() and int(length) >= 1):
            message = f"a fall stays low for sessions or to the end, not for '{length}'"
            raise _wrong("--length", message, "Give a whole number from 1 on, or 'end'.")
        read.append("end" if length == "end" else int(length))
    return read[0] if len(read) == 1 else tuple(read) or None


def _show(found: Calibration, own: OwnDesign | None, folder: Path | None) -> None:
    from groupreport.display.calibration.tables import calibration_tables
    from groupreport.display.wording import documentation_wording
    from groupreport.error_list.terminal_table import TableOnTerminal

    tables = calibration_tables(found, documentation_wording(folder), own)
    show(*(part for place, table in enumerate(tables) for part in ([""] * bool(place) + [TableOnTerminal(table)])))


def _draw(found: Calibration, path: Path, folder: Path | None) -> None:
    from groupreport.display.calibration.figure import depth_panels, draw_panels, panels_height
    from groupreport.display.drawing.picture import Picture
    from groupreport.display.figures import WIDTH
    from groupreport.display.wording import documentation_wording
    from groupreport.publishing.pixels import png_of

    words = documentation_wording(folder)
    panels = depth_panels(found, words)
    figure = Picture(WIDTH, panels_height(panels))
    draw_panels(figure, panels, words)
    if path.suffix.lower() == ".svg":
        path.write_text(f"{figure.svg()}\n", encoding="utf-8", newline="\n")
    else:
        path.write_bytes(png_of(figure.svg(), _DOTS_PER_INCH))


def _wrong(option: str, message: str, remedy: str, *, suggestion: str | None = None) -> ParameterError:
    problem = Problem(rule="design-impossible", message=message, remedy=remedy, file=option, suggestion=suggestion)
    return ParameterError([problem])
