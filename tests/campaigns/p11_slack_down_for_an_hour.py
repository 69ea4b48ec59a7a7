"""P11: Slack is away for an hour while five thousand messages fall due; then it is back, with its limits."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

from bot.core.outbox import ChannelPlace, Manner, PersonPlace, State
from bot.core.outbox.limits import Limits
from bot.playground.limits import Limits as SlackLimits
from campaigns.kit.numbered import NUMBER
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

PEOPLE, CHANNELS, NUDGES, SAID = 50, 25, 4500, 500


def away(stage: Stage) -> Findings:
    """Nine of ten are nudges for fifty people, the rest deadlines in twenty-five channels."""
    slack = SlackLimits(per_channel=1.0, burst=1, workspace_per_minute=300)
    with VirtualWorld(stage, Limits(clock_fuse=False), slack) as world:
        world.clock.to("2026-11-24 10:00")
        people = [PersonPlace(world.person(f"someone{n}").id) for n in range(stage.many(PEOPLE, 10))]
        rooms = [
            ChannelPlace(world.slack.workspace.add_channel(f"campaign-{n}").id) for n in range(stage.many(CHANNELS, 5))
        ]
        down = world.slack.faults.http_error("*", status=503)
        begun = world.clock()
        nudges, said = stage.many(NUDGES, 300), stage.many(SAID, 50)
        world.pass_by(30, step=10)
        world.say(nudges, people)
        world.say(said, rooms, manner=Manner.URGENT)
        world.pass_by(3600 - 30, step=60)
        world.slack.faults.remove(down)
        back = world.clock()
        seconds = _drained(world)
        return _counted(world, len(people), begun, back, seconds)


def _drained(world: VirtualWorld) -> float:
    begun = world.clock()
    while world.in_state(State.QUEUED, State.SENDING, State.UNKNOWN):
        world.pass_by(1)
        if world.clock() - begun > timedelta(minutes=20):
            break
    return (world.clock() - begun).total_seconds()


def _counted(world: VirtualWorld, people: int, begun: datetime, back: datetime, seconds: float) -> Findings:
    calls = Counter(call.status for call in world.slack.recorder.calls("chat.postMessage") if call.at >= back)
    direct = [
        m
        for c in world.slack.workspace.channels.values()
        if c.kind == "im"
        for m in c.messages.values()
        if m.at >= back
    ]
    numbers = [
        [int(n) for m in c.messages.values() for n in NUMBER.findall(m.text)]
        for c in world.slack.workspace.channels.values()
        if c.kind != "im"
    ]
    sent_or_folded = world.in_state(State.SENT, State.FOLDED)
    found = Findings()
    found.count("messages due", world.said)
    found.at_least("sent or folded", sent_or_folded, world.said)
    found.none("out of order in a channel", sum(b < a for row in numbers for a, b in pairwise(row)))
    found.at_most("% of posts answered 429", 100 * calls[429] / max(1, calls.total()), 1.0)
    found.at_most("messages for each of the people", len(direct) / people, 3.0)
    found.at_most("s until all was out", seconds, 60.0)
    return found


def one_by_one(stage: Stage) -> Findings:
    """The same without folding."""
    from bot.core.outbox import backlog

    kept = backlog.piled_up, backlog.others_wait
    backlog.piled_up = backlog.others_wait = lambda *_: False  # type: ignore[assignment]
    try:
        return away(stage)
    finally:
        backlog.piled_up, backlog.others_wait = kept


PROMISE = Promise(
    "P11", "After an hour without Slack everything due arrives in order, and nobody is flooded",
    "5,000 due for 50 people and 25 channels: all sent or folded, 429 under 1 %, 3 messages a person, out in 60 s",
    away, controls={"one by one": lambda stage: one_by_one(stage.smaller(0.1))}, quick=None,
)  # fmt: skip
