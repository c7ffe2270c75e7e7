"""Where a term's exported tables come from, how they are written, and how their columns become the contract's."""

from __future__ import annotations

import codecs
import re
import urllib.parse
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from groupreport.parameters.record import Names, Record

Source = Literal["folder", "workbook", "redcap", "database"]
Layout = Literal["long", "wide"]
TableFormat = Literal["plain", "qualtrics", "redcap", "forms"]
TableName = Literal[
    "groups", "roster", "sessions", "attendance", "ratings", "outcomes", "events", "participation", "feedback"
]
_SECRET = re.compile(r"//[^/@:]*:[^@]+@|(?:^|[?&;])\s*\w*(?:password|passwd|pwd|token)\s*=", re.IGNORECASE)


def _text_of_number(value: object) -> object:
    """A word that stands in an export may be written as a number: -9 is the text "-9"."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _word_of_yes_or_no(value: object) -> object:
    """The contract's own words yes and no, which YAML takes for true and false where they have no quotes."""
    return ("yes" if value else "no") if isinstance(value, bool) else _text_of_number(value)


def _list_or_one(value: object) -> str:
    return "kind:list" if isinstance(value, list | tuple) else "kind:one"


def _kind_of_column_source(value: object) -> str | None:
    if isinstance(value, str):
        return "kind:name"
    if isinstance(value, Record):
        return f"kind:{next(iter(type(value).model_fields))}"
    keys = value.keys() if isinstance(value, dict) else ()
    return next((f"kind:{key}" for key in ("checkboxes", "joined", "day_of") if key in keys), None)


def _known_encoding(encoding: str) -> str:
    try:
        "".encode(codecs.lookup(encoding).name)
    except LookupError as error:
        raise ValueError(f"there is no text encoding '{encoding}'; usual ones are utf-8, cp1252, utf-16") from error
    return encoding


def _format_of_a_day(date_format: str) -> str:
    parts = re.findall(r"%([a-zA-Z])", date_format)
    if "d" not in parts or not {"m", "b", "B"} & set(parts) or not {"Y", "y"} & set(parts):
        raise ValueError(f"'{date_format}' does not hold day, month and year as in %m/%d/%Y or %d.%m.%Y")
    unknown = sorted(set(parts) - set("dmbBYyHMSpIfaA"))
    if unknown:
        raise ValueError(f"'{date_format}' holds %{unknown[0]}, which is not part of a day")
    return date_format


def _without_secret(address: str) -> str:
    if _SECRET.search(urllib.parse.unquote_plus(address)):
        raise ValueError("holds a password; leave it out here and put it into an environment variable or the keyring")
    return address


def _redcap_address(address: str) -> str:
    parts = urllib.parse.urlsplit(_without_secret(address))
    if parts.scheme != "https" or not parts.hostname:
        raise ValueError("must begin with https://, so that nobody on the way can read the token and the records")
    if "@" in parts.netloc:
        raise ValueError("must not name a user; the token says who asks")
    if parts.query or parts.fragment or not parts.path.endswith("/api/"):
        raise ValueError("must end in /api/, as REDCap shows it under API")
    return address


Text = Annotated[str, Field(min_length=1)]
Cell = Annotated[str, BeforeValidator(_text_of_number)]
FilledCell = Annotated[Cell, Field(min_length=1)]
# What a word or a constant means in the contract's terms.
Meaning = Annotated[str, BeforeValidator(_word_of_yes_or_no)]
FilledMeaning = Annotated[Meaning, Field(min_length=1)]
Encoding = Annotated[str, AfterValidator(_known_encoding)]
DateFormat = Annotated[str, AfterValidator(_format_of_a_day)]
# Not stripped of spaces like other text: a tab is a delimiter.
Delimiter = Annotated[str, StringConstraints(strip_whitespace=False, pattern=r"^[^\"\r\nA-Za-z0-9]$")]
# Not stripped either: `, ` with its space joins choices that may hold commas themselves.
Joint = Annotated[str, StringConstraints(strip_whitespace=False, pattern=r"^[^A-Za-z0-9]{1,5}$")]
# Only what was meant is complained about: a list as a list, a word as a word.
OneOrMore = Annotated[
    Annotated[tuple[Text, ...], Tag("kind:list")] | Annotated[Text, Tag("kind:one")], Discriminator(_list_or_one)
]
OneOrMoreCells = Annotated[
    Annotated[tuple[Cell, ...], Tag("kind:list")] | Annotated[Cell, Tag("kind:one")], Discriminator(_list_or_one)
]
AnswerPlace = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[A-Za-z0-9_]+$")]
Address = Annotated[str, AfterValidator(_without_secret)]
VariableName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class Checkboxes(Record):
    """A column that stands in the export as several: every box that was ticked, joined by `;`.

    `checkboxes` is what the boxes' columns begin with, before `___` or ` (choice=` (REDCap) or `_1` (Qualtrics).
    """

    checkboxes: Text


class Joined(Record):
    """A column in which the export joins several choices by something else than `;`.

    `joined` is the column, `by` is what stands between the choices: `, ` in Google Forms, `,` in Qualtrics.
    """

    joined: Text
    by: Joint = ", "


class SessionOfDay(Record):
    """A session that the export knows by its day only: the group's session that was held on it.

    `day_of` is the column with the day.
    """

    day_of: Text


ColumnSource = Annotated[
    Annotated[Checkboxes, Tag("kind:checkboxes")]
    | Annotated[Joined, Tag("kind:joined")]
    | Annotated[SessionOfDay, Tag("kind:day_of")]
    | Annotated[Text, Tag("kind:name")],
    Discriminator(
        _kind_of_column_source,
        custom_error_type="column_source",
        custom_error_message="must be a column of the export, or one of "
        '{checkboxes: …}, {joined: …, by: ", "} and {day_of: …}',
    ),
]


class TableSource(Record):
    """One part of a table: where its rows stand, and what its columns are called there.

    Every key may be left out. `file` (a name, a list, or a pattern such as `session-*.csv`), `sheet`, `forms` and
    `events` (REDCap) and `query` (database: SQL, or the name of a `.sql` file in the project) say where. `format`
    says what wrote it; `header_row` is the line of the column names in a plain file that has something above them.
    `columns` gives the export's name for each of the contract's columns, `answers` names the item (`wai_sr.3`) that
    each column of answers is about, `constants` are the same in every row. `where` keeps the rows with one of these
    words in a column of the export. `carry` names columns of the contract that stand in another row of the same
    record (REDCap), `from_roster` those that follow from the member's stay. `values` translates words of the export,
    by column or by instrument.
    The rest is as in `data`, for this part only.
    """

    file: OneOrMore | None = None
    sheet: Text | None = None
    forms: OneOrMore | None = None
    events: OneOrMore | None = None
    query: Text | None = None
    format: TableFormat = "plain"
    header_row: Annotated[int, Field(ge=1)] | None = None
    columns: Mapping[str, ColumnSource] = {}
    answers: Mapping[str, AnswerPlace] = {}
    constants: Mapping[str, FilledMeaning] = {}
    where: Mapping[str, OneOrMoreCells] = {}
    carry: Names = ()
    from_roster: tuple[Literal["group_id"], ...] = ()
    values: Mapping[str, Mapping[str, Meaning]] = {}
    layout: Layout | None = None
    date_format: DateFormat | None = None
    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    decimal: Literal[".", ","] | None = None
    missing_codes: tuple[FilledCell, ...] | None = None

    @property
    def named_columns(self) -> tuple[str, ...]:
        """The export's columns that the block names; of boxes what their columns begin with."""
        sources = [
            source if isinstance(source, str) else str(getattr(source, next(iter(type(source).model_fields))))
            for source in self.columns.values()
        ]
        return (*sources, *self.answers, *self.where)


OneOrMoreBlocks = Annotated[
    Annotated[tuple[TableSource, ...], Tag("kind:list")] | Annotated[TableSource, Tag("kind:one")],
    Discriminator(_list_or_one),
]


class RedcapSettings(Record):
    """A REDCap project's API. The token is never written here.

    `url` is the address that REDCap shows under "API"; it begins with `https://` and ends in `/api/`. The token is
    read from the environment variable `token_variable`, or else from the keyring, where it is kept under the service
    `groupreport` and the name `keyring_name`; `{term}` in that name stands for the term's id, where each term is a
    project of its own. `certificate` is the file of a certificate authority of the clinic's own. `labels` asks for
    the choices' labels instead of their codes. One answer of the server holds `records_at_once` records and may take
    `timeout_seconds`; where the server is busy or cannot be reached, each is asked for up to `tries` times, and no
    try begins later than `total_minutes` after the first.
    """

    url: Annotated[str, AfterValidator(_redcap_address)]
    token_variable: VariableName = "REDCAP_API_TOKEN"
    keyring_name: Text | None = None
    certificate: Text | None = None
    labels: bool = False
    records_at_once: Annotated[int, Field(ge=1, le=10000)] = 200
    timeout_seconds: Annotated[float, Field(gt=0, le=3600)] = 60
    tries: Annotated[int, Field(ge=1, le=10)] = 4
    total_minutes: Annotated[float, Field(gt=0, le=1440)] = 30

    def without_path(self) -> RedcapSettings:
        """The same without the folders of this machine: of the certificate, only the name."""
        name = Path(self.certificate).name if self.certificate is not None else None
        return self.model_copy(update={"certificate": name})


class DatabaseSettings(Record):
    """A database by its SQLAlchemy address, without a password.

    `url` is the address (`postgresql://reader@host/clinic`, `sqlite:///data/clinic.db`,
    `duckdb:///data/clinic.duckdb`; `{term}` in it stands for the term's id); `url_variable` names an environment
    variable that holds a whole address instead. The password is read from the environment variable
    `password_variable`, or else from the keyring, where it is kept under the service `groupreport` and the name
    `keyring_name`. `timeout_seconds` bounds the wait for any one answer of the database, `tries` how often a server
    that cannot be reached is called.
    """

    url: Address | None = None
    url_variable: VariableName | None = None
    password_variable: VariableName = "GROUPREPORT_DATABASE_PASSWORD"
    keyring_name: Text | None = None
    timeout_seconds: Annotated[float, Field(gt=0, le=3600)] = 60
    tries: Annotated[int, Field(ge=1, le=10)] = 3

    def without_place(self) -> DatabaseSettings:
        """The same without the server, the account and the folders: what kind of database, and its name."""
        named = re.match(r"([\w+.]+)://[^?]*?([^/\\?]*)(?:\?.*)?$", self.url or "")
        return self.model_copy(update={"url": "{}:///{}".format(*named.groups())}) if named else self

    @model_validator(mode="after")
    def _has_one_address(self) -> DatabaseSettings:
        if (self.url is None) == (self.url_variable is None):
            raise ValueError("needs either url or url_variable")
        return self


class Limits(Record):
    """From which size on an export is refused instead of read: what is larger is a mistake, or an attack."""

    file_megabytes: Annotated[int, Field(ge=1)] = 1024
    rows: Annotated[int, Field(ge=1)] = 10_000_000
    columns: Annotated[int, Field(ge=1)] = 5_000
    cell_characters: Annotated[int, Field(ge=100)] = 100_000


class DataSource(Record):
    """Where a term's exported tables are and how they are written.

    `path` is the folder or the workbook; `{term}` in it stands for the term's id. `date_format` is in Python's terms
    (`%m/%d/%Y`); left out, dates are ISO 8601. `missing_codes` are texts that stand for a missing answer; they hold
    for numbers, dates and words, never for ids, sessions or items. `tables` says for each table where its rows are
    and how its columns become the contract's; a table that is left out there stands under its own name, with the
    contract's columns.
    """

    source: Source = "folder"
    path: Text | None = None
    layout: Layout = "long"
    date_format: DateFormat | None = None
    encoding: Encoding = "utf-8"
    delimiter: Delimiter = ","
    decimal: Literal[".", ","] = "."
    missing_codes: tuple[FilledCell, ...] = ()
    tables: Mapping[TableName, OneOrMoreBlocks] = {}
    redcap: RedcapSettings | None = None
    database: DatabaseSettings | None = None
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _says_where(self) -> DataSource:
        for name, settings in (("redcap", self.redcap), ("database", self.database)):
            if self.source == name and settings is None:
                raise ValueError(f"the source '{name}' needs a block `{name}:` under data")
            if self.source != name and settings is not None:
                raise ValueError(f"has a block `{name}:`, but the source is '{self.source}'")
        if self.source in {"redcap", "database"} and not self.tables:
            raise ValueError(f"the source '{self.source}' needs `tables:`, one block a table")
        return self

    def without_paths(self) -> DataSource:
        """The same, with the last part of each absolute path: what a file that is handed on may say."""
        changes: dict[str, object] = {}
        if self.path is not None and Path(self.path).is_absolute():
            changes["path"] = Path(self.path).name
        if self.redcap is not None:
            changes["redcap"] = self.redcap.without_path()
        if self.database is not None:
            changes["database"] = self.database.without_place()
        return self.model_copy(update=changes)

    def path_of(self, term_id: str) -> str:
        """The folder or workbook of a term, from the project's folder unless absolute."""
        default = "data/{term}.xlsx" if self.source == "workbook" else "data/{term}"
        return (self.path or default).replace("{term}", term_id)

    @property
    def secret_variables(self) -> frozenset[str]:
        """The environment variables that may hold a token or a password; only the source itself needs them."""
        names = {self.redcap.token_variable} if self.redcap else set()
        if self.database:
            names |= {self.database.password_variable, self.database.url_variable or self.database.password_variable}
        return frozenset(names)

    def parts_of(self, table: str) -> tuple[TableSource, ...]:
        """The blocks that describe a table; one without anything where the program says nothing of it."""
        parts = {**self.tables}.get(table, TableSource())  # type: ignore[call-overload]
        return parts if isinstance(parts, tuple) else (parts,)

    def dialect_of(self, part: TableSource) -> Dialect:
        """How a part is written: as it says itself, else as all the data are."""
        own = part.model_dump(include=set(Dialect.model_fields), exclude_none=True)
        return Dialect(**{**self.model_dump(include=set(Dialect.model_fields)), **own})


class Dialect(Record):
    """How cells are written; each as in `DataSource`."""

    layout: Layout
    date_format: DateFormat | None
    encoding: Encoding
    delimiter: Delimiter
    decimal: Literal[".", ","]
    missing_codes: tuple[FilledCell, ...]


TABLE_NAMES: tuple[str, ...] = get_args(TableName)
