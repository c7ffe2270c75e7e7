"""What every record of parameters is: frozen, and strict about the keys it knows."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Entry = TypeVar("Entry", bound=Hashable)


class Record(BaseModel):
    """A frozen record that refuses keys it does not know."""

    # What was written may be a password in the wrong place; a complaint names the key, not what stands there.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True)


def each_once(names: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries, if none stands there twice."""
    twice = sorted({str(name) for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"lists {', '.join(twice)} more than once")
    return names


# Ids become file names and folder names after escaping, so anything printable is allowed except the path separators.
Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], AfterValidator(each_once)]
