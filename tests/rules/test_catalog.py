"""The catalog of rules is complete, and the page about them is made from it."""

from __future__ import annotations

import ast
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


def given_as_rules() -> set[str]:
    """Every text that stands where a rule's name is expected."""
    found: list[ast.AST] = []
    for node in nodes():
        if isinstance(node, ast.keyword) and node.arg == "rule":
            found.append(node.value)
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if (name == "add" and len(node.args) == 4) or name == "add_rows":
                found.append(node.args[0])
            elif name == "Verdict" and len(node.args) > 1:
                found.append(node.args[1])
        elif isinstance(node, ast.For) and isinstance(node.target, ast.Tuple) and isinstance(node.iter, ast.Tuple):
            names = [getattr(each, "id", "") for each in node.target.elts]
            if "rule" in names:
                found += [row.elts[names.index("rule")] for row in node.iter.elts if isinstance(row, ast.Tuple)]
    return {node.value for node in found if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_rule_that_the_package_names_is_in_the_catalog():
    """Whoever reads a rule's name in a list finds what it means."""
    given = given_as_rules()

    assert given - set(RULES) == set()
    assert len(given) > len(RULES) / 2  # most are found where they are expected


def test_every_rule_of_the_catalog_is_named_in_the_package():
    """The page explains nothing that cannot happen."""
    named, patterns = words(), names_with_gaps()
    unused = {
        name for name in RULES if name not in named and not any(re.fullmatch(pattern, name) for pattern in patterns)
    }

    assert unused == set()


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
