"""A REDCap server over HTTPS: one project's API, which misbehaves where a test wants it to."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Trouble = Callable[["Handler", bytes], None]


class Server(ThreadingHTTPServer):
    """Answers `POST /api/` from a model.

    Attributes:
        model: The project.
        asked: The values of each question so far.
        trouble: What to do instead of answering, by the number of the question (1 is the first), or `every`.
        before: Called with each question before it is answered; a test changes the project there.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self, model: Any, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.model = model
        self.asked: list[dict[str, str]] = []
        self.trouble: dict[int | str, Trouble] = {}
        self.before: Callable[[Mapping[str, str]], None] = lambda _: None
        self.closed = threading.Event()

    @property
    def url(self) -> str:
        return f"https://localhost:{self.server_port}/api/"

    def contents(self) -> list[str]:
        """What was asked for, in order."""
        return [asked["content"] for asked in self.asked]

    def handle_error(self, *_: object) -> None:
        """Clients that go away are what these tests are about."""

    @contextlib.contextmanager
    def running(self):
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.closed.set()
            self.shutdown()
            self.server_close()
            thread.join()


class Handler(BaseHTTPRequestHandler):
    """One question."""

    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: object) -> None:
        """Nothing: the tests look at what the client writes."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        asked = dict(parse_qsl(body, keep_blank_values=True))
        self.server.asked.append(asked)
        self.server.before(asked)
        if self.path != "/api/":
            return self.send(404, b"<html>Not found</html>", "text/html")
        try:
            status, answer = 200, self.server.model.answer(asked)
        except Exception as error:
            if not hasattr(error, "sentence"):
                raise
            status, answer = error.status, {"error": error.sentence}
        content = json.dumps(answer).encode()
        trouble = self.server.trouble.get(len(self.server.asked)) or self.server.trouble.get("every")
        if trouble is not None:
            return trouble(self, content)
        return self.send(status, content)

    def send(self, status: int, content: bytes, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)


def status(number: int, sentence: str = "", **headers: str) -> Trouble:
    """An error with REDCap's JSON around the sentence."""
    return lambda handler, _: handler.send(number, json.dumps({"error": sentence}).encode(), **headers)


def page(number: int = 200) -> Trouble:
    """A web page, such as the one to log in."""
    return lambda handler, _: handler.send(number, b"<!DOCTYPE html><title>REDCap</title>Log In", "text/html")


def text(content: bytes, kind: str = "application/json", number: int = 200) -> Trouble:
    """Any content."""
    return lambda handler, _: handler.send(number, content, kind)


def redirect(target: str) -> Trouble:
    """A redirect."""
    return lambda handler, _: handler.send(302, b"", Location=target)


def silence(handler: Handler, _: bytes) -> None:
    """No answer at all."""
    handler.server.closed.wait(20)


def broken_off(handler: Handler, content: bytes) -> None:
    """Half of an answer whose length was told, then a closed connection."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[: len(content) // 2])
    handler.close_connection = True


def broken_off_in_chunks(handler: Handler, content: bytes) -> None:
    """The first of several pieces, then a closed connection."""
    _begin_chunks(handler)
    _chunk(handler, content[: len(content) // 2])
    handler.close_connection = True


def reset(handler: Handler, _: bytes) -> None:
    """A reset connection."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def cut(handler: Handler, content: bytes) -> None:
    """JSON that ends in the middle, as if that were all."""
    handler.send(200, content[: 2 * len(content) // 3])


def cut_at_a_row(handler: Handler, content: bytes) -> None:
    """JSON that is whole, but without its last row."""
    handler.send(200, json.dumps(json.loads(content)[:-1]).encode())


def in_chunks(handler: Handler, content: bytes) -> None:
    """A whole answer in pieces of unknown number."""
    _begin_chunks(handler)
    for start in range(0, len(content), 100):
        _chunk(handler, content[start : start + 100])
    _chunk(handler, b"")


def trickle(handler: Handler, content: bytes) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    for byte in content:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        if handler.server.closed.wait(0.1):
            return


def zipped(handler: Handler, content: bytes) -> None:
    """A whole answer, compressed."""
    handler.send(200, gzip.compress(content), Content_Encoding="gzip")


def bomb(handler: Handler, _: bytes) -> None:
    """Ten megabytes in ten kilobytes."""
    handler.send(200, gzip.compress(b"[" + b" " * 10_000_000 + b"]"), Content_Encoding="gzip")


def _begin_chunks(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()


def _chunk(handler: Handler, content: bytes) -> None:
    handler.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
