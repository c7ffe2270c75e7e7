"""Exports of survey systems of the intake's tests, to be spoilt like the others."""

from __future__ import annotations

import csv
import importlib.util
import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from .terms import Form, Rows

_INTAKE = Path(__file__).parents[1] / "intake"


def _loaded(path: str) -> ModuleType:
    """A module of the intake's tests, which are imported one by one and not as a package."""
    name = f"fuzzed_{Path(path).stem}"
    spec = importlib.util.spec_from_file_location(name, _INTAKE / path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class _Written:
    """How a kind of export writes its files."""

    encoding: str
    delimiter: str

    def rows_of(self, text: str) -> Rows:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter))

    def files(self, tables: Mapping[str, Rows]) -> dict[str, bytes]:
        return {f"data/t/{name}": self._bytes_of(rows) for name, rows in tables.items()}

    def _bytes_of(self, rows: Rows) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self.delimiter, lineterminator="\n").writerows(rows)
        return text.getvalue().encode(self.encoding, "replace")


def survey_forms() -> dict[str, Form]:
    """Each kind of export; there is no independent reader of them, so only crashes and hangs are looked for."""
    small, answers, programs = map(_loaded, ("conftest.py", "surveys/survey_files.py", "surveys/survey_programs.py"))
    forms = {}
    for kind, (data, write, encoding, replaced) in programs.KINDS.items():
        written = _Written(encoding, "\t" if encoding == "utf-16" else ",")
        plain = {f"{name}.csv": text for name, text in small.TABLES.items() if name not in replaced}
        tables = {name: list(csv.reader(io.StringIO(text))) for name, text in plain.items()}
        tables |= {name: written.rows_of(text) for name, text in write(answers, answers.sample()).items()}
        forms[kind] = Form(answers.PROGRAM + data, tables, written.files, lambda _: None)
    return forms
