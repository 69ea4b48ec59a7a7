"""P5: yesterday's backup is put back; what was said since is not said again, although the database has forgotten it."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.core.subject import Subject
from bot.main import backup
from bot.promises import usecases
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

DUTIES = 60


def put_back(stage: Stage, restored: bool = True) -> Findings:
    """A day with reminders and digests, the backup of its morning put back in the evening, and the catching up."""
    with VirtualWorld(stage) as world:
        world.clock.to("2026-11-24 08:00")
        people = [world.li, world.chen, world.emma, world.wang]
        for number in range(stage.many(DUTIES, 12)):
            owner = people[number % len(people)]
            with world.work(owner) as work:
                due = work.now + timedelta(hours=2 + number % 9)
                usecases.make(work, usecases.Draft(f"promise {number}", due, owner.id, Subject("visit", 1), timed=True))
        a_while(world, hours=1)
        file = Path(stage.folder) / f"yesterday-{restored}.db"
        backup.backup(world.rapport.engine, file)
        a_while(world, hours=9)
        before = spoken(world)
        backup.restore(world.rapport.engine, file)
        with world.rapport.workshop.open() as work:
            if restored:
                backup.upkeep.suspect_everything_due(work)
            else:
                work.session.execute(text("UPDATE posting SET suspect = false"))
                work.session.execute(text("DELETE FROM pace"))
        world.rapport.sender = world.replica()
        a_while(world, hours=14)
        after = spoken(world)
        found = Findings()
        found.count("messages since the backup", sum(before.values()))
        found.count("messages in all", sum(after.values()))
        found.none("said twice", sum(times - 1 for times in after.values()))
        return found


def a_while(world: VirtualWorld, hours: float) -> None:
    """The program runs: every tick each ten minutes."""
    world.pass_by(hours * 3600, step=600, each=world.tick)


def spoken(world: VirtualWorld) -> Counter[str]:
    """What the bot said, by the id each message carries."""
    bot, found = world.slack.workspace.app.bot_user, Counter[str]()
    for channel in world.slack.workspace.channels.values():
        for message in channel.messages.values():
            if message.user == bot and message.metadata:
                found[f"{channel.id} {message.metadata['event_payload']['id']}"] += 1
    return found


PROMISE = Promise(
    "P5", "Putting yesterday's backup back says nothing twice",
    "a day of reminders and digests, restored and caught up: 0 duplicates",
    put_back, controls={"started as if nothing had happened": lambda stage: put_back(stage.smaller(0.2), restored=False)},
    quick=0.2, quick_controls=False,
)  # fmt: skip
