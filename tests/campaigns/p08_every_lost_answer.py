"""P8: however an answer of Slack's goes missing, and wherever the message goes, it is there exactly once."""

import time
from collections.abc import Callable
from dataclasses import replace

from bot.core.outbox import ChannelPlace, Manner, Notice, PersonPlace, ThreadPlace
from bot.core.outbox.limits import Limits
from bot.core.outbox.notice import Place
from bot.core.subject import Subject
from bot.playground.faults import Fault, Faults
from campaigns.kit.virtual import TIMEOUT, VirtualWorld
from campaigns.promise import Findings, Promise, Stage

POST = "chat.postMessage"
FAULTS: dict[str, Callable[[Faults], Fault]] = {
    "reset before it was taken": lambda f: f.drop(POST, after_commit=False, times=1),
    "reset after it was taken": lambda f: f.drop(POST, after_commit=True, times=1),
    "answer broken off": lambda f: f.truncate(POST, times=1),
    "500, not taken": lambda f: f.http_error(POST, status=500, times=1),
    "500, taken": lambda f: f.http_error(POST, status=500, after_commit=True, times=1),
    "502, taken": lambda f: f.http_error(POST, status=502, after_commit=True, times=1),
    "503, not taken": lambda f: f.http_error(POST, status=503, times=1),
    "fatal_error, taken": lambda f: f.error(POST, "fatal_error", after_commit=True, times=1),
    "fatal_error, not taken": lambda f: f.error(POST, "fatal_error", times=1),
    "internal_error, taken": lambda f: f.error(POST, "internal_error", after_commit=True, times=1),
    "answer too late": lambda f: f.delay(POST, seconds=TIMEOUT + 0.15, before_commit=False, times=1),
    "taken after we gave up": lambda f: f.delay(POST, seconds=TIMEOUT + 0.15, times=1),
    "429 with Retry-After": lambda f: f.rate_limit(POST, retry_after=3, times=1),
    "429 without Retry-After": lambda f: f.rate_limit(POST, retry_after=None, times=1),
}
TIMES = 20
PARENT = Subject("campaign", 1)


def every_fault(stage: Stage, protected: bool = True) -> Findings:
    """One fault, one message, one place; then the next."""
    limits = Limits(clock_fuse=False, fuse_per_hour=1_000_000)
    limits = limits if protected else replace(limits, settle=0.0, timeout=0.0, margin=0.0)
    with VirtualWorld(stage, limits) as world:
        room = world.slack.workspace.add_channel("campaign").id
        with world.work() as work:
            work.post(Notice("core/shortened", ChannelPlace(room), "parent", PARENT, {"text": "parent"}))
        world.pass_by(3)
        if not protected:
            _blind(world)
        places: list[Place] = [PersonPlace(world.li.id), ChannelPlace(room), ThreadPlace(PARENT)]
        for fault in FAULTS.values():
            for place in places:
                for _ in range(stage.many(TIMES)):
                    _meet(world, fault, place)
        world.pass_by(1100, step=100)
        return _counted(world)


def _meet(world: VirtualWorld, fault: Callable[[Faults], Fault], place: Place) -> None:
    rule = fault(world.slack.faults)
    world.say(1, [place], manner=Manner.URGENT)
    world.pass_by(2)
    if rule.kind == "delay":
        time.sleep(0.25)  # Slack's own pace is real: let it do what it was asked before time flies
    world.pass_by(60, step=12)
    world.slack.faults.clear()


def _blind(world: VirtualWorld) -> None:
    """Take the look-up away: whatever is not known to be there is sent again."""
    world.port.copies = lambda *_, **__: []  # type: ignore[method-assign]


def _counted(world: VirtualWorld) -> Findings:
    found, verdict = Findings(), world.verdict()
    found.count("faults", len(FAULTS))
    found.count("messages", world.said)
    found.none("lost", verdict["lost"])
    found.none("twice", verdict["twice"])
    return found


PROMISE = Promise(
    "P8", "However Slack's answer goes missing, the message is there exactly once",
    "14 faults x direct message, channel, thread x 20: exactly 1 message each",
    every_fault, controls={"without the look-up": lambda stage: every_fault(stage.smaller(0.1), protected=False)},
    quick=0.05,
)  # fmt: skip
