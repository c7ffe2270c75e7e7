"""What a program sets, as frozen records: the fields of `params/program.yml` and `params/terms/<term>.yml`."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from groupreport.parameters.data_source import DataSource
from groupreport.parameters.funder_policies import PRESETS, FunderPolicy
from groupreport.parameters.look import Boilerplate, BrandSettings
from groupreport.parameters.record import Name, Names, Record
from groupreport.parameters.ruptures import GroupRuptureSettings, RuptureSettings, Share

Stage = Literal["commitment", "process", "change", "termination"]
Audience = Literal["evaluator", "leadership", "funder"]
Corrections = Literal["shown", "withheld"]
SessionRange = tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]
# A term's id names files and folders.
TERM_ID = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
# The environment's name for the file of the pseudonyms' secret key.
KEY_FILE_VARIABLE = "GROUPREPORT_PSEUDONYM_KEY_FILE"
# A BCP 47 tag, such as `en` or `es`: the name of a folder of wording.
LANGUAGE_TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"


class ProgramFacts(Record):
    """Who runs the groups, as printed on every report."""

    name: Name
    contact: str | None = None
    confidentiality: str | None = None


class AttendanceSettings(Record):
    """What counts as having received the program, and what a missing attendance row means.

    An enrolled member may have no row at a held session that others have a row for. `without_row: unknown` says that
    nobody knows whether the member came, which is assumed where nothing is said; `absent` that the sheets list only
    those who came.
    """

    without_row: Literal["unknown", "absent"] | None = None
    # Median of what group trials call a therapeutic dose: 62.5 % of sessions (range 16.7 to 80 %), PMC6990578.
    dose_share: Share = 0.6
    # What the definitions of drop-out ask: to have come to one of the last so many sessions, to so many at all, and to
    # so many before a course counts as finished (two in the NHS Talking Therapies definition).
    last_sessions: Annotated[int, Field(ge=1, le=20)] = 1
    fewest_sessions: Annotated[int, Field(ge=1, le=100)] = 4
    finished_contacts: Annotated[int, Field(ge=1, le=20)] = 2
    # Signs in attendance: so many absences in a row, and absence within so many own sessions after a rating drop.
    absence_run: Annotated[int, Field(ge=2, le=20)] = 2
    absence_window: Annotated[int, Field(ge=1, le=10)] = 2


class EvaluatorSettings(Record):
    """What evaluators see: ids as given, or pseudonyms.

    Pseudonyms need a secret key: a file of 64 hexadecimal digits that only its owner can read, named here by an
    absolute path or by the environment's GROUPREPORT_PSEUDONYM_KEY_FILE. They hold for one term or for the program.
    """

    pseudonyms: bool = False
    pseudonym_key_file: str | None = None
    pseudonym_scope: Literal["term", "program"] = "term"

    @property
    def key_file(self) -> Path | None:
        """The file with the secret key: the environment's, else program.yml's; None where neither names one."""
        named = os.environ.get(KEY_FILE_VARIABLE) or self.pseudonym_key_file
        return Path(named).expanduser() if named else None


class LeadershipSettings(Record):
    """What leadership sees: counts of people from `smallest_count` up, never a member row.

    `corrections`: whether a second report of a term may show what changed by fewer people than that since the first.
    """

    smallest_count: Annotated[int, Field(ge=2)] = 5
    corrections: Corrections = "shown"
    boilerplate: Boilerplate = Boilerplate()


class FunderSettings(Record):
    """What funders see: program totals of at least `smallest_count` people from at least `minimum_groups` groups.

    `policy` names a set of rules; a program may ask for a larger `smallest_count` than they do, never a smaller one.
    With `near_totals` a small rest of a total (5 when 40 of 45 are shown) is protected like a small count.
    """

    policy: FunderPolicy = "default"
    smallest_count: Annotated[int, Field(ge=2)] | None = None
    minimum_groups: Annotated[int, Field(ge=2)] = 2
    near_totals: bool = True
    text: str | None = None
    boilerplate: Boilerplate = Boilerplate()

    @model_validator(mode="after")
    def _keeps_the_rules_it_names(self) -> FunderSettings:
        least = PRESETS[self.policy].smallest_count
        if self.smallest_count is not None and self.smallest_count < least:
            raise ValueError(f"smallest_count is {self.smallest_count}, and the policy {self.policy} asks for {least}")
        return self


class Audiences(Record):
    """One entry an audience."""

    evaluator: EvaluatorSettings = EvaluatorSettings()
    leadership: LeadershipSettings = LeadershipSettings()
    funder: FunderSettings = FunderSettings()


class RenderSettings(Record):
    """How long a report, and one cell of its notebook, may take, and which formats are made."""

    formats: tuple[Literal["html", "pdf"], ...] = ("html", "pdf")
    timeout_seconds: Annotated[int, Field(ge=5)] = 600
    cell_timeout_seconds: Annotated[int, Field(ge=5)] = 300
    audiences: tuple[Audience, ...] = ("evaluator", "leadership", "funder")


class ProgramSettings(Record):
    """`params/program.yml`: what holds for every term of the program."""

    program: ProgramFacts
    language: Annotated[str, Field(pattern=LANGUAGE_TAG)] = "en"
    data: DataSource = DataSource()
    instruments: Annotated[Names, Field(min_length=1)]
    characteristics: Names = ()
    stages: dict[Stage, SessionRange] | None = None
    attendance: AttendanceSettings = AttendanceSettings()
    ruptures: RuptureSettings = RuptureSettings()
    group_ruptures: GroupRuptureSettings = GroupRuptureSettings()
    audiences: Audiences = Audiences()
    render: RenderSettings = RenderSettings()
    brand: BrandSettings = BrandSettings()


class TermFacts(Record):
    """The term's id and its first and last day."""

    id: Annotated[str, Field(pattern=TERM_ID)]
    starts: datetime.date
    ends: datetime.date
    name: str | None = None

    @model_validator(mode="after")
    def _starts_before_it_ends(self) -> TermFacts:
        if self.ends < self.starts:
            raise ValueError(f"the term ends ({self.ends}) before it starts ({self.starts})")
        return self


class GroupOverride(Record):
    """What is different for one group in one term."""

    stages: dict[Stage, SessionRange] | None = None


class Costs(Record):
    """What the groups that a term reports on cost altogether, in any currency; evaluators see it divided by people."""

    total: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    currency: Annotated[str, Field(min_length=1, max_length=10)]
    note: str | None = None


class TermSettings(Record):
    """`params/terms/<term>.yml`: what holds for one term."""

    term: TermFacts
    costs: Costs | None = None
    compare_with: str | None = None
    groups: Literal["all"] | Names = "all"
    overrides: dict[str, GroupOverride] = {}


class Parameters(Record):
    """A program's settings and one term's, checked together."""

    settings: ProgramSettings
    term_settings: TermSettings

    @property
    def term(self) -> TermFacts:
        """The term's id and dates."""
        return self.term_settings.term

    def stages_of(self, group_id: str) -> dict[Stage, SessionRange] | None:
        """The stage of each session range of a group: its own where the term overrides it, else the program's."""
        override = self.term_settings.overrides.get(group_id)
        return override.stages if override and override.stages else self.settings.stages
