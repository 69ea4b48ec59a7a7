"""P10: a replica that falls asleep around its send, and wakes when another has taken over, leaves no second copy."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.core.outbox import ChannelPlace, Manner
from bot.core.outbox.limits import Limits
from bot.core.slack import Copy, SlackPort
from campaigns.kit.virtual import TIMEOUT, VirtualWorld
from campaigns.promise import Findings, Promise, Stage

MESSAGES, SHARE = 400, 0.04


class Sleepy(SlackPort):
    """A port whose process is paused right before some of its posts: after the last look at the lease."""

    def __init__(self, world: VirtualWorld, meanwhile: Callable[[], None], dice: random.Random) -> None:
        super().__init__(world.slack.bot_token, world.slack.api_url, timeout=TIMEOUT)
        self._meanwhile, self._dice, self.slept = meanwhile, dice, 0

    def post(self, *given: Any, **more: Any) -> Copy:
        """Sleep through the lease, now and then; the others go on meanwhile."""
        if self._dice.random() < SHARE:
            self.slept += 1
            self._meanwhile()
        return super().post(*given, **more)


def zombies(stage: Stage, limits: Limits) -> Findings:
    """Two replicas, one of them drowsy; then the sweep has its time."""
    with VirtualWorld(stage, limits) as world:
        successor = world.replica()

        def asleep() -> None:
            world.clock.forward(seconds=limits.lease + 1)
            for _ in range(3):
                successor.run_once(1000)

        port = Sleepy(world, asleep, stage.dice("P10"))
        world.rapport.sender = world.replica(port)
        rooms = [ChannelPlace(world.slack.workspace.add_channel(f"campaign-{n}").id) for n in range(10)]
        world.say(stage.many(MESSAGES, 60), rooms, manner=Manner.URGENT)
        while world.all_sent() < world.said:
            world.pass_by(5)
        before = world.verdict()["twice"]
        seconds = _until_healed(world)
        found, verdict = Findings(), world.verdict()
        found.count("messages", world.said)
        found.count("pauses", port.slept)
        found.count("copies before the sweep", before)
        found.none("lost", verdict["lost"])
        found.none("twice after the sweep", verdict["twice"])
        found.at_most("s until the last copy was gone", seconds, 180)
        return found


def _until_healed(world: VirtualWorld) -> float:
    begun = world.clock().timestamp()
    last = begun
    for _ in range(105):
        if world.verdict()["twice"]:
            last = world.clock().timestamp()
        world.pass_by(10, step=10)
    return last - begun


LIMITS = Limits(clock_fuse=False, fuse_per_hour=1_000_000, budgets={}, channel_interval=0)
PROMISE = Promise(
    "P10", "A replica that was paused around its send leaves no second copy behind",
    "4 % of 400 sends pause beyond their lease: 0 copies left, the last one gone in less than 3 minutes",
    lambda stage: zombies(stage, LIMITS),
    controls={"without the sweep": lambda stage: zombies(stage, replace(LIMITS, heal_after=()))},
    quick=0.15,
)  # fmt: skip
