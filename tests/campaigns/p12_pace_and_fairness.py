"""P12: one channel floods; no channel gets more than a message a second, and the others do not wait for it."""

from collections import defaultdict
from datetime import datetime
from itertools import pairwise

from bot.core.outbox import ChannelPlace, Manner
from bot.core.outbox.limits import Limits
from bot.playground.limits import Limits as SlackLimits
from campaigns.kit.numbered import NUMBER
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

PATIENCE = 30.0
"""Real seconds: nothing is lost here, and a machine that is busy must not look as if it were."""
CHANNELS, FLOOD, SECONDS, STEP = 20, 120, 120, 0.25


def flooded(stage: Stage, limits: Limits) -> Findings:
    """A hundred and twenty messages into one channel at once, one now and then into each of the others."""
    seconds = stage.many(SECONDS, 30)
    with VirtualWorld(stage, limits, limits_of_slack(), timeout=PATIENCE) as world:
        rooms = [ChannelPlace(world.slack.workspace.add_channel(f"campaign-{n}").id) for n in range(CHANNELS)]
        world.say(min(FLOOD, seconds), rooms[:1], manner=Manner.URGENT)
        due: dict[int, datetime] = {}
        dice, end = stage.dice("P12"), world.clock().timestamp() + seconds

        def now_and_then() -> None:
            if dice.random() < STEP and world.clock().timestamp() < end:
                due[world.said] = world.clock()
                world.say(1, [dice.choice(rooms[1:])], manner=Manner.URGENT)

        world.pass_by(seconds + 30, STEP, now_and_then)
        return _counted(world, rooms[0].channel, due)


def limits_of_slack() -> SlackLimits:
    """Slack's own budgets, in force at the loopback."""
    return SlackLimits(per_channel=1.0, burst=1, workspace_per_minute=300)


def _counted(world: VirtualWorld, flooded_channel: str, due: dict[int, datetime]) -> Findings:
    times, waits = defaultdict(list), [0.0]
    for channel in world.slack.workspace.channels.values():
        for message in channel.messages.values():
            for number in map(int, NUMBER.findall(message.text)):
                times[channel.id].append(message.at)
                if number in due:
                    waits.append((message.at - due[number]).total_seconds())
    gaps = [(later - sooner).total_seconds() for moments in times.values() for sooner, later in pairwise(moments)]
    refused = sum(call.status == 429 for call in world.slack.recorder.calls("chat.postMessage"))
    found = Findings()
    found.count("messages", world.said)
    found.count("into the flooded channel", len(times[flooded_channel]))
    found.none("lost", world.verdict()["lost"])
    found.none("out of order", world.verdict()["out of order"])
    found.none("times 429", refused)
    found.at_least("s between two messages of a channel", min(gaps, default=1.0), 1.0)
    found.at_most("s the others waited at most", max(waits), 2.0)
    return found


PROMISE = Promise(
    "P12", "A flooded channel holds up no other, and Slack's limits are kept without being told",
    "20 channels, one floods: never more than 1 message/s a channel, no 429, the others wait less than 2 s",
    lambda stage: flooded(stage, Limits(clock_fuse=False)),
    controls={
        "without pace": lambda stage: flooded(
            stage.smaller(0.3), Limits(clock_fuse=False, channel_interval=0, budgets={})
        ),
    },
    quick=0.3,
)  # fmt: skip
