"""The catalog as JSON, for other programs: every field of every entry, under a version of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version

from groupreport.instruments.records import Instrument
from groupreport.instruments.unverified import unverified_facts

SCHEMA = "groupreport-instruments/1"


def as_json(instruments: Iterable[Instrument], files: Mapping[str, str]) -> str:
    """The entries as JSON text in ASCII.

    Args:
        instruments: What is listed.
        files: By id, the file that an entry comes from.
    """
    entries = [
        {
            "file": files[instrument.id],
            "not_checked": list(unverified_facts(instrument)),
            "entry": instrument.model_dump(mode="json"),
        }
        for instrument in instruments
    ]
    listed = {"schema": SCHEMA, "groupreport": version("groupreport"), "instruments": entries}
    return json.dumps(listed, indent=1) + "\n"
