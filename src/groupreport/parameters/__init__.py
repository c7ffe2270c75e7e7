"""What a program sets: `program.yml` and `terms/<term>.yml` as frozen, typed records, and the folder they live in."""

from groupreport.parameters.project import Project, packaged_folder
from groupreport.parameters.reading import read_parameters, read_record
from groupreport.parameters.records import (
    Audience,
    Parameters,
    ProgramSettings,
    Record,
    RuptureSettings,
    Stage,
    TermSettings,
)

__all__ = [
    "Audience",
    "Parameters",
    "ProgramSettings",
    "Project",
    "Record",
    "RuptureSettings",
    "Stage",
    "TermSettings",
    "packaged_folder",
    "read_parameters",
    "read_record",
]
