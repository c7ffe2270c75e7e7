"""A REDCap project, read through its API: one state of it, whole, or none.

The way of a gathering, from top to bottom: the token; the project's design; which exports the tables need; the names
of the records; the records in batches; and whether all of that was still so at the end.
"""

from __future__ import annotations

import datetime
import re
import ssl
from pathlib import Path
from urllib.parse import urlsplit

from groupreport.intake.contract import TABLES
from groupreport.intake.findings import Findings
from groupreport.intake.sources.answers import as_answer
from groupreport.intake.sources.gathered import Request, SourceFile, SourcePart, Sources
from groupreport.intake.sources.redcap_api.answers import NoAnswer
from groupreport.intake.sources.redcap_api.calls import Calls
from groupreport.intake.sources.redcap_api.plan import Export, note_withheld, plan_parts
from groupreport.intake.sources.redcap_api.project import ProjectFacts, is_limited_to_a_group, read_facts
from groupreport.intake.sources.redcap_api.records import Listing, Records, list_records, read_records
from groupreport.intake.sources.secrets import read_secret
from groupreport.parameters import PROGRAM_FILE, RedcapSettings

_MEGABYTE = 1024 * 1024


def gather(request: Request, findings: Findings) -> Sources:
    """Read the records that the tables need; note why there are none where the server does not give them whole."""
    settings = request.data.redcap
    if settings is None:
        raise ValueError("the source redcap needs its settings")
    shown = f"REDCap at {urlsplit(settings.url).hostname}"
    nothing = Sources(shown_folder=shown, parts=())
    calls = _calls(request, settings, findings)
    if calls is None:
        return nothing
    try:
        parts = _parts(request, calls, shown, findings)
    except NoAnswer as failure:
        findings.add(failure.rule, shown, failure.message, failure.remedy)
        return nothing
    return Sources(shown_folder=shown, parts=tuple(parts))


def _calls(request: Request, settings: RedcapSettings, findings: Findings) -> Calls | None:
    keyring_name = settings.keyring_name.replace("{term}", request.term.id) if settings.keyring_name else None
    what = "the API token of REDCap"
    token = read_secret(settings.token_variable, keyring_name, findings, source="redcap", what=what)
    if token is None:
        return None
    if not re.fullmatch(r"[0-9A-Za-z]{32}", token.get_secret_value()):
        message = f"{what} is not one: it has 32 letters and digits"
        remedy = "Copy it again from 'API' in REDCap, without spaces and quotes."
        findings.add("secret-missing", PROGRAM_FILE, message, remedy)
        return None
    certificate = request.project.folder / settings.certificate if settings.certificate else None
    if certificate is not None and not _is_certificate(certificate):
        message = "data.redcap.certificate is not the file of a certificate authority"
        remedy = "Ask the clinic's computer department for it, as a PEM file ('-----BEGIN CERTIFICATE-----')."
        findings.add("file-unreadable", PROGRAM_FILE, message, remedy, column="data.redcap.certificate")
        return None
    try:
        return Calls.to(settings, token, certificate, request.data.limits.file_megabytes)
    except ImportError as error:
        message = f"the source redcap needs the package {error.name}, which is not installed"
        findings.add("source-package", PROGRAM_FILE, message, "Run `pip install 'groupreport[redcap]'`.")
        return None


def _is_certificate(path: Path) -> bool:
    try:
        return bool(ssl.create_default_context(cafile=str(path)).get_ca_certs())
    except (OSError, ssl.SSLError):
        return False


def _parts(request: Request, calls: Calls, shown: str, findings: Findings) -> list[SourcePart]:
    facts = read_facts(calls)
    planned = plan_parts(request, facts, findings)
    cannot_ask = bool(findings.errors)
    for name, table in TABLES.items():
        if table.required and name not in request.data.tables:
            message = f"the required table '{name}' is missing"
            findings.add("table-missing", PROGRAM_FILE, message, "Say under data.tables which forms hold it.")
    if cannot_ask:
        return []
    if is_limited_to_a_group(calls):
        message = "gives this token the records of one data access group alone"
        remedy = "If the report is about more, take a token of a user who is in no data access group."
        findings.add("records-limited", shown, message, remedy, severity="warning")
    begun = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    listing = list_records(calls, facts)
    if not listing.records:
        remedy = "Check that the token is the right project's, and that its user may see the records."
        raise NoAnswer("table-empty", "gives no record of this project", remedy)
    exports = list(dict.fromkeys(part.export for part in planned))
    read = {export: read_records(calls, facts, export, listing, listing.records) for export in exports}
    _refuse_changes(calls, facts, listing, read, begun)
    withheld = [note_withheld(export, records.header, planned, facts, findings) for export, records in read.items()]
    if any(withheld):
        return []
    files = {export: _file(export, records, request.data.limits.file_megabytes) for export, records in read.items()}
    return [SourcePart(table=part.table, file=files[part.export], settings=part.settings) for part in planned]


def _refuse_changes(
    calls: Calls, facts: ProjectFacts, listing: Listing, read: dict[Export, Records], begun: datetime.datetime
) -> None:
    """Refuse records that were not all read in one state: added or deleted ones, and changed ones.

    The records that may have changed since the beginning are read once more; that these are still as they were read
    first shows that everything was so at one time.
    """
    remedy = "Try again when nobody is entering data."
    if set(list_records(calls, facts).places) != set(listing.places):
        raise NoAnswer("server-changed", "gained or lost records while they were read", remedy)
    touched = set(list_records(calls, facts, changed_since=begun).records)
    records = [name for name in listing.records if name in touched]
    for export, first in read.items():
        if records and read_records(calls, facts, export, listing, records).rows != first.of(touched):
            raise NoAnswer("server-changed", f"changed {export.shown_as} while it was read", remedy)


def _file(export: Export, records: Records, megabytes: int) -> SourceFile:
    file = as_answer(export.shown_as, records.header, records.rows)
    if len(file.content) > megabytes * _MEGABYTE:
        message = f"gives more than {megabytes} MB for {export.shown_as}"
        remedy = "Name under data.tables only the forms that are needed, or raise data.limits.file_megabytes."
        raise NoAnswer("file-too-large", message, remedy)
    return file
