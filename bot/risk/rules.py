"""From readings to a level: counted flags, hard triggers, overdue days; never one ratio alone.

A blank raises no flag and lowers no line: the lines are counts of what is known to be bad, measured on real firms
(the Polish companies bankruptcy data of UCI, 2000 to 2013) with blanks counted so. Scaling the lines by the share of
known figures would raise alarms on ignorance; instead the answer says what is missing and how bad it could be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.policy import Level
from bot.core.policy.risk import Flag, Line, Risk

Readings = Mapping[str, float | None]
ORDER: tuple[Level, ...] = ("green", "yellow", "orange", "red")
HELD: tuple[Level, ...] = ("orange", "red")
"""Levels that leave the customer in peace."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A raised flag: the reading, its value and the line it lies beyond."""

    flag: str
    reading: str
    value: float
    direction: str
    line: float
    weight: float


@dataclass(frozen=True, slots=True)
class Remark:
    """One ratio beyond the line the pack draws for it. It explains and is not counted."""

    line: str
    reading: str
    value: float
    level: Level


@dataclass(frozen=True, slots=True)
class Event:
    """A hard trigger that happened: its code in the pack, and whether it is the worse form of it."""

    trigger: str
    worse: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """A level with everything that led to it, as codes and figures for the templates.

    `by` says which rule decided: `count`, `trigger` or `overdue`. `count` is the weighted number of hits, `known` how
    many of the `flags` could be judged, `could_be` the level if every missing one were raised, `missing` the readings
    not given, `negligible` readings that do not count because hardly any interest is paid.
    """

    level: Level
    by: Literal["count", "trigger", "overdue"]
    count: float
    hits: tuple[Hit, ...]
    missing: tuple[str, ...]
    negligible: tuple[str, ...]
    known: int
    flags: int
    could_be: Level
    events: tuple[Event, ...] = ()
    overdue_days: int | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def blind(self) -> bool:
        """Nothing at all is known: green here means "not judged"."""
        return self.known == 0 and self.by == "count"


def worst(levels: Sequence[Level]) -> Level:
    """The worst of several levels; green of none."""
    return max(levels, key=ORDER.index, default="green")


def assess(
    readings: Readings, policy: Risk, events: Sequence[Event] = (), overdue_days: int | None = None
) -> Assessment:
    """Judge one customer. Unknown triggers raise KeyError; values that are not finite count as missing."""
    hits, missing, negligible = _judge(readings, policy)
    count = sum(hit.weight for hit in hits)
    possible = count + sum(flag.weight for flag in policy.flags.values() if flag.reading in missing)
    counted = policy.levels.of(count)
    late: Level = policy.overdue.level(overdue_days) if overdue_days else "green"
    triggered = worst([trigger_level(event, policy) for event in events])
    level = worst([counted, triggered, late])
    by: Literal["count", "trigger", "overdue"] = "count"
    if level != counted:
        by = "trigger" if level == triggered else "overdue"
    return Assessment(
        level=level,
        by=by,
        count=count,
        hits=tuple(hits),
        missing=tuple(missing),
        negligible=tuple(negligible),
        known=len(policy.flags) - len(missing),
        flags=len(policy.flags),
        could_be=worst([level, policy.levels.of(possible)]),
        events=tuple(events),
        overdue_days=overdue_days,
        remarks=tuple(_remarks(readings, policy)),
    )


def _judge(readings: Readings, policy: Risk) -> tuple[list[Hit], list[str], list[str]]:
    hits, missing, negligible = [], [], []
    for code, flag in policy.flags.items():
        value = _finite(readings.get(flag.reading))
        if value is None:
            missing.append(flag.reading)
        elif flag.raised_by(value):
            if _negligible_interest(flag, readings, policy):
                negligible.append(flag.reading)
            else:
                hits.append(Hit(code, flag.reading, value, flag.direction, flag.line, flag.weight))
    return hits, missing, negligible


def _negligible_interest(flag: Flag, readings: Readings, policy: Risk) -> bool:
    line = policy.lines.get(flag.reading)
    interest, assets = _finite(readings.get("interest")), _finite(readings.get("total_assets"))
    if line is None or line.share_percent is None or interest is None or not assets:
        return False
    return interest / assets * 100 <= line.share_percent


def trigger_level(event: Event, policy: Risk) -> Level:
    """The level one trigger is enough for."""
    trigger = policy.triggers[event.trigger]
    return trigger.worse if event.worse and trigger.worse else trigger.level


def _remarks(readings: Readings, policy: Risk) -> list[Remark]:
    suffix = {"level": "", "yoy_percent": "_yoy", "change": "_change"}
    remarks = []
    for code, line in policy.lines.items():
        value = _finite(readings.get(line.reading + suffix[line.measured]))
        level = line.level_of(value)
        if value is not None and level is not None:
            remarks.append(Remark(code, line.reading, value, _first_period(line, level)))
    return remarks


def _first_period(line: Line, level: Level) -> Level:
    # One statement shows one period; a line that wants several running can only be yellow by it.
    return "yellow" if level == "orange" and line.periods[1] > 1 else level


def _finite(value: float | None) -> float | None:
    return value if value is not None and abs(value) < float("inf") else None


def worsening(history: Sequence[float | None], direction: Literal["<", ">"], periods: int = 2) -> bool:
    """Whether a reading got worse so many periods running, newest last; `direction` is the bad one. Blanks break it."""
    recent = history[-(periods + 1) :]
    if len(recent) <= periods:
        return False
    for before, after in zip(recent, recent[1:], strict=False):
        if before is None or after is None or not (after < before if direction == "<" else after > before):
            return False
    return True
