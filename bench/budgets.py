"""How long many messages take within Slack's budgets, against the shortest time the budgets allow.

    python bench/budgets.py [--database sqlite|postgresql]

500 messages to 50 channels, one a second a channel, 300 a minute for the workspace, three reactions to seed on fifty of
them; then one short message to each of 100 people at once, as many as their morning lists. All time is one clock moved by hand, the program's and Slack's: what is
measured is how well the budgets are used, not how fast this machine is. The Slack refuses with 429 what is too much.

Figures to hold: at most 1.05 x the ideal time of the budget that binds, no 429; 100 people within two minutes.
"""

import argparse
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from staging import address, table

from bot.core.database import connect
from bot.core.outbox import ChannelPlace, Manner, Notice, PersonPlace, Priority
from bot.core.outbox.limits import POST, REACT, SLACK_BUDGETS, Limits
from bot.core.outbox.notice import Place
from bot.core.outbox.sender import Sender
from bot.core.settings import Settings
from bot.directory.models import Person
from bot.main import Rapport, build, handlers_table
from bot.main.manifest import manifest
from bot.main.migrate import upgrade
from bot.playground.limits import Limits as SlackLimits
from bot.playground.loopback import LoopbackSlack

STEP = timedelta(seconds=0.25)
REACTIONS = ("white_check_mark", "clock1", "x")
MORNING = datetime(2026, 12, 2, 2, 0, tzinfo=UTC)


class Scene:
    """A house and its Slack under one clock."""

    def __init__(self, stack: ExitStack, backend: str, workspace: int) -> None:
        self.now = MORNING
        budgets = SlackLimits(per_channel=1.0, burst=1, workspace_per_minute=workspace)
        self.slack = stack.enter_context(
            LoopbackSlack(manifest(handlers_table(), False), clock=self.clock, limits=budgets, keep=100_000)
        )
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(address(backend, folder))
        engine = connect(url)
        upgrade(engine)
        engine.dispose()
        given = {"database_url": url, "slack_bot_token": self.slack.bot_token, "slack_api_url": self.slack.api_url}
        limits = Limits(budgets={**SLACK_BUDGETS, POST: workspace}, clock_fuse=False)
        self.rapport: Rapport = build(Settings(_env_file=None, **given), self.clock, limits)  # type: ignore[arg-type]
        stack.callback(self.rapport.close)
        parts = replace(
            self.rapport.sender._parts, ledger=lambda _: self.now,
            boot=lambda: (self.now - MORNING).total_seconds() + 1000,
        )  # fmt: skip
        self.sender = Sender(parts)

    def clock(self) -> datetime:
        """The one time there is."""
        return self.now

    def say(self, places: Sequence[Place], each: int, reactions: int = 0) -> int:
        """So many messages into each place, all due now; the first `reactions` get something to press."""
        with self.rapport.workshop.open() as work:
            for number in range(each * len(places)):
                text, seeds = f"bench {number}", REACTIONS if number < reactions else ()
                place, kind = places[number % len(places)], Priority.NORMAL
                notice = Notice("core/shortened", place, text, data={"text": text}, priority=kind, reactions=seeds)
                work.post(replace(notice, manner=Manner.URGENT))
        return each * len(places)

    def deliver(self, messages: int, reactions: int = 0) -> None:
        """Let time pass until everything is out."""
        while self.arrived(POST) < messages or self.arrived(REACT) < reactions:
            while self.sender.run_once(1000).total:
                pass
            self.now += STEP
            assert self.now - MORNING < timedelta(minutes=20), "it does not end"

    def arrived(self, method: str) -> int:
        """Calls that Slack took."""
        return len(self.slack.recorder.calls(method)) - self.refused(method)

    def refused(self, method: str) -> int:
        """Calls that Slack answered with 429."""
        return sum(call.status == 429 for call in self.slack.recorder.calls(method))

    def took(self) -> float:
        """Seconds from due to the last message."""
        rooms = self.slack.workspace.channels.values()
        return max((one.at - MORNING).total_seconds() for room in rooms for one in room.messages.values())


def ideal(messages: int, channels: int, workspace: int) -> float:
    """The shortest time in seconds: one a second a channel, and a minute between each message and the one as many
    messages later as the workspace may have."""
    times: list[float] = []
    for number in range(messages):
        paced = float(number // channels)
        times.append(max(paced, times[number - workspace] + 60) if number >= workspace else paced)
    return times[-1]


def flood(backend: str, workspace: int) -> tuple[str, ...]:
    """500 messages to 50 channels."""
    with ExitStack() as stack:
        scene = Scene(stack, backend, workspace)
        made = [scene.slack.workspace.add_channel(f"bench-{number}").id for number in range(50)]
        messages = scene.say([ChannelPlace(one) for one in made], 10, reactions=10)
        scene.deliver(messages, 10 * len(REACTIONS))
        least, took = ideal(messages, len(made), workspace), scene.took()
        refused = sum(scene.refused(method) for method in (POST, REACT))
    what = f"500 to 50 channels, {workspace} a minute"
    return what, f"{least:.0f} s", f"{took:.1f} s", f"{took / least:.3f} x, {refused} times 429", "<= 1.05 x, no 429"


def digests(backend: str, people: int = 100) -> tuple[str, ...]:
    """One short message to everybody at once: the load of a morning, without the work of drawing the lists."""
    with ExitStack() as stack:
        scene = Scene(stack, backend, 300)
        places: list[Place] = []
        with scene.rapport.workshop.open() as work:
            for number in range(people):
                user = scene.slack.workspace.add_user(f"p{number}", real_name=f"Person {number}", locale="zh-CN").id
                row = work.save(Person(name=f"Person {number}", slack_id=user, time_zone="Asia/Shanghai"))
                places.append(PersonPlace(row.id))
        scene.deliver(scene.say(places, 1))
        took, refused = scene.took(), scene.refused(POST) + scene.refused("conversations.open")
    return (
        f"one message to each of {people} people at once, 300 a minute",
        "",
        f"{took:.1f} s",
        f"{refused} times 429",
        "<= 120 s, no 429",
    )


def main() -> None:
    """Measure and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", default="sqlite")
    given = options.parse_args()
    rows = [flood(given.database, 300), flood(given.database, 6000), digests(given.database)]
    table(f"Within Slack's budgets, {given.database}", ("", "ideal", "took", "", "to hold"), rows)


if __name__ == "__main__":
    main()
