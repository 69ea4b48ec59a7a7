"""The kinds of fields a form can have. Each gives its Slack element, reads its answer, and can say it in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from bot.core.blocks import clean, fold, limits, option
from bot.core.forms.reading import Wrong, read_money, read_number, within
from bot.core.words import Words

Element = dict[str, Any]
Answer = Mapping[str, Any]
Pairs = Sequence[tuple[str, str]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asking:
    """The circumstances of one field in one view: words, language, its prefill and its choices."""

    words: Words
    language: str
    value: Any
    choices: Pairs = ()

    def say(self, key: str, **values: Any) -> str:
        """A word in the reader's language."""
        return self.words.get(self.language, key, **values)


@dataclass(frozen=True, kw_only=True)
class Field:
    """One line of a form. `dispatch` makes Slack tell us about every change while the form is open.

    `keeps`: what it came filled with can be changed but not emptied, so that nobody clears what would only come back.
    """

    required: bool = False
    keeps: bool = False
    dispatch: bool = False

    interactive: ClassVar[bool] = True
    person: ClassVar[bool] = False

    def element(self, asking: Asking) -> Element:
        """The Slack input element, prefilled."""
        raise NotImplementedError

    def read(self, answer: Answer) -> Any:
        """The typed value, None when left empty. Raises Wrong."""
        raise NotImplementedError

    def tell(self, answer: Answer, asking: Asking) -> str:
        """What was entered, as a person would repeat it; "" when nothing was."""
        return str(answer.get("value") or "")


@dataclass(frozen=True, kw_only=True)
class Text(Field):
    """One line of text."""

    longest: int = 150
    multiline: ClassVar[bool] = False

    def element(self, asking: Asking) -> Element:
        """A plain text input."""
        made: Element = {"type": "plain_text_input", "multiline": self.multiline, "max_length": self.longest}
        if asking.value:
            made["initial_value"] = str(asking.value)[: self.longest]
        return made

    def read(self, answer: Answer) -> str | None:
        """The text without control characters, folded to one line."""
        return self._checked(fold(str(answer.get("value") or "")))

    def _checked(self, text: str) -> str | None:
        if len(text) > self.longest:
            raise Wrong("forms.too_long", n=self.longest)
        return text or None


@dataclass(frozen=True, kw_only=True)
class LongText(Text):
    """Several lines. A prefill beyond Slack's 3,000 characters is shown as an excerpt and left alone."""

    longest: int = limits.INPUT_TEXT
    multiline: ClassVar[bool] = True

    def read(self, answer: Answer) -> str | None:
        """The text with its lines, without control characters."""
        return self._checked(clean(str(answer.get("value") or "")).strip())


@dataclass(frozen=True, kw_only=True)
class Email(Field):
    """An e-mail address."""

    def element(self, asking: Asking) -> Element:
        """Slack's e-mail input."""
        made: Element = {"type": "email_text_input"}
        return made | ({"initial_value": str(asking.value)} if asking.value else {})

    def read(self, answer: Answer) -> str | None:
        """The address in lower case."""
        text = fold(str(answer.get("value") or "")).lower()
        if text and not re.fullmatch(r"[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>.]{2,}", text):
            raise Wrong("forms.not_an_email")
        return text or None


@dataclass(frozen=True, kw_only=True)
class Number(Field):
    """A number with optional bounds, both included; `whole` refuses decimals and gives an int."""

    least: int | None = None
    most: int | None = None
    whole: bool = False

    def element(self, asking: Asking) -> Element:
        """Slack's number input."""
        made: Element = {"type": "number_input", "is_decimal_allowed": not self.whole}
        bounds = {"min_value": self.least, "max_value": self.most, "initial_value": asking.value}
        return made | {name: str(value) for name, value in bounds.items() if value is not None}

    def read(self, answer: Answer) -> Decimal | int | None:
        """The number."""
        text = str(answer.get("value") or "").strip()
        if not text:
            return None
        number = read_number(text)
        if self.whole and number % 1:
            raise Wrong("forms.not_a_number")
        least, most = (None if bound is None else Decimal(bound) for bound in (self.least, self.most))
        within(number, least, most)
        return int(number) if self.whole else number


@dataclass(frozen=True, kw_only=True)
class Money(Field):
    """An amount, typed as people write amounts: "2000万", "20m", "350,000.50"."""

    least: int | None = 0

    def element(self, asking: Asking) -> Element:
        """A plain text input, since Slack's number input refuses 万."""
        made: Element = {"type": "plain_text_input", "multiline": False, "max_length": 40}
        return made | ({"initial_value": f"{asking.value:,}"} if asking.value is not None else {})

    def read(self, answer: Answer) -> Decimal | None:
        """The amount in full units."""
        text = str(answer.get("value") or "").strip()
        return within(read_money(text), None if self.least is None else Decimal(self.least), None) if text else None


@dataclass(frozen=True, kw_only=True)
class Date(Field):
    """A day."""

    def element(self, asking: Asking) -> Element:
        """Slack's date picker."""
        made: Element = {"type": "datepicker"}
        return made | ({"initial_date": asking.value.strftime("%Y-%m-%d")} if asking.value else {})

    def read(self, answer: Answer) -> date | None:
        """The day."""
        return _parsed(answer.get("selected_date"), date.fromisoformat, "forms.not_a_date")

    def tell(self, answer: Answer, asking: Asking) -> str:
        """The day as Slack sent it."""
        return str(answer.get("selected_date") or "")


@dataclass(frozen=True, kw_only=True)
class Time(Field):
    """A time of day, without a zone."""

    def element(self, asking: Asking) -> Element:
        """Slack's time picker."""
        made: Element = {"type": "timepicker"}
        return made | ({"initial_time": asking.value.strftime("%H:%M")} if asking.value else {})

    def read(self, answer: Answer) -> time | None:
        """The time."""
        return _parsed(answer.get("selected_time"), time.fromisoformat, "forms.not_a_time")

    def tell(self, answer: Answer, asking: Asking) -> str:
        """The time as Slack sent it."""
        return str(answer.get("selected_time") or "")


@dataclass(frozen=True, kw_only=True)
class Moment(Field):
    """A day and time; Slack shows the reader's zone, we get an instant in UTC."""

    def element(self, asking: Asking) -> Element:
        """Slack's picker for day and time."""
        made: Element = {"type": "datetimepicker"}
        return made | ({"initial_date_time": int(asking.value.timestamp())} if asking.value else {})

    def read(self, answer: Answer) -> datetime | None:
        """The instant, aware, in UTC."""
        return _parsed(answer.get("selected_date_time"), _instant, "forms.not_a_date")

    def tell(self, answer: Answer, asking: Asking) -> str:
        """The instant in UTC; Slack sends nothing about the zone it was picked in."""
        when = self.read(answer)
        return f"{when:%Y-%m-%d %H:%M} UTC" if when else ""


@dataclass(frozen=True, kw_only=True)
class Checkbox(Field):
    """One box to tick: True or False. Its label is the text next to the box."""

    def element(self, asking: Asking) -> Element:
        """A group of one checkbox."""
        box = option("yes", asking.say("forms.yes"))
        return {"type": "checkboxes", "options": [box]} | ({"initial_options": [box]} if asking.value else {})

    def read(self, answer: Answer) -> bool:
        """True if ticked."""
        return bool(answer.get("selected_options"))

    def tell(self, answer: Answer, asking: Asking) -> str:
        """Yes or no."""
        return asking.say("forms.yes" if self.read(answer) else "forms.no")


@dataclass(frozen=True, kw_only=True)
class File(Field):
    """Files, as Slack file ids."""

    types: tuple[str, ...] = ()
    most: int = 10

    def element(self, asking: Asking) -> Element:
        """Slack's file input."""
        made: Element = {"type": "file_input", "max_files": self.most}
        return made | ({"filetypes": list(self.types)} if self.types else {})

    def read(self, answer: Answer) -> tuple[str, ...] | None:
        """The ids."""
        return tuple(str(each.get("id", "")) for each in answer.get("files") or ()) or None

    def tell(self, answer: Answer, asking: Asking) -> str:
        """How many files."""
        files = self.read(answer)
        return asking.say("forms.files", n=len(files)) if files else ""


@dataclass(frozen=True, kw_only=True)
class Note(Field):
    """Words that only stand there: the value given to `view` (text, or blocks), else the field's own label."""

    interactive: ClassVar[bool] = False


def _parsed(value: Any, parse: Callable[[Any], T], wrong: str) -> T | None:
    if value in (None, ""):
        return None
    try:
        return parse(value)
    except (TypeError, ValueError, OverflowError, OSError):
        raise Wrong(wrong) from None


def _instant(value: Any) -> datetime:
    return datetime.fromtimestamp(int(value), UTC)
