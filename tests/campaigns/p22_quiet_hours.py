"""P22: nothing that can wait arrives in somebody's quiet hours, and nothing waits longer than until they end."""

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.core.calendar import Calendar, WorkingHours, WorkingTime
from bot.core.outbox import PersonPlace, State
from bot.core.outbox.limits import Limits
from campaigns.kit.virtual import VirtualWorld
from campaigns.promise import Findings, Promise, Stage

TRIPLES, NUDGES = 100_000, 400
STEP = 60.0
TICK = timedelta(seconds=STEP)
CALENDARS = [Calendar.bundled(code, 2024, 2030) for code in ("CN", "GB", "US", "DE", "")]


def week(dice: random.Random) -> WorkingHours:
    """Somebody's hours: one or two ranges on some days."""
    morning = (time(dice.randrange(6, 11)), time(dice.randrange(11, 13)))
    evening = (time(dice.randrange(13, 16), dice.choice((0, 30))), time(dice.randrange(17, 24)))
    ranges = dice.choice(([morning], [evening], [morning, evening]))
    return WorkingHours.of(dict.fromkeys(range(dice.randrange(1, 8)), ranges))


def openings(stage: Stage) -> Findings:
    """Whatever the hours, zone and instant: the next opening is open, and nothing before it was."""
    dice, zones = stage.dice("P22"), sorted(available_timezones())
    times = [
        WorkingTime(dice.choice(CALENDARS), week(dice), ZoneInfo(dice.choice(zones)))
        for _ in range(stage.many(1000, 50))
    ]
    outside = late = 0
    triples = stage.many(TRIPLES, 500)
    for number in range(triples):
        working = times[number % len(times)]
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=dice.randrange(6 * 365 * 86400))
        opens = working.next_open(at)
        outside += not working.is_open(opens) or opens < at
        # Sampled: an opening that was passed over would show at one of these instants sooner or later.
        late += opens > at and any(working.is_open(at + (opens - at) * dice.random()) for _ in range(5))
    nudged = through_the_sender(stage)
    found = Findings()
    found.count("hours, zones and instants", triples)
    found.none("openings in quiet hours", outside)
    found.none("openings passed over", late)
    found.count("nudges through the sender", nudged["sent"])
    found.count("said together at an opening", nudged["folded"])
    found.none("nudges in quiet hours", nudged["outside"])
    found.none("nudges later than an opening and one tick", nudged["late"])
    found.none("nudges lost", nudged["lost"])
    return found


def through_the_sender(stage: Stage, hours: bool = True) -> dict[str, int]:
    """People of many zones get nudges at any hour of three days; when do they arrive?"""
    limits = Limits(clock_fuse=False, fuse_per_hour=1_000_000, channel_interval=0, budgets={})
    with VirtualWorld(stage, limits) as world:
        people = [
            world.person(f"someone{number}", zone=zone)
            for number, zone in enumerate(("Asia/Shanghai", "Europe/London", "America/New_York", "Asia/Kolkata", "UTC"))
        ]
        if not hours:
            parts = world.rapport.sender._parts
            found = parts.slices.recipients
            object.__setattr__(parts.slices, "recipients", lambda *given: _always_open(found(*given)))
        nudges, dice, due = stage.many(NUDGES, 40), stage.dice("nudges"), {}
        for _ in range(nudges):
            at = world.clock() + timedelta(seconds=dice.randrange(3 * 86400))
            due[world.said] = (people[world.said % len(people)], at)
            world.say(1, [PersonPlace(people[world.said % len(people)].id)], due=at)
        world.pass_by(6 * 86400, step=STEP)
        return _arrivals(world, due)


def _always_open(recipient: object) -> object:
    if recipient is not None:
        object.__setattr__(recipient, "next_open", lambda at: at)
    return recipient


def _arrivals(world: VirtualWorld, due: dict[int, tuple[object, datetime]]) -> dict[str, int]:
    from bot.directory import queries
    from bot.directory.models import Person
    from campaigns.kit.numbered import NUMBER

    counted = {"sent": 0, "outside": 0, "late": 0, "lost": 0}
    with world.rapport.workshop.read() as work:
        for colleague in {one.id: one for one, _ in due.values()}.values():  # type: ignore[attr-defined]
            working = queries.working_time(work.session, work.session.get_one(Person, colleague.id))
            for message in colleague.messages():
                for number in NUMBER.findall(message.text):
                    counted["sent"] += 1
                    counted["outside"] += not working.is_open(message.at)
                    # Due right before a break, it is looked at in the break: the next opening is its time then.
                    wanted = working.next_open(due[int(number)][1] + TICK)
                    counted["late"] += message.at > wanted + 2 * TICK
    counted["folded"] = world.in_state(State.FOLDED)
    counted["lost"] = len(due) - counted["sent"] - counted["folded"]
    return counted


def without_hours(stage: Stage) -> Findings:
    """The same nudges to people who seem to be at work at any hour."""
    nudged = through_the_sender(stage, hours=False)
    found = Findings()
    found.count("nudges", nudged["sent"])
    found.none("nudges in quiet hours", nudged["outside"])
    return found


PROMISE = Promise(
    "P22", "Nothing that can wait arrives in quiet hours, and nothing waits longer than until they end",
    "100,000 random hours, zones and instants: 0 inside, none later than the opening and one tick",
    openings, controls={"everybody always at work": lambda stage: without_hours(stage.smaller(0.2))}, quick=None,
)  # fmt: skip
