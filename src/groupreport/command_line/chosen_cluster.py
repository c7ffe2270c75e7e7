"""The cluster that a command is about, if one was named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from groupreport.errors import ParameterError, Problem

if TYPE_CHECKING:
    from groupreport.publishing.cluster.scheduler import Scheduler


def scheduler_of(address: str | None, *, allow_unencrypted: bool) -> Scheduler | None:
    """The scheduler at an address; None without one.

    Raises:
        ParameterError: It cannot be used, or data were allowed to travel in plain text to nowhere.
    """
    if address is not None:
        from groupreport.publishing.cluster.scheduler import scheduler_at

        return scheduler_at(address, allow_unencrypted=allow_unencrypted)
    if allow_unencrypted:
        problem = Problem(
            rule="scheduler-address",
            message="--allow-unencrypted says how data travel to a scheduler, and none is named",
            remedy="Name one with --scheduler, or leave this option out.",
            file="--allow-unencrypted",
        )
        raise ParameterError([problem])
    return None
