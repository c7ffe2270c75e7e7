"""The part of a frozen term that one report reads, as a frozen term of its own that can be sent elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from groupreport.intake.hashes import seal_of
from groupreport.intake.term import PREVIOUS, read_facts
from groupreport.parameters import DataSource


class Excerpts:
    """Excerpts from one frozen term. Each is a set of files, their bytes by their names in the frozen folder.

    What a report does not need stays here: the other groups, where the data come from, the secret key's place, and
    the list of the exported files.
    """

    def __init__(self, frozen: Path) -> None:
        self._frozen = frozen
        self._facts = _without_places(read_facts(frozen))
        self._previous = _without_places(read_facts(frozen / PREVIOUS)) if self._facts["previous"] else None

    def of_group(self, group_id: str) -> dict[str, bytes]:
        """The rows of one group alone."""
        part = self._facts["groups"][group_id]
        facts = {**self._facts, "groups": {group_id: part}, "whole": {}, "previous": None, "earlier_edition": None}
        folder = f"groups/{part['folder']}"
        return {"term.json": _sealed(facts), **self._read("", (f"{folder}/{name}" for name in part["files"]))}

    def whole(self) -> dict[str, bytes]:
        """The tables over all groups, and those of the term to compare with; no group's own."""
        files = {"term.json": _sealed(self._facts), **self._read("", _whole_tables(self._facts))}
        if self._previous is None:
            return files
        files[f"{PREVIOUS}/term.json"] = _sealed(self._previous)
        return {**files, **self._read(f"{PREVIOUS}/", _whole_tables(self._previous))}

    def _read(self, folder: str, tables: Iterable[str]) -> dict[str, bytes]:
        names = [f"{folder}{table}.parquet" for table in tables]
        return {name: (self._frozen / name).read_bytes() for name in names}


def _whole_tables(facts: dict[str, Any]) -> Iterable[str]:
    return (f"whole/{name}" for name in facts["whole"])


def _without_places(facts: dict[str, Any]) -> dict[str, Any]:
    settings = facts["parameters"]["settings"]
    evaluator = {**settings["audiences"]["evaluator"], "pseudonym_key_file": None}
    kept = {
        **settings,
        "data": DataSource().model_dump(mode="json"),
        "audiences": {**settings["audiences"], "evaluator": evaluator},
    }
    parameters = {**facts["parameters"], "settings": kept}
    return {**facts, "parameters": parameters, "inputs": {}, "data_folder": ""}


def _sealed(facts: dict[str, Any]) -> bytes:
    return json.dumps({**facts, "seal": seal_of(facts)}, ensure_ascii=False).encode()
