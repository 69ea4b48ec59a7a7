"""P18: where clocks change, a daily moment still comes once a day, never backwards, never at a time that does not exist."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.core.calendar import localise
from campaigns.promise import Findings, Promise, Stage

SERIES, DAYS = 25_000, 4
FIRST, LAST = date(2024, 1, 1), date(2030, 12, 31)
Moments = Callable[[ZoneInfo, date, time], list[datetime]]


@cache
def zones() -> list[tuple[ZoneInfo, list[date]]]:
    """Every zone, and the days around its clock changes from 2024 to 2030."""
    found = []
    for name in sorted(available_timezones()):
        zone, changes = ZoneInfo(name), []
        offset = datetime.combine(FIRST, time(12), zone).utcoffset()
        for number in range((LAST - FIRST).days):
            day = FIRST + timedelta(days=number)
            now = datetime.combine(day, time(12), zone).utcoffset()
            if now != offset:
                changes.append(day)
                offset = now
        found.append((zone, changes))
    return found


def house(zone: ZoneInfo, day: date, at: time) -> list[datetime]:
    """The moments of a daily rule, as the house computes them."""
    return [localise(zone, datetime.combine(day + timedelta(days=number), at)) for number in range(DAYS)]


def plain(zone: ZoneInfo, day: date, at: time) -> list[datetime]:
    """The same without care for skipped times: the wall clock's reading with a zone attached."""
    return [datetime.combine(day + timedelta(days=number), at, zone).astimezone(UTC) for number in range(DAYS)]


def every_24_hours(zone: ZoneInfo, day: date, at: time) -> list[datetime]:
    """The same as an interval."""
    return [localise(zone, datetime.combine(day, at)) + timedelta(days=number) for number in range(DAYS)]


def kept(stage: Stage, moments: Moments, series: int = SERIES) -> Findings:
    """Random zones, days and times, every second one around a clock change."""
    dice, wrong = stage.dice("P18"), {"backwards": 0, "not once a day": 0, "in a gap": 0}
    tried = 0
    for _ in range(stage.many(series, 500)):
        zone, changes = dice.choice(zones())
        day, at = _start(dice, changes), time(dice.randrange(24), dice.choice((0, 15, 30, 45)))
        found = moments(zone, day, at)
        tried += DAYS
        wrong["backwards"] += any(later <= sooner for sooner, later in zip(found, found[1:], strict=False))
        wrong["not once a day"] += len(found) != DAYS or any(
            not _belongs(one, zone, day + timedelta(days=number), at) for number, one in enumerate(found)
        )
        wrong["in a gap"] += any(one.astimezone(zone).astimezone(UTC) != one for one in found)
    result = Findings()
    result.count("moments", tried)
    result.count("zones", len(zones()))
    for what, number in wrong.items():
        result.none(what, number)
    return result


def _start(dice: random.Random, changes: list[date]) -> date:
    if changes and dice.random() < 0.5:
        return dice.choice(changes) - timedelta(days=2)
    return FIRST + timedelta(days=dice.randrange((LAST - FIRST).days - DAYS))


def _belongs(one: datetime, zone: ZoneInfo, day: date, at: time) -> bool:
    """On its day at its time; where that time is skipped, at the first instant after."""
    wanted, shown = datetime.combine(day, at), one.astimezone(zone).replace(tzinfo=None)
    if shown == wanted:
        # Of a time that is shown twice the first showing counts.
        return one.astimezone(zone).fold == 0
    before = (one - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    return before < wanted < shown


PROMISE = Promise(
    "P18", "A daily moment comes once each local day, whatever clocks do",
    "100,000 moments in all zones, 2024 to 2030: never backwards, once a day, never in a gap",
    lambda stage: kept(stage, house),
    controls={
        "a zone attached to the wall clock's reading": lambda stage: kept(stage, plain, 2_000),
        "every 24 hours": lambda stage: kept(stage, every_24_hours, 2_000),
    },
    quick=0.05,
)  # fmt: skip
