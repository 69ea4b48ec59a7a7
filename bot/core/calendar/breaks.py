"""When a named holiday is, and how long the country rests around it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from lunardate import LunarDate

from bot.core.calendar.names import holiday_keys

DAY = timedelta(days=1)
# Longest rest block worth following; the longest real one (Spring Festival 2020, prolonged) had ten days.
LONGEST = 30
YEARS = range(1, date.max.year)


class Rests(Protocol):
    """What this module asks of a calendar."""

    def is_workday(self, day: date) -> bool:
        """Whether people work on that day."""
        ...

    def holiday(self, day: date) -> str | None:
        """The name of the holiday on that day."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """When a holiday falls. `alone`: only that day is meant, never the break around it. `home`: who lists it."""

    on: Callable[[int], date | None]
    alone: bool = False
    home: str = ""


def _fixed(month: int, day: int) -> Callable[[int], date | None]:
    return lambda year: date(year, month, day)


def _weekday(month: int, weekday: int, nth: int) -> Callable[[int], date | None]:
    # nth > 0 counts from the first of the month, -1 is the last such weekday.
    def on(year: int) -> date:
        if nth > 0:
            first = date(year, month, 1)
            return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))
        last = date(year, month + 1, 1) - DAY
        return last - DAY * ((last.weekday() - weekday) % 7)

    return on


def _lunar(month: int, day: int, shift: int = 0) -> Callable[[int], date | None]:
    def on(year: int) -> date | None:
        # The lunar tables of the library end; beyond them the holiday has no date.
        try:
            solar: date = LunarDate(year, month, day).to_solar_date()
        except (ValueError, IndexError, KeyError):
            return None
        return solar + DAY * shift

    return on


def _qingming(year: int) -> date | None:
    # The usual approximation of the solar term: days drift by 0.2422 a year and leap years take them back.
    start = {19: 5.59, 20: 4.81}.get(year // 100)
    if start is None:
        return None
    rest = year % 100
    return date(year, 4, int(rest * 0.2422 + start) - rest // 4)


def easter_sunday(year: int) -> date:
    """Western Easter of a Gregorian year (Gauss's computus in the form of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _easter(shift: int) -> Callable[[int], date | None]:
    return lambda year: easter_sunday(year) + DAY * shift


def _never(_year: int) -> date | None:
    return None


MON, THU = 0, 3
RULES: dict[str, Rule] = {
    "new_year": Rule(_fixed(1, 1)),
    "new_years_eve": Rule(_fixed(12, 31), alone=True),
    "spring_festival": Rule(_lunar(1, 1), home="CN"),
    "spring_festival_eve": Rule(_lunar(1, 1, -1), alone=True),
    "lantern": Rule(_lunar(1, 15), alone=True),
    "qingming": Rule(_qingming, home="CN"),
    "labour_day": Rule(_fixed(5, 1)),
    "may_day": Rule(_fixed(5, 1)),
    "dragon_boat": Rule(_lunar(5, 5), home="CN"),
    "qixi": Rule(_lunar(7, 7), alone=True),
    "mid_autumn": Rule(_lunar(8, 15), home="CN"),
    "double_ninth": Rule(_lunar(9, 9)),
    "national_day": Rule(_fixed(10, 1), home="CN"),
    "valentines": Rule(_fixed(2, 14), alone=True),
    "womens_day": Rule(_fixed(3, 8), alone=True),
    "childrens_day": Rule(_fixed(6, 1), alone=True),
    "teachers_day": Rule(_fixed(9, 10), alone=True),
    "christmas": Rule(_fixed(12, 25)),
    "christmas_eve": Rule(_fixed(12, 24), alone=True),
    "boxing_day": Rule(_fixed(12, 26), alone=True),
    "good_friday": Rule(_easter(-2), alone=True),
    "easter": Rule(_easter(0)),
    "easter_monday": Rule(_easter(1), alone=True),
    "ascension": Rule(_easter(39)),
    "whit_monday": Rule(_easter(50)),
    "corpus_christi": Rule(_easter(60)),
    "assumption": Rule(_fixed(8, 15)),
    "all_saints": Rule(_fixed(11, 1)),
    "epiphany": Rule(_fixed(1, 6)),
    "halloween": Rule(_fixed(10, 31), alone=True),
    "spring_bank": Rule(_weekday(5, MON, -1)),
    "summer_bank": Rule(_weekday(8, MON, -1)),
    "mlk_day": Rule(_weekday(1, MON, 3)),
    "presidents_day": Rule(_weekday(2, MON, 3)),
    "memorial_day": Rule(_weekday(5, MON, -1)),
    "juneteenth": Rule(_fixed(6, 19)),
    "independence_day": Rule(_fixed(7, 4)),
    "columbus_day": Rule(_weekday(10, MON, 2)),
    "veterans_day": Rule(_fixed(11, 11)),
    "thanksgiving": Rule(_weekday(11, THU, 4)),
    "bastille_day": Rule(_fixed(7, 14)),
    "german_unity": Rule(_fixed(10, 3)),
    "armistice": Rule(_fixed(11, 11)),
    "diwali": Rule(_never),
    "eid_al_fitr": Rule(_never),
    "eid_al_adha": Rule(_never),
    "vesak": Rule(_never),
}


# The same day under the name of another country's holiday.
KIN = {
    "may_day": ("labour_day",),
    "labour_day": ("may_day",),
    "bastille_day": ("national_day",),
    "armistice": ("veterans_day",),
    "veterans_day": ("armistice",),
}
# Easter Sunday is listed almost nowhere; the country rests when it lists the days around it.
NEIGHBOURS = {"easter": ((-2, {"good_friday"}), (1, {"easter_monday"}))}


def home(key: str) -> str:
    """The country whose break is meant when a calendar does not list the holiday itself; "" when it has none."""
    rule = RULES.get(key)
    return rule.home if rule else ""


def next_break(calendar: Rests, key: str, after: date, listed: Sequence[date]) -> tuple[date, date] | None:
    """First and last rest day of the next occurrence whose last day is not before `after`.

    `listed`: the days the calendar itself calls by this name.
    """
    rule = RULES.get(key)
    if rule is None:
        return None
    for core in sorted(set(_cores(calendar, key, after, listed))):
        whole = not rule.alone and (core in listed or _rests(calendar, key, core))
        first, last = _block(calendar, core) if whole else (core, core)
        if last >= after:
            return first, last
    return None


def _cores(calendar: Rests, key: str, after: date, listed: Sequence[date]) -> Iterator[date]:
    # The date by rule wins when the calendar rests on it; else the calendar's own day of that name (Labor Day in the
    # US is in September, the May bank holiday is a Monday); else the bare date.
    rule = RULES[key]
    for year in range(after.year - 1, after.year + 3):
        if year not in YEARS:
            continue
        core = rule.on(year)
        own = [day for day in listed if day.year == year]
        if core and (rule.alone or not own or _rests(calendar, key, core)):
            yield core
        else:
            yield from own


def _rests(calendar: Rests, key: str, core: date) -> bool:
    # Another festival on that date (Juneteenth and Dragon Boat, 2026) is another break; an unknown name may be this.
    for shift, names in ((0, {key, *KIN.get(key, ())}), *NEIGHBOURS.get(key, ())):
        name = calendar.holiday(core + DAY * shift)
        if name is not None:
            keys = set(holiday_keys(name))
            if keys & names or not keys:
                return True
    return False


def _block(calendar: Rests, core: date) -> tuple[date, date]:
    first = last = core
    while (core - first).days < LONGEST and not calendar.is_workday(first - DAY):
        first -= DAY
    while (last - core).days < LONGEST and not calendar.is_workday(last + DAY):
        last += DAY
    return first, last
