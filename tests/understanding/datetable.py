"""Reads the golden tables of dates: one phrase a row, the frame above it, what is meant to the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.calendar import Calendar, WorkingHours
from bot.understanding.dates import Frame, Reading, When

FOLDER = Path(__file__).parent
COUNTRIES = {"Asia/Shanghai": "CN", "Europe/London": "GB", "America/New_York": "US", "Europe/Berlin": "DE"}
PARTS = {
    "morning": ("06:00", "12:00"),
    "afternoon": ("12:00", "18:00"),
    "evening": ("18:00", "23:59"),
    "dawn": ("00:00", "06:00"),
    "dusk": ("17:00", "19:00"),
    "midday": ("12:00", "13:00"),
}
_CALENDARS: dict[str, Calendar] = {}


@dataclass(frozen=True)
class Row:
    """A phrase, the circumstances it is read in and the label."""

    text: str
    label: str
    frame: Frame
    limit: str = ""  # why it is not read as labelled yet


def frame_at(now: str, zone: str, language: str = "") -> Frame:
    """A frame at that local time with the bundled calendar of the zone's country and usual hours."""
    info = ZoneInfo(zone)
    country = COUNTRIES[zone]
    if country not in _CALENDARS:
        _CALENDARS[country] = Calendar.bundled(country, 2024, 2031)
    moment = datetime.fromisoformat(now).replace(tzinfo=info)
    return Frame(moment, info, _CALENDARS[country], WorkingHours.DEFAULT, language)


def rows(name: str) -> Iterator[Row]:
    """The rows of a table in tests/understanding."""
    frame: Frame | None = None
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            frame = frame_at(*line[2:].split())
        elif line and not line.startswith("#"):
            text, label, *limit = line.split("\t")
            assert frame is not None
            yield Row(text, label.strip(), frame, *limit)


def expected(row: Row) -> list[tuple[str, str | None, str, str, bool]]:
    """The label as (start, end, granularity, direction, ambiguous) tuples."""
    if row.label in ("-", "?"):
        return []
    return [_one(part.strip(), row.frame) for part in row.label.split(" ; ")]


def found(when: When) -> tuple[str, str | None, str, str, bool]:
    """The same tuple of what was read."""
    answer = when.as_json()
    end = answer["end"]
    return (
        str(answer["start"]),
        str(end) if end else None,
        when.granularity,
        when.direction,
        bool(answer.get("ambiguous", False)),
    )


def agrees(row: Row, reading: Reading) -> bool:
    """Whether everything the label says is so, and nothing else was found."""
    seen = bool(reading.vague) if row.label == "?" else True
    return seen and [found(when) for when in reading.dates] == expected(row)


def _one(label: str, frame: Frame) -> tuple[str, str | None, str, str, bool]:
    unsure, words = label.endswith("!"), label.rstrip("!").split()
    direction, stretch = words[0], words[1]
    extra = words[2] if len(words) > 2 else ""
    first, _, last = stretch.partition("..")
    if extra in PARTS:
        return _part(direction, _day(first, frame), extra, unsure)
    if "T" in first:
        return _timed(direction, first, last, extra or "minute", frame, unsure)
    day = _day(first, frame)
    end = f"{_day(last, frame)}T23:59" if last else None
    start = frame.at(day, frame.closing(day) if direction == "by" else time(0, 0)).strftime("%Y-%m-%dT%H:%M")
    return start, end, extra or "day", direction, unsure


def _timed(
    direction: str, first: str, last: str, granularity: str, frame: Frame, unsure: bool
) -> tuple[str, str | None, str, str, bool]:
    head, clock = first.split("T")
    day = _day(head, frame)
    end = last and (f"{_day(last.split('T')[0], frame)}T{last.split('T')[1]}" if "T" in last else f"{day}T{last}")
    return f"{day}T{clock}", end or None, granularity, direction, unsure


def _part(direction: str, day: date, name: str, unsure: bool) -> tuple[str, str | None, str, str, bool]:
    start, end = PARTS[name]
    if direction == "by":
        return f"{day}T{end}", None, "part", "by", unsure
    return f"{day}T{start}", None if direction == "after" else f"{day}T{end}", "part", direction, unsure


def _day(text: str, frame: Frame) -> date:
    full = text if text.count("-") == 2 else f"{frame.today.year}-{text}"
    return date.fromisoformat(full)
