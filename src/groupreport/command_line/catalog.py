"""What `groupreport instruments` does: list the questionnaires, show one, or write the rules of their files."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from pathlib import Path

from groupreport.command_line.messages import say, show
from groupreport.display.catalog.entry import entry_tables
from groupreport.display.catalog.listing import catalog_tables
from groupreport.display.wording import documentation_wording
from groupreport.error_list.terminal_table import TableOnTerminal
from groupreport.errors import ParameterError, Problem
from groupreport.instruments import Instrument, load_catalog
from groupreport.instruments.as_json import as_json
from groupreport.instruments.catalog import where_from
from groupreport.instruments.schema import schema_text
from groupreport.parameters import Project


def show_instruments(instrument_id: str | None, folder: Path | None, form: str) -> None:
    """Print all questionnaires, or one with everything that is known of it.

    Args:
        instrument_id: Which one; None for all.
        folder: The project whose own questionnaires are among them; None for the packaged ones alone.
        form: `table` or `json`.

    Raises:
        ParameterError: There is no such questionnaire, no such project, or one of the project's own is wrong.
    """
    project = _project(folder) if folder is not None else None
    catalog = load_catalog(project)
    files = {name: where_from(project, name) for name in catalog}
    if instrument_id is not None and instrument_id not in catalog:
        raise ParameterError([_unknown(instrument_id, catalog)])
    listed = list(catalog.values()) if instrument_id is None else [catalog[instrument_id]]
    if form == "json":
        say(as_json(listed, files).rstrip("\n"))
        return
    words = documentation_wording(folder)
    if instrument_id is None:
        own = {name for name, file in files.items() if file.startswith("params/")}
        tables = catalog_tables(listed, words, own)
    else:
        tables = entry_tables(listed[0], files[instrument_id], words)
    show(*(part for place, table in enumerate(tables) for part in ([""] * bool(place) + [TableOnTerminal(table)])))


def write_schema(path: Path) -> None:
    """Write the rules of a questionnaire's file, for editors."""
    path.write_text(schema_text(), encoding="utf-8", newline="\n")
    say(f"wrote {path}")


def _project(folder: Path) -> Project:
    if not (folder / "params").is_dir():
        problem = Problem(
            rule="project-missing",
            message=f"there is no groupreport project in {folder.resolve()}",
            remedy="Give its folder with --project, or leave --project out.",
            file="--project",
        )
        raise ParameterError([problem])
    return Project(folder)


def _unknown(name: str, catalog: Mapping[str, Instrument]) -> Problem:
    near = {"".join(filter(str.isalnum, known.lower())): known for known in catalog}
    near |= {"".join(filter(str.isalnum, one.short_name.lower())): one.id for one in catalog.values()}
    close = difflib.get_close_matches("".join(filter(str.isalnum, name.lower())), near, n=1)
    return Problem(
        rule="instrument-unknown",
        message=f"the catalog has no questionnaire '{name}'",
        remedy="`groupreport instruments` lists all, with --project also your own.",
        file="ID",
        suggestion=near[close[0]] if close else None,
    )
