"""P15: a deadline speaks although the program is dead; where the program lives, it speaks once, by itself."""

from datetime import timedelta

from staging.world import Colleague, text_of

from bot.complaints.models import Complaint
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

CASES = 12


def lived_and_died(stage: Stage, parked: bool = True) -> Findings:
    """Half of the deadlines pass while the program lives; then it dies, and the other half pass."""
    with VirtualWorld(stage) as world:
        half = stage.many(CASES // 2, 2)
        for number in range(half):
            world.li.types("/complaint", f"华东精工 第{number}批货有划痕,客户很不满,答应今天下午五点前回复")
        tend(world, parked)
        stored = len(world.slack.workspace.scheduled)
        first = [case.due_at for case in world.all(Complaint)]
        assert all(first)
        lost = _lost_answer(world, parked)
        while world.clock() < max(first) + timedelta(minutes=10):  # type: ignore[type-var]
            world.clock.forward(minutes=1)
            world.tick()
            tend(world, parked)
            world.slack.tick()
        alive = spoken(world.li)
        for number in range(half):
            world.li.types("/complaint", f"宏达机械 第{number}张发票开错,答应明天上午十一点前回复")
        tend(world, parked)
        world.clock.forward(days=2)  # nobody ticks, nobody tends: the program is dead
        world.slack.tick()
        found = Findings()
        found.count("complaints", len(world.all(Complaint)))
        found.exactly("parked while open", stored, half)
        found.exactly("parked messages spoke while we lived", alive, 0)
        found.exactly("spoke while we were dead", spoken(world.li) - alive, half + lost)
        return found


def _lost_answer(world: VirtualWorld, parked: bool) -> int:
    """One more deadline, whose parking lost its answer: it must be found again and not be parked twice."""
    world.slack.faults.drop("chat.scheduleMessage", after_commit=True, times=1)
    world.li.types("/complaint", "宏达机械 送货晚了三天,答应后天上午十一点前回复")
    tend(world, parked)
    world.clock.forward(minutes=2)
    for _ in range(3):
        tend(world, parked)
        world.clock.forward(seconds=61)
    return 1


def tend(world: VirtualWorld, parked: bool) -> None:
    """What the tick does where the setting is on."""
    if parked:
        world.rapport.lifelines.tend()


def spoken(colleague: Colleague) -> int:
    """How many parked messages Slack has posted to somebody."""
    return sum("已到期限" in text_of(message) for message in colleague.messages())


PROMISE = Promise(
    "P15", "A deadline speaks although Rapport is down, and not twice where it is up",
    "exactly 1 parked message for each deadline that passes while we are dead, 0 while we live",
    lived_and_died, controls={"nothing parked": lambda stage: lived_and_died(stage, parked=False)},
    databases=("sqlite", "postgresql"), quick=0.3,
)  # fmt: skip
