"""What a program sets: `program.yml` and `terms/<term>.yml` as frozen, typed records, and the folder they live in."""

from groupreport.parameters.project import PROJECT_VARIABLE, Project, packaged_folder
from groupreport.parameters.reading import read_parameters, read_record
from groupreport.parameters.records import (
    Audience,
    DataSource,
    Parameters,
    ProgramSettings,
    Record,
    RuptureSettings,
    Stage,
    TermFacts,
    TermSettings,
)
from groupreport.parameters.yaml_files import line_of_key

__all__ = [
    "PROJECT_VARIABLE",
    "Audience",
    "DataSource",
    "Parameters",
    "ProgramSettings",
    "Project",
    "Record",
    "RuptureSettings",
    "Stage",
    "TermFacts",
    "TermSettings",
    "line_of_key",
    "packaged_folder",
    "read_parameters",
    "read_record",
]
