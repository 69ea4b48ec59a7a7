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
    sock = connection.sock
    sock.sendall(_question(host, target, body, headers))
    data = b""
    while _END not in data and len(data) < PIECE:
        piece = sock.recv(PIECE)
        if not piece:
            raise IncompleteRead(data) if data else RemoteDisconnected("the other side hung up without an answer")
        data += piece
    head, end, rest = data.partition(_END)
    status, found = _head(head)
    length = found.get("content-length", "")
    bare = status < _OK or status in (_NO_CONTENT, _NOT_MODIFIED)
    if not end or bare or "transfer-encoding" in found or not length.isdigit():
        return _by_library(connection, data)
    whole = _rest(sock, rest, int(length))
    if found.get("connection", "").lower() == "close" or len(whole) > int(length) or not head.startswith(b"HTTP/1.1"):
        connection.close()
    return Answer(status, whole[: int(length)], _seconds(found.get("retry-after")))


def _question(host: str, target: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    if not _PLAIN.fullmatch(target):
        raise InvalidURL("an address with blanks or characters that nobody sees")
    lines = [f"POST {target} HTTP/1.1", f"Host: {host}", "Accept-Encoding: identity", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if not all(_LINE.fullmatch(line) for line in lines):
        raise ValueError("a header with a line break")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def _head(head: bytes) -> tuple[int, dict[str, str]]:
    """Status and headers, the first of each name; status 0 for what is not plainly HTTP."""
    first, *lines = head.decode("latin-1").split("\r\n")
    version, _, status = first.partition(" ")
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        found.setdefault(name.lower(), value.strip())
    return (int(status[:3]) if version.startswith("HTTP/1.") and status[:3].isdigit() else 0), found


def _rest(sock: socket.socket, rest: bytes, length: int) -> bytes:
    if len(rest) >= length:
        return rest
    pieces, missing = [rest], length - len(rest)
    while missing > 0:
        piece = sock.recv(min(missing, PIECE))
        if not piece:
            raise IncompleteRead(b"".join(pieces), missing)
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)


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
