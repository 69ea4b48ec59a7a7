"""Below HTTP: the transports of open connections, so that a line can be reset, broken off or frozen."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

Peer = tuple[str, int] | None


class Wires:
    """Open connections by the address of the peer. Used on the server's own loop only."""

    def __init__(self) -> None:
        """Nothing is connected yet."""
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    def remember(self, transport: asyncio.Transport) -> None:
        """A line was opened."""
        self._open[_peer(transport)] = transport

    def forget(self, peer: Peer) -> None:
        """A line is gone."""
        if peer is not None:
            self._open.pop((peer[0], peer[1]), None)

    def reset(self, peer: Peer) -> None:
        """End a line with RST: the other side sees `connection reset`, without any further byte."""
        transport = self._open.get((peer[0], peer[1])) if peer else None
        if transport is None:
            return
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    def close(self, peer: Peer) -> None:
        """End a line after what was written has left."""
        transport = self._open.get((peer[0], peer[1])) if peer else None
        if transport is not None:
            transport.close()

    def pause(self, peer: Peer) -> None:
        """Stop reading a line and leave it open."""
        transport = self._open.get((peer[0], peer[1])) if peer else None
        if transport is not None and transport.is_reading():
            transport.pause_reading()

    def protocol(self) -> type[asyncio.Protocol]:
        """uvicorn's HTTP protocol, reporting its connections here."""
        wires = self

        class Wired(H11Protocol):
            """H11 with a known transport."""

            def connection_made(self, transport: Any) -> None:
                """Note the line."""
                wires.remember(transport)
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                """Forget the line."""
                if self.client is not None:
                    wires.forget(self.client)
                super().connection_lost(exc)

        return Wired


def _peer(transport: asyncio.Transport) -> tuple[str, int]:
    name = transport.get_extra_info("peername")
    return str(name[0]), int(name[1])
