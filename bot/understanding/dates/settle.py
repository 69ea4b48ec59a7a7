"""From the pieces of one phrase to one date: weekday against date, part against clock, direction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.understanding.dates.clocks import NOON, after_midnight, in_part
from bot.understanding.dates.context import Context
from bot.understanding.dates.midnight import begins_with_midnight
from bot.understanding.dates.model import Direction, Frame, Granularity
from bot.understanding.dates.parts import AFTERNOON, EVENING, MIDDAY, MORNING
from bot.understanding.dates.spans import Clock, Part, Piece, Span, add_months, make_date, move

LATE = time(23, 59)
_LAST_AM = 7
_LATE_AM = 8
# The end of the morning's work and the beginning of the afternoon's are not the opening hours' own ends.
_HALVES = (("closing", MORNING), ("opening", AFTERNOON))
_A_WHILE = timedelta(hours=2)


@dataclass(slots=True)
class Settled:
    """A `When` before its words are attached."""

    start: datetime
    end: datetime | None
    granularity: Granularity
    direction: Direction
    ambiguous: bool = False
    also: datetime | None = None


def merge(pieces: list[Piece]) -> Piece:
    """One piece with every slot the given ones fill; the part said with a clock is that clock's."""
    whole = pieces[0]
    for piece in pieces[1:]:
        whole = Piece(
            span=piece.span or whole.span,
            part=piece.part or whole.part,
            clock=piece.clock or whole.clock,
            instant=piece.instant or whole.instant,
            until=piece.until or whole.until,
            weekday=piece.weekday if piece.weekday is not None else whole.weekday,
            direction=piece.direction or whole.direction,
            ambiguous=piece.ambiguous or whole.ambiguous,
            assumed=piece.assumed or whole.assumed,
        )
    return whole


def settle(piece: Piece, context: Context, *, exclusive: bool) -> Settled | None:
    """The date the merged piece means under the context's direction; None where its words contradict each other."""
    if piece.instant is not None:
        return _moment(piece.instant, context.direction or piece.direction or "at")
    span = _day_span(piece, context)
    if span is None:
        return None
    direction = context.direction or piece.direction or "at"
    unsure = piece.ambiguous or span.ambiguous
    if piece.clock is None and piece.part is None:
        settled = _whole_days(span, context, direction, exclusive=exclusive, unsure=unsure)
        if settled is None or span.also is None:
            return settled
        return replace(settled, also=context.frame.at(span.also)) if direction == "at" else None
    if span.also is not None:
        return None
    if span.first != span.last and span.deadline is None and piece.direction is None:
        return None
    return _timed(piece, span, context, direction, unsure=unsure)


def _moment(instant: datetime, direction: Direction) -> Settled:
    return Settled(instant, None, "minute", direction)


def _day_span(piece: Piece, context: Context) -> Span | None:
    span, weekday = piece.span, piece.weekday
    if span is None:
        return _weekday_span(piece, context) if weekday is not None else Span(context.today, context.today)
    if weekday is None:
        return span
    if span.granularity == "week":
        day = span.first + timedelta(days=weekday)
        return Span(day, day)
    if span.deadline is not None and span.first < span.last:  # 周末周六: one of its days
        named = (span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1))
        return next((Span(day, day) for day in named if day.weekday() == weekday), None)
    if span.unnamed and span.first == span.last and span.first.weekday() != weekday:
        return _other_month(span.first, weekday, context)
    return span if span.first == span.last and span.first.weekday() == weekday else None


def _other_month(day: date, weekday: int, context: Context) -> Span | None:
    """Mon 28th, said where the next 28th is a Saturday: the 28th of the month before or after that is a Monday."""
    for step in (-1, 1) if context.past else (1, -1):
        month = add_months(day.replace(day=1), step)
        found = month and make_date(month.year, month.month, day.day)
        if found and found.weekday() == weekday:
            return Span(found, found, ambiguous=context.future and found < context.today)
    return None


def _weekday_span(piece: Piece, context: Context) -> Span | None:
    day = context.weekday(piece.weekday or 0)
    if context.anchor is not None:
        return Span(day, day) if day else None
    if day == context.today and context.future and _over(piece, context):
        day = move(day, 7)
    elif day == context.today and context.future and piece.part is None and piece.clock is None:
        # Nobody names today's weekday for today: will try again on Monday, said on a Monday.
        later = move(day, 7)
        return Span(later, later, ambiguous=True) if later else None
    # Will ring Monday at 3, said on Monday morning: today's hour is still to come, but nobody says so.
    again = day == context.today and context.future and not (piece.clock and piece.clock.named)
    return Span(day, day, ambiguous=again) if day else None


def _over(piece: Piece, context: Context) -> bool:
    clock = resolve(piece.clock, piece.part) if piece.clock and not piece.clock.named else None
    if clock is not None:
        return (clock.hour, clock.minute) < (context.now.hour, context.now.minute)
    return piece.part is not None and piece.clock is None and piece.part.end < context.now.time()


def _whole_days(span: Span, context: Context, direction: Direction, *, exclusive: bool, unsure: bool) -> Settled | None:
    frame = context.frame
    if direction == "by":
        return _by(span, frame, exclusive=exclusive, unsure=unsure)
    if direction == "after":
        if span.open_end and exclusive:
            return None
        day = (span.after or span.last) if exclusive else span.first
        return Settled(frame.at(day), None, "day", "after", unsure)
    end = frame.at(span.last, LATE) if span.last != span.first else None
    return Settled(frame.at(span.first), end, span.granularity, "at", unsure)


def _by(span: Span, frame: Frame, *, exclusive: bool, unsure: bool) -> Settled | None:
    """The deadline day at closing time. 下周前 and before December end where the unit begins, and are asked about."""
    if span.whole and exclusive:
        day = move(span.first, -1)
        return Settled(frame.deadline(day), None, "day", "by", True) if day else None
    granularity = span.granularity if span.deadline is None else "day"
    last = span.last if span.deadline is None or (span.included and not exclusive) else span.deadline
    if granularity == "week":
        last = _closing_of_week(span, frame)
    return Settled(frame.deadline(last), None, granularity, "by", unsure)


def _closing_of_week(span: Span, frame: Frame) -> date:
    """本周内, within this week: its last working day, since nothing is handed over on a Sunday."""
    day = span.last
    while day > max(span.first, frame.today) and not frame.calendar.is_workday(day):
        day -= timedelta(days=1)
    return day


def _timed(piece: Piece, span: Span, context: Context, direction: Direction, *, unsure: bool) -> Settled | None:
    frame = context.frame
    day = span.last if span.first == span.last else span.deadline or span.last
    if piece.clock is None:
        if piece.assumed and _bare(piece) and not context.past and context.now.time() >= MORNING.start:
            day += timedelta(days=1)
        return _part(piece.part or MORNING, day, context, direction, bare=_bare(piece), unsure=unsure)
    clock = resolve(piece.clock, piece.part)
    if clock is None or (clock.named, piece.part) in _HALVES:
        return None
    if clock.named == "midnight" and direction != "by" and piece.weekday is None and (day - context.today).days > 1:
        begins = begins_with_midnight(context)
        day, unsure = day - timedelta(days=begins is True), unsure or begins is None
    start = _on(day, clock, frame, direction)
    if _bare(piece) and not clock.named:
        start, doubt = _told_bare(piece, clock, start, context, direction)
        unsure = unsure or doubt
    end = None
    if piece.until:
        until = resolve(piece.until, piece.part)
        end = _on(start.date(), until, frame, direction) if until else None
        end = end if end and end > start else None
        direction = "at" if direction == "after" else direction
    return Settled(start, end, "minute", direction, unsure or _doubtful(piece))


def _told_bare(
    piece: Piece, clock: Clock, start: datetime, context: Context, direction: Direction
) -> tuple[datetime, bool]:
    """An hour without a day, on the day that fits what is told of it, and whether that is open to doubt."""
    this_minute, told = context.now.replace(second=0, microsecond=0), piece.clock or clock
    if context.past:
        # The mail of eleven at night, told in the morning, is last night's.
        late = start - this_minute > _A_WHILE
        return start - timedelta(days=late), late and piece.part is not EVENING
    if start >= this_minute:
        return start, False
    open_half = piece.part is None and told.open_half
    later = start.date() + timedelta(days=1)
    if open_half and clock.hour <= _LATE_AM:
        # Half past eight, said at ten: this evening's, later on tomorrow's; half past nine is office hours.
        evening = start + timedelta(hours=NOON)
        return (evening if evening >= this_minute else _on(later, clock, context.frame, direction)), True
    if not context.future:
        return start, open_half
    return _on(later, clock, context.frame, direction), True


def _bare(piece: Piece) -> bool:
    return piece.span is None and piece.weekday is None


def _doubtful(piece: Piece) -> bool:
    """Seven o'clock is breakfast or dinner: nobody can tell."""
    clock = piece.clock
    return bool(clock and clock.open_half and piece.part is None and clock.hour == _LAST_AM)


def resolve(clock: Clock, part: Part | None) -> Clock | None:
    """The clock on a 24-hour face: with its part of the day, else office hours (1 to 6 are afternoon)."""
    if clock.named or not clock.open_half:
        return clock
    if part is not None:
        return None if after_midnight(clock.hour, part) else Clock(in_part(clock.hour, part), clock.minute)
    return Clock(clock.hour + 12 if clock.hour < _LAST_AM else clock.hour, clock.minute)


def _on(day: date, clock: Clock, frame: Frame, direction: Direction) -> datetime:
    if clock.named == "closing":
        return frame.deadline(day)
    if clock.named == "opening":
        return frame.at(day, frame.opening(day))
    if clock.named == "midnight" or clock.hour == 24:
        late = frame.at(day, LATE)
        return (
            late if direction == "by" and not clock.minute else frame.at(day + timedelta(days=1), time(0, clock.minute))
        )
    return frame.at(day, time(clock.hour, clock.minute))


def _part(part: Part, day: date, context: Context, direction: Direction, *, bare: bool, unsure: bool) -> Settled:
    frame = context.frame
    if bare and context.future and part.end < context.now.time() and part is not EVENING:
        day, unsure = day + timedelta(days=1), True
    start, end = frame.at(day, part.start), frame.at(day, part.end)
    if direction == "by":
        return Settled(start if part is MIDDAY else end, None, "part", "by", unsure)
    if direction == "after":
        return Settled(start, None, "part", "after", unsure)
    return Settled(start, end, "part", "at", unsure)
