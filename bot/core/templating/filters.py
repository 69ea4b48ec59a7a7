"""What a template can do with a value: each filter gives a piece of the message, never markup."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.core import formats
from bot.core.blocks import PIECES, Date, Mention, Options, Piece, Text, fold, paragraphs, shorten
from bot.core.mentions import PERSON
from bot.core.templating.engine import Reader, current
from bot.core.words import Words, own_half

_DAY_FORMAT, _MOMENT_FORMAT = "{date_short_pretty}", "{date_short_pretty} {time}"
Number = int | float | Decimal


class Filters:
    """The filters of a house: they know the words, and ask the current rendering for language and reader."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def table(self) -> dict[str, Callable[..., Any]]:
        """Filter names as templates write them."""
        return {
            "day": self.day,
            "moment": self.moment,
            "date": self.moment,
            "clock": self.clock,
            "hours": self.hours,
            "workdays": self.workdays,
            "left": self.left,
            "ago": self.ago,
            "duration": self.duration,
            "number": self.number,
            "percent": self.percent,
            "money": self.money,
            "label": self.label,
            "term": self.term,
            "half": half,
            "plural": self.plural,
            "excerpt": excerpt,
            "prose": prose,
            "mention": mention,
            "person": person,
            "options": options,
            "join": self.join,
        }

    def show(self, value: Any) -> str:
        """A printed value as a token. Undefined names raise; None shows nothing; instants and days are worded."""
        if isinstance(value, PIECES):
            return current().sealed.put(value)
        return current().sealed.put(self.piece(value))

    def piece(self, value: Any) -> Piece:
        """A raw value as a piece of the message."""
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, timedelta):
            return self.duration(value)
        return Text("" if value is None else fold(str(value)), value)

    def day(self, value: date | str | None, weekday: bool = True) -> Piece:
        """A day: "12月2日 周三". An instant becomes the reader's day; in a shared channel each reader's own."""
        when = _when(value)
        if when is None:
            return Text("")
        if isinstance(when, datetime):
            if _reader().shared:
                return self._shared(when, _DAY_FORMAT)
            when = formats.aware(when).astimezone(_reader().zone).date()
        today = _reader().now.astimezone(_reader().zone).date()
        return Text(formats.day(self.words, current().language, when, today, weekday), when)

    def moment(self, value: date | str | None) -> Piece:
        """An instant: "12月2日 周三 18:00" for one reader, Slack's date element in a shared channel."""
        when = _when(value)
        if not isinstance(when, datetime):
            return self.day(when)
        if _reader().shared:
            return self._shared(when, _MOMENT_FORMAT)
        reader = _reader()
        words = formats.moment(self.words, current().language, when, reader.zone, reader.now)
        # A picker is preset with the day and hour the reader is shown, not with those of UTC.
        return Text(words, formats.aware(when).astimezone(reader.zone))

    def _shared(self, when: datetime, form: str) -> Date:
        reader = _reader()
        words = formats.moment(self.words, current().language, when, reader.zone, reader.now)
        offset = when.astimezone(reader.zone).strftime("%z")
        return Date(int(when.timestamp()), form, f"{words} (UTC{offset[:3]}:{offset[3:5]})")

    def clock(self, value: datetime | str) -> Text:
        """The time of day in the reader's zone: "18:00"."""
        when = _when(value)
        if not isinstance(when, datetime):
            raise ValueError("clock needs an instant")
        zone = _reader().zone
        return Text(formats.clock(when, zone), formats.aware(when).astimezone(zone))

    def hours(self, text: str) -> Text:
        """Weekly working hours with the weekdays' names."""
        return Text(fold(formats.hours(self.words, current().language, text)), text)

    def workdays(self, count: int) -> Text:
        """A number of working days."""
        return Text(formats.workdays(self.words, current().language, int(count)), count)

    def left(self, count: int) -> Text:
        """Working days until something is due, today, or late."""
        return Text(formats.left(self.words, current().language, int(count)), count)

    def ago(self, count: int) -> Text:
        """Days since something happened."""
        return Text(formats.ago(self.words, current().language, int(count)), count)

    def duration(self, value: timedelta | Number, day: Number | None = None) -> Text:
        """A span of time (or a number of seconds) in its two largest units; with `day`, the seconds of a working day,
        it is working time and counted in such days."""
        span = value if isinstance(value, timedelta) else timedelta(seconds=float(value))
        if day:
            said = formats.worked(self.words, current().language, span, timedelta(seconds=float(day)))
            return Text(said, value)
        return Text(formats.duration(self.words, current().language, span), value)

    def number(self, value: Number, places: int = 2) -> Text:
        """A number grouped by thousands."""
        return Text(formats.number(value, places), value)

    def percent(self, value: Number, places: int = 0) -> Text:
        """A share as per cent."""
        return Text(formats.percent(value, places), value)

    def money(self, value: Number | str, currency: str = "CNY") -> Text:
        """An amount with its currency."""
        amount = Decimal(value) if isinstance(value, str) else value
        return Text(formats.money(self.words, current().language, amount, currency), amount)

    def label(self, value: Any, prefix: str, **values: Any) -> Text:
        """The word for a code: `{{ visit.channel|label("visits.channel") }}` looks up "visits.channel.phone".

        An empty code shows nothing. A code without a word is an error in tests and logged in production.
        """
        if value is None or value == "":
            return Text("")
        return Text(fold(self.words.get(current().language, f"{prefix}.{value}", **values)), value)

    def term(self, value: Any, prefix: str) -> Text:
        """The word for a code that people may also write in words of their own: those stay as they are."""
        key = f"{prefix}.{value}"
        known = self.words.has(current().language, key)
        return Text(fold(self.words.get(current().language, key) if known else str(value or "")), value)

    def plural(self, count: int, one: str, other: str) -> Text:
        """The number with the word that fits it: `{{ n|plural("day", "days") }}` is "1 day" or "3 days"."""
        return Text(f"{formats.number(count)} {one if abs(count) == 1 else other}", count)

    def join(self, values: Iterable[Any], separator: str | None = None) -> Text:
        """Several values in one, with the list mark of the language ("、" or ", ") unless another is given."""
        between = self.words.get(current().language, "core.list_joiner") if separator is None else separator
        return Text(between.join(said for each in values if (said := self._plain(each))))

    def _plain(self, value: Any) -> str:
        return value.plain() if isinstance(value, PIECES) else self.piece(value).plain()


def _reader() -> Reader:
    return current().reader


def _when(value: date | str | Text | None) -> date | None:
    """A day or an instant, also from ISO text. Raises ValueError for other text."""
    if isinstance(value, Text):
        value = value.raw if isinstance(value.raw, date) else value.text
    if isinstance(value, str):
        return datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    return value


def excerpt(value: Any, length: int = 80) -> Text:
    """The beginning of a text in one line, closed by "…" where it was cut."""
    return Text("" if value is None else shorten(fold(str(value)), max(1, length)), value)


def half(value: Any) -> str:
    """The reader's half of a title written in both languages; any other title whole."""
    return own_half("" if value is None else str(value), current().language)


def prose(value: Any, length: int = 0) -> Text:
    """A long text with its lines and paragraphs, cut to `length` characters if that is given."""
    text = "" if value is None else paragraphs(str(value))
    return Text(shorten(text, length) if length else text, value)


def mention(value: Any, name: str = "") -> Piece:
    """A colleague, mentioned. Anything that is not a Slack id stays plain text."""
    text = "" if value is None else str(value)
    return Mention(text, fold(str(name or ""))) if PERSON.fullmatch(text) else Text(fold(str(name or text)))


def person(value: Any) -> Text:
    """A colleague's or contact's name without notifying anybody; takes a name or a mapping with one."""
    return Text(fold(str(value.get("name", "") if isinstance(value, Mapping) else value or "")), value)


def options(values: Iterable[Any], value: str = "id", label: str = "name") -> Options:
    """Choices for a menu: from pairs (value, label), or from mappings by the names of two fields."""
    pairs = []
    for each in values.items() if isinstance(values, Mapping) else values:
        pair = (each[value], each[label]) if isinstance(each, Mapping) else each
        pairs.append((str(pair[0]), fold(str(pair[1]))))
    return Options(tuple(pairs))
