"""Delivery under kill -9: nothing lost, nothing twice, nothing out of order; and the two naive ways, which must fail.

The child runs the real sender loop against a Slack in another process that delays, drops answers and lies about
errors. It is killed at a random moment, again and again, until every message is delivered.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, func, select, update

from bot.core.access import Actor
from bot.core.clock import system_clock
from bot.core.database import connect
from bot.core.outbox import ChannelPlace, Manner, Notice, Posting, State
from bot.core.outbox.budget import database_clock
from bot.core.outbox.limits import Limits
from bot.core.outbox.readers import ChannelReader, Recipient, Slices
from bot.core.outbox.sender import Parts, Sender
from bot.core.slack import SlackPort
from bot.core.work import House, Workshop

KILLS = int(os.environ.get("RAPPORT_KILLS", "40"))
MESSAGES, CHANNELS = 3 * KILLS, 10
QUICK = Limits(
    channel_interval=0, budgets={}, settle=0.4, timeout=0.3, margin=0.05, start_window=0.3, poll=0.05,
    heal_after=(0.5, 1.0), max_attempts=100, longest_pause=0.2,
)  # fmt: skip


class Saying:
    """A rendered notice."""

    def __init__(self, said: str) -> None:
        self.blocks: list[dict[str, object]] = []
        self.text = said


def slices() -> Slices:
    """Readers and words as simple as can be."""
    shanghai = ZoneInfo("Asia/Shanghai")
    return Slices(
        lambda template, language, data, reader: Saying(data["text"]),
        lambda session, person: Recipient(Actor(person, f"U{person}", zone=shanghai), lambda at: at),
        lambda session, channel: ChannelReader("zh-CN", shanghai), {}, {},
    )  # fmt: skip


@pytest.fixture
def slack_url() -> Iterator[str]:
    """A Slack in a process of its own: up to 100 ms in flight, 3 % lost or false answers."""
    script = Path(__file__).with_name("tiny_slack.py")
    with subprocess.Popen(
        [sys.executable, script, "0", "0.1", "0.03", "7"], stdout=subprocess.PIPE, text=True
    ) as process:  # fmt: skip
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()


def fill(engine: Engine) -> None:
    """Queue the campaign's messages."""
    with Workshop(engine, system_clock, House()).open() as work:
        for number in range(MESSAGES):
            place = ChannelPlace(f"C{number % CHANNELS}")
            work.post(Notice("t", place, f"kill:{number}", data={"text": f"{number}"}, manner=Manner.URGENT))


def protocol(address: str, slack_url: str) -> None:
    """What a replica does: the sender as it is shipped."""
    engine = connect(address)
    workshop = Workshop(engine, system_clock, House())
    port = SlackPort("xoxb-test", slack_url, timeout=QUICK.timeout)
    sender = Sender(Parts(workshop, port, slices(), lambda *_: None, lambda _: [], QUICK, database_clock))
    sender.start()
    signal.pause()


def post_then_mark(address: str, slack_url: str) -> None:
    """The usual way to lose count: send, then write down that it was sent."""
    naive(address, slack_url, mark_first=False)


def mark_then_post(address: str, slack_url: str) -> None:
    """The other usual way: write down that it was sent, then send."""
    naive(address, slack_url, mark_first=True)


def naive(address: str, slack_url: str, *, mark_first: bool) -> None:
    """An outbox without protocol."""
    engine = connect(address)
    port = SlackPort("xoxb-test", slack_url, timeout=QUICK.timeout)
    done = update(Posting).values(state=State.SENT.value, ts="1")
    while True:
        with engine.begin() as connection:
            waiting = select(Posting.id, Posting.channel, Posting.data, Posting.nonce).where(Posting.state == "queued")
            row = connection.execute(waiting.order_by(Posting.id).limit(1)).first()
        if row is None:
            signal.pause()
            continue
        if mark_first:
            with engine.begin() as connection:
                connection.execute(done.where(Posting.id == row.id))
        try:
            port.post(row.channel, row.data["text"], [], row.nonce)
        except Exception:
            continue
        if not mark_first:
            with engine.begin() as connection:
                connection.execute(done.where(Posting.id == row.id))


def campaign(engine: Engine, slack_url: str, replica: Callable[[str, str], None], seconds: float) -> Counter[str]:
    """Start, kill after 20-200 ms, start again; then let the last one finish. Counts lost, twice and out of order."""
    address, dice = engine.url.render_as_string(hide_password=False), random.Random(11)
    engine.dispose()
    for _ in range(KILLS):
        child = born(replica, address, slack_url)
        time.sleep(dice.uniform(0.02, 0.2))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    child = born(replica, address, slack_url)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and unfinished(engine):
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return verdict(slack_url)


def born(replica: Callable[[str, str], None], address: str, slack_url: str) -> int:
    """Fork a replica; everything is imported already, so it works within milliseconds."""
    child = os.fork()
    if child == 0:
        try:
            replica(address, slack_url)
        finally:
            os._exit(1)
    return child


def unfinished(engine: Engine) -> bool:
    """Whether a message is not sent or not healed yet."""
    with engine.connect() as connection:
        open_rows = (Posting.state != State.SENT.value) | Posting.heal_at.is_not(None)
        return bool(connection.scalar(select(func.count(Posting.id)).where(open_rows)))


def verdict(slack_url: str) -> Counter[str]:
    """What Slack holds in the end."""
    with urllib.request.urlopen(slack_url + "state", b"") as answer:
        channels = json.load(answer)["messages"]
    found = Counter[str]({"lost": 0, "twice": 0, "out of order": 0})
    seen = Counter(message["text"] for channel in channels.values() for message in channel)
    found["lost"] = sum(str(number) not in seen for number in range(MESSAGES))
    found["twice"] = sum(count - 1 for count in seen.values())
    for channel in channels.values():
        numbers = [int(message["text"]) for message in channel]
        found["out of order"] += sum(later < sooner for sooner, later in pairwise(numbers))
    return found


def test_the_protocol_loses_nothing_repeats_nothing_and_keeps_the_order(engine, slack_url):
    fill(engine)

    found = campaign(engine, slack_url, protocol, seconds=90)

    assert found == {"lost": 0, "twice": 0, "out of order": 0}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_check_sees_what_post_then_mark_repeats(engine, slack_url):
    fill(engine)

    assert campaign(engine, slack_url, post_then_mark, seconds=60)["twice"] > 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_check_sees_what_mark_then_post_loses(engine, slack_url):
    fill(engine)

    assert campaign(engine, slack_url, mark_then_post, seconds=60)["lost"] > 0
