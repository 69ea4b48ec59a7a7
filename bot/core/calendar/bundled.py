"""Calendar data shipped through the `holidays` library, brought into our own shape."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.core.calendar.day import Day

# Countries that move workdays to weekends by yearly decree: until it is published the year is provisional.
DECREED = frozenset({"CN"})
# The library's plain "GB" lists only what all nations share; bank holidays of England and Wales are what is meant.
MEANT = {"GB": "GB-ENG", "UK": "GB-ENG"}
LIBRARY_YEARS = (1900, 2100)
OBSERVED = re.compile(r"\s*[（(](?:补假|推定|补假，推定)[）)]")
ESTIMATED = re.compile(r"\s*\((observed, )?estimated\)")
SUBSTITUTED = re.compile(r"休息日（由 (\d{4}-\d\d-\d\d) 调休）")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The raw material of a bundled calendar."""

    days: tuple[Day, ...] = ()
    known: frozenset[int] = frozenset()
    provisional_years: frozenset[int] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})


def bundle(country: str, first_year: int, last_year: int) -> Bundle:
    """What the library knows of a country ("CN", "GB", "DE-BY") in these years; an empty bundle for an unknown one.

    Make-up workdays of China are known where the State Council has published them; years without them carry only
    the statutory days, all provisional.
    """
    years = range(max(first_year, LIBRARY_YEARS[0]), min(last_year, LIBRARY_YEARS[1]) + 1)
    book = _open(country, years)
    if book is None or not years:
        return Bundle()
    makeup = {day for day in book.weekend_workdays if day.year in years}
    decreed = country in DECREED
    provisional = frozenset(year for year in years if decreed and year not in {day.year for day in makeup})
    named = {day: name for day, name in book.items() if day.year in years}
    days = _decreed(named, makeup, provisional) if decreed else _plain(named)
    weekend = frozenset(book.weekend)
    # Where the statute frees one day only (HK), offices still keep a five-day week.
    return Bundle(
        tuple(sorted(days, key=lambda day: day.day)),
        frozenset(years),
        provisional,
        weekend if len(weekend) == len((5, 6)) else frozenset({5, 6}),
    )


def _open(country: str, years: range) -> Any:
    # Imported here because it costs 0.2 s and a process that keeps its own calendar may never need it.
    import holidays

    code, _, part = MEANT.get(country, country).partition("-")
    language = "zh_CN" if code in DECREED else "en_US"
    try:
        return holidays.country_holidays(code, subdiv=part or None, years=years, language=language)
    except NotImplementedError:
        return None


def _plain(named: dict[date, str]) -> list[Day]:
    return [
        Day(day, "holiday", ESTIMATED.sub(lambda found: " (observed)" if found[1] else "", name), "estimated" in name)
        for day, name in sorted(named.items())
    ]


def _decreed(named: dict[date, str], makeup: Iterable[date], provisional: frozenset[int]) -> list[Day]:
    # The library calls a bridged day "day off, moved from ..."; people call it, and the day worked for it, by the
    # festival it belongs to.
    proper = {day: OBSERVED.sub("", name) for day, name in named.items() if not SUBSTITUTED.match(name)}
    bridged = {day: _nearest(day, proper) for day in named.keys() - proper.keys()}
    worked = {day: _nearest(day, proper) for day in makeup}
    for day, festival in bridged.items():
        moved = SUBSTITUTED.match(named[day])
        if moved and (source := date.fromisoformat(moved[1])) in worked:
            worked[source] = festival
    off = [Day(day, "holiday", name, day.year in provisional) for day, name in {**proper, **bridged}.items()]
    return off + [Day(day, "workday", name) for day, name in worked.items()]


def _nearest(day: date, names: dict[date, str]) -> str:
    name = names[min(names, key=lambda holiday: abs(holiday - day))]
    return "春节" if name == "农历除夕" else name
