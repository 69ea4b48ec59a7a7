"""The floors /visit is measured against: a bare Bolt app, served the same way, writing with plain SQL.

    python bench/peers.py full|single PORT DATABASE_URL ROWS.json

`full` writes the same rows as one visit of Rapport in one transaction before the ack; `single` one row.
"""

import itertools
import json
import os
import sqlite3
import sys
import threading
import time
from typing import Any

import psycopg
import uvicorn
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

UNIQUE = {"key", "once", "nonce", "source_id"}
"""Columns that must differ from request to request."""


class Writer:
    """Writes rows by plain SQL: one connection and lock on SQLite, one connection a thread on PostgreSQL."""

    def __init__(self, url: str, rows: list[tuple[str, dict[str, Any]]]) -> None:
        self._url, self._count = url, itertools.count(int(time.time() * 1000) % 1_000_000_000 * 2)
        self._lock, self._local = threading.Lock(), threading.local()
        self._sqlite = url.startswith("sqlite")
        mark = "?" if self._sqlite else "%s"
        self._plan = [(_insert(table, row, mark), row) for table, row in rows]
        if self._sqlite:
            self._one = sqlite3.connect(url.removeprefix("sqlite:///"), check_same_thread=False, isolation_level=None)
            self._one.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=15000;")

    def write(self) -> None:
        """One transaction."""
        number = next(self._count)
        if self._sqlite:
            with self._lock:
                self._one.execute("BEGIN IMMEDIATE")
                self._insert(self._one, number)
                self._one.execute("COMMIT")
            return
        if not hasattr(self._local, "connection"):
            self._local.connection = psycopg.connect(self._url.replace("+psycopg", ""))
        self._insert(self._local.connection, number)
        self._local.connection.commit()

    def _insert(self, connection: Any, number: int) -> None:
        for statement, row in self._plan:
            values = [
                (number if isinstance(value, int) else f"{number}-{name}") if name in UNIQUE else value
                for name, value in row.items()
            ]
            connection.execute(statement, values)


def _insert(table: str, row: dict[str, Any], mark: str) -> str:
    names = ", ".join(f'"{name}"' for name in row)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(mark for _ in row)})"


def main() -> None:
    """Serve until stopped."""
    mode, port, url, file = sys.argv[1:5]
    rows = json.loads(open(file, encoding="utf-8").read())
    writer = Writer(url, [row for row in rows if mode == "full" or row[0] == "visit"])
    bolt = App(
        signing_secret=os.environ["SLACK_SIGNING_SECRET"], process_before_response=True,
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T00000001", bot_token="xoxb-x", bot_user_id="U1"),
    )  # fmt: skip

    @bolt.command("/visit")
    def visit(ack: Any) -> None:
        writer.write()
        ack("saved")

    async def events(request: Request) -> Response:
        body = (await request.body()).decode()
        headers = {name: [value] for name, value in request.headers.items()}
        answer = await run_in_threadpool(bolt.dispatch, BoltRequest(body=body, headers=headers))
        return Response(answer.body, answer.status, headers={"content-type": answer.headers["content-type"][0]})

    app = Starlette(
        routes=[Route("/slack/events", events, methods=["POST"]), Route("/healthz", lambda _: Response("ok"))]
    )
    uvicorn.run(app, port=int(port), log_config=None, lifespan="off", ws="none")


if __name__ == "__main__":
    main()
