"""Kept HTTP connections.

slack_sdk's synchronous client opens a connection, with a TLS handshake, for every call. These are kept, which costs
half the processor time, and tell apart what failed before a byte left from what failed after: "wait" or "ambiguous".
"""

import select
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from slack_sdk.proxy_env_variable_loader import load_http_proxy_from_env

from bot.core.slack.exchange import PIECE, Answer, Incoming, exchange, finish, question
from bot.core.slack.failures import Kind, SlackFailure

Place = tuple[str, str]
"""Scheme and host."""
Kept = tuple[HTTPConnection, float]
"""A connection and when it was put aside."""
RESTED = 0.1
"""Seconds after which a connection is asked whether it still stands before it is used again."""
_NOT_YET = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class Lanes:
    """Keeps the connections that nobody uses at the moment; safe to share between threads. `timeout` in seconds for
    every step."""

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout
        self._proxy = load_http_proxy_from_env()
        self._idle: defaultdict[Place, list[Kept]] = defaultdict(list)

    def post(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """One POST, sent once. Raises SlackFailure: `wait` if nothing left this machine, else `ambiguous`."""
        parts = urlsplit(url)
        connection = self._standing(parts) or self._opened(method, parts)
        if connection.sock.gettimeout() == 0.0:
            connection.sock.settimeout(self.timeout)
        try:
            answer = exchange(connection, parts.netloc, self._target(parts), body, headers)
        except (HTTPException, OSError) as error:
            connection.close()
            raise lost(error, method) from error
        self.keep((parts.scheme, parts.netloc), connection)
        return answer

    def begin(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> "Call | None":
        """Send one POST without waiting for its answer; None, and nothing is sent, when no connection stands idle."""
        parts = urlsplit(url)
        connection = self._standing(parts)
        if connection is None:
            return None
        asked = question(parts.netloc, self._target(parts), body, headers)
        return Call(self, (parts.scheme, parts.netloc), connection, method, asked)

    def keep(self, place: Place, connection: HTTPConnection) -> None:
        """Put a connection that stands aside for the next call."""
        if connection.sock is not None:
            self._idle[place].append((connection, time.monotonic()))

    def close(self) -> None:
        """Close every connection; the next call opens a new one."""
        for kept in self._idle.values():
            while kept:
                kept.pop()[0].close()

    def _standing(self, parts: SplitResult) -> HTTPConnection | None:
        kept = self._idle[parts.scheme, parts.netloc]
        while kept:
            try:
                connection, since = kept.pop()
            except IndexError:  # Another thread was faster.
                break
            if time.monotonic() - since < RESTED or not _hung_up(connection.sock):
                return connection
            connection.close()
        return None

    def _opened(self, method: str, parts: SplitResult) -> HTTPConnection:
        connection = self._new(parts)
        try:
            connection.connect()
        except (HTTPException, OSError) as error:
            connection.close()
            raise SlackFailure(Kind.WAIT, "unreachable", method, unsent=True) from error
        return connection

    def _target(self, parts: SplitResult) -> str:
        if self._proxy is not None and parts.scheme != "https":
            return parts.geturl()
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _new(self, parts: SplitResult) -> HTTPConnection:
        place = urlsplit(self._proxy) if self._proxy else parts
        host, port = place.hostname or "", place.port
        if parts.scheme != "https":
            return HTTPConnection(host, port, timeout=self.timeout)
        made = HTTPSConnection(host, port, timeout=self.timeout, context=_tls())
        if self._proxy:
            made.set_tunnel(parts.hostname or "", parts.port or 443)
        return made


class Call:
    """A POST whose answer is not here yet. One thread looks after many: it waits until one of the sockets has something
    and then goes on with that call."""

    def __init__(self, lanes: Lanes, place: Place, connection: HTTPConnection, method: str, asked: bytes) -> None:
        self._lanes, self._place, self._connection, self.method = lanes, place, connection, method
        self._incoming, self._left = Incoming(), asked
        # Left so when the connection is put aside: each change is a system call, and most calls are of this kind.
        if connection.sock.gettimeout() != 0.0:
            connection.sock.setblocking(False)
        self.descriptor: int = connection.sock.fileno()
        with suppress(OSError):  # A broken line is readable at once: `go_on` meets it and says so.
            self._send()

    @property
    def unsent(self) -> bool:
        """Whether the socket could not take all of it yet."""
        return bool(self._left)

    @property
    def strange(self) -> bool:
        """Whether the answer can only be read by waiting for it: `finish`."""
        return self._incoming.strange

    def go_on(self) -> Answer | None:
        """Read what has come; None while something is missing. Raises SlackFailure."""
        sock, answer = self._connection.sock, None
        try:
            self._send()
            while answer is None and not self.strange:
                answer = self._incoming.take(sock.recv(PIECE))
        except _NOT_YET:
            return None
        except (HTTPException, OSError) as error:
            raise self._broken(error) from error
        return None if answer is None else self._over(answer)

    def finish(self) -> Answer:
        """Wait for the rest. Raises SlackFailure."""
        self._connection.sock.settimeout(self._lanes.timeout)
        try:
            return self._over(finish(self._connection, self._incoming))
        except (HTTPException, OSError) as error:
            raise self._broken(error) from error

    def give_up(self) -> SlackFailure:
        """It took too long."""
        return self._broken(TimeoutError())

    def _send(self) -> None:
        while self._left:
            self._left = self._left[self._connection.sock.send(self._left) :]

    def _over(self, answer: Answer) -> Answer:
        if self._incoming.last:
            self._connection.close()
        else:
            self._lanes.keep(self._place, self._connection)
        return answer

    def _broken(self, error: Exception) -> SlackFailure:
        self._connection.close()
        return lost(error, self.method)


def lost(error: Exception, method: str) -> SlackFailure:
    """What it means that an answer did not come: Slack may have done what it was asked."""
    return SlackFailure(Kind.AMBIGUOUS, "timeout" if isinstance(error, TimeoutError) else "reset", method)


@cache
def _tls() -> ssl.SSLContext:
    """Made when it is first needed: reading the system's certificates takes a while."""
    return ssl.create_default_context()


def _hung_up(sock: socket.socket) -> bool:
    """A quiet connection with something to read is one the other side has closed."""
    waiting = select.poll()  # Unlike select it takes any number of open files.
    waiting.register(sock, select.POLLIN)
    return bool(waiting.poll(0))
