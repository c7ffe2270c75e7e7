"""Which database is meant: the address of program.yml or of the environment, with the password from elsewhere."""

from __future__ import annotations

import os

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from groupreport.intake.findings import Findings
from groupreport.intake.sources.gathered import Request
from groupreport.intake.sources.secrets import read_secret
from groupreport.parameters import PROGRAM_FILE, DatabaseSettings

# Databases that are a file: no server, no account, no password.
EMBEDDED = frozenset({"sqlite", "duckdb"})
_EXAMPLES = "It looks like postgresql://reader@host/clinic, sqlite:///data/clinic.db or duckdb:///data/clinic.duckdb."


def find_address(settings: DatabaseSettings, request: Request, findings: Findings) -> URL | None:
    """The address with the password, which it hides in `str` and `repr`; None where a problem was noted."""
    column = "data.database.url" if settings.url is not None else "data.database.url_variable"
    text = settings.url if settings.url is not None else os.environ.get(settings.url_variable or "")
    if not text:
        message = f"the database's address is missing: the environment variable {settings.url_variable} is not set"
        findings.add("secret-missing", PROGRAM_FILE, message, "Set it, or write `url:` instead.", column=column)
        return None
    try:
        address = make_url(text.strip().replace("{term}", request.term.id))
    except (ArgumentError, ValueError):  # whose text holds the address
        findings.add("database-address", PROGRAM_FILE, "is not the address of a database", _EXAMPLES, column=column)
        return None
    if address.get_backend_name() in {"postgres", "postgresql"} and "+" not in address.drivername:
        address = address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() in EMBEDDED:
        return address
    return _with_password(address, settings, findings)


def _with_password(address: URL, settings: DatabaseSettings, findings: Findings) -> URL | None:
    """The address with the password if there is one: some servers know their users otherwise."""
    given = os.environ.get(settings.password_variable) or settings.keyring_name
    if address.password is not None or not given:
        return address
    what = "the database's password"
    secret = read_secret(settings.password_variable, settings.keyring_name, findings, source="database", what=what)
    return address.set(password=secret.get_secret_value()) if secret else None
