"""A file for whoever helps: versions, settings, counts and where runs stopped; nothing of people and no name.

Only what is on a list gets in: numbers, and words of this package's own. Everything that the program or its exports
say, be it a name, an id, a date or a path, is replaced by `(text)`, because nobody can tell what it holds.
"""

from __future__ import annotations

import json
import os
import platform
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from groupreport.doctor.finding import Finding
from groupreport.errors import GroupReportError, SetupError
from groupreport.instruments import load_catalog
from groupreport.intake.contract import TABLES
from groupreport.parameters import Parameters, Project, packaged_folder, read_parameters
from groupreport.publishing.keys import tool_versions
from groupreport.publishing.provenance import read_manifest

MASKED = "(text)"
# A file's date in a zip; the moment at which somebody asked for help is nobody's business.
_NO_DATE = (1980, 1, 1, 0, 0, 0)


def write_bundle(path: Path, project: Project, findings: Sequence[Finding]) -> list[str]:
    """Write the bundle; returns the names of the files in it.

    Raises:
        SetupError: There is such a file already, or it cannot be written.
    """
    if not path.absolute().parent.is_dir():
        raise SetupError(f"there is no folder {path.parent} to write {path.name} into; make the folder first.")
    parts: dict[str, Any] = {"versions.json": _versions(), "findings.json": _findings(findings)}
    for number, term in enumerate(project.terms, 1):
        parts[f"term-{number}/settings.json"] = _settings(project, term)
        parts[f"term-{number}/rows.json"] = _rows(project.build_folder(term) / "frozen")
        parts[f"term-{number}/manifest.json"] = _manifest(project.published_folder(term))
        parts[f"term-{number}/last-run.json"] = list(_last_run(project.build_folder(term) / "executed"))
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise SetupError(f"there is a file {path} already; name another one, or remove it.") from error
    except OSError as error:
        raise SetupError(f"{path} cannot be written: {error.strerror}.") from error
    with open(descriptor, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            bundle.writestr(zipfile.ZipInfo(name, _NO_DATE), json.dumps(content, indent=1, sort_keys=True) + "\n")
    return list(parts)


def _versions() -> dict[str, Any]:
    used = {"system": platform.system(), "release": platform.release(), "machine": platform.machine()}
    return {"tools": dict(tool_versions()), "machine": used}


def _findings(findings: Sequence[Finding]) -> list[dict[str, str]]:
    return [{"about": finding.about, "state": finding.state} for finding in findings]


def _settings(project: Project, term: str) -> Any:  # noqa: ANN401 - JSON
    try:
        parameters = read_parameters(project, term)
    except GroupReportError as error:
        return {"cannot be read": type(error).__name__}
    # Costs are numbers that are nobody else's business.
    given = parameters.model_dump(mode="json", exclude={"term_settings": {"costs"}})
    known = frozenset(_own_words(Parameters.model_json_schema())) | load_catalog(Project(packaged_folder())).keys()
    return _masked(given, known)


def _own_words(schema: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Names of settings and the words that they may be set to, from the settings' own rules; no defaults, no titles."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", []) if isinstance(word, str))
        if isinstance(schema.get("const"), str):
            yield schema["const"]
        for name, part in schema.items():
            if name not in {"enum", "const", "default", "examples"}:
                yield from _own_words(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _own_words(part)


def _masked(value: Any, known: frozenset[str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, Mapping):
        names = [name if name in known else f"(name {place})" for place, name in enumerate(value, 1)]
        return {name: _masked(one, known) for name, one in zip(names, value.values(), strict=True)}
    if isinstance(value, list):
        return [_masked(one, known) for one in value]
    if isinstance(value, str):
        return value if value in known else MASKED
    return value


def _rows(frozen: Path) -> dict[str, int]:
    """How many rows each table has, read without the rows."""
    import pyarrow.parquet  # heavy, and only where somebody asks for help
    from pyarrow import ArrowException

    counts = {}
    for name in TABLES:
        try:
            counts[name] = pyarrow.parquet.read_metadata(frozen / "whole" / f"{name}.parquet").num_rows
        except (OSError, ArrowException):
            continue
    return counts


def _manifest(published: Path) -> Any:  # noqa: ANN401 - JSON
    manifest = read_manifest(published)
    if manifest is None:
        return None
    return {
        "renderer": manifest.renderer,
        "tools": manifest.tools,
        "finished_at": manifest.finished_at,
        "reports": [
            {
                "number": number,
                "audience": entry.audience,
                "status": entry.status,
                "seconds": entry.seconds,
                "files": [
                    {"kind": Path(one.path).suffix, "bytes": one.bytes, "pages": one.pages} for one in entry.files
                ],
            }
            for number, entry in enumerate(manifest.reports, 1)
        ],
    }


def _last_run(executed: Path) -> Iterator[dict[str, Any]]:
    """Of each notebook of the last run: which cell took how long and where it stopped, without any output."""
    for number, path in enumerate(sorted(executed.rglob("*.ipynb")), 1):
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError):
            yield {"number": number, "cannot be read": True}
            continue
        yield {"number": number, "audience": path.parent.name, "cells": [_cell(cell) for cell in cells]}


def _cell(cell: Mapping[str, Any]) -> dict[str, Any]:
    run = cell.get("metadata", {}).get("papermill", {})
    errors = [output.get("ename") for output in cell.get("outputs", []) if output.get("output_type") == "error"]
    found: dict[str, Any] = {"kind": cell.get("cell_type")}
    if run:
        found |= {"status": run.get("status"), "seconds": run.get("duration")}
    return {**found, "errors": [_name(name) for name in errors]} if errors else found


def _name(error: object) -> str:
    """The error's class; what is no name of one is not told."""
    text = str(error)
    return text if text.isidentifier() and len(text) <= 60 and text.endswith(("Error", "Exception", "Exit")) else MASKED
