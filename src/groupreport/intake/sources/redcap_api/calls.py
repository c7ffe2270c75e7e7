"""Calls of REDCap's API through PyCap: guarded, asked again where that may help, and never carrying the token about.

PyCap is given a placeholder. The token takes its place in the body of each question at the moment of sending, and no
exception that leaves here has frames of PyCap or requests, whose variables hold that body.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from groupreport.intake.sources.redcap_api.answers import Guard, NoAnswer, cut_off

if TYPE_CHECKING:
    from pydantic import SecretStr
    from redcap.project import Project
    from requests import PreparedRequest
    from tenacity import RetryCallState

    from groupreport.parameters import RedcapSettings

Answer = TypeVar("Answer")
_PLACEHOLDER = "TOKEN-IS-PUT-IN-WHEN-IT-IS-SENT-"  # of a token's length, which PyCap checks
_CONNECT_SECONDS = 20.0
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 60.0


@dataclass(frozen=True, kw_only=True)
class _TokenInBody:
    """Puts the token into a question when requests has made it ready to send."""

    token: SecretStr

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        pairs = parse_qsl(str(request.body), keep_blank_values=True)
        request.body = urlencode(
            [(name, self.token.get_secret_value() if name == "token" else value) for name, value in pairs]
        )
        return request


@dataclass(frozen=True, kw_only=True)
class Calls:
    """The API of one REDCap project.

    Attributes:
        settings: The address, and how long and how often to ask.
        project: PyCap's view of it, to be used inside of `ask` only.
        begun: When the first question was asked, in monotonic seconds.
    """

    settings: RedcapSettings
    project: Project
    begun: float = field(default_factory=time.monotonic)

    @classmethod
    def to(cls, settings: RedcapSettings, token: SecretStr, certificate: Path | None, megabytes: int) -> Calls:
        """Calls with a token, of which no answer is larger than `megabytes`; nothing is asked yet."""
        from redcap.project import Project

        guard = Guard(token=token, megabytes=megabytes, seconds=settings.timeout_seconds)
        project = Project(
            settings.url,
            _PLACEHOLDER,
            verify_ssl=str(certificate) if certificate else True,
            auth=_TokenInBody(token=token),
            hooks={"response": guard},
            timeout=(min(_CONNECT_SECONDS, settings.timeout_seconds), settings.timeout_seconds),
            allow_redirects=False,
            stream=True,  # so that the guard reads the answer, not requests
            headers={"Connection": "close", "Accept-Encoding": "gzip, deflate"},
        )
        return cls(settings=settings, project=project)

    def ask(self, question: Callable[[Project], Answer]) -> Answer:
        """One answer, asked for again while the server is busy or out of reach.

        Raises:
            NoAnswer: There is none that can be used.
        """
        from tenacity import Retrying, retry_if_exception

        retrying = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, NoAnswer) and error.again),
            wait=_seconds_before_next,
            stop=self._is_enough,
            reraise=True,
        )
        answers: list[Answer] = []
        failure: NoAnswer
        try:
            retrying(lambda: answers.append(self._ask_once(question)))
            return answers[0]
        except NoAnswer as error:
            failure = error
        raise _bare(failure)

    def _ask_once(self, question: Callable[[Project], Answer]) -> Answer:
        from requests import RequestException
        from urllib3.exceptions import HTTPError

        failure: BaseException
        try:
            return question(self.project)
        except NoAnswer as error:
            failure = error
        except (RequestException, HTTPError) as error:
            failure = self._named(error)
        except BaseException as error:  # noqa: BLE001 - it is raised below; an interrupted run leaves no token either
            failure = error
        raise _bare(failure)

    def _is_enough(self, state: RetryCallState) -> bool:
        if state.attempt_number >= self.settings.tries:
            return True
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, NoAnswer) and error.wait is not None and error.wait > _LONGEST_WAIT:
            return True
        return time.monotonic() + state.upcoming_sleep > self.begun + 60 * self.settings.total_minutes

    def _named(self, error: Exception) -> NoAnswer:
        """What requests, urllib3 or PyCap raised, as a person knows it."""
        from requests import exceptions as of_requests

        host = urlsplit(self.settings.url).hostname
        if isinstance(error, of_requests.JSONDecodeError):
            return cut_off()
        if _has_behind(error, ssl.SSLCertVerificationError):
            message = f"shows a certificate that is not known, or not {host}'s, so nothing was sent"
            remedy = "Check data.redcap.url; for a clinic's own authority, name its file under data.redcap.certificate."
            return NoAnswer("server-refused", message, remedy)
        if type(error) is of_requests.RequestException:  # PyCap's for an error that came with the status of success
            message, remedy = "refuses the question", "Check data.redcap and data.tables in params/program.yml."
            return NoAnswer("server-refused", message, remedy)
        if isinstance(error, of_requests.ProxyError):
            message, remedy = "cannot be reached through the proxy", "Check HTTPS_PROXY and NO_PROXY."
        elif isinstance(error, of_requests.ReadTimeout):
            message = f"did not answer within {self.settings.timeout_seconds:g} seconds"
            remedy = "Try again later, or raise data.redcap.timeout_seconds."
        elif _has_behind(error, socket.gaierror):
            message = "is a name that this network does not know"
            remedy = "Check data.redcap.url and the network (a VPN may be needed)."
        else:
            message = "cannot be reached, or broke off its answer"
            remedy = "Check data.redcap.url and the network (a VPN may be needed), then try again."
        return NoAnswer("server-unreachable", message, remedy, again=True)


def _seconds_before_next(state: RetryCallState) -> float:
    """Twice as long each time, or what the server asks for if that is longer."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, NoAnswer) and error.wait is not None else 0.0
    return float(max(min(_FIRST_WAIT * 2 ** (state.attempt_number - 1), _LONGEST_WAIT), asked))


def _has_behind(error: BaseException, kind: type[BaseException]) -> bool:
    """Whether an error of this kind is what the others were made from."""
    seen: list[BaseException] = [error]
    for each in seen:
        if isinstance(each, kind):
            return True
        inner = [*each.args, getattr(each, "reason", None), each.__cause__]
        seen += [part for part in inner if isinstance(part, BaseException) and part not in seen]
    return False


def _bare(error: BaseException) -> BaseException:
    """The error without the frames and causes that led to it, whose variables hold the token."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
