"""A Slack without limits in a process of its own: it takes messages, counts them, and answers after a set time.

It is as thin as can be, so that what is measured is who posts and not who answers.
"""

import asyncio
import json
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

END = b"\r\n\r\n"


class Line(asyncio.Protocol):
    """One kept connection; requests on it come one after another."""

    delay = 0.0
    arrived: list[float] = []
    seen: Counter[str] = Counter()

    def connection_made(self, transport: Any) -> None:
        """Somebody called."""
        self._transport, self._pending = transport, b""

    def data_received(self, data: bytes) -> None:
        """Answer when a request is complete."""
        self._pending += data
        head, found, body = self._pending.partition(END)
        if not found:
            return
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        if len(body) < length:
            return
        self._pending = body[length:]
        method = head.split(b" ", 2)[1].rpartition(b"/")[2].decode()
        answer = json.dumps({"ok": True} | self._do(method, body[:length])).encode()
        whole = (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer
        )
        if method == "chat.postMessage" and Line.delay:
            asyncio.get_running_loop().call_later(Line.delay, self._transport.write, whole)
        else:
            self._transport.write(whole)

    def _do(self, method: str, body: bytes) -> dict[str, Any]:
        if method == "chat.postMessage":
            given = json.loads(body)
            Line.arrived.append(asyncio.get_running_loop().time())
            Line.seen[given["metadata"]["event_payload"]["id"]] += 1
            return {"channel": given["channel"], "ts": f"{1_790_000_000 + len(Line.arrived) / 1e6:.6f}"}
        if method == "fresh":
            Line.delay, Line.arrived, Line.seen = json.loads(body)["delay"], [], Counter()
        if method == "arrivals":
            return {"times": Line.arrived, "twice": Line.seen.total() - len(Line.seen)}
        return {"team_id": "T1", "user_id": "UBOT", "channel": {"id": "D1"}}


async def serve() -> None:
    """Listen on a free port and say where."""
    server = await asyncio.get_running_loop().create_server(Line, "127.0.0.1", 0)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/\n")
    sys.stdout.flush()
    await server.serve_forever()


@dataclass(frozen=True)
class LocalSlack:
    """The process as the benchmark sees it."""

    url: str

    def ask(self, method: str, **given: Any) -> Any:
        """One call."""
        request = urllib.request.Request(self.url + method, json.dumps(given).encode())
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read())


@contextmanager
def local_slack() -> Iterator[LocalSlack]:
    """The running process."""
    process = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield LocalSlack(process.stdout.readline().strip())
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    asyncio.run(serve())
