"""What a REDCap server answers over HTTP, judged before anything is made of it.

PyCap looks at neither the status of an answer nor its encoding or size, and follows wherever the server points; what
is let through here is a whole answer in JSON from the very address that was asked.
"""

from __future__ import annotations

import io
import json
import math
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from pydantic import SecretStr
    from requests import Response

_PIECE = 64 * 1024
_MEGABYTE = 1024 * 1024
_BUSY = {
    429: "asks for fewer questions",
    500: "reports an error of its own",
    502: "cannot be reached behind its gateway",
    503: "is out of service for now",
    504: "did not answer its gateway in time",
}
_SMALLER = "Set a smaller data.redcap.records_at_once, and name under data.tables only the forms that are needed."


class NoAnswer(Exception):  # noqa: N818 - it is not the program that fails
    """Why there is no answer that can be used, in words for a person; nothing of the request and of no record.

    Attributes:
        rule: The rule's id.
        message: What is wrong, after the server's name.
        remedy: What to do.
        said: The server's own words where they hold no record.
        again: Whether asking again may help.
        wait: For how many seconds the server asks to wait before that.
    """

    def __init__(
        self,
        rule: str,
        message: str,
        remedy: str,
        *,
        said: str = "",
        again: bool = False,
        wait: float | None = None,
    ) -> None:
        super().__init__(message)
        self.rule, self.message, self.remedy = rule, message, remedy
        self.said, self.again, self.wait = said, again, wait


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Lets a whole answer through and raises `NoAnswer` for any other; a hook that requests calls with it."""

    token: SecretStr
    megabytes: int
    seconds: float

    def __call__(self, response: Response, **_: object) -> None:
        """Read the answer as it comes in, within the limits on its size and time."""
        try:
            content = self._judged(response)
        except BaseException:
            response.close()
            raise
        response.raw = io.BytesIO(content)
        # Else text of a type without a charset would be read as Latin-1, and every umlaut as two letters.
        response.encoding = "utf-8-sig"

    def _judged(self, response: Response) -> bytes:
        if 300 <= response.status_code < 400:
            _refuse_redirect(response)
        content = self._content(response)
        if response.status_code in _BUSY:
            self._refuse_busy(response, content)
        if response.status_code != 200:
            self._refuse(response, content)
        note_no_json(content)
        return content

    def _content(self, response: Response) -> bytes:
        end = time.monotonic() + self.seconds - response.elapsed.total_seconds()
        content = bytearray()
        # Not `response.content`, which waits for a slow server piece by piece, without an end.
        while piece := response.raw.read1(_PIECE, decode_content=True):
            content += piece
            if len(content) > self.megabytes * _MEGABYTE:
                message = f"gives an answer of more than {self.megabytes} MB"
                raise NoAnswer("file-too-large", message, f"{_SMALLER} Or raise data.limits.file_megabytes.")
            if time.monotonic() > end:
                message = f"did not end its answer within {self.seconds:g} seconds"
                raise NoAnswer(
                    "server-unreachable", message, f"Raise data.redcap.timeout_seconds. {_SMALLER}", again=True
                )
        return bytes(content)

    def _refuse_busy(self, response: Response, content: bytes) -> NoReturn:
        message, wait = f"{_BUSY[response.status_code]} (HTTP {response.status_code})", _seconds_to_wait(response)
        later = f"in {math.ceil(wait / 60)} minutes" if wait and wait > 60 else "later"
        remedy = f"Try again {later}; ask the REDCap administrator if it stays so."
        if is_out_of_memory(content):
            message, remedy = "ran out of memory for its answer", _SMALLER
        raise NoAnswer("server-unreachable", message, remedy, again=True, wait=wait)

    def _refuse(self, response: Response, content: bytes) -> NoReturn:
        status, said = response.status_code, self._said(response, content)
        if status in {401, 403}:
            message = f"does not let this token export (HTTP {status})"
            remedy = (
                "Check under 'API' and 'User Rights' in REDCap that the token is this project's, that its user has "
                "'API Export' and a right to export these forms, and that neither has expired."
            )
        elif status in {404, 405, 410}:
            message = f"has no API at this address (HTTP {status})"
            remedy = "Set data.redcap.url in params/program.yml to what REDCap shows under 'API'."
        elif status == 413:
            message, remedy = "does not take a question of this length (HTTP 413)", _SMALLER
        else:
            message = f"refuses the question (HTTP {status})"
            remedy = "Check data.redcap and data.tables in params/program.yml; show this to the REDCap administrator."
        raise NoAnswer("server-refused", f"{message}{f': {said}' if said else ''}", remedy, said=said)

    def _said(self, response: Response, content: bytes) -> str:
        """REDCap's own sentence about an error, without markup; none where it could name records or the token."""
        if "records%5B" in str(response.request.body):
            return ""
        try:
            sentence = json.loads(content)["error"]
        except (ValueError, TypeError, KeyError):
            return ""
        plain = " ".join(re.sub(r"<[^>]*>", " ", str(sentence)).split())
        shown = "".join(sign for sign in plain if sign.isprintable())[:200].rstrip(".")
        return "" if self.token.get_secret_value().lower() in plain.lower() else shown


def note_no_json(content: bytes) -> None:
    """Raise `NoAnswer` for what is no JSON in UTF-8 by its first and last sign; the inside is for the parser."""
    text = content.removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        raise NoAnswer("server-answer", "gives an empty answer", f"Try again. {_SMALLER}")
    if (text[:1], text[-1:]) not in {(b"[", b"]"), (b"{", b"}")}:
        raise _no_json(text)
    try:
        text.decode()
    except UnicodeDecodeError:
        message = "gives an answer that is not UTF-8"
        raise NoAnswer("server-answer", message, "Show this to the REDCap administrator.") from None


def _no_json(text: bytes) -> NoAnswer:
    if is_out_of_memory(text):
        return NoAnswer("server-answer", "ran out of memory for its answer", _SMALLER)
    if text.startswith(b"<"):
        message = "answers with a web page instead of data"
        remedy = (
            "Check data.redcap.url in params/program.yml, and whether REDCap is under maintenance or asks to log in."
        )
        return NoAnswer("server-answer", message, remedy)
    return cut_off()


def cut_off() -> NoAnswer:
    """What is said of an answer that is not whole, or that something else was written into."""
    return NoAnswer("server-answer", "gives an answer that is no whole JSON, perhaps cut off", f"Try again. {_SMALLER}")


def is_out_of_memory(content: bytes) -> bool:
    """Whether PHP or REDCap says that its memory was used up; it may say so in the middle of an answer."""
    return b"ran out of server memory" in content or b"Allowed memory size" in content


def _refuse_redirect(response: Response) -> NoReturn:
    """A redirect would carry the token to wherever it leads, and loses what was asked."""
    target = urlsplit(urljoin(response.url, response.headers.get("Location", "")))
    message = f"sends elsewhere, to {target.scheme}://{target.hostname}{target.path} (HTTP {response.status_code})"
    remedy = "If that is your REDCap, write the address that it shows under 'API' into data.redcap.url."
    raise NoAnswer("server-refused", message, remedy)


def _seconds_to_wait(response: Response) -> float | None:
    from urllib3.exceptions import InvalidHeader
    from urllib3.util import Retry

    try:
        return Retry().parse_retry_after(response.headers["Retry-After"])
    except (KeyError, InvalidHeader):
        return None
