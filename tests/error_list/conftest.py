"""Lists to be shown, and the texts that must not act in them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from groupreport.display.plain_table import PlainTable
from groupreport.error_list import ErrorList
from groupreport.errors import Problem


def _of_pages() -> dict[str, str]:
    # Tests are imported one by one, so what another folder has is loaded by its path.
    path = Path(__file__).parents[1] / "publishing" / "payloads.py"
    spec = importlib.util.spec_from_file_location("payloads_of_pages", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PAYLOADS


PAYLOADS = {
    **_of_pages(),
    "terminal-clears": "M1\x1b[2J\x1b[1;1Hgone",
    "terminal-title": "\x1b]0;owned\x07M1",
    "terminal-link": "\x1b]8;;https://x.example\x1b\\M1\x1b]8;;\x1b\\",
    "terminal-eight-bit": "\x9b31mred\x9b0m",
    "carriage-return": "right\rwrong",
    "line-break": "M1\nerror: all is well",
    "rich-markup": "[bold red]M1[/] [link=https://x.example]here[/link] [/]",
    "emoji-code": "M1 :pile_of_poo:",
    "right-to-left": "M1\u202e0002M\u2066",
    "invisible": "M\u200b1\u00ad\ufeff\u00a0",
    "half-a-letter": "M\udcff1",
    "nul": "M\x001",
    "formula": "=cmd|' /C calc'!A0",
    "formula-plus": "+1+cmd",
    "formula-minus": "-2+3+cmd",
    "formula-at": "@SUM(1+1)",
    "formula-after-tab": "\t=1+1",
    "formula-after-spaces": "  =1+1",
    "formula-full-width": "\uff1d1+1",
    "formula-of-a-link": '=HYPERLINK("https://x.example","M1")',
    "long": "M" * 10_000,
}


@pytest.fixture(params=PAYLOADS)
def payload(request) -> str:
    """A text that would act, or hide, if it were taken for anything but text."""
    return PAYLOADS[request.param]


@pytest.fixture
def list_of(payload) -> ErrorList:
    """A list with the text in every place where text from data can stand."""
    problem = Problem(
        rule="column-unknown",
        message=f"the column '{payload}' is not known",
        remedy=f"Write {payload} otherwise.",
        file=f"data/{payload}.csv",
        sheet=payload,
        line=3,
        column=payload,
        value=payload,
        count=2,
        lines=(3, 4),
        columns=(payload, "other"),
        suggestion=payload,
        restricts=True,
        severity="warning",
    )
    table = PlainTable(
        name="quality", title=f"About {payload}", columns=("group", payload), rows=((payload, payload),), note=payload
    )
    return ErrorList(program=payload, term=payload, problems=(problem,), tables=(table,), show_values=True)


@pytest.fixture(scope="session")
def sample() -> ErrorList:
    """A list with everything that a list can have."""
    problems = [
        Problem(
            rule="member-unknown",
            message="names a member who is not on the roster",
            remedy="Add the member to the roster, or correct the id.",
            file="data/2026-fall/ratings.csv",
            line=14,
            column="member_id",
            value="M0001",
            count=28,
            lines=(14, 15, 22, 31, 40),
        ),
        Problem(
            rule="date-ambiguous",
            message="could be two days, as it does not say which number is the month",
            remedy="Write dates as YYYY-MM-DD.",
            file="data/2026-fall.xlsx",
            sheet="roster",
            line=5,
            cell="C5",
            column="enrolled_on",
            value="05/01/2026",
        ),
        Problem(
            rule="column-unknown",
            message="the column 'end_reasons' is not known here and is not read",
            remedy="Rename it.",
            file="data/2026-fall/roster.csv",
            line=1,
            column="end_reasons",
            suggestion="end_reason",
            severity="warning",
        ),
        Problem(
            rule="identifying-column",
            message="the column 'Date of Birth' looks like it identifies people",
            remedy="Take it out of the export: no report needs it.",
            file="data/2026-fall/roster.csv",
            line=1,
            column="Date of Birth",
            severity="warning",
            restricts=True,
        ),
        Problem(
            rule="default-stage",
            message="has no column 'stage'",
            remedy="Add the column to say otherwise.",
            file="data/2026-fall/sessions.csv",
            severity="info",
        ),
        Problem(
            rule="parameter",
            message="holds the unknown key 'instrument'",
            remedy="The keys that may stand here are: instruments, program.",
            file="params/program.yml",
            line=12,
            column="instrument",
            suggestion="instruments",
        ),
    ]
    table = PlainTable(
        name="response-rates",
        title="Answers of those who were there",
        columns=("group", "session", "answered", "share"),
        rows=(("G01", "1", "7 of 8", "88 %"), ("G02", "1", "3 of 9", "33 %")),
        note="Sessions that were not held are left out.",
    )
    return ErrorList(program="Evening groups", term="2026-fall", problems=tuple(problems), tables=(table,))
