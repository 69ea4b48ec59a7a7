"""Reading a text: each phrase settled once, with the words beside it; two phrases that make a range read as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.dates import direction
from bot.understanding.dates.clocks import NOON
from bot.understanding.dates.context import Context
from bot.understanding.dates.corrections import without_struck
from bot.understanding.dates.fold import fold
from bot.understanding.dates.leaning import anchor, carried, its_week, told_before
from bot.understanding.dates.model import Frame, Reading, Vague, When
from bot.understanding.dates.moves import MOVED, Move, move_to
from bot.understanding.dates.namely import agree, closed, edge_before, said_once_more, says_again
from bot.understanding.dates.ordinals import pick, read_ordinal
from bot.understanding.dates.parts import EVENING
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.phrases import Phrase, phrases_of
from bot.understanding.dates.settle import Settled, merge, settle
from bot.understanding.dates.spacing import as_written, closed_up
from bot.understanding.dates.spans import Piece, Span, Unreadable, following, one_day

_RANGE = compiled(r"\s*(?:到|至|-|~|to|until|till|through|thru|(?P<both>and))\s*(?:the\s+|on\s+)?")
_TOGETHER = compiled(r"\s*(?:,|-|~|(?:,\s*)?(?:and|or|to|until|till|through|thru|&|/))\s*(?:on\s+|the\s+)?")
_MOVING = compiled(r"(?:的[^,;。]{0,6}?)?(?:改|推|延|提前|挪|调|顺延|移|换)")
# A clock somewhere else; what it is here is asked, not worked out.
_ELSEWHERE = compiled(
    r"\d\s?(?:[ap]\.?m\.?)?\s(?:utc|e[sd]?t|c[se]t|p[sd]t|[mp]t|hkt|sgt|ist|jst|cest|aest)\b|(?:纽约|伦敦|东京"
    r"|美东|美西|当地)时间"
)
_TWO_HOURS = compiled(r"\d\s?(?:[ap]m)?\s(?:to|until|till)\s\d")
_HAN = compiled(r"[\u4e00-\u9fff]")
_SINCE = ("from", "从", "自", "由")
_FROM = compiled(r"(?:\b(?P<between>between)|\bfrom|从|自)\s*(?:the\s+)?$")


def read(text: str, frame: Frame) -> Reading:
    """Every date of the text, and what speaks of time without naming one. Never raises; linear; at most 60 dates."""
    closed, places = closed_up(text)
    return as_written(_read(closed, frame), text, places)


def _read(text: str, frame: Frame) -> Reading:
    folded = fold(text)
    phrases = without_struck(phrases_of(folded), folded)
    _share_week(phrases, folded)
    reading = Reading([], [])
    base = Context(frame, folded, text, frame.local_now, frame.today, _chinese(folded))
    floor, index = 0, 0
    while index < len(phrases):
        ceiling = phrases[index + 1].start if index + 1 < len(phrases) else len(folded)
        following = phrases[index + 1] if index + 1 < len(phrases) else None
        used, floor = _read_one(base, phrases[index], following, floor, ceiling, reading)
        index += used
    return reading


def _share_week(phrases: list[Phrase], folded: str) -> None:
    """Tuesday or Thursday next week, Mon-Wed of next week: the week said last is every weekday's."""
    for one, two in zip(phrases[-2::-1], phrases[:0:-1], strict=True):
        if "w" not in one.slots or "w" not in two.slots or "d" in one.slots or "d" not in two.slots:
            continue
        week = next(
            (hit for hit in two.hits if hit[0].slots == "d" and ("week" in hit[1][0] or hit[1][0].endswith("wk"))), None
        )
        if week is None or week[1].start() < two.start + 2:
            continue
        if _TOGETHER.fullmatch(folded, one.end, two.start):
            one.hits.append(week)
            one.slots.add("d")


def _chinese(folded: str) -> bool:
    return not folded.isascii() and _HAN.search(folded, 0, 2000) is not None


def _read_one(
    base: Context, phrase: Phrase, following: Phrase | None, floor: int, ceiling: int, reading: Reading
) -> tuple[int, int]:
    """Read one phrase, or two that make a range; answers how many were used and where the next may begin."""
    if phrase.vague:
        reading.vague.append(Vague(base.raw[phrase.start : phrase.end], (phrase.start, phrase.end)))
        return 1, phrase.end
    if following is not None and not following.vague:
        done = _read_range(base, phrase, following, floor, reading)
        if done:
            return 2, done
    lead = _lead(base, phrase, floor)
    trail = direction.behind(base.text, phrase.end)
    period = edge_before(base.text, phrase, reading)
    context = base.beside((phrase.start, trail.edge, floor, ceiling), trail.direction or phrase.inner or lead.direction)
    if context.direction is None and context.tense != "past" and direction.before_event(base.text, phrase.start):
        context.direction = "by"
    move = _lean(context, base, phrase, reading, period)
    start, end = lead.edge, closed(base.text, lead.edge, trail.edge)
    exclusive = lead.exclusive or trail.exclusive or (context.direction == "after" and phrase.inner == "after")
    settled = _settled(phrase, context, exclusive=exclusive)
    if says_again(base.text, reading, start):
        return 1, agree(base, phrase, settled, (start, max(end, phrase.end)), reading)
    end = max(end, phrase.end)
    if isinstance(settled, Settled):
        settled = settled if move is None else move.settled(settled)
        settled = replace(settled, ambiguous=True) if _doubtful(settled, context, phrase, end) else settled
        start = reading.dates.pop().span[0] if _within(settled, period) else start
        settled, end = its_week(base, settled, end)
        if said_once_more(base, settled, (start, end), reading):
            return 1, reading.dates[-1].span[1]
    _keep(base, settled, start, end, reading)
    # 14/26 is no day: what was done before it is heard behind it as well.
    return 1, floor if isinstance(settled, Unreadable) and base.text[phrase.start].isdigit() else end


def _lean(
    context: Context, base: Context, phrase: Phrase, reading: Reading, period: tuple[date, date] | None
) -> Move | None:
    """Tell the context what the phrase may take from the date said before it; the move whose new day it is."""
    if not reading.dates:
        return None
    last = reading.dates[-1]
    context.anchor = anchor(context, phrase, reading, period)
    context.carried = carried(context, phrase, reading)
    context.evening = context.carried is not None and last.start.time() == EVENING.start
    context.told = told_before(base.text, last, phrase.start)
    move = move_to(base.text, last, phrase.start, base.today)
    if move is not None:
        context.anchor, context.direction = move.anchor(of_month="d" in phrase.slots), None
    return move


def _within(settled: Settled, period: tuple[date, date] | None) -> bool:
    """月底28号: the day lies in what was named before it, and takes its place."""
    return period is not None and period[0] <= settled.start.date() <= period[1]


def _lead(base: Context, phrase: Phrase, floor: int) -> direction.Side:
    """The words of direction before the phrase; the from of a stretch or of a move is none."""
    lead = direction.before(base.text, phrase.start, floor)
    if base.text.startswith(_SINCE, lead.edge) and (_stretch(phrase) or _moved(base.text, phrase, floor)):
        return direction.Side(None, phrase.start)
    return lead


def _doubtful(settled: Settled, context: Context, phrase: Phrase, end: int) -> bool:
    """A deadline told as past (周三前没交, but not 周三前把材料交了), a meeting moved from 2pm to 4pm, 3pm ET."""
    if settled.direction == "by":
        return context.tense == "past" and not context.missed and not context.text.startswith("把", end)
    if "c" in phrase.slots and _ELSEWHERE.search(context.text, phrase.start, phrase.end + 10):
        return True
    two = settled.end is not None or _TWO_HOURS.search(context.text, phrase.start, phrase.end) is not None
    return two and settled.granularity == "minute" and _moved(context.text, phrase, 0)


def _keep(base: Context, settled: Settled | Unreadable | None, start: int, end: int, reading: Reading) -> None:
    words, span = base.raw[start:end].strip(), (start, end)
    if isinstance(settled, Settled):
        reading.dates.append(
            When(settled.start, settled.end, settled.granularity, settled.direction, words, span, settled.ambiguous)
        )
        if settled.also is not None:
            reading.dates.append(replace(reading.dates[-1], start=settled.also))
    elif settled is not None:
        reading.vague.append(Vague(words, span))


def _merged(phrase: Phrase, context: Context) -> Piece | Unreadable | None:
    pieces = []
    for each, match in phrase.hits:
        found = each.read(match, context)
        if isinstance(found, Unreadable):
            return found
        if found is not None:
            pieces.append(found)
        elif each.slots == "w" and phrase.slots & {"c", "p"}:
            return Unreadable()  # he sat at 3: the hour of a day that is none
    return merge(pieces) if pieces else None


def _settled(phrase: Phrase, context: Context, *, exclusive: bool) -> Settled | Unreadable | None:
    piece = _merged(phrase, context)
    if not isinstance(piece, Piece):
        return piece
    if context.carried and piece.span is None and piece.instant is None:
        piece = replace(piece, span=context.carried, part=piece.part or (EVENING if context.evening else None))
    if phrase.ordinal is not None and piece.span is None and piece.weekday is not None:
        day = context.weekday(piece.weekday)
        piece = replace(piece, span=one_day(day), weekday=None)
    if phrase.ordinal is not None:
        ordinal = read_ordinal(phrase.ordinal, phrase.side)
        span = pick(ordinal, piece.span, context) if piece.span else None
        if span and span.last < context.today and ordinal.side == "at" and _unnamed(phrase) and not context.past:
            span = pick(ordinal, following(piece.span), context) if piece.span else None
            span = span and replace(span, ambiguous=True)
        if span is None:
            return Unreadable()
        piece = replace(piece, span=span)
    try:
        return settle(piece, context, exclusive=exclusive) or Unreadable()
    except OverflowError:
        return Unreadable()


def _unnamed(phrase: Phrase) -> bool:
    """First working day of the year: which one is left open."""
    return any(each.slots == "u" for each, _ in phrase.hits)


def _read_range(  # noqa: C901 - the order of its cases is the grammar
    base: Context, first: Phrase, second: Phrase, floor: int, reading: Reading
) -> int:
    """周一至周三, 下午3点到5点, between 3 and 5pm: the second part borrows the day and half of the first."""
    gap = _RANGE.fullmatch(base.text, first.end, second.start)
    if gap is None or first.ordinal:
        return 0
    lead = _FROM.search(base.text, max(floor, first.start - 12), first.start)
    if gap["both"] and not (lead and lead["between"]):
        return 0
    if lead and _moved(base.text, first, floor):
        return 0
    context = base.beside((first.start, second.end, floor, len(base.text)), None)
    one, two = _merged(first, context), _merged(second, context)
    if not isinstance(one, Piece) or not isinstance(two, Piece):
        return 0
    if one.span is None and one.weekday is None and one.clock and two.span is None and two.weekday is None:
        one = replace(one, span=carried(context, first, reading))
    if one.span is None and one.weekday is None and one.clock and two.clock and (two.span or two.weekday is not None):
        one = replace(one, span=two.span, weekday=two.weekday)
    begin = settle(one, context, exclusive=False)
    two = _after_begin(two, second, context, begin) if begin else two
    finish = settle(_borrow(one, two, begin), context, exclusive=False) if begin else None
    if begin and finish and begin.ambiguous and begin.granularity == "minute" and finish.start < begin.start:
        finish = replace(finish, start=finish.start + timedelta(hours=NOON))
    if begin is None or finish is None or finish.start < begin.start:
        return 0
    finish = _by_morning(two, begin, finish)
    if gap["both"] and one.span and two.span:
        begin, finish = _between(base, one.span, two.span, begin, finish)
    end = finish.end or (finish.start if finish.granularity == "minute" else finish.start.replace(hour=23, minute=59))
    start = lead.start() if lead else first.start
    unsure = begin.ambiguous or finish.ambiguous
    # 1am to 1am lasts no time: it is that moment.
    lasts = end if end > begin.start else None
    _keep(base, Settled(begin.start, lasts, begin.granularity, "at", unsure), start, second.end, reading)
    return second.end


def _by_morning(two: Piece, begin: Settled, finish: Settled) -> Settled:
    """3号22点到4号6点: what lasts into the next day ends in its morning."""
    open_half = two.clock is not None and two.clock.open_half and two.part is None
    night = begin.start.hour >= EVENING.start.hour and (finish.start.date() - begin.start.date()).days == 1
    if not (open_half and night and finish.granularity == "minute" and finish.start.hour >= NOON):
        return finish
    return replace(finish, start=finish.start - timedelta(hours=NOON))


def _after_begin(two: Piece, second: Phrase, context: Context, begin: Settled) -> Piece:
    """The end of a range lies behind its beginning: a weekday in the days to follow, the 4th in the next month."""
    first = begin.start.date()
    if two.span is None and two.weekday is not None:
        ahead = timedelta(days=(two.weekday - first.weekday()) % 7)
        return replace(two, span=one_day(first + ahead), weekday=None)
    if two.span and two.span.unnamed and two.span.first < first:
        later = _merged(second, replace(context, anchor=first))
        return later if isinstance(later, Piece) else two
    return two


def _between(base: Context, one: Span, two: Span, begin: Settled, finish: Settled) -> tuple[Settled, Settled]:
    """Between Christmas and New Year: neither holiday, nor what is off with them."""
    if two.after and two.first > one.last:
        finish = replace(finish, start=base.frame.at(two.first - timedelta(days=1)), end=None)
    if one.after and two.first > one.last:
        begin = replace(begin, start=base.frame.at(one.last + timedelta(days=1)))
    return begin, finish


def _stretch(phrase: Phrase) -> bool:
    """From 7 to 11 Dec: the day and the one it lasts to are one find."""
    return any(any(match.groupdict().get(name) for name in ("d2", "m2", "a2")) for _, match in phrase.hits)


def _moved(text: str, phrase: Phrase, floor: int) -> bool:
    """Moved from Tuesday to Friday, 从周二改到周五: an old day and a new one, no stretch between them."""
    before = text[max(floor, phrase.start - 60) : phrase.start]
    return bool(_MOVING.match(text, phrase.end) or MOVED.search(before))


def _borrow(one: Piece, two: Piece, begin: Settled | None) -> Piece:
    if two.span is None and two.weekday is None and one.clock is not None and begin is not None:
        day = begin.start.date()
        return replace(two, span=Span(day, day), part=two.part or one.part)
    return two
