"""P11: Slack is away for an hour while five thousand messages fall due; then it is back, with its limits."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from bot.core.outbox import ChannelPlace, Manner, PersonPlace, State
from bot.core.outbox.limits import Limits
from bot.playground.limits import Limits as SlackLimits
from campaigns.kit.numbered import NUMBER
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

PEOPLE, CHANNELS, NUDGES, SAID = 50, 25, 4500, 500
MINUTE = 300
"""Messages a minute Slack takes for a workspace."""


def away(stage: Stage) -> Findings:
    """Nine of ten are nudges for fifty people, the rest deadlines in twenty-five channels."""
    slack = SlackLimits(per_channel=1.0, burst=1, workspace_per_minute=MINUTE)
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
    every = [[m for m in c.messages.values() if m.at >= back] for c in world.slack.workspace.channels.values()]
    ideal = _ideal([len(messages) for messages in every])
    found.count("s is the least Slack's limits allow", ideal)
    found.at_most("s until all was out", seconds, max(60.0, 1.05 * ideal))
    return found


def _ideal(lengths: Sequence[int]) -> int:
    """Seconds the messages of these channels take who knows all of them: one a second a channel, 300 in any minute."""
    waiting, sent = [length for length in lengths if length], list[int]()
    while waiting:
        room = MINUTE - sum(sent[-59:])
        sent.append(min(room, len(waiting)))
        # The longest first, or they would be left alone at the end.
        waiting.sort(reverse=True)
        waiting = [length - (place < sent[-1]) for place, length in enumerate(waiting)]
        waiting = [length for length in waiting if length]
    return len(sent)


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
    "5,000 due for 50 people and 25 channels: all sent or folded, 429 under 1 %, 3 messages a person, out in 60 s, or 1.05 x what the limits allow",
    away, controls={"one by one": lambda stage: one_by_one(stage.smaller(0.1))}, quick=None,
)  # fmt: skip
