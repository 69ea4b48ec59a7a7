"""Due messages handed to a local Slack: against the floor "one POST then one commit, serial", against procrastinate, and
by four replicas against one. On PostgreSQL one Rapport is two processes where there are two processors, as
`python -m bot run` has them; a replica of `--replicas` is one.

    python bench/delivery.py [--database sqlite|postgresql] [--messages 2400] [--replicas] [--peer]

Figures to hold: at least 1.0 x the floor on SQLite, 2.0 x on PostgreSQL; `--peer`: at least 5 x procrastinate (installed
into a folder that is thrown away); `--replicas`: four replicas, each with 16 sends in flight at most, with a Slack that
answers in 100 ms: at least 3.3 x one, nothing twice.
"""

import argparse
import multiprocessing
import os
import statistics
import subprocess
import tempfile
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from multiprocessing.synchronize import Event, Semaphore
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from local_slack import LocalSlack, local_slack
from sqlalchemy import Engine, delete, insert, text
from staging import address, table

from bot.core import logs
from bot.core.database import connect
from bot.core.outbox import Notice, PersonPlace, Posting
from bot.core.outbox.limits import Limits
from bot.core.outbox.model import DmChannel
from bot.core.settings import Settings
from bot.core.slack import SlackPort
from bot.core.templating import Reader, Templates
from bot.directory.models import Person
from bot.main import build, helpers, memory, workshop
from bot.main.compose import TEMPLATES
from bot.main.migrate import upgrade
from bot.main.warm import warm_up

LIMITS = Limits(channel_interval=0, budgets={}, poll=0.1)
"""The sender as it ships, without Slack's limits."""
MORNING = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)
"""Wednesday, 10:00 in Shanghai: nobody's quiet hours."""
TEMPLATE = "promises/deputy"
WARM = 0.1
"""The first messages are left out: connections are opened and templates read while they leave."""
SPAWN = multiprocessing.get_context("spawn")


def morning_clock() -> datetime:
    """The program's clock: it goes on from a working morning."""
    return MORNING + (datetime.now(UTC) - BEGUN)


BEGUN = datetime.now(UTC)


def settings(url: str, slack: str) -> Settings:
    """What a replica needs to know."""
    given: dict[str, Any] = {"database_url": url, "slack_bot_token": "xoxb-bench", "slack_api_url": slack}
    return Settings(_env_file=None, **given)


def replica(url: str, slack: str, there: Semaphore, begin: Event, end: Event) -> None:
    """A process that only delivers, warmed up as one that serves is."""
    logs.configure("ERROR")
    memory.few_arenas()
    rapport = build(settings(url, slack), morning_clock, LIMITS)
    warm_up(rapport)
    memory.spare_what_stays()
    there.release()
    begin.wait()
    rapport.sender.start()
    end.wait()
    rapport.sender.stop()


@dataclass(frozen=True)
class Stage:
    """A database with people on it, and a Slack."""

    engine: Engine
    url: str
    slack: LocalSlack
    messages: int

    def queue(self, delay: float = 0.0) -> None:
        """One message for each person, due now; Slack forgets what it had."""
        self.slack.ask("fresh", delay=delay)
        with self.engine.begin() as connection:
            connection.execute(delete(Posting))
        with workshop(settings(self.url, self.slack.url), self.engine, lambda: MORNING).open() as work:
            for number in range(1, self.messages + 1):
                data = {"name": "李雷", "first": date(2026, 12, 3), "last": date(2026, 12, 9), "count": number}
                work.post(Notice(TEMPLATE, PersonPlace(number), f"bench:{number}", data=data))
        if self.engine.dialect.name == "postgresql":
            with self.engine.begin() as connection:
                connection.execute(text("ANALYZE posting"))

    def rate(self) -> float:
        """Wait until Slack has all of them; messages a second, by Slack's clock."""
        end = time.monotonic() + 40
        while len(times := self.slack.ask("arrivals")["times"]) < self.messages:
            assert time.monotonic() < end, f"{len(times)} of {self.messages} arrived"
            time.sleep(0.05)
        first = int(len(times) * WARM)
        return (len(times) - 1 - first) / (times[-1] - times[first])

    def twice(self) -> int:
        """Messages that Slack has more than once."""
        return int(self.slack.ask("arrivals")["twice"])


@contextmanager
def stage(backend: str, messages: int) -> Iterator[Stage]:
    """Colleagues whose direct messages are known, in an empty house."""
    with tempfile.TemporaryDirectory() as name, local_slack() as slack, address(backend, Path(name)) as url:
        engine = connect(url)
        upgrade(engine)
        who = [{"name": f"Person {n}", "slack_id": f"U{n:06}", "time_zone": "Asia/Shanghai"} for n in range(messages)]
        with workshop(settings(url, slack.url), engine, lambda: MORNING).open() as work:
            for one in who:
                work.save(Person(**one))
            rooms = [{"slack_id": one["slack_id"], "channel": "D" + one["slack_id"]} for one in who]
            work.session.execute(insert(DmChannel), rooms)
        yield Stage(engine, url, slack, messages)
        engine.dispose()


def floor(here: Stage) -> float:
    """One POST, then one commit, one after another: the least a program can do that does not forget what it sent."""
    here.queue()
    port, said = SlackPort("xoxb-bench", here.slack.url), drawn()
    rows = here.engine.raw_connection()
    cursor = rows.cursor()
    cursor.execute("SELECT id, nonce FROM posting ORDER BY id")
    waiting = cursor.fetchall()
    mark = "?" if here.engine.dialect.name == "sqlite" else "%s"
    for row_id, nonce in waiting:
        copy = port.post("D1", said.text, said.blocks, nonce)
        cursor.execute(f"UPDATE posting SET state = 'sent', ts = {mark} WHERE id = {mark}", (copy.ts, row_id))
        rows.commit()
    rows.close()
    port.close()
    return here.rate()


def drawn() -> Any:
    """What each message says, drawn once."""
    data = {"name": "李雷", "first": date(2026, 12, 3), "last": date(2026, 12, 9), "count": 7}
    return Templates(TEMPLATES).render(
        TEMPLATE, "zh-CN", data, Reader("zh-CN", ZoneInfo("Asia/Shanghai"), MORNING, False)
    )


def as_shipped(backend: str) -> int:
    """Processes of one Rapport that send, on a machine with the processors of this one."""
    return min(helpers.USUAL, len(os.sched_getaffinity(0))) if backend == "postgresql" else 1


def rapport(here: Stage, replicas: int = 1, delay: float = 0.0, processes: int = 1) -> float:
    """As many replicas as given, each of so many processes, started before anything is due."""
    there, begin, end = SPAWN.Semaphore(0), SPAWN.Event(), SPAWN.Event()
    given = (here.url, here.slack.url, there, begin, end)
    replicas *= processes
    running = [SPAWN.Process(target=replica, args=given) for _ in range(replicas)]
    for one in running:
        one.start()
    try:
        here.queue(delay)
        for _ in running:
            there.acquire()
        begin.set()
        return here.rate()
    finally:
        end.set()
        for one in running:
            one.join(30)


def against_floor(here: Stage, rounds: int) -> None:
    """Rapport and the floor in turn."""
    ours = as_shipped(here.engine.dialect.name)
    pairs = [(floor(here), rapport(here, processes=ours)) for _ in range(rounds)]
    ratio = statistics.median(ours / least for least, ours in pairs)
    backend = here.engine.dialect.name
    rows = [
        ("one POST, then one commit", f"{statistics.median(least for least, _ in pairs):.0f}", "", ""),
        ("rapport", f"{statistics.median(ours for _, ours in pairs):.0f}", f"{ratio:.2f} x", HOLD[backend]),
    ]
    table(f"{here.messages} due messages, {backend}", ("", "messages/s", "of the floor", "to hold"), rows)


def against_procrastinate(here: Stage) -> None:
    """Rapport and procrastinate, 16 sends at once each, on the same PostgreSQL."""
    with tempfile.TemporaryDirectory() as name:
        venv.create(name, with_pip=True)
        python = str(Path(name) / "bin" / "python")
        subprocess.run([python, "-m", "pip", "install", "-q", "procrastinate", "psycopg[binary]"], check=True)
        here.slack.ask("fresh", delay=0)
        peer = str(Path(__file__).with_name("delivery_peer.py"))
        subprocess.run([python, peer, here.url, here.slack.url, str(here.messages)], check=True, timeout=60)
    theirs, ours = here.rate(), rapport(here, processes=as_shipped("postgresql"))
    rows = [("procrastinate", f"{theirs:.0f}", "", ""), ("rapport", f"{ours:.0f}", f"{ours / theirs:.2f} x", ">= 5 x")]
    table(f"{here.messages} due messages, postgresql", ("", "messages/s", "", "to hold"), rows)


def replicas(here: Stage, rounds: int) -> None:
    """Four replicas and one, in turn."""
    pairs, twice = [], 0
    for _ in range(rounds):
        one = rapport(here, 1, SLOW)
        twice += here.twice()
        four = rapport(here, 4, SLOW)
        twice += here.twice()
        pairs.append((one, four))
    ratio = statistics.median(four / one for one, four in pairs)
    rows = [
        ("one", f"{statistics.median(one for one, _ in pairs):.0f}", "", ""),
        (
            "four",
            f"{statistics.median(four for _, four in pairs):.0f}",
            f"{ratio:.2f} x, {twice} twice",
            ">= 3.3 x, 0 twice",
        ),
    ]
    table(f"{here.messages} due messages, Slack answers in 100 ms", ("replicas", "messages/s", "", "to hold"), rows)


HOLD = {"sqlite": ">= 1.0 x", "postgresql": ">= 2.0 x"}
SLOW = 0.1


def main() -> None:
    """Measure and print tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="postgresql")
    options.add_argument("--messages", type=int, default=2400)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--replicas", action="store_true")
    options.add_argument("--peer", action="store_true")
    given = options.parse_args()
    with stage(given.database, given.messages) as here:
        if given.peer:
            against_procrastinate(here)
        elif given.replicas:
            replicas(here, given.rounds)
        else:
            against_floor(here, given.rounds)


if __name__ == "__main__":
    main()
