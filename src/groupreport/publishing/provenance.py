"""The manifest: what was published, from what, with what. It is written last, so its presence means a whole run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from groupreport.parameters import Audience, Record
from groupreport.publishing.ingredients import Ingredients
from groupreport.publishing.keys import digest
from groupreport.publishing.layers import Layers

MANIFEST_FILE = "manifest.json"
INDEX_FILE = "index.html"
Status = Literal["published", "failed", "refused"]


class PublishedFile(Record):
    """One file below the published folder."""

    path: str
    sha256: str
    bytes: int
    pages: int | None = None


class ReportEntry(Record):
    """One report: its files, what they were made from, and what became of it in the last run.

    A failed report may still have the files of an earlier run; `made_at`, `key`, `layers` and `guarantee` are those
    files' own. `guarantee` is what disclosure control did for a funder release. `key["key_id"]` says which secret key
    a report's pseudonyms were made with, without telling the key.
    """

    name: str
    audience: Audience
    title: str
    subtitle: str
    group_id: str | None
    status: Status
    reason: str | None = None
    key: dict[str, str]
    files: tuple[PublishedFile, ...] = ()
    layers: Layers = Layers()
    made_at: str | None = None
    seconds: float | None = None
    guarantee: dict[str, Any] | None = None


class Manifest(Record):
    """Everything that is in the published folder of a term."""

    format: Literal[1] = 1
    program: str
    term: str
    renderer: str
    tools: dict[str, str]
    data: str
    inputs: dict[str, str]
    parameters: str
    ingredients: Ingredients | None = None
    reports: tuple[ReportEntry, ...]
    finished_at: str
    index_sha256: str

    def entry(self, name: str) -> ReportEntry | None:
        """The entry of one report."""
        return next((entry for entry in self.reports if entry.name == name), None)


def read_manifest(published: Path) -> Manifest | None:
    """A published folder's manifest; None, so that nothing is current, if it is absent, damaged or too old."""
    try:
        facts = json.loads((published / MANIFEST_FILE).read_text(encoding="utf-8"))
        return Manifest.model_validate(facts) if facts.pop("seal") == digest(facts) else None
    except (OSError, ValueError, KeyError, AttributeError, RecursionError):
        return None


def manifest_is_lost(published: Path) -> bool:
    """Whether reports were published, but what they were made from cannot be told any more."""
    return (published / MANIFEST_FILE).exists() and read_manifest(published) is None


def manifest_text(manifest: Manifest) -> str:
    """The manifest as it is written: sorted, indented JSON with a hash over all of it, so that damage is noticed."""
    facts = manifest.model_dump(mode="json")
    return json.dumps({**facts, "seal": digest(facts)}, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
