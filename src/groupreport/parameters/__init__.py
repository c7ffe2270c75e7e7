"""What a program sets: `program.yml` and `terms/<term>.yml` as frozen, typed records, and the folder they live in."""

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
    Parameters,
    ProgramSettings,
    Stage,
    TermFacts,
    TermSettings,
)
from groupreport.parameters.ruptures import AlertCutoffs, GroupRuptureSettings, RuleName, RuleNumbers, RuptureSettings
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
