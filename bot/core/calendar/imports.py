"""Calendar days from a file somebody exported: CSV, or ICS as calendar feeds publish it."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.calendar.day import Day, Kind

LARGEST = 2_000_000
LONGEST_EVENT = 60
LONGEST_NAME = 100
YEARS = range(1990, 2200)
DAY = timedelta(days=1)

_COLUMNS = {
    "date": "date",
    "day": "date",
    "日期": "date",
    "kind": "kind",
    "type": "kind",
    "类型": "kind",
    "种类": "kind",
}
_COLUMNS |= {"name": "name", "holiday": "name", "名称": "name", "节日": "name", "说明": "name"}
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        ("holiday", "off", "rest", "休", "放假", "休息", "假", "假日", "节假日", "法定节假日", "公休"), "holiday"
    ),
    **dict.fromkeys(
        ("workday", "work", "make-up workday", "班", "上班", "补班", "工作日", "调休上班", "调休补班"), "workday"
    ),
}
_DEFAULT_NAMES: dict[Kind, str] = {"holiday": "休", "workday": "班"}
_DATE = re.compile(
    r"(\d{4})\s*(?:[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))(?:[T ]00:00(?::00)?)?"
)
_WORK_MARK = re.compile(
    r"[(\[【]\s*班\s*[)\]】]|补班|上班|(?:^|\s)班(?:$|\s)|(?:make-?up )?work(?:ing )?day", re.IGNORECASE
)
_REST_MARK = re.compile(r"[(\[【]\s*休\s*[)\]】]|放假|休假|假期|(?:^|\s)休(?:$|\s)|day off", re.IGNORECASE)
_COUNTED = re.compile(r"\s*第\s*\d+\s*天\s*(?:/\s*共\s*\d+\s*天)?")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row. `row` counts as the person sees it: lines of the CSV (header 1), events of the ICS
    (first 1), 0 for the file as a whole. `reason` is a stable word for templates, `value` the offending text.
    """

    row: int
    reason: str
    value: str

    def __str__(self) -> str:
        """The English sentence for logs and the command line."""
        text = _SENTENCES[self.reason].format(value=self.value)
        return f"row {self.row}: {text}" if self.row else text


_SENTENCES = {
    "too_large": "the file is larger than 2 MB; a calendar of one year has a few kilobytes",
    "encoding": "the file is not text in UTF-8 or GB18030; save it as “CSV UTF-8”",
    "columns": "the first line must name the columns date,kind,name; “{value}” is missing",
    "empty": "there is not a single day in the file",
    "date": "“{value}” is not a date; write it like 2027-10-01",
    "year": "“{value}” is outside the years 1990-2199",
    "kind": "“{value}” is neither holiday nor workday (休 or 班)",
    "conflict": "{value} was already given with another kind above",
    "format": "this is not a calendar file (ICS): {value}",
    "repeats": "“{value}” repeats by rule; export single days",
    "too_long": "“{value}” lasts longer than 60 days",
}


class DaysUnreadable(ValueError):
    """A calendar file that cannot be taken; nothing of it was used. `problems` names every bad row in order."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems[:10])) + ("; …" if len(problems) > len(problems[:10]) else ""))
        self.problems = tuple(problems)


def parse_csv(content: bytes) -> list[Day]:
    """The days of a CSV file with the columns date, kind, name (also 日期, 类型, 名称; any order, comma, semicolon or
    tab; UTF-8 or GB18030 as Excel saves it). Kind is holiday or workday, 休 or 班. Raises DaysUnreadable.
    """
    rows = _rows(_text(content))
    try:
        line, header = next(rows)
    except StopIteration:
        raise DaysUnreadable([Problem(0, "empty", "")]) from None
    columns = [_COLUMNS.get(_folded(cell), "") for cell in header]
    missing = [name for name in ("date", "kind", "name") if name not in columns]
    if missing:
        raise DaysUnreadable([Problem(line, "columns", ", ".join(missing))])
    return _collect(_csv_day(number, dict(zip(columns, cells, strict=False))) for number, cells in rows)


def parse_ics(content: bytes) -> list[Day]:
    """The days of an ICS feed. A summary marked 班 (补班, 上班) or Apple's ALTERNATE-WORKDAY is a make-up workday.

    In a feed that marks rest days (休, 放假), unmarked events are mere observances and are left out; in one without
    any mark every event is a holiday. Raises DaysUnreadable.
    """
    if len(content) > LARGEST:
        raise DaysUnreadable([Problem(0, "too_large", "")])
    events = [event for event in _events(content) if str(event.get("STATUS", "")).upper() != "CANCELLED"]
    marked = any(_mark(event) for event in events)
    found = ((number, event) for number, event in enumerate(events, 1) if _mark(event) or not marked)
    return _collect(entry for number, event in found for entry in _ics_days(number, event))


def _collect(entries: Iterable[tuple[int, Day | Problem]]) -> list[Day]:
    problems: list[Problem] = []
    days: dict[date, Day] = {}
    for row, entry in entries:
        if isinstance(entry, Problem):
            problems.append(entry)
        elif days.setdefault(entry.day, entry).kind != entry.kind:
            problems.append(Problem(row, "conflict", entry.day.isoformat()))
    if not days and not problems:
        problems.append(Problem(0, "empty", ""))
    if problems:
        raise DaysUnreadable(problems)
    return sorted(days.values(), key=lambda day: day.day)


def _text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise DaysUnreadable([Problem(0, "too_large", "")])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DaysUnreadable([Problem(0, "encoding", "")])


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t;，,", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise DaysUnreadable([Problem(0, "format", str(error))]) from error


def _csv_day(row: int, cells: dict[str, str]) -> tuple[int, Day | Problem]:
    day = _date(row, cells.get("date", ""))
    if isinstance(day, Problem):
        return row, day
    kind = _KINDS.get(_folded(cells.get("kind", "")))
    if kind is None:
        return row, Problem(row, "kind", cells.get("kind", "").strip()[:LONGEST_NAME])
    return row, Day(day, kind, _name(cells.get("name", ""), kind))


def _date(row: int, text: str) -> date | Problem:
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return Problem(row, "date", text.strip()[:LONGEST_NAME])
    year, month, day, month2, day2 = found.groups()
    try:
        value = date(int(year), int(month or month2), int(day or day2))
    except ValueError:
        return Problem(row, "date", text.strip()[:LONGEST_NAME])
    return value if value.year in YEARS else Problem(row, "year", text.strip())


def _name(text: str, kind: Kind) -> str:
    return " ".join(text.split())[:LONGEST_NAME] or _DEFAULT_NAMES[kind]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().strip("()[]【】").casefold()


def _events(content: bytes) -> list[Any]:
    # Imported here because only an administrator's import needs it.
    from icalendar import Calendar as Feed

    try:
        feeds = Feed.from_ical(content, multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        raise DaysUnreadable([Problem(0, "format", str(error)[:LONGEST_NAME])]) from error
    if not feeds:
        raise DaysUnreadable([Problem(0, "format", "no complete VCALENDAR in it")])
    return [event for feed in feeds for event in feed.walk("VEVENT")]


def _summary(event: Any) -> str:
    return unicodedata.normalize("NFKC", str(event.get("SUMMARY", "")))


def _mark(event: Any) -> Kind | None:
    special = str(event.get("X-APPLE-SPECIAL-DAY", "")).upper()
    if special in ("ALTERNATE-WORKDAY", "WORK-HOLIDAY"):
        return "workday" if special == "ALTERNATE-WORKDAY" else "holiday"
    summary = _summary(event)
    if _WORK_MARK.search(summary):
        return "workday"
    return "holiday" if _REST_MARK.search(summary) else None


def _ics_days(row: int, event: Any) -> Iterator[tuple[int, Day | Problem]]:
    summary = _summary(event)
    first, last = _extent(event)
    if first is None or last is None:
        yield row, Problem(row, "date", summary[:LONGEST_NAME])
    elif "RRULE" in event:
        yield row, Problem(row, "repeats", summary[:LONGEST_NAME])
    elif first.year not in YEARS:
        yield row, Problem(row, "year", first.isoformat())
    elif (last - first).days >= LONGEST_EVENT:
        yield row, Problem(row, "too_long", summary[:LONGEST_NAME])
    else:
        kind = _mark(event) or "holiday"
        bare = _COUNTED.sub(" ", _WORK_MARK.sub(" ", _REST_MARK.sub(" ", summary)))
        for step in range((last - first).days + 1):
            yield row, Day(first + DAY * step, kind, _name(bare, kind))


def _extent(event: Any) -> tuple[date | None, date | None]:
    # DTEND is the first moment after the event (RFC 5545, 3.6.1), so a whole-day event ends the day before.
    start, end, length = (_value(event, name) for name in ("DTSTART", "DTEND", "DURATION"))
    if not isinstance(start, date):
        return None, None
    try:
        if not isinstance(end, date):
            end = start + length if isinstance(length, timedelta) else start
        last = (end - timedelta(microseconds=1)).date() if isinstance(end, datetime) else end - DAY
    except OverflowError:
        return None, None
    first = start.date() if isinstance(start, datetime) else start
    return first, max(first, last)


def _value(event: Any, name: str) -> Any:
    # icalendar keeps a property it cannot read and complains on touching its value.
    from icalendar.error import BrokenCalendarProperty

    try:
        return getattr(event.get(name), "dt", None)
    except BrokenCalendarProperty:
        return None
