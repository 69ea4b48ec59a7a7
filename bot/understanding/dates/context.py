"""The circumstances a date is read in, and what depends on them: which year, which month, which week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.understanding.dates.en_tense import Tense
from bot.understanding.dates.model import Direction, Frame
from bot.understanding.dates.patterns import compiled
from bot.understanding.dates.spans import Span, add_months, make_date, month_of, move, one_day
from bot.understanding.dates.tense import missed, named_as_known, plainly_done, tense_of

_MONTH_FIRST_ZONES = ("Asia/Shanghai", "Asia/Chongqing", "Asia/Urumqi", "Asia/Taipei", "Asia/Tokyo", "Asia/Seoul")
_AMERICAN_ZONES = ("America/", "US/", "Pacific/Honolulu")
_LONG_GONE = 75
_SOON, _YEAR = 31, 366
_MOST_OF_A_YEAR = 300  # days
# Review offered for January, cancelled from January, a waiver granted to 31/3.
_TOWARDS = compiled(r"\b(for|from|to|until|till|effective)\s+(?:the\s+)?$")


@dataclass(slots=True)
class Context:
    """One phrase's surroundings: frame, folded and original text, tense of its clause, direction of its words.

    `anchor` is the day listed just before it: in 下周一、周二 the second one follows the first; without `listed`, that
    were some words between them, a day of the month may as well lie shortly before it. `carried` is the day
    said before a bare clock: in 明天3点见李总,4点见王总 the second one is tomorrow too; `evening` says that it was in
    the evening. `told` is the day said before in the
    sentence, from which the following Tuesday is counted. `clause` says where the phrase and its neighbours stand; the
    tense is worked out when a rule first asks for it, for most dates need none.
    """

    frame: Frame
    text: str
    raw: str
    now: datetime
    today: date
    chinese: bool
    clause: tuple[int, int, int, int] = (0, 0, 0, 0)
    direction: Direction | None = None
    anchor: date | None = None
    listed: bool = True
    carried: Span | None = None
    evening: bool = False
    told: date | None = None
    _tense: Tense | None = None
    _missed: bool | None = None

    def beside(self, clause: tuple[int, int, int, int], direction: Direction | None) -> Context:
        """The same circumstances for the phrase at another place; cheaper than a general copy, and made for each."""
        return Context(self.frame, self.text, self.raw, self.now, self.today, self.chinese, clause, direction)

    @property
    def tense(self) -> Tense:
        """Whether the phrase's clause looks back or ahead, or cannot be told."""
        if self._tense is None:
            self._tense = tense_of(self.text, *self.clause)
        return self._tense

    @property
    def past(self) -> bool:
        """Whether the nearest such date behind us is meant."""
        return self.missed if self.direction == "by" else self.tense == "past"

    @property
    def missed(self) -> bool:
        """Whether the phrase is a deadline that has gone by unkept."""
        if self._missed is None:
            start, end, floor, _ = self.clause
            self._missed = not self.chinese and missed(self.text, start, end, floor)
        return self._missed

    @property
    def that_one(self) -> bool:
        """Whether something known is said to have been then: 国庆前那次理赔."""
        return named_as_known(self.text, self.clause[1])

    @property
    def future(self) -> bool:
        """Whether the clause plainly speaks of what is to come."""
        return not self.missed if self.direction == "by" else self.tense == "future"

    def month_first(self) -> tuple[bool, bool]:
        """Whether 12/2 is December 2nd here, and whether that is sure."""
        zone = str(self.frame.zone)
        if self.chinese or self.frame.language == "zh" or zone.startswith(_AMERICAN_ZONES):
            return True, True
        if zone in _MONTH_FIRST_ZONES:
            return True, False
        return False, True

    def nearest(self, build: Callable[[int], Span | None]) -> Span | None:
        """The occurrence of something yearly that fits the tense; without a tense the last one if it passed within
        75 days and is nearer than the next, which is asked about where the last one was the nearer.

        In a clause that looks ahead the next one, unless the last one passed within 75 days and the next is
        most of a year off: somebody then speaks of an overdue date, and is asked.
        """
        year = self.today.year
        options = [span for span in (build(year - 1), build(year), build(year + 1)) if span]
        ahead = [span for span in options if span.last >= self.today]
        behind = [span for span in options if span.first <= self.today]
        if self.past and behind and ahead and self._just_ahead(behind[-1], ahead[0]):
            return ahead[0]
        if self.past and not (self.direction == "by" and behind and (self.today - behind[-1].last).days > _LONG_GONE):
            return self._looked_back(ahead, behind)
        if not ahead:
            return None if self.future or not behind else behind[-1]
        if not behind or ahead[0] is behind[-1]:
            return ahead[0]
        gone = (self.today - behind[-1].last).days
        wait = (ahead[0].first - self.today).days
        if self.future:
            return _flag(behind[-1]) if gone <= _LONG_GONE and wait > 3 * gone else ahead[0]
        if wait <= gone:
            return ahead[0]
        return behind[-1] if gone <= _LONG_GONE else _flag(ahead[0])

    def _just_ahead(self, last: Span, following: Span) -> bool:
        """写了保证书:12月10号还, on the 1st; confirmed that they vote on 9 December: no day of nearly a year ago."""
        gone, wait = (self.today - last.last).days, (following.first - self.today).days
        if not self.chinese:
            return wait > 0 and following.granularity == "day" and self.rather_ahead(gone)
        if last.first != last.last or not 0 < wait <= _SOON or gone < _YEAR - _SOON:
            return False
        return not plainly_done(self.text, self.clause[1])

    def rather_ahead(self, gone: int) -> bool:
        """Whether a yearly day is so many days ago that the next one is meant, whatever is told of it."""
        return not self.chinese and gone >= _MOST_OF_A_YEAR

    def _looked_back(self, ahead: list[Span], behind: list[Span]) -> Span | None:
        """The last one; the next, to be asked about, where what was done is for a month or a day not far ahead."""
        lead = _TOWARDS.search(self.text, 0, self.clause[0]) if behind and ahead and not self.chinese else None
        if lead is not None:
            gone, wait = (self.today - behind[-1].last).days, (ahead[0].first - self.today).days
            if gone > _LONG_GONE and wait * 2 < gone and (lead[1] != "from" or wait <= _SOON):
                return _flag(ahead[0])
        return behind[-1] if behind else None

    def this_year(self, build: Callable[[int], Span | None]) -> Span | None:
        """This year's; next year's, to be asked about, where the clause looks ahead and this year's is over."""
        span = build(self.today.year)
        if span and self.future and span.last < self.today:
            following = build(self.today.year + 1)
            return following and _flag(following)
        return span

    def month_day(self, month: int, day: int) -> Span | None:
        """That day in the year that fits."""

        def build(year: int) -> Span | None:
            found = make_date(year, month, day)
            return one_day(found)

        return self.nearest(build)

    def month(self, month: int) -> Span | None:
        """That month in the year that fits; 3月、5月、8月 are told of one year, or the next."""
        if self.anchor is not None and self.listed:
            return month_of(self.anchor.year + (month < self.anchor.month), month)
        return self.nearest(lambda year: month_of(year, month))

    def day_of_month(self, day: int) -> Span | None:
        """The 25th: the coming one, or the last one when the clause looks back; only months that have such a day."""
        if self.anchor is not None and not self.past:
            return (None if self.listed else self._day_before(self.anchor, day)) or self._day_after(self.anchor, day)
        step = -1 if self.past else 1
        for count in range(3):
            month = add_months(self.today.replace(day=1), count * step)
            found = month and make_date(month.year, month.month, day)
            if found and (found <= self.today if self.past else found >= self.today):
                return Span(found, found)
        return None

    def _day_before(self, anchor: date, day: int) -> Span | None:
        """截止12月8号,标书7号要寄到; 16日能否提前到15日: the day lies shortly before the one that is named."""
        found = make_date(anchor.year, anchor.month, day)
        return Span(found, found, ambiguous=True) if found and self.today <= found <= anchor else None

    def _day_after(self, anchor: date, day: int) -> Span | None:
        """1月5日和10日: the first 10th from the date said before it."""
        for count in range(3):
            month = add_months(anchor.replace(day=1), count)
            found = month and make_date(month.year, month.month, day)
            if found and found > anchor:
                return Span(found, found)
        return None

    def weekday(self, weekday: int) -> date | None:
        """The coming such weekday, or the most recent one when the clause looks back; today counts as today."""
        if self.anchor is not None:
            return move(self.anchor, (weekday - self.anchor.weekday() - 1) % 7 + 1)
        ahead = (weekday - self.today.weekday()) % 7
        back = (self.today.weekday() - weekday) % 7
        return move(self.today, -back if self.past else ahead)


def _flag(span: Span) -> Span:
    return replace(span, ambiguous=True)
