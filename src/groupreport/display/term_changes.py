"""What changed since the term that a report compares with was published, in words and as a table."""

from __future__ import annotations

from typing import Any

from groupreport.display import tables
from groupreport.display.escaping import Markdown
from groupreport.display.shown import Piece
from groupreport.display.wording import Wording
from groupreport.summaries.records import Changed, Changes, TermFacts, Unavailable


def changes_found(term: TermFacts, words: Wording) -> Markdown:
    """Whether definitions, questionnaires, exports or the package changed, and which; nothing without such a term."""
    changes = term.changes
    if isinstance(changes, Unavailable):
        return Markdown(words.word("reason", changes.detail) if term.parameters.term_settings.compare_with else "")
    names = changed_names(changes, words)
    data = any(change.kind == "data" for change in changes.found)
    said = [words.say("changes.changed", term=changes.earlier, names=names)] if names else []
    said += [words.say("changes.data", term=changes.earlier)] if data else []
    return Markdown(" ".join(said)) if said else words.say("changes.same", term=changes.earlier)


def changed_for_funders(changes: Changes | Unavailable, words: Wording) -> Markdown:
    """What to bear in mind beside the earlier term's report; nothing where there is none, or nothing changed."""
    if isinstance(changes, Unavailable) or not (names := changed_names(changes, words)):
        return Markdown("")
    return words.say("changes.for_funders", term=changes.earlier, names=names)


def changed_names(changes: Changes, words: Wording) -> list[str]:
    """What changed beside the exports, each once, in words."""
    named = (_name(change, words) for change in changes.found if change.kind != "data")
    return list(dict.fromkeys(named))


def changes_table(term: TermFacts, words: Wording) -> Piece | None:
    """One row a changed setting, questionnaire or version, with its value then and now; None where nothing did."""
    if isinstance(term.changes, Unavailable):
        return None
    changes = [one for one in term.changes.found if one.kind != "data"]
    if not changes:
        return None
    heads = {"what": 30, "setting": 22, "then": 16, "now": 16}
    columns = [tables.text(words.text(f"changes.head_{head}"), width) for head, width in heads.items()]
    rows = [
        [
            _name(change, words),
            change.name,
            *(
                ("", words.text("changes.other"))
                if change.kind == "questionnaire"
                else (_value(change.then, words), _value(change.now, words))
            ),
        ]
        for change in changes
    ]
    caption = words.say("changes.caption", term=term.changes.earlier)
    return tables.table("term-changes", caption, columns, rows)


def _name(change: Changed, words: Wording) -> str:
    if change.kind == "definition":
        return words.word("definition", change.name)
    return words.text(f"changes.{change.kind}", name=change.name)


def _value(value: Any, words: Wording) -> str:  # noqa: ANN401 - any JSON value
    match value:
        case None:
            return words.text("changes.unset")
        case bool():
            return words.text("changes.yes" if value else "changes.no")
        case list():
            return ", ".join(_value(one, words) for one in value) or words.text("changes.unset")
        case dict():
            entries = (f"{name}: {_value(one, words)}" for name, one in value.items() if one is not None)
            return "; ".join(entries) or words.text("changes.unset")
        case _:
            return str(value)
