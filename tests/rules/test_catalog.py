"""The catalog of rules is complete, and the page about them is made from it."""

from __future__ import annotations

import ast
import codecs
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import groupreport
from groupreport.parameters import packaged_folder
from groupreport.rules import RULES, SECTIONS
from groupreport.rules.page import rules_page

PACKAGE = Path(groupreport.__file__).parent
DOCS = packaged_folder() / "docs"
# Rules of sources and checks that nothing in the package breaks yet.
AWAITED = frozenset(
    {
        *("attendance-missing", "attendance-only-present", "carry-conflict", "carry-none"),
        *("fields-withheld", "group-from-roster"),
        *("query-failed", "query-not-reading", "records-limited"),
        *("secret-missing", "server-answer", "server-changed", "server-refused", "server-unreachable"),
        *("session-of-day", "sheet-comments", "sheet-formula", "sheet-hidden", "sheet-merged"),
        *("sheet-missing", "sheet-total-row", "sheet-unknown", "source-package", "workbook-dates-1904"),
        *("workbook-links", "workbook-macros"),
    }
)
# Words of this form in the rooms of the intake that are no rules.
NO_RULES = frozenset(
    {
        "mixed-integer-float",
        # What `groupreport init --source` may be told, words of the Table Schema, and a spreadsheet's format.
        *("google-forms", "microsoft-forms", "redcap-csv"),
        *("data-package", "groupreport-tables", "tabular-data-resource"),
        "yyyy-mm-dd",
    }
)


def nodes(room: str = "") -> Iterator[ast.AST]:
    """Everything in the source of a room, apart from the catalog itself."""
    for path in (PACKAGE / room).rglob("*.py"):
        if path.parent.name != "rules":
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def words(room: str = "") -> set[str]:
    """Every text that stands in the source of a room as it is."""
    return {node.value for node in nodes(room) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def names_with_gaps() -> set[str]:
    """Names that the source completes with a word, such as `default-{column}`, as patterns."""
    patterns = {
        "".join(part.value if isinstance(part, ast.Constant) else "[a-z]+" for part in node.values)
        for node in nodes()
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant)
    }
    return {pattern for pattern in patterns if re.fullmatch(r"[a-z]+(-[a-z]+)*-\[a-z\]\+", pattern)}


def is_encoding(word: str) -> bool:
    try:
        codecs.lookup(word)
    except LookupError:
        return False
    return True


def test_every_rule_that_the_package_names_is_in_the_catalog():
    """Whoever reads a rule's name in a list finds what it means."""
    named = {word for room in ("intake", "parameters") for word in words(room)}
    kebab = {word for word in named if re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", word) and not is_encoding(word)}
    given = {
        node.value.value
        for node in nodes()
        if isinstance(node, ast.keyword) and node.arg == "rule" and isinstance(node.value, ast.Constant)
    }

    assert (kebab | given) - NO_RULES - set(RULES) == set()


def test_every_rule_of_the_catalog_is_named_in_the_package():
    """The page explains nothing that cannot happen."""
    named, patterns = words(), names_with_gaps()
    unused = {
        name for name in RULES if name not in named and not any(re.fullmatch(pattern, name) for pattern in patterns)
    }

    assert unused == AWAITED


def test_no_rule_stands_in_two_sections():
    """One id, one paragraph."""
    assert sum(len(section.rules) for section in SECTIONS) == len(RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_is_explained_in_whole_sentences(name):
    """Reason and remedy end as sentences do; the title is one without a full stop."""
    rule = RULES[name]

    assert rule.why.endswith(".")
    assert rule.mend.endswith(".")
    assert rule.title
    assert not rule.title.endswith(".")
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", name)


@pytest.mark.skipif(not DOCS.is_dir(), reason="the documentation is not part of an installed package")
def test_the_page_about_rules_is_current():
    """docs/rules.md says what the catalog says: `python -m groupreport.rules docs/rules.md` writes it."""
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == rules_page()
