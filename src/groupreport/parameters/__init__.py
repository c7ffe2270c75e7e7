"""What a program sets: `program.yml` and `terms/<term>.yml` as frozen, typed records, and the folder they live in."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groupreport.parameters.data_source import (
        TABLE_NAMES,
        Checkboxes,
        DatabaseSettings,
        DataSource,
        Dialect,
        Joined,
        Limits,
        RedcapSettings,
        SessionOfDay,
        TableFormat,
        TableSource,
    )
    from groupreport.parameters.funder_policies import PRESETS, FunderPolicy
    from groupreport.parameters.headings import headings_of, read_headings, with_headings
    from groupreport.parameters.look import Boilerplate, BrandSettings
    from groupreport.parameters.page_words import PageWords, read_page_words
    from groupreport.parameters.project import (
        PROGRAM_FILE,
        PROJECT_VARIABLE,
        RELEASES_FOLDER,
        WORDING_FOLDER,
        Project,
        packaged_folder,
    )
    from groupreport.parameters.reading import read_parameters, read_program, read_record
    from groupreport.parameters.record import Record
    from groupreport.parameters.records import (
        KEY_FILE_VARIABLE,
        TERM_ID,
        Audience,
        Corrections,
        Parameters,
        ProgramSettings,
        Stage,
        TermFacts,
        TermSettings,
    )
    from groupreport.parameters.ruptures import (
        AlertCutoffs,
        GroupRuptureSettings,
        RuleName,
        RuleNumbers,
        RuptureSettings,
    )
    from groupreport.parameters.yaml_files import line_of_key

__all__ = [
    "KEY_FILE_VARIABLE",
    "PRESETS",
    "PROGRAM_FILE",
    "PROJECT_VARIABLE",
    "RELEASES_FOLDER",
    "TABLE_NAMES",
    "TERM_ID",
    "WORDING_FOLDER",
    "AlertCutoffs",
    "Audience",
    "Boilerplate",
    "BrandSettings",
    "Checkboxes",
    "Corrections",
    "DataSource",
    "DatabaseSettings",
    "FunderPolicy",
    "Dialect",
    "GroupRuptureSettings",
    "Joined",
    "Limits",
    "PageWords",
    "Parameters",
    "ProgramSettings",
    "Project",
    "Record",
    "RedcapSettings",
    "RuleName",
    "RuleNumbers",
    "RuptureSettings",
    "SessionOfDay",
    "Stage",
    "TableFormat",
    "TableSource",
    "TermFacts",
    "TermSettings",
    "headings_of",
    "line_of_key",
    "packaged_folder",
    "read_headings",
    "read_page_words",
    "read_parameters",
    "read_program",
    "read_record",
    "with_headings",
]

# Imported on first use: whoever needs the folder alone does not pay for the records.
_HOMES = {
    "AlertCutoffs": "ruptures",
    "Audience": "records",
    "Boilerplate": "look",
    "BrandSettings": "look",
    "Checkboxes": "data_source",
    "Corrections": "records",
    "DataSource": "data_source",
    "DatabaseSettings": "data_source",
    "Dialect": "data_source",
    "FunderPolicy": "funder_policies",
    "GroupRuptureSettings": "ruptures",
    "Joined": "data_source",
    "KEY_FILE_VARIABLE": "records",
    "Limits": "data_source",
    "PRESETS": "funder_policies",
    "PROGRAM_FILE": "project",
    "PROJECT_VARIABLE": "project",
    "PageWords": "page_words",
    "Parameters": "records",
    "ProgramSettings": "records",
    "Project": "project",
    "RELEASES_FOLDER": "project",
    "Record": "record",
    "RedcapSettings": "data_source",
    "RuleName": "ruptures",
    "RuleNumbers": "ruptures",
    "RuptureSettings": "ruptures",
    "SessionOfDay": "data_source",
    "Stage": "records",
    "TABLE_NAMES": "data_source",
    "TERM_ID": "records",
    "TableFormat": "data_source",
    "TableSource": "data_source",
    "TermFacts": "records",
    "TermSettings": "records",
    "WORDING_FOLDER": "project",
    "headings_of": "headings",
    "line_of_key": "yaml_files",
    "packaged_folder": "project",
    "read_headings": "headings",
    "read_page_words": "page_words",
    "read_parameters": "reading",
    "read_program": "reading",
    "read_record": "reading",
    "with_headings": "headings",
}


def __getattr__(name: str) -> object:
    """The public name, imported from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
