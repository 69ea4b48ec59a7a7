"""A very small Slack over HTTP whose faults a test chooses call by call; also runs as a process of its own."""

import asyncio
import contextlib
import json
import random
import sys
import threading
import time
from collections import defaultdict, deque
from typing import Any
from urllib.parse import parse_qsl


class TinySlack:
    """Keeps messages by channel. `script(method, fault...)` sets what the next calls of a method meet; `closed` the
    code every post to a channel is refused with."""

    def __init__(self, delay: float = 0.0, chaos: float = 0.0, seed: int = 1) -> None:
        self.messages: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.calls: list[tuple[str, dict[str, Any], float]] = []
        self.faults: dict[str, deque[tuple[Any, ...]]] = defaultdict(deque)
        self.closed: dict[str, str] = {}
        self.delay, self.chaos, self._random = delay, chaos, random.Random(seed)
        self._clock = 1_500_000_000.0
        self.behind = 0.0
        self.url = ""

    def script(self, method: str, *faults: tuple[Any, ...]) -> None:
        """Queue faults for the next calls of `method`."""
        self.faults[method].extend(faults)

    def called(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of a method."""
        return [arguments for name, arguments, _ in self.calls if name == method]

    def all_messages(self) -> list[dict[str, Any]]:
        """Every message that stands in any channel."""
        return [message for channel in self.messages.values() for message in channel]

    def texts(self, channel: str) -> list[str]:
        """What a channel reads, oldest first."""
        return [message["text"] for message in self.messages[channel]]

    def start(self, port: int = 0) -> None:
        """Serve on a thread."""
        ready = threading.Event()
        self._loop = asyncio.new_event_loop()

        async def main() -> None:
            server = await asyncio.start_server(self._serve, "127.0.0.1", port)
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api/"
            self._server = server
            ready.set()

        def run() -> None:
            self._loop.run_until_complete(main())
            self._loop.run_forever()
            self._loop.run_until_complete(tidy())
            self._loop.close()

        async def tidy() -> None:
            waiting = asyncio.all_tasks() - {asyncio.current_task()}
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        ready.wait(5)

    def stop(self) -> None:
        """Stop serving; new connections are refused."""
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._server.close)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError), contextlib.closing(writer):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                lines = head.split("\r\n")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                method = lines[0].split()[1].removeprefix("/api/")
                if not await self._answer(writer, method, _arguments(headers, body)):
                    break

    async def _answer(self, writer: asyncio.StreamWriter, method: str, arguments: dict[str, Any]) -> bool:
        if method == "state":
            _write(writer, 200, {"messages": self.messages, "calls": [[name, when] for name, _, when in self.calls]})
            return True
        self.calls.append((method, arguments, time.monotonic()))
        fault = self.faults[method].popleft() if self.faults[method] else self._chance(method)
        if self.delay:
            await asyncio.sleep(self._random.uniform(0, self.delay))
        return await self._with(writer, method, arguments, fault)

    def _chance(self, method: str) -> tuple[Any, ...]:
        if method != "chat.postMessage" or self._random.random() >= self.chaos:
            return ()
        return self._random.choice([("drop_after",), ("drop_before",), ("internal_posted",)])

    async def _with(self, writer: Any, method: str, arguments: dict[str, Any], fault: tuple[Any, ...]) -> bool:
        kind = fault[0] if fault else "fine"
        if kind == "drop_before":
            return False
        if kind == "error":
            _write(writer, 200, {"ok": False, "error": fault[1]})
        elif kind == "429":
            _write(writer, 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(fault[1])})
        elif kind == "http":
            if fault[2]:
                self._do(method, arguments)
            _write(writer, fault[1], None)
        else:
            if kind == "slow":
                await asyncio.sleep(fault[1])
            answer = self._do(method, arguments)
            if kind == "drop_after":
                writer.transport.abort()
                return False
            if kind == "truncated":
                writer.write(b'HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{"ok":tr')
            elif kind == "chunked":
                said = json.dumps(answer).encode()
                writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                await asyncio.sleep(0.05)
                writer.write(b"%x\r\n%b\r\n0\r\n\r\n" % (len(said), said))
            elif kind == "internal_posted":
                _write(writer, 200, {"ok": False, "error": "internal_error"})
            else:
                _write(writer, 200, answer)
        return True

    def _do(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            return {"ok": False, "error": "unknown_method"}
        return {"ok": True} | handler(arguments) if not isinstance(handler, str) else {}

    def _chat_postMessage(self, given: dict[str, Any]) -> dict[str, Any]:
        if given["channel"] in self.closed:
            return {"ok": False, "error": self.closed[given["channel"]]}
        self._clock = max(self._clock + 0.000001, time.time() - self.behind)
        ts = f"{self._clock:.6f}"
        self.messages[given["channel"]].append(
            {"ts": ts, "text": given["text"], "blocks": given.get("blocks"), "metadata": given.get("metadata"),
             "thread_ts": given.get("thread_ts"), "reactions": []}
        )  # fmt: skip
        return {"channel": given["channel"], "ts": ts}

    def _find(self, channel: str, ts: str) -> dict[str, Any] | None:
        return next((message for message in self.messages[channel] if message["ts"] == ts), None)

    def _chat_update(self, given: dict[str, Any]) -> dict[str, Any]:
        message = self._find(given["channel"], given["ts"])
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        message |= {"text": given["text"], "blocks": given.get("blocks"), "edited": True}
        return {"channel": given["channel"], "ts": given["ts"]}

    def _chat_delete(self, given: dict[str, Any]) -> dict[str, Any]:
        message = self._find(given["channel"], given["ts"])
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        self.messages[given["channel"]].remove(message)
        return {}

    def _reactions_add(self, given: dict[str, Any]) -> dict[str, Any]:
        message = self._find(given["channel"], given["timestamp"])
        if message is None:
            return {"ok": False, "error": "message_not_found"}
        if given["name"] in message["reactions"]:
            return {"ok": False, "error": "already_reacted"}
        message["reactions"].append(given["name"])
        return {}

    def _conversations_open(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": "D" + given["users"]}}

    def _conversations_history(self, given: dict[str, Any]) -> dict[str, Any]:
        oldest = float(given.get("oldest", 0))
        found = [m for m in self.messages[given["channel"]] if float(m["ts"]) > oldest and not m.get("thread_ts")]
        return {"messages": found[::-1]}

    def _conversations_replies(self, given: dict[str, Any]) -> dict[str, Any]:
        below = [m for m in self.messages[given["channel"]] if given["ts"] in (m["thread_ts"], m["ts"])]
        return {"messages": below}

    def _auth_test(self, given: dict[str, Any]) -> dict[str, Any]:
        return {"team_id": "T1", "user_id": "UBOT"}


def _arguments(headers: dict[str, str], body: bytes) -> dict[str, Any]:
    if headers.get("content-type", "").startswith("application/json"):
        return dict(json.loads(body))
    return dict(parse_qsl(body.decode()))


def _write(writer: asyncio.StreamWriter, status: int, content: Any, headers: dict[str, str] | None = None) -> None:
    body = json.dumps(content).encode() if content is not None else b"<html>trouble</html>"
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Content-Type: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


if __name__ == "__main__":
    slack = TinySlack(delay=float(sys.argv[2]), chaos=float(sys.argv[3]), seed=int(sys.argv[4]))
    slack.start(int(sys.argv[1]))
    sys.stdout.write(slack.url + "\n")
    sys.stdout.flush()
    threading.Event().wait()
