"""Records that only disclosure control can make."""

from __future__ import annotations

from typing import Any, Self

from groupreport.errors import DisclosureError


class Checked:
    """A record whose only way into being is a classmethod that runs a check.

    Calling the class, `dataclasses.replace` and unpacking a dictionary into it are refused: a number that was not
    checked would look like one that was.
    """

    def __init__(self, *_: object, **__: object) -> None:
        """Refuse.

        Raises:
            DisclosureError: Always.
        """
        raise DisclosureError(
            f"A {type(self).__name__} is made only by disclosure control, from numbers it has checked."
        )

    @classmethod
    def _checked(cls, **fields: Any) -> Self:  # noqa: ANN401 - the fields are the subclass's own
        """The record with these fields; called by the subclass after its check."""
        record = object.__new__(cls)
        for name, value in fields.items():
            object.__setattr__(record, name, value)
        return record
