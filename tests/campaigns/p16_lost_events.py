"""P16: Slack swallows every event for seventeen hours and repeats none; what people did meanwhile is found again."""

from datetime import timedelta

from bot.core.subject import Subject
from bot.promises import notices, usecases
from bot.promises.models import Promise as Duty
from bot.visits.models import Visit
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

DUTIES = 60


def swallowed(stage: Stage, recover: bool = True) -> Findings:
    """Check marks, answers in threads and typed notes while no event comes through; then events come again."""
    with VirtualWorld(stage) as world:
        world.clock.to("2026-11-23 15:00")
        people = [world.li, world.chen, world.emma]
        number = stage.many(DUTIES, 9)
        for count in range(number):
            _remind(world, people[count % 3], count)
        world.pass_by(120, step=2)
        world.slack.faults.lose_events()
        marked, said, noted = _act(world, people, number)
        world.clock.forward(hours=17)
        world.slack.faults.clear()
        world.emma.says("Acme lunch with Mr Brown, the first event after the gap")
        begun = world.clock()
        while recover and world.rapport.recovery.busy:
            world.rapport.recovery.tend()
            world.settle()
            world.clock.forward(seconds=10)
        minutes = (world.clock() - begun) / timedelta(minutes=1)
        for _ in range(3):  # and nothing is taken twice
            world.rapport.recovery._wanted = recover
            world.rapport.recovery.tend()
            world.settle()
        kept = sum(duty.kept_at is not None for duty in world.all(Duty))
        found = Findings()
        found.count("reminders", number)
        found.exactly("of the check marks and answers counted", kept, marked + said)
        found.exactly("of the notes typed to the bot taken down, once", _notes(world), noted)
        found.at_most("minutes until all was found", minutes, 5.0)
        return found


def _remind(world: VirtualWorld, colleague: object, count: int) -> None:
    with world.work(colleague) as work:  # type: ignore[arg-type]
        draft = usecases.Draft(f"promise {count}", work.now + timedelta(days=2), colleague.id, Subject("visit", 1))  # type: ignore[attr-defined]
        notices.show(work, usecases.make(work, draft), colleague.id, f"campaign{count}")  # type: ignore[attr-defined]


def _act(world: VirtualWorld, people: list, number: int) -> tuple[int, int, int]:
    """A third of the reminders gets a check mark, a third an answer in its thread; everybody types two notes."""
    marked = said = noted = 0
    for colleague in people:
        for place, message in enumerate(colleague.messages()):
            if "promise" not in message.text:
                continue
            if place % 3 == 0:
                colleague.reacts(message, "white_check_mark")
                marked += 1
            elif place % 3 == 1:
                colleague.says("done", thread=message) if colleague is world.emma else colleague.says(
                    "已完成", thread=message
                )
                said += 1
        for line in ("华东精工 今天拜访,谈了账期,补记一", "宏达机械 今天拜访,谈了价格,补记二"):
            if colleague is world.li:
                colleague.says(line)
                noted += 1
    return marked, said, noted


def _notes(world: VirtualWorld) -> int:
    return sum("补记" in str(visit.__dict__) for visit in world.all(Visit))


PROMISE = Promise(
    "P16", "What people did while Slack lost its events is found again, and counted once",
    "17 h without events and without repeats: 100 % of check marks, answers and notes recovered in 5 minutes",
    swallowed, controls={"without reading back": lambda stage: swallowed(stage.smaller(0.2), recover=False)}, quick=0.2,
)  # fmt: skip
