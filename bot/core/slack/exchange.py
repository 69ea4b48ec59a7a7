"""One POST on a connection that stands, and its answer.

http.client writes head and body apart and reads the head of an answer with the parser for e-mail, which takes longer
than everything else about a call. Here the question leaves in one piece; an answer of known length, as Slack gives, is
read as it is, and every other one by http.client.
"""

import io
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.client import HTTPConnection, HTTPResponse, IncompleteRead, InvalidURL, RemoteDisconnected
from typing import Any, cast

PIECE = 65_536
_END = b"\r\n\r\n"
_PLAIN = re.compile(r"[!-~]+")
_LINE = re.compile(r"[^\r\n]*")
_OK, _NO_CONTENT, _NOT_MODIFIED = 200, 204, 304


@dataclass(frozen=True)
class Answer:
    """What came back over HTTP; `retry_after` in seconds."""

    status: int
    body: bytes
    retry_after: float | None


def exchange(connection: HTTPConnection, host: str, target: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send the POST once and read its answer. Raises OSError (TimeoutError) or HTTPException.

    `host` is whom it is for, `target` the path, or behind a proxy the whole address.
    """
    connection.sock.sendall(question(host, target, body, headers))
    return finish(connection, Incoming())


def finish(connection: HTTPConnection, incoming: "Incoming") -> Answer:
    """Read the rest of an answer, waiting for it as long as the connection is patient."""
    answer = None
    while answer is None and not incoming.strange:
        answer = incoming.take(connection.sock.recv(PIECE))
    if answer is None:
        return _by_library(connection, incoming.data)
    if incoming.last:
        connection.close()
    return answer


def question(host: str, target: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Head and body of a POST."""
    return _asking(host, target, tuple(headers.items())) + b"%d\r\n\r\n" % len(body) + body


@lru_cache(32)
def _asking(host: str, target: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    """The head up to the length of the body: the same for every call of a method."""
    if not _PLAIN.fullmatch(target):
        raise InvalidURL("an address with blanks or characters that nobody sees")
    lines = [f"POST {target} HTTP/1.1", f"Host: {host}", "Accept-Encoding: identity"]
    lines += [f"{name}: {value}" for name, value in headers]
    if not all(_LINE.fullmatch(line) for line in lines):
        raise ValueError("a header with a line break")
    return "\r\n".join([*lines, "Content-Length: "]).encode("latin-1")


class Incoming:
    """An answer that comes in pieces. `strange`: not of known length, http.client has to read it. `last`: the other
    side hangs up after it."""

    def __init__(self) -> None:
        self.data, self.strange, self.last = b"", False, False
        self._start = self._end = self._status = 0
        self._found: dict[str, str] = {}

    def take(self, piece: bytes) -> Answer | None:
        """One more piece; the answer when it is complete. Raises HTTPException when the other side hung up before."""
        if not piece:
            raise IncompleteRead(self.data) if self.data else RemoteDisconnected("hung up without an answer")
        self.data = self.data + piece if self.data else piece
        if not self._end:
            self._begin()
        if self.strange or not self._end or len(self.data) < self._end:
            return None
        self.last = self.last or len(self.data) > self._end
        return Answer(self._status, self.data[self._start : self._end], _seconds(self._found.get("retry-after")))

    def _begin(self) -> None:
        head, end, _ = self.data.partition(_END)
        if not end:
            self.strange = len(self.data) >= PIECE
            return
        self._status, self._found = _head(head)
        length = self._found.get("content-length", "")
        bare = self._status < _OK or self._status in (_NO_CONTENT, _NOT_MODIFIED)
        self.strange = bare or "transfer-encoding" in self._found or not length.isdecimal()
        if not self.strange:
            self._start = len(head) + len(_END)
            self._end = self._start + int(length)
            self.last = self._found.get("connection", "").lower() == "close" or not head.startswith(b"HTTP/1.1")


def _head(head: bytes) -> tuple[int, dict[str, str]]:
    """Status and headers, the first of each name; status 0 for what is not plainly HTTP."""
    first, *lines = head.decode("latin-1").split("\r\n")
    version, _, status = first.partition(" ")
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        found.setdefault(name.lower(), value.strip())
    return (int(status[:3]) if version.startswith("HTTP/1.") and status[:3].isdigit() else 0), found


def _by_library(connection: HTTPConnection, data: bytes) -> Answer:
    response = HTTPResponse(cast(socket.socket, _Begun(connection.sock, data)), method="POST")
    response.begin()
    body = response.read()
    if response.will_close:
        connection.close()
    return Answer(response.status, body, _seconds(response.headers.get("Retry-After")))


class _Begun(io.RawIOBase):
    """What is left to read on a connection, with what was read already put back in front."""

    def __init__(self, sock: socket.socket, data: bytes) -> None:
        self._sock, self._data = sock, data

    def makefile(self, mode: str) -> io.BufferedReader:
        """What http.client reads from."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """First what was put back."""
        if not self._data:
            return self._sock.recv_into(buffer)
        taken = self._data[: len(buffer)]
        buffer[: len(taken)], self._data = taken, self._data[len(taken) :]
        return len(taken)


def _seconds(value: str | None) -> float | None:
    try:
        return max(0.0, float(value)) if value else None
    except ValueError:
        return None
