"""Why a database does not give what was asked, in words that hold no value, no address and no password."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

OWN_CLIENT = "Run the query in the database's own client, with the same account, to see what it says."
# Statements that do something else than read, behind blanks, brackets and comments.
_OTHER_STATEMENT = re.compile(
    r"(?:\s|\(|--[^\n]*(?:\n|$)|/\*.*?\*/)*"
    r"(alter|analyze|attach|begin|call|checkpoint|comment|commit|copy|create|declare|delete|detach|do|drop|exec|execute"
    r"|explain|export|grant|import|insert|install|load|lock|merge|notify|optimize|pragma|prepare|refresh|reindex|rename"
    r"|replace|reset|revoke|rollback|savepoint|set|show|start|truncate|update|use|vacuum)\b",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What is said of a failure; the fields are those of a problem.

    `lost` tells that the connection is of no more use, so that no other query needs to be tried.
    """

    rule: str
    message: str
    remedy: str
    suggestion: str | None = None
    line: int | None = None
    column: str | None = None
    lost: bool = False


class DatabaseError(Exception):
    """A database did not give what was asked; the reason is all that may be told of it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.rule)
        self.reason = reason


def other_statement(query: str) -> str | None:
    """The word that a query begins with, where it is that of a statement that does something else than read."""
    match = _OTHER_STATEMENT.match(query)
    return match.group(1).lower() if match else None


def not_reading(statement: str | None = None) -> Reason:
    """The query would do something else than read, and the database refused it."""
    return Reason(
        rule="query-not-reading",
        message=f"is no query that only reads{f', but `{statement}`' if statement else ''}; it was refused",
        remedy="Write one `select` (or `with … select`) that gives the table's rows. Nothing was changed.",
    )


def too_slow(seconds: float) -> Reason:
    """The database needed longer than it may."""
    return Reason(
        rule="query-failed",
        message=f"took longer than {seconds:g} seconds and was stopped",
        remedy="Make the query faster (an index, fewer rows), or raise data.database.timeout_seconds.",
    )


def broken_off() -> Reason:
    """The connection ended before the answer was whole."""
    return Reason(
        rule="server-unreachable",
        message="was not answered to its end: the connection to the database broke off; nothing of it is used",
        remedy="Run the command again when the database is there.",
        lost=True,
    )


def silent(seconds: float) -> Reason:
    """A server that neither answers nor hangs up."""
    return replace(broken_off(), message=f"was not answered: the server was silent for {seconds:g} seconds")


def no_address() -> Reason:
    """What the address says means nothing to the driver."""
    return Reason(
        rule="database-address",
        message="has an address that its driver does not understand",
        remedy="Correct the host in it, and what follows the `?`.",
    )


def of_a_value(kind: str) -> Reason:
    """A value among the data stops the query; which one may not be told."""
    return Reason(
        rule="query-failed",
        message=f"was stopped by a value in the data ({kind})",
        remedy=f"Look for a conversion that does not hold for every row. {OWN_CLIENT}",
    )


def misunderstood(words: str, suggestion: str | None = None, line: int | None = None) -> Reason:
    """The database cannot make sense of the query; its words are about the query, not about the data."""
    return Reason(
        rule="query-failed",
        message=f"is not understood by the database: {words.rstrip('.!')}",
        remedy="Correct the query.",
        suggestion=suggestion,
        line=line,
    )


def not_text() -> Reason:
    """Text whose bytes are not what the database says they are."""
    return Reason(
        rule="file-encoding",
        message="gives letters that are not UTF-8",
        remedy="Mend the text in the database, or convert the column in the query.",
    )


def words_of(name: str) -> str:
    """The name of a kind of error in words: `InvalidTextRepresentation` is "invalid text representation"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
