"""YAML files as plain values, with the line on which each key and list entry stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from groupreport.errors import ParameterError, Problem

if TYPE_CHECKING:
    _Loader = yaml.SafeLoader
else:
    _Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C where libyaml is there: five times faster

Place = tuple[str | int, ...]
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _UniqueKeyLoader(_Loader):
    """Plain YAML, except that a key given twice is refused instead of the first being lost, and days stay text."""


def _construct_mapping(loader: _UniqueKeyLoader, node: yaml.MappingNode) -> dict[str, Any]:
    own_keys = [key_node for key_node, _ in node.value if key_node.tag != "tag:yaml.org,2002:merge"]
    seen: set[str] = set()
    for key_node in own_keys:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.constructor.ConstructorError(None, None, "a key must be plain text", key_node.start_mark)
        if key_node.value in seen:
            reason = f"the key '{key_node.value}' is given twice"
            raise yaml.constructor.ConstructorError(None, None, reason, key_node.start_mark)
        seen.add(key_node.value)
    loader.flatten_mapping(node)
    # Keys stay as they are written: the group 07 is not the number 7, and the group NO is not `false`.
    return {key.value: loader.construct_object(value, deep=True) for key, value in node.value}


_UniqueKeyLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)
# The record reads days; YAML's own reading of them fails without naming the line.
_UniqueKeyLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
    for letter, resolvers in _Loader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class YamlFile:
    """One file's `key: value` lines: the plain values, and where they stand."""

    shown_as: str
    values: dict[str, Any]
    root: yaml.Node

    def line_of(self, place: Place) -> int:
        """The line of a key or list entry, or of the innermost part of the way to it that exists."""
        node = self.root
        line = int(node.start_mark.line) + 1
        for part in place:
            if isinstance(node, yaml.MappingNode):
                pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
                if pair is None:
                    return line
                line, node = int(pair[0].start_mark.line) + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = int(node.start_mark.line) + 1
        return line


def read_yaml(path: Path, shown_as: str | None = None) -> YamlFile:
    """Read one file of `key: value` lines.

    Raises:
        ParameterError: It cannot be read, is not YAML, or holds no keys.
    """
    file = shown_as or path.as_posix()
    try:
        loader = _UniqueKeyLoader(path.read_text(encoding="utf-8-sig"))
        try:
            node = loader.get_single_node()
            values = None if node is None else loader.construct_document(node)
        finally:
            loader.dispose()
    except (OSError, UnicodeDecodeError) as error:
        reason, remedy = (
            (error.strerror, "Check the file and who may read it.")
            if isinstance(error, OSError)
            else ("the file is not UTF-8 text", "Save it as UTF-8; text editors offer that when a file is saved.")
        )
        raise _refused(file, "parameter-file", f"cannot be read: {reason}", remedy) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"is not valid YAML: {error.problem}"
        remedy = "Look there and a line above: at the spaces before the key, at quotes, brackets and colons."
        raise _refused(file, "parameter-syntax", message, remedy, mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        message = "is not valid YAML: it holds a character that YAML does not allow"
        raise _refused(
            file, "parameter-syntax", message, "Remove it; it may have come in by copying, and cannot be seen."
        ) from error
    if node is None or not isinstance(values, dict):
        raise _refused(
            file,
            "parameter-file",
            "holds no `key: value` lines",
            "docs/settings.md and docs/questionnaires.md list the keys that it needs.",
        )
    return YamlFile(shown_as=file, values=values, root=node)


def line_of_key(path: Path, place: Place) -> int | None:
    """The line of a YAML file on which a key or list entry stands, or None where the file cannot be read."""
    try:
        return read_yaml(path).line_of(place)
    except ParameterError:
        return None


def _refused(file: str, rule: str, message: str, remedy: str, line: int | None = None) -> ParameterError:
    return ParameterError([Problem(rule=rule, message=message, remedy=remedy, file=file, line=line)])
