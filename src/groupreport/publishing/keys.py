"""What a report depends on, as hashes: the same key means the same bytes."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groupreport.parameters import Project
from groupreport.publishing.jobs import Job

if TYPE_CHECKING:
    from groupreport.intake import Term

KEY_ID = "key_id"
# The distributions whose version can change a number, a figure or a page.
_TOOLS = (
    "groupreport",
    "highspy",
    "ipykernel",
    "jinja2",
    "matplotlib",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "pypandoc_binary",
    "scipy",
    "seaborn",
    "statsmodels",
    "typst",
)


def digest(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """SHA-256 of a JSON value in canonical form."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@functools.cache
def tool_versions() -> Mapping[str, str]:
    """The version of every package that can change a report, and Python's own."""
    versions = {name: importlib.metadata.version(name) for name in _TOOLS}
    return {"python": ".".join(map(str, sys.version_info[:3])), **versions}


@functools.cache
def package_digest() -> str:
    """SHA-256 over the package's own files, so that a changed line of code makes every report stale."""
    package = Path(__file__).resolve().parents[1]
    files = sorted(path for path in package.rglob("*") if path.suffix in {".py", ".yml", ".lua"} and path.is_file())
    return digest([[path.relative_to(package).as_posix(), file_digest(path)] for path in files])


def templates_digest(project: Project) -> str:
    """SHA-256 over the templates that the project's reports are made with."""
    files = {**project.find_all("templates", "*"), "_quarto.yml": project.find("_quarto.yml")}
    return digest({name: file_digest(path) for name, path in files.items()})


def _parameters_of(job: Job, term: Term, project: Project) -> dict[str, Any]:
    settings = term.parameters.settings.model_dump(mode="json", exclude={"data", "render"})
    logo = settings["brand"]["logo"]
    shown = {"logo": file_digest(project.folder / "params" / logo)} if logo else {}
    parameters: dict[str, Any] = {"settings": settings, **shown, "term": term.parameters.term.model_dump(mode="json")}
    if job.group_id is None:
        parameters["term_settings"] = term.parameters.term_settings.model_dump(mode="json")
    else:
        parameters["stages"] = term.parameters.stages_of(job.group_id)
        parameters["group_id"] = job.group_id
    return parameters


def data_hash(job: Job, term: Term) -> str:
    """SHA-256 of the rows that the report is made from: its group's, or the whole term's."""
    return term.data_hash if job.group_id is None else term.partition_hash(job.group_id)


def _data_of(job: Job, term: Term) -> str:
    previous = [term.previous.data_hash, _published_before(term)] if term.previous and job.group_id is None else None
    return digest([data_hash(job, term), previous, [note.frozen for note in term.notes], sorted(term.collected)])


def _published_before(term: Term) -> dict[str, Any] | None:
    return term.earlier_edition.model_dump(mode="json") if term.earlier_edition else None


def _pseudonym_key(job: Job, term: Term) -> dict[str, str]:
    """Which secret key a group's pseudonyms are made with: eight digits of its hash, never the key."""
    settings = term.parameters.settings.audiences.evaluator
    if not settings.pseudonyms or job.group_id is None:
        return {}
    file = settings.key_file
    content = file.read_bytes().strip().lower() if file is not None and file.is_file() else b""
    return {KEY_ID: hashlib.blake2b(content, digest_size=4, person=b"key id").hexdigest()}


def key_parts(job: Job, term: Term, project: Project, *, renderer: str, templates: str) -> dict[str, str]:
    """What the report depends on, part by part, so that a changed part can be named."""
    return {
        "data": _data_of(job, term),
        "parameters": digest([_parameters_of(job, term, project), job.title, job.subtitle, job.appendix_subtitle]),
        "instruments": digest([entry.model_dump(mode="json") for entry in term.instruments.values()]),
        "notebook": file_digest(project.find(job.notebook)),
        "templates": templates,
        "package": package_digest(),
        "tools": digest([dict(tool_versions()), renderer]),
        **_pseudonym_key(job, term),
    }
