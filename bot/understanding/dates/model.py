"""What the date grammar is given and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

from bot.core.calendar import Calendar, WorkingHours

Granularity = Literal["minute", "part", "day", "week", "month", "quarter", "year"]
Direction = Literal["at", "by", "after"]

_USUAL_OPENING = time(9, 0)
_USUAL_CLOSING = time(18, 0)
_LAST_MINUTE = time(23, 59)
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where and when a line is read: `now` (aware), the writer's zone, calendar of rest days and working hours.

    `language` ("zh", "en" or "") only decides how an English-looking 12/2 is read when the zone leaves it open.
    """

    now: datetime
    zone: ZoneInfo
    calendar: Calendar
    hours: WorkingHours
    language: str = ""

    def __post_init__(self) -> None:
        """Refuse a naive `now`: a deadline without a zone is a deadline for nobody (ValueError)."""
        if self.now.tzinfo is None:
            raise ValueError("Frame.now must be an aware datetime")

    @property
    def local_now(self) -> datetime:
        """`now` in the writer's zone."""
        return self.now.astimezone(self.zone)

    @property
    def today(self) -> date:
        """The writer's calendar day."""
        return self.local_now.date()

    def opening(self, day: date) -> time:
        """Local time work begins on that day; a rest day answers with the hours of a usual Monday."""
        ranges = self.hours.ranges(day.weekday()) or self.hours.ranges(_MONDAY)
        return ranges[0][0] if ranges else _USUAL_OPENING

    def closing(self, day: date) -> time:
        """Local closing time of that day; a rest day answers with the hours of a usual Monday."""
        ranges = self.hours.ranges(day.weekday()) or self.hours.ranges(_MONDAY)
        return ranges[-1][1] if ranges else _USUAL_CLOSING

    def at(self, day: date, clock: time = time(0, 0)) -> datetime:
        """That local wall-clock instant in the writer's zone."""
        return datetime.combine(day, clock, tzinfo=self.zone)

    def deadline(self, day: date) -> datetime:
        """Closing time of that day; the last minute of today once today's closing has passed."""
        closing = self.at(day, self.closing(day))
        return self.at(day, _LAST_MINUTE) if day == self.today and closing < self.local_now else closing


@dataclass(frozen=True, slots=True)
class When:
    """A date that was understood.

    at:    start is the first instant, end the last one that still belongs to it (None for one day or one instant).
    by:    start is the deadline itself (a day: its closing time), never anything earlier; end is None.
    after: start is the day or instant named; what is meant comes after it; end is None.
    `span` counts characters of the original text. `ambiguous` marks a preferred reading a card must ask about.
    Instants are aware, in the frame's zone.
    """

    start: datetime
    end: datetime | None
    granularity: Granularity
    direction: Direction
    text: str
    span: tuple[int, int]
    ambiguous: bool = False

    def due(self, frame: Frame) -> datetime:
        """The instant a promise with this date falls due (aware, frame's zone)."""
        if self.granularity == "minute" and self.direction != "after":
            return self.end or self.start
        if self.direction == "by":
            return self.start
        if self.direction == "after":
            return self._due_after(frame)
        if self.granularity == "part":
            return self.end or self.start
        return frame.deadline((self.end or self.start).date())

    def _due_after(self, frame: Frame) -> datetime:
        if self.granularity in ("minute", "part"):
            closing = frame.deadline(self.start.date())
            if closing > self.start:
                return closing
        return frame.deadline(frame.calendar.add_workdays(self.start.date(), 1))

    def as_json(self) -> dict[str, object]:
        """The object of `python -m bot understand`: local ISO times to the minute; `ambiguous` only when true."""
        answer: dict[str, object] = {
            "start": _iso(self.start),
            "end": _iso(self.end) if self.end else None,
            # A deadline is a day, whatever it is the end of; the product still knows that it was a week.
            "granularity": "day" if self.direction == "by" and self.granularity in _LONG else self.granularity,
            "direction": self.direction,
            "text": self.text,
            "span": list(self.span),
        }
        if self.ambiguous:
            answer["ambiguous"] = True
        return answer


_LONG: Final = ("week", "month", "quarter", "year")


class Vague(NamedTuple):
    """Words that speak of time but name no date we dare to keep (改天, 2月30日, one of these days)."""

    text: str
    span: tuple[int, int]


class Reading(NamedTuple):
    """Everything found in one text, in the order of the text."""

    dates: list[When]
    vague: list[Vague]


def _iso(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="minutes")
