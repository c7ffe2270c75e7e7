"""What must hold for any input: no crash, no hang, and nothing accepted that does not stand in the files."""

from __future__ import annotations

import datetime
import math
import re
import signal
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from groupreport.errors import GroupReportError, Problem
from groupreport.instruments import load_catalog
from groupreport.intake import TABLES, Term, check_term, freeze, open_term
from groupreport.intake.contract import with_characteristics
from groupreport.parameters import Project, read_parameters

from .terms import Form, Rows

TODAY = datetime.date(2026, 12, 31)
CATALOG = load_catalog()
CONTRACT = with_characteristics(("age_band",))
YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"


class FoundError(AssertionError):
    """An input for which something does not hold."""


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail what takes longer."""

    def stop(*_: object) -> None:
        raise FoundError(f"takes longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def judge(folder: Path, form: Form, seconds: int = 60) -> list[Problem]:
    """Check a project's term; freeze it if nothing is wrong, and hold what was frozen against the files.

    Raises:
        FoundError: Something that must hold does not.
    """
    project = Project(folder)
    with within(seconds):
        try:
            parameters = read_parameters(project, "t")
            problems = check_term(project, parameters, CATALOG, today=TODAY)
            errors = [problem for problem in problems if problem.severity == "error"]
            try:
                term = open_term(freeze(project, parameters, CATALOG, today=TODAY))
            except GroupReportError as error:
                if not errors:
                    raise FoundError(f"was checked without an error, but cannot be frozen: {error!r}") from error
                return problems
            if errors:
                raise FoundError("was frozen in spite of errors")
            read = form.read(folder)
            if read is not None:
                compare(term, read, {problem.rule for problem in problems})
        except FoundError:
            raise
        except GroupReportError as error:
            raise FoundError(f"an error that check should have listed: {error!r}") from error
        except Exception as error:
            raise FoundError(f"crashed: {type(error).__name__}: {error}") from error
    return problems


def compare(term: Term, read: dict[str, Rows], rules: set[str]) -> None:
    """Hold every row of a frozen term against what an independent reader finds.

    Raises:
        FoundError: A row was lost, made up, or has another value.
    """
    strangers = set(read) - set(term.collected)
    if strangers:
        raise FoundError(f"tables that were there are not in the term: {sorted(strangers)}")
    for name in sorted(term.collected):
        compare_frame(name, term.table(name), read[name], rules)


def compare_frame(name: str, frame: pd.DataFrame, rows: Rows, rules: set[str]) -> None:
    """Hold the rows of one table against those that an independent reader finds, in any order.

    Raises:
        FoundError: As for `compare`.
    """
    frozen = Counter(_frozen_rows(frame))
    expected = Counter(_expected_rows(name, rows, rules))
    if frozen != expected:
        raise FoundError(f"{name}: not in the file {frozen - expected}; not in the term {expected - frozen}")


def _frozen_rows(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    columns = [frame[name].astype(object).where(frame[name].notna(), None) for name in frame.columns]
    for row in zip(*columns, strict=True):
        yield tuple(cell.date() if isinstance(cell, pd.Timestamp) else cell for cell in row)


def _expected_rows(name: str, rows: Rows, rules: set[str]) -> Iterator[tuple[object, ...]]:
    header = [_without_invisible(cell) for cell in rows[0]]
    for row in rows[1:]:
        if len(row) != len(header):
            raise FoundError(f"{name}: a row of {len(row)} cells under {len(header)} names was accepted")
        cells = dict(zip(header, row, strict=True))
        values = tuple(_value(cells.get(column.name, "").strip(), column.kind) for column in CONTRACT[name].columns)
        if name in {"ratings", "outcomes"} and "score-left-out" in rules and _is_score(cells):
            continue
        yield values


def _is_score(cells: dict[str, str]) -> bool:
    entry = CATALOG.get(cells["instrument"].strip())
    return entry is not None and cells["item"].strip() not in entry.answer_names


def _without_invisible(cell: str) -> str:
    return re.sub(r"\s+", " ", "".join(sign for sign in cell if unicodedata.category(sign) != "Cf")).strip()


def _value(cell: str, kind: str) -> object:
    """What a strict person reads in a cell that was accepted; anything else is an error of the check."""
    if not cell:
        return None
    match kind:
        case "date":
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+)?", cell):
                raise FoundError(f"{cell!r} was accepted as a date")
            return datetime.date.fromisoformat(cell[:10])
        case "number" | "whole":
            if not re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", cell) or (kind == "number" and "," in cell):
                raise FoundError(f"{cell!r} was accepted as a number")
            number = float(cell.replace(",", "."))
            if not math.isfinite(number) or (kind == "whole" and number != int(number)):
                raise FoundError(f"{cell!r} was accepted as a {kind} number")
            return int(number) if kind == "whole" else number
        case "yes_no":
            if cell.lower() not in YES_NO:
                raise FoundError(f"{cell!r} was accepted as a yes or no")
            return YES_NO[cell.lower()]
        case "ids":
            return ";".join(part.strip() for part in cell.split(";") if part.strip()) or None
        case "item" | "occasion" if re.fullmatch(r"[0-9]+(\.0+)?", cell):
            return cell.split(".")[0].lstrip("0") if kind == "occasion" else cell.split(".")[0]
        case _:
            return cell


assert set(CONTRACT) == set(TABLES)
