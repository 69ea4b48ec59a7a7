"""P20: the machine's clock jumps by an hour, a day or a year; nothing is sent until somebody says so, nothing twice."""

from collections import Counter
from datetime import timedelta

from bot.core.outbox.limits import Limits
from bot.core.outbox.stops import resume
from bot.core.subject import Subject
from bot.promises import usecases
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

JUMPS = [
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=1),
    timedelta(days=-1),
    timedelta(days=365),
    timedelta(days=-365),
]
DUTIES = 80


def jumped(stage: Stage, fuse: bool = True) -> Findings:
    """Four people with promises over the next weeks; the wall clock jumps, the time since boot does not."""
    early = twice = tripped = 0
    most = 0
    for jump in JUMPS:
        with VirtualWorld(stage, Limits(clock_fuse=fuse)) as world:
            world.clock.to("2026-11-24 10:00")
            people = [world.li, world.chen, world.emma, world.wang]
            for number in range(stage.many(DUTIES, 16)):
                owner = people[number % 4]
                with world.work(owner) as work:
                    due = work.now + timedelta(hours=5 * number + 2)
                    usecases.make(
                        work, usecases.Draft(f"promise {number}", due, owner.id, Subject("visit", 1), timed=True)
                    )
            world.pass_by(1200, step=120, each=world.tick)
            before = _spoken(world).total()
            world.clock.now += jump
            world._zero += jump.total_seconds()  # the time since boot goes on as if nothing had happened
            world.pass_by(600, step=60, each=world.tick)
            early += _spoken(world).total() - before
            tripped += any("resume" in one.text for one in world.admin.messages())
            with world.rapport.workshop.open() as work:
                resume(work.session)
            world.pass_by(3600, step=60, each=world.tick)
            spoken = _spoken(world)
            twice += sum(times - 1 for times in spoken.values())
            most = max([most, *Counter(key.split()[0] for key in spoken.elements()).values()])
    found = Findings()
    found.count("jumps", len(JUMPS))
    found.exactly("times the fuse tripped and the admin was told", tripped, len(JUMPS))
    found.none("messages before anybody said so", early)
    found.none("said twice", twice)
    found.at_most("messages for a person", most, 12)
    return found


def _spoken(world: VirtualWorld) -> Counter[str]:
    admin = world.slack.workspace.dm(world.admin.slack_id).id
    bot, found = world.slack.workspace.app.bot_user, Counter[str]()
    for channel in world.slack.workspace.channels.values():
        for message in channel.messages.values():
            if message.user == bot and message.metadata and channel.id != admin:
                found[f"{channel.id} {message.metadata['event_payload']['id']}"] += 1
    return found


PROMISE = Promise(
    "P20", "A clock that jumps floods nobody: messages are held until an admin has looked",
    "jumps of an hour, a day, a year both ways: the fuse trips, 0 sent before, 0 twice, at most 12 for a person",
    jumped, controls={"without the fuse": lambda stage: jumped(stage.smaller(0.3), fuse=False)}, quick=None,
)  # fmt: skip
