"""Values as people read them: days, instants, durations, numbers, money, in the words of a language.

Pure functions over `Words`; the patterns themselves stand in words.toml under `time`, `units`, `number` and `money`.
"""

import re
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from bot.core.calendar.hours import CLOSED, DAY_NAMES
from bot.core.words import Words

EVENING_ENDS = time(23, 59)
"""When what is due "in the evening" is due; a limit that ends with its day ends a minute's last second later."""
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)


@lru_cache(maxsize=4096)
def day(words: Words, language: str, value: date, today: date, weekday: bool = True) -> str:
    """A day with its weekday, and with its year when it lies in another year than `today`."""
    pattern = "time.day" if weekday else "time.short_day"
    if value.year != today.year:
        pattern += "_year"
    return words.get(
        language,
        pattern,
        year=value.year,
        month=value.month,
        month_name=words.listed(language, "time.months")[value.month - 1],
        day=value.day,
        weekday=words.listed(language, "time.weekdays")[value.weekday()],
    )


def hours(words: Words, language: str, text: str) -> str:
    """Weekly working hours in canonical form as people write them: "周一至周五 09:00-12:00", "Mon-Fri 09:00-12:00"."""
    if text == CLOSED:
        return words.get(language, "time.no_hours")
    said = dict(zip(DAY_NAMES, words.listed(language, "time.weekdays"), strict=True))
    through = words.get(language, "time.through")
    text = re.sub(r"(?<=[a-z])-(?=[A-Z])", through, text)
    return re.sub("|".join(DAY_NAMES), lambda found: said[found[0]], text)


def clock(value: datetime, zone: tzinfo) -> str:
    """The time of day, 24 hours, in a zone."""
    return aware(value).astimezone(zone).strftime("%H:%M")


def moment(words: Words, language: str, value: datetime, zone: tzinfo, now: datetime) -> str:
    """An instant in a zone: "12月2日 周三 18:00" or "Wed 2 Dec 18:00"; the end of an evening is said as evening."""
    local = aware(value).astimezone(zone)
    said = words.get(language, "time.evening") if local.time() == EVENING_ENDS else f"{local:%H:%M}"
    return f"{day(words, language, local.date(), now.astimezone(zone).date())} {said}"


def aware(value: datetime) -> datetime:
    """The instant itself. Raises ValueError for one without a time zone."""
    if value.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return value


def duration(words: Words, language: str, value: timedelta) -> str:
    """The two largest units of a span: "1天3小时", "2 h 30 min", "less than 1 min". Sign is dropped."""
    minutes = int(abs(value).total_seconds()) // 60
    if not minutes:
        return words.get(language, "units.moment")
    parts = [("days", minutes // 1440), ("hours", minutes // 60 % 24), ("minutes", minutes % 60)]
    while len(parts) > 1 and parts[0][1] == 0:
        parts.pop(0)
    said = [words.get(language, f"units.{unit}", n=count) for unit, count in parts[:2] if count]
    return words.get(language, "units.joiner").join(said)


def worked(words: Words, language: str, value: timedelta, day: timedelta) -> str:
    """A span of working time, `day` being one working day of it: "2 working days 3 h", "40 min of working time".

    Read by the clock, twelve days of seven and a half hours would be "3 days 18 h". Sign is dropped.
    """
    days, rest = divmod(abs(value), day)
    if not days:
        return words.get(language, "units.worked", span=duration(words, language, rest))
    hours = rest // timedelta(hours=1)
    said = [words.get(language, "units.workdays", n=days)]
    if hours:
        said.append(words.get(language, "units.hours", n=hours))
    return words.get(language, "units.joiner").join(said)


def workdays(words: Words, language: str, count: int) -> str:
    """A number of working days: "7个工作日", "1 working day"."""
    return words.get(language, "units.workdays", n=count)


def left(words: Words, language: str, count: int) -> str:
    """Working days until something is due: still 3, today (0), or 2 late (-2)."""
    key = "time.left" if count > 0 else "time.due_today" if count == 0 else "time.late"
    return words.get(language, key, n=abs(count))


def ago(words: Words, language: str, count: int) -> str:
    """Days since something happened; 0 is today, 1 yesterday."""
    key = "time.today" if count <= 0 else "time.yesterday" if count == 1 else "time.days_ago"
    return words.get(language, key, n=count)


def number(value: int | float | Decimal, places: int = 2) -> str:
    """Grouped by thousands, at most `places` decimals, none that are zero."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: int | float | Decimal, places: int = 0) -> str:
    """A share as per cent: 0.615 is "62%"."""
    return number(Decimal(str(value)) * 100, places) + "%"


def money(words: Words, language: str, value: int | float | Decimal, currency: str = "CNY") -> str:
    """An amount with its currency. Chinese uses 万 and 亿 where that loses nothing: 20,000,000 is 2,000万元."""
    amount = Decimal(str(value))
    name = words.get(language, f"money.{currency}") if words.has(language, f"money.{currency}") else currency
    scale, unit = _scale(words, language, amount)
    return words.get(language, "money.amount", amount=number(amount / scale) + unit, currency=name)


def _scale(words: Words, language: str, amount: Decimal) -> tuple[Decimal, str]:
    for scale, key in ((_YI, "money.yi"), (_WAN, "money.wan")):
        unit = words.get(language, key)
        if unit and abs(amount) >= scale and (amount / scale * 100) % 1 == 0:
            return scale, unit
    return Decimal(1), ""
