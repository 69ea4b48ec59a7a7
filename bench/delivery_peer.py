"""Procrastinate as a sender, for bench/delivery.py --peer: runs in a folder of its own with procrastinate installed.

python delivery_peer.py DATABASE SLACK MESSAGES
"""

import asyncio
import http.client
import importlib
import json
import sys
import threading
from typing import Any
from urllib.parse import urlsplit

AT_ONCE = 16
KEPT = threading.local()


def post(slack: str, number: int) -> None:
    """One message on a kept connection, as Rapport does it."""
    parts = urlsplit(slack)
    if not hasattr(KEPT, "line"):
        KEPT.line = http.client.HTTPConnection(parts.hostname or "", parts.port)
    text = f"李雷 is away from 3 to 9 December; {number} promises come to you."
    said = {"channel": f"D{number}", "text": text, "metadata": {"event_payload": {"id": str(number)}}}
    KEPT.line.request("POST", parts.path + "chat.postMessage", json.dumps(said))
    KEPT.line.getresponse().read()


async def main(database: str, slack: str, messages: int) -> None:
    """Queue them all, then work until the queue is empty."""
    procrastinate: Any = importlib.import_module("procrastinate")
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=database, max_size=AT_ONCE + 4))

    @app.task(name="send")
    def send(number: int) -> None:
        post(slack, number)

    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        await send.batch_defer_async(*({"number": number} for number in range(messages)))
        await app.run_worker_async(concurrency=AT_ONCE, wait=False, install_signal_handlers=False)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
