"""A database: one query a table, all of them read-only and of one state of the data."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from groupreport.intake.findings import Findings
from groupreport.intake.sources.gathered import Request, SourcePart, Sources
from groupreport.parameters import PROGRAM_FILE, DatabaseSettings

if TYPE_CHECKING:
    from groupreport.intake.sources.sql.failures import Reason
    from groupreport.intake.sources.sql.kinds import Kind
    from groupreport.intake.sources.sql.queries import TableQuery

_SHOWN_AS = "database"


def gather(request: Request, findings: Findings) -> Sources:
    """Run the query of each table in one read-only transaction; note what the database does not give, and why."""
    nothing = Sources(shown_folder=_SHOWN_AS, parts=())
    settings = request.data.database
    if settings is None:  # checked with the parameters
        return nothing
    if importlib.util.find_spec("sqlalchemy") is None:
        message, remedy = "needs the package SQLAlchemy", "Run `pip install 'groupreport[database]'`."
        findings.add("source-package", PROGRAM_FILE, message, remedy, column="data.source")
        return nothing
    from groupreport.intake.sources.sql.address import find_address
    from groupreport.intake.sources.sql.opening import kind_of
    from groupreport.intake.sources.sql.queries import wanted_queries

    queries = wanted_queries(request, findings)
    address = find_address(settings, request, findings)
    kind = kind_of(address, request, settings.timeout_seconds, findings) if address is not None else None
    if kind is None or not queries:
        return nothing
    return Sources(shown_folder=_SHOWN_AS, parts=_read(kind, queries, settings, request, findings))


def _read(
    kind: Kind, queries: list[TableQuery], settings: DatabaseSettings, request: Request, findings: Findings
) -> tuple[SourcePart, ...]:
    """The answers; none at all where the connection was lost, as the rest of them would look like less data."""
    from groupreport.intake.sources.sql.failures import DatabaseError
    from groupreport.intake.sources.sql.queries import bound_values
    from groupreport.intake.sources.sql.snapshot import snapshot_of

    parts: list[SourcePart] = []
    try:
        with snapshot_of(kind, settings, request.data.limits) as snapshot:
            for query in queries:
                try:
                    file = snapshot.read(query, bound_values(request))
                except DatabaseError as error:
                    _note(error.reason, query.shown_as, findings)
                    if error.reason.lost:
                        return ()
                else:
                    parts.append(SourcePart(table=query.table, file=file, settings=query.part))
    except DatabaseError as error:
        _note(error.reason, _SHOWN_AS, findings)
        return ()
    return tuple(parts)


def _note(reason: Reason, file: str, findings: Findings) -> None:
    findings.add(
        reason.rule,
        file,
        reason.message,
        reason.remedy,
        suggestion=reason.suggestion,
        line=reason.line,
        column=reason.column,
    )
