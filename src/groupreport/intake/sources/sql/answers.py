"""The rows of one query as one file of text, whose hash does not depend on the order of the rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from groupreport.intake.sources.gathered import SourceFile
from groupreport.intake.sources.sql.canonical import NoTextError, texts_of
from groupreport.intake.sources.sql.failures import DatabaseError, Reason
from groupreport.parameters import Limits

Row = Sequence[object]
_MEGABYTE = 1024 * 1024


def as_file(
    shown_as: str, names: Sequence[str], single: Sequence[bool], chunks: Iterable[Sequence[Row]], limits: Limits
) -> SourceFile:
    """The rows as UTF-8 text with commas and quotes, in the order of the query.

    The hash is that of the rows in their order of text: a database gives rows in any order, and the same rows must be
    known for the same.

    Args:
        shown_as: The query's name in messages.
        names: The columns' names as the query gives them.
        single: Which columns hold floating numbers of single precision.
        chunks: The rows, some at a time.
        limits: What is too large to be read.

    Raises:
        DatabaseError: The answer is too large, or a column gives what is no text.
    """
    header = _line(_escaped(names))
    lines: list[bytes] = []
    size = 0
    for rows in chunks:
        columns = [
            _column(name, values, is_single)
            for name, values, is_single in zip(names, zip(*rows, strict=True), single, strict=True)
        ]
        made = [_line(row) for row in zip(*columns, strict=True)]
        lines += made
        size += sum(map(len, made))
        _refuse_too_large(len(lines), size, limits)
    content = b"".join([header, *lines])
    lines.sort()
    digest = hashlib.sha256(header)
    for line in lines:
        digest.update(line)
    return SourceFile(shown_as=shown_as, content=content, sha256=digest.hexdigest(), kind="answer")


def _column(name: str, values: Sequence[object], single: bool) -> Sequence[str]:
    try:
        texts = texts_of(values, single=single)
    except NoTextError as error:
        message = f"gives values in the column '{name}' that are neither text, number, day nor yes/no ({error.kind})"
        remedy = "Convert it in the query, as in cast(… as text), or leave it out."
        raise DatabaseError(Reason(rule="query-value", message=message, remedy=remedy, column=name)) from None
    return _escaped(texts)


def _escaped(texts: Sequence[str]) -> Sequence[str]:
    """The texts with their quotes doubled."""
    return [text.replace('"', '""') for text in texts] if '"' in "".join(texts) else texts


def _line(cells: Iterable[str]) -> bytes:
    return f'''"{'","'.join(cells)}"\n'''.encode()


def _refuse_too_large(rows: int, size: int, limits: Limits) -> None:
    if rows > limits.rows:
        message = f"gives more than {limits.rows:,} rows"
        remedy = "Ask for one term alone (`where … = :term`), or raise data.limits.rows in params/program.yml."
        raise DatabaseError(Reason(rule="too-many-rows", message=message, remedy=remedy))
    if size > limits.file_megabytes * _MEGABYTE:
        message = f"gives more than {limits.file_megabytes} MB"
        remedy = "Ask for the columns that are needed, or raise data.limits.file_megabytes in params/program.yml."
        raise DatabaseError(Reason(rule="file-too-large", message=message, remedy=remedy))
