"""Which scheduler a run sends its jobs to, and over which lines health data may travel."""

from __future__ import annotations

import socket
import urllib.parse
from dataclasses import dataclass

from groupreport.errors import ParameterError, Problem

_OPTION = "--scheduler"


@dataclass(frozen=True, kw_only=True)
class Scheduler:
    """A Dask scheduler's address.

    Attributes:
        address: `tls://host:port` or `tcp://host:port`.
        allow_unencrypted: Whether health data may leave this machine in plain text.
        patience: Seconds for which a run goes on without any worker.
    """

    address: str
    allow_unencrypted: bool = False
    patience: float = 120.0

    def may_send_to(self, address: str) -> bool:
        """Whether data may travel to this address: encrypted, or within this machine, or as was allowed."""
        return self.allow_unencrypted or address.startswith("tls://") or _is_here(host_and_port(address)[0])


def scheduler_at(address: str, *, allow_unencrypted: bool = False) -> Scheduler:
    """The scheduler that was named.

    Raises:
        ParameterError: It is no address of a scheduler, or it is on another machine and reached in plain text.
    """
    written = address if "://" in address else f"tcp://{address}"
    if written.partition("://")[0] not in {"tcp", "tls"} or not all(host_and_port(written)):
        raise _refused("scheduler-address", f"'{address}' is not the address of a Dask scheduler")
    scheduler = Scheduler(address=written, allow_unencrypted=allow_unencrypted)
    if not scheduler.may_send_to(written):
        raise _refused(
            "scheduler-unencrypted", f"{written} is not on this machine, and what is sent there is not encrypted"
        )
    return scheduler


def host_and_port(address: str) -> tuple[str, int]:
    """The two parts of an address; empty and 0 where it has none."""
    parts = urllib.parse.urlsplit(address)
    try:
        return parts.hostname or "", parts.port or 0
    except ValueError:
        return "", 0


def _is_here(host: str) -> bool:
    """Whether every address of the host is one of this machine's own."""
    try:
        found = {
            (family, place[0]) for family, _, _, _, place in socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)
        }
    except OSError:
        return False
    return all(_is_own(family, str(place)) for family, place in found)


def _is_own(family: int, place: str) -> bool:
    # Only an address of its own can a machine listen at.
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        try:
            line.bind((place, 0))
        except OSError:
            return False
    return place not in {"0.0.0.0", "::"}


def _refused(rule: str, message: str) -> ParameterError:
    from groupreport.rules import RULES

    return ParameterError([Problem(rule=rule, message=message, remedy=RULES[rule].mend, file=_OPTION)])
