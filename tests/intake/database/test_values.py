"""A database's values become the text that a CSV export of them holds."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings, strategies

from groupreport.intake.sources.sql.canonical import NoTextError, texts_of

_ZONE = datetime.timezone(datetime.timedelta(hours=2))
_ID = uuid.UUID("12345678-1234-5678-1234-567812345678")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (" 007 ", " 007 "),
        ("NA", "NA"),
        (7, "7"),
        (12345678901234567890123, "12345678901234567890123"),
        (True, "true"),
        (False, "false"),
        (Decimal("7.00"), "7.00"),
        (Decimal("7"), "7"),
        (Decimal("7E+3"), "7000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("NaN"), "NaN"),
        (0.1, "0.1"),
        (7.0, "7.0"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000.0"),
        (-1.5e-9, "-0.0000000015"),
        (float("inf"), "inf"),
        (datetime.date(2026, 9, 14), "2026-09-14"),
        (datetime.datetime(2026, 9, 14), "2026-09-14T00:00:00"),
        (datetime.datetime(2026, 9, 14, 23, 30, tzinfo=_ZONE), "2026-09-14T23:30:00+02:00"),
        (datetime.time(18, 30), "18:30:00"),
        (_ID, "12345678-1234-5678-1234-567812345678"),
    ],
)
def test_each_kind_of_value_has_one_text(value, text):
    """Missing is empty, days are ISO, numbers have no exponent, and text is left alone."""
    assert texts_of([value]) == [text]


@pytest.mark.parametrize("value", [b"7", bytearray(b"7"), memoryview(b"7"), [7], (7,), {"a": 7}, {7}, object()])
def test_what_is_no_single_value_is_refused(value):
    """Bytes, lists and objects are never written as Python would show them."""
    with pytest.raises(NoTextError) as caught:
        texts_of(["a", None, value])
    assert caught.value.kind == type(value).__name__


@settings(deadline=None, max_examples=60)
@given(strategies.floats(allow_nan=False, allow_infinity=False))
def test_a_floating_number_comes_back_as_it_was(number):
    """The text of a number names this number and no other, without an exponent."""
    (text,) = texts_of([number])
    assert float(text) == number
    assert "e" not in text


@settings(deadline=None, max_examples=60)
@given(strategies.floats(width=32, allow_nan=False, allow_infinity=False, allow_subnormal=False))
def test_a_number_of_single_precision_has_the_digits_that_it_was_written_with(number):
    """3.7 in single precision is 3.7, not what double precision makes of it; the text names the same number."""

    (text,) = texts_of([number], single=True)
    assert np.float32(text) == np.float32(number)
    assert len(text.replace("-", "").strip("0.")) <= len(repr(number).replace("-", "").strip("0.")) or "e" in repr(
        number
    )


def test_columns_may_hold_values_of_several_kinds():
    """SQLite gives whatever stands in a cell: each is written by its own kind."""
    assert texts_of(["007", 7, None, 7.5, True]) == ["007", "7", "", "7.5", "true"]


_TYPED = {
    "postgresql": """select '007'::varchar as member_id, 7::smallint as a, 3.70::numeric(5, 2) as b, 3.7::real as c,
        0.1::double precision as d, true as e, date '2026-09-14' as f, timestamp '2026-09-14 18:30:00' as g,
        null::integer as h, 'x'::char(3) as i, 'late'::name as j, '18:30'::time as k""",
    "sqlite": """select '007' as member_id, 7 as a, '3.70' as b, 3.7 as c, 0.1 as d, 'true' as e, '2026-09-14' as f,
        '2026-09-14T18:30:00' as g, null as h, 'x  ' as i, 'late' as j, '18:30:00' as k""",
    "duckdb": """select '007'::varchar as member_id, 7::tinyint as a, 3.70::decimal(5, 2) as b, 3.7::float as c,
        0.1::double as d, true as e, date '2026-09-14' as f, timestamp '2026-09-14 18:30:00' as g,
        null::integer as h, 'x  ' as i, 'late'::enum('late') as j, '18:30'::time as k""",
}


def test_each_database_gives_the_same_text(stored):
    """The same values in PostgreSQL, SQLite and DuckDB are the same answer."""
    sources, problems = stored.set_queries(ratings=_TYPED[stored.kind]).gather()
    answer = next(part.file for part in sources.parts if part.table == "ratings")
    cells = [
        "007",
        "7",
        "3.70",
        "3.7",
        "0.1",
        "true",
        "2026-09-14",
        "2026-09-14T18:30:00",
        "",
        "x  ",
        "late",
        "18:30:00",
    ]
    names = ["member_id", *"abcdefghijk"]
    lines = [",".join(f'"{cell}"' for cell in row) for row in (names, cells)]
    assert answer.content.decode() == "\n".join(lines) + "\n"
    assert problems == []


_NO_TEXT = {
    "postgresql": ["'x'::bytea", "array[1, 2]", "'{}'::jsonb", "interval '1 day'", "int4range(1, 2)"],
    "sqlite": ["cast('x' as blob)"],
    "duckdb": ["'x'::blob", "[1, 2]", "{'a': 1}", "map {'a': 1}", "interval 1 day"],
}


def test_a_column_that_is_no_text_is_named(stored):
    """A column of bytes, lists or objects is refused by its name; the others are looked at all the same."""
    for expression in _NO_TEXT[stored.kind]:
        problem = stored.set_queries(ratings=f"select *, {expression} as extra from ratings").the("query-value")
        assert problem.place == "query ratings (2026-fall):extra"
        assert problem.message.startswith("gives values in the column 'extra' that are neither text, number, day")


@pytest.mark.postgresql
def test_a_day_that_no_calendar_has_is_refused(in_postgresql):
    """An endless day is no value that Python has; that stops the query, with a reason."""
    problem = in_postgresql.set_queries(ratings="select date 'infinity' as held_on").the("query-failed")
    assert problem.message == "was stopped by a value in the data (data error)"


def test_text_that_is_not_utf_8_is_refused(in_sqlite):
    """Letters of another encoding are not guessed, and not shown."""
    in_sqlite.run("update ratings set member_id = cast(x'4a6fe9' as text)")
    problem = in_sqlite.the("file-encoding")
    assert problem.message == "gives letters that are not UTF-8"


def test_quotes_delimiters_and_line_breaks_in_text_stay(stored):
    """A note may hold anything: it arrives as it was written."""
    text = 'She said "no, thanks"; then\nleft, \\o/ ünï'
    query = f"select event_id, group_id, session, reported_by, level, kind, repair_status, '{text}' as note from events"
    stored.set_queries(events=query)
    assert stored.small.open().table("events")["note"].tolist() == [text]


def test_two_columns_of_one_name_are_refused(stored):
    """Of two columns with one name nobody can say which is meant: none is taken."""
    stored.set_queries(ratings="select *, value + 1 as value from ratings")
    problem = stored.small.the("header-duplicate")
    assert problem.place == "query ratings (2026-fall):1:value"
