"""Kept HTTP connections, one for each thread and host.

slack_sdk's synchronous client opens a connection, with a TLS handshake, for every call. This keeps it, costs half the
processor time, and tells apart what failed before a byte left from what failed after: "wait" or "ambiguous".
"""

import select
import socket
import ssl
import threading
from collections.abc import Mapping
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env

from bot.core.slack.exchange import Answer, exchange
from bot.core.slack.failures import Kind, SlackFailure


class Lanes:
    """One connection for each thread and host; safe to share between threads. `timeout` in seconds for every step."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._proxy = load_http_proxy_from_env()
        self._mine = threading.local()
        self._all: list[HTTPConnection] = []

    def post(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """One POST, sent once. Raises SlackFailure: `wait` if nothing left this machine, else `ambiguous`."""
        parts = urlsplit(url)
        connection = self._connected(method, parts)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            return exchange(connection, parts.netloc, target if self._direct(parts) else url, body, headers)
        except TimeoutError as error:
            connection.close()
            raise SlackFailure(Kind.AMBIGUOUS, "timeout", method) from error
        except (HTTPException, OSError) as error:
            connection.close()
            raise SlackFailure(Kind.AMBIGUOUS, "reset", method) from error

    def close(self) -> None:
        """Close every connection; the next call opens a new one."""
        for connection in self._all:
            connection.close()

    def _connected(self, method: str, parts: SplitResult) -> HTTPConnection:
        kept: dict[tuple[str, str], HTTPConnection] = self._mine.__dict__.setdefault("kept", {})
        connection = kept.get((parts.scheme, parts.netloc))
        if connection is None:
            connection = kept[parts.scheme, parts.netloc] = self._new(parts)
            self._all.append(connection)
        if connection.sock is not None and _hung_up(connection.sock):
            connection.close()
        if connection.sock is None:
            try:
                connection.connect()
            except (HTTPException, OSError) as error:
                connection.close()
                raise SlackFailure(Kind.WAIT, "unreachable", method, unsent=True) from error
        return connection

    def _direct(self, parts: SplitResult) -> bool:
        return self._proxy is None or parts.scheme == "https"

    def _new(self, parts: SplitResult) -> HTTPConnection:
        place = urlsplit(self._proxy) if self._proxy else parts
        host, port = place.hostname or "", place.port
        if parts.scheme != "https":
            return HTTPConnection(host, port, timeout=self._timeout)
        made = HTTPSConnection(host, port, timeout=self._timeout, context=_tls())
        if self._proxy:
            made.set_tunnel(parts.hostname or "", parts.port or 443)
        return made


@cache
def _tls() -> ssl.SSLContext:
    """Made when it is first needed: reading the system's certificates takes a while."""
    return ssl.create_default_context()


def _hung_up(sock: socket.socket) -> bool:
    """A quiet connection with something to read is one the other side has closed."""
    return bool(select.select([sock], [], [], 0)[0])
