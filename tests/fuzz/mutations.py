"""Ways to spoil a table: as cells, before it is written, and as bytes, afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable

from .terms import Rows

# Texts that readers have stumbled over: numbers that are none, dates that could be two, words for nothing, controls.
NASTY = (
    *("", " ", "\u00a0", "\u200b", "0", "-0", "+1", "1.0", "1,0", "1e3", "1_000", "0x1F", "٣", "５", "−1", "½", "²"),
    *("inf", "nan", "NaN", "NA", "N/A", "None", "null", "NULL", "#N/A", "#REF!", "TRUE", "false", "yes", "no", "on"),
    *("2026-09-08", "2026-9-8", "08/09/2026", "13/09/2026", "9.8.26", "46273", "46273.0", "1900-02-29", "0000-00-00"),
    *("2026-09-08T23:59:59", "2026-09-08 00:00:00", "2026-09-08T00:00Z", "2026-W37-2", "20260908", "10000-01-01"),
    *("=1+1", '="007"', "@SUM(A1)", "'007", "7", "0007", "007 ", "\t007", "G1", "g01", "G01;G02", ";", ";;", "G01,G02"),
    *('"', '""', '"""', ",", ",,", "\n", "\r", "\r\n", "\x00", "\x0b", "\x0c", "\x1a", "\x1c", "\x85", "\u2028"),
    *("\ufeff", "\u202e", "\ud800", "\ufffd", "e\u0301", "\u00e9", "ﬀ", "İ", "ß", "Ω", "Ω", "а", "𝟘", "👩‍👩‍👧"),
    *("../../etc/passwd", "CON", "a" * 300, "x" * 5000, "9" * 30, "9" * 400, "0." + "0" * 330 + "1", "1.8e308"),
    *("member_id", "group_id", "session", "Total", "sep=,", "sep=;", "<html>", "{{7*7}}", "%s%n", "${x}", "\\N", "\\"),
)  # fmt: skip

Spoiler = Callable[[random.Random, dict[str, Rows]], None]


def _table(chance: random.Random, tables: dict[str, Rows]) -> Rows:
    return tables[chance.choice(sorted(tables))]


def _place(chance: random.Random, rows: Rows, *, header: bool = False) -> tuple[int, int]:
    row = chance.randrange(0 if header or len(rows) == 1 else 1, len(rows))
    return row, chance.randrange(len(rows[row])) if rows[row] else 0


def _replace(chance: random.Random, tables: dict[str, Rows]) -> None:
    rows = _table(chance, tables)
    row, place = _place(chance, rows, header=chance.random() < 0.1)
    if rows[row]:
        rows[row][place] = chance.choice(NASTY)


def _decorate(chance: random.Random, tables: dict[str, Rows]) -> None:
    rows = _table(chance, tables)
    row, place = _place(chance, rows, header=chance.random() < 0.2)
    if rows[row]:
        before, after = chance.choice(NASTY), chance.choice(NASTY)
        rows[row][place] = chance.choice([before + rows[row][place], rows[row][place] + after])


def _copy_cell(chance: random.Random, tables: dict[str, Rows]) -> None:
    source, target = _table(chance, tables), _table(chance, tables)
    (row, place), (to_row, to_place) = _place(chance, source), _place(chance, target)
    if source[row] and target[to_row]:
        target[to_row][to_place] = source[row][place]


def _repeat_row(chance: random.Random, tables: dict[str, Rows]) -> None:
    rows = _table(chance, tables)
    rows.insert(chance.randrange(len(rows) + 1), list(chance.choice(rows)))


def _drop_row(chance: random.Random, tables: dict[str, Rows]) -> None:
    rows = _table(chance, tables)
    if len(rows) > 1:
        del rows[chance.randrange(0 if chance.random() < 0.1 else 1, len(rows))]


def _move_cells(chance: random.Random, tables: dict[str, Rows]) -> None:
    rows = _table(chance, tables)
    row, place = _place(chance, rows, header=True)
    if chance.random() < 0.5:
        rows[row].insert(place, chance.choice(NASTY))
    elif rows[row]:
        del rows[row][place]


def _drop_column(chance: random.Random, tables: dict[str, Rows]) -> None:
    rows = _table(chance, tables)
    place = chance.randrange(max(len(rows[0]), 1))
    for row in rows:
        del row[place : place + 1]


def _swap_columns(chance: random.Random, tables: dict[str, Rows]) -> None:
    rows = _table(chance, tables)
    first, second = (chance.randrange(max(len(rows[0]), 1)) for _ in range(2))
    for row in rows if chance.random() < 0.5 else rows[:1]:
        if max(first, second) < len(row):
            row[first], row[second] = row[second], row[first]


def _add_column(chance: random.Random, tables: dict[str, Rows]) -> None:
    rows = _table(chance, tables)
    name = chance.choice([*rows[0], "note", "e-mail", "", "status "]) if rows[0] else "x"
    for number, row in enumerate(rows):
        row.append(name if number == 0 else chance.choice(NASTY))


def _shuffle(chance: random.Random, tables: dict[str, Rows]) -> None:
    rows = _table(chance, tables)
    rows[1:] = chance.sample(rows[1:], len(rows) - 1)


def _drop_table(chance: random.Random, tables: dict[str, Rows]) -> None:
    if len(tables) > 1:
        del tables[chance.choice(sorted(tables))]


OF_CELLS: tuple[Spoiler, ...] = (
    *(_replace,) * 6,
    *(_decorate,) * 3,
    *(_copy_cell, _repeat_row, _drop_row, _move_cells, _drop_column, _swap_columns, _add_column, _shuffle, _drop_table),
)


def spoil_cells(chance: random.Random, tables: dict[str, Rows]) -> dict[str, Rows]:
    """A copy of the tables with one to four mistakes; mostly one, so that some are accepted."""
    spoilt = {name: [list(row) for row in rows] for name, rows in tables.items()}
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        chance.choice(OF_CELLS)(chance, spoilt)
        for name in [name for name, rows in spoilt.items() if not rows]:
            del spoilt[name]
    return spoilt


_TELLING = (
    b"\r",
    b"\n",
    b"\r\n",
    b'"',
    b",",
    b";",
    b"\t",
    b"\x00",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xe9",
    b"PK\x03\x04",
)


def spoil_bytes(chance: random.Random, content: bytes) -> bytes:
    """The bytes with one to four mistakes."""
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 1, 1, 2, 4])):
        place = chance.randrange(len(spoilt) + 1)
        length = chance.choice([1, 1, 2, 3, 8, 64])
        piece = chance.choice(
            [
                bytes(chance.randrange(256) for _ in range(length)),
                chance.choice(NASTY).encode("utf-8", "surrogatepass"),
                bytes(spoilt[place : place + length]) * chance.choice([1, 2, 50]),
                chance.choice(_TELLING),
            ]
        )
        way = chance.randrange(4)
        if way == 0:
            spoilt[place:place] = piece
        elif way == 1:
            spoilt[place : place + len(piece)] = piece
        elif way == 2:
            del spoilt[place : place + length]
        else:
            other = chance.randrange(len(spoilt) + 1)
            spoilt[other:other] = spoilt[place : place + length]
    if chance.random() < 0.05:
        spoilt = bytearray(chance.choice([_recoded(bytes(spoilt), name) for name in ("utf-16", "cp1252", "utf-16-le")]))
    return bytes(spoilt)


def _recoded(content: bytes, encoding: str) -> bytes:
    return content.decode("utf-8", "replace").encode(encoding, "replace")
