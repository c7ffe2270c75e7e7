"""A validated term as files: one Parquet file a table and group, one for the whole term, `term.json` last."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from groupreport.intake.contract import Table
from groupreport.intake.final_tables import given_to_groups
from groupreport.intake.hashes import digest, seal_of
from groupreport.intake.parquet import to_arrow, to_bytes
from groupreport.intake.safe_name import safe_name


def write_tables(
    folder: Path, frames: Mapping[str, pd.DataFrame], tables: Mapping[str, Table], group_ids: tuple[str, ...]
) -> dict[str, Any]:
    """Write every table whole and split by group, and return the hashes for `term.json`.

    Args:
        folder: A folder of the owner's alone, empty, that nobody else reads yet.
        frames: The typed rows of every collected table, in their final order.
        tables: The contract.
        group_ids: The groups to split by; every row of a group that is not among them must be gone already.
    """
    whole: dict[str, str] = {}
    groups = frames["groups"].set_index("group_id")
    names, programs = groups["group_name"], groups["program"].fillna("")
    parts: dict[str, dict[str, Any]] = {
        group_id: {
            "name": str(names[group_id]),
            "program": str(programs[group_id]),
            "folder": safe_name(group_id),
            "files": {},
            "rows": {},
        }
        for group_id in group_ids
    }
    for part_folder in ("whole", "groups", *(f"groups/{part['folder']}" for part in parts.values())):
        (folder / part_folder).mkdir(mode=0o700)
    for name, frame in frames.items():
        whole[name] = write_private(folder / "whole" / f"{name}.parquet", to_bytes(to_arrow(frame, tables[name])))
        split = given_to_groups(frame, frames["roster"]) if name == "outcomes" else frame
        for group_id, rows in _by_group(split, tables[name], group_ids).items():
            part = parts[group_id]
            path = folder / "groups" / part["folder"] / f"{name}.parquet"
            part["files"][name] = write_private(path, to_bytes(rows))
            part["rows"][name] = rows.num_rows
    for part in parts.values():
        part["hash"] = _hash_of(part["files"])
    return {"whole": whole, "groups": parts, "data_hash": _hash_of(whole)}


def write_facts(folder: Path, facts: dict[str, Any]) -> None:
    """Write `term.json`, which makes the folder a frozen term."""
    text = json.dumps({**facts, "seal": seal_of(facts)}, indent=1, ensure_ascii=False)
    write_private(folder / "term.json", text.encode())


def write_private(path: Path, content: bytes) -> str:
    """Write bytes to a new file that only its owner can read, and return their SHA-256."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return digest(content)


def _by_group(frame: pd.DataFrame, table: Table, group_ids: tuple[str, ...]) -> dict[str, pa.Table]:
    """The rows of each group, in the order they stand in; a group without rows has an empty table."""
    place = pd.Index(group_ids).get_indexer(pd.Index(frame["group_id"]))
    order = np.argsort(place, kind="stable")
    rows = to_arrow(frame.take(order), table)
    edges = np.searchsorted(place[order], np.arange(len(group_ids) + 1))
    return {
        group_id: rows.slice(edges[number], edges[number + 1] - edges[number])
        for number, group_id in enumerate(group_ids)
    }


def _hash_of(hashes: Mapping[str, str]) -> str:
    listed = "\n".join(f"{name} {value}" for name, value in sorted(hashes.items()))
    return hashlib.sha256(listed.encode()).hexdigest()
