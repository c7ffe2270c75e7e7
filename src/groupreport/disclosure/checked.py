"""Records that only disclosure control can make."""

from __future__ import annotations

from typing import Any, Never, Self

from groupreport.errors import DisclosureError


class Checked:
    """A record whose only way into being is a classmethod that runs a check.

    Calling the class, `dataclasses.replace`, unpacking a dictionary into it, copying and pickling it, and classes made
    from it are refused: a number that was not checked would look like one that was.
    """

    def __init_subclass__(cls, **_: object) -> None:
        """Refuse a class made from a kind of record: its own constructor could skip the check.

        Raises:
            DisclosureError: It has another base than this class.
        """
        if cls.__bases__ != (Checked,):
            raise DisclosureError(
                f"No class can be made from {cls.__bases__[0].__name__}, a record of what was checked."
            )

    def __reduce_ex__(self, _: object) -> Never:
        """Refuse to be pickled or copied: what is read back could hold other numbers.

        Raises:
            DisclosureError: Always.
        """
        raise DisclosureError(f"A {type(self).__name__} is not stored: it is made anew by disclosure control.")

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
