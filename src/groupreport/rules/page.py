"""The page of the documentation that lists every rule, made from the catalog."""

from __future__ import annotations

from groupreport.rules import SECTIONS, Rule, Severity

_INTRODUCTION = """\
---
title: Rules of the check
toc-depth: 2
---

`groupreport check` names a rule with everything that it finds. An **error** stops a run before anything is made. A
**warning** is worth a look. A **note** says what was assumed, or read differently from how it is written. Warnings and
notes stand in the reports' appendix. `groupreport check --explain RULE` prints one of the paragraphs below. A rule's
name stays the same between versions.
"""
_WORDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def rules_page() -> str:
    """The page as Markdown.

    To write it: `python -m groupreport.rules docs/rules.md`.
    """
    parts = [_INTRODUCTION]
    for section in SECTIONS:
        parts.append(f"## {section.title}\n")
        parts += [_paragraph(name, rule) for name, rule in section.rules.items()]
    return "\n".join(parts)


def severities_in_words(rule: Rule) -> str:
    """What a rule may be, such as `error or warning`.

    >>> from groupreport.rules import RULES
    >>> severities_in_words(RULES["table-empty"])
    'error or warning'
    """
    *before, last = (_WORDS[severity] for severity in rule.severities)
    return f"{', '.join(before)} or {last}" if before else last


def _paragraph(name: str, rule: Rule) -> str:
    return (
        f"### `{name}` {{#{name}}}\n\n**{rule.title}** ({severities_in_words(rule)})\n\n"
        f"Why it matters: {rule.why}\n\nTo mend it: {rule.mend}\n"
    )
