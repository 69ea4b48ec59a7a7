"""Fields in which something is chosen: from our words, from a list given at run time, from people or customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.core.blocks import limits, option
from bot.core.forms.fields import Answer, Asking, Element, Field
from bot.core.forms.reading import Wrong

_RADIO_MOST = 10


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of several codes. `words` names their labels ("visits.channel"); `codes` keeps only some, in that order.

    Without `words` the choices are given to `view` as `options={"field": [(code, label), …]}`.
    """

    words: str = ""
    codes: tuple[str, ...] = ()
    radio: bool = False

    def element(self, asking: Asking) -> Element:
        """Radio buttons for at most ten if asked for, else a menu."""
        made = _options(self.pairs(asking))
        kind = "radio_buttons" if self.radio and len(made) <= _RADIO_MOST else "static_select"
        element: Element = {"type": kind, "options": made}
        chosen = [each for each in made if each["value"] == str(asking.value)]
        return element | ({"initial_option": chosen[0]} if chosen else {})

    def pairs(self, asking: Asking) -> list[tuple[str, str]]:
        """Codes with their labels."""
        if asking.choices or not self.words:
            return [(str(code), label) for code, label in asking.choices]
        known = asking.words.below(asking.language, self.words)
        return [(code, known[code]) for code in self.codes or known]

    def read(self, answer: Answer) -> str | None:
        """The code."""
        chosen = answer.get("selected_option") or {}
        return self._checked(str(chosen.get("value", ""))) if chosen else None

    def _checked(self, code: str) -> str:
        if self.codes and code not in self.codes:
            raise Wrong("forms.not_a_choice")
        return code

    def tell(self, answer: Answer, asking: Asking) -> str:
        """The label that was chosen."""
        return _label(answer.get("selected_option"))


@dataclass(frozen=True, kw_only=True)
class Choices(Choice):
    """Any number of several codes; boxes with `radio`."""

    def element(self, asking: Asking) -> Element:
        """Checkboxes for at most ten if asked for, else a menu."""
        made = _options(self.pairs(asking))
        kind = "checkboxes" if self.radio and len(made) <= _RADIO_MOST else "multi_static_select"
        wanted = {str(code) for code in asking.value or ()}
        chosen = [each for each in made if each["value"] in wanted]
        return {"type": kind, "options": made} | ({"initial_options": chosen} if chosen else {})

    def read(self, answer: Answer) -> Any:
        """The codes, as a tuple."""
        picked = answer.get("selected_options") or ()
        return tuple(self._checked(str(each.get("value", ""))) for each in picked) or None

    def tell(self, answer: Answer, asking: Asking) -> str:
        """The labels that were chosen."""
        labels = [_label(each) for each in answer.get("selected_options") or ()]
        return asking.say("core.list_joiner").join(labels)


@dataclass(frozen=True, kw_only=True)
class Found(Field):
    """One record found by typing. `source` names the loader that answers Slack's questions while somebody types."""

    source: str
    least_typed: int = 1

    def element(self, asking: Asking) -> Element:
        """An external select, prefilled from (id, label)."""
        made: Element = {
            "type": "external_select",
            "action_id": self.source,
            "min_query_length": self.least_typed,
        }
        if not asking.value:
            return made
        number, label = asking.value
        return made | {"initial_option": option(str(number), str(label))}

    def read(self, answer: Answer) -> int | str | None:
        """The id; a whole number if it looks like one."""
        value = str((answer.get("selected_option") or {}).get("value", ""))
        return int(value) if value.isascii() and value.isdigit() else value or None

    def tell(self, answer: Answer, asking: Asking) -> str:
        """The label that was chosen."""
        return _label(answer.get("selected_option"))


@dataclass(frozen=True, kw_only=True)
class Customer(Found):
    """A customer the reader may see, found by name, alias, code, pinyin or initials."""

    source: str = "customers.find"


@dataclass(frozen=True, kw_only=True)
class Person(Field):
    """A colleague, as a Slack user id."""

    person: ClassVar[bool] = True

    def element(self, asking: Asking) -> Element:
        """Slack's user menu."""
        made: Element = {"type": "users_select"}
        return made | ({"initial_user": asking.value} if asking.value else {})

    def read(self, answer: Answer) -> str | None:
        """The Slack id."""
        return str(answer.get("selected_user") or "") or None

    def tell(self, answer: Answer, asking: Asking) -> str:
        """The Slack id, to be shown as a mention."""
        return str(answer.get("selected_user") or "")


@dataclass(frozen=True, kw_only=True)
class People(Field):
    """Several colleagues, as Slack user ids."""

    most: int = 20

    def element(self, asking: Asking) -> Element:
        """Slack's menu for several users."""
        made: Element = {"type": "multi_users_select", "max_selected_items": self.most}
        return made | ({"initial_users": list(asking.value)} if asking.value else {})

    def read(self, answer: Answer) -> tuple[str, ...] | None:
        """The Slack ids."""
        return tuple(str(each) for each in answer.get("selected_users") or ()) or None

    def tell(self, answer: Answer, asking: Asking) -> str:
        """The Slack ids in one line."""
        return " ".join(f"@{each}" for each in answer.get("selected_users") or ())


@dataclass(frozen=True, kw_only=True)
class Channel(Field):
    """A channel, as a Slack channel id; direct messages are not offered."""

    def element(self, asking: Asking) -> Element:
        """Slack's menu of channels."""
        made: Element = {
            "type": "conversations_select",
            "filter": {"include": ["private", "public"], "exclude_bot_users": True},
        }
        return made | ({"initial_conversation": asking.value} if asking.value else {})

    def read(self, answer: Answer) -> str | None:
        """The Slack id."""
        return str(answer.get("selected_conversation") or "") or None

    def tell(self, answer: Answer, asking: Asking) -> str:
        """The Slack id."""
        return str(answer.get("selected_conversation") or "")


def _options(pairs: Sequence[tuple[str, str]]) -> list[Element]:
    return [option(code, label) for code, label in pairs[: limits.OPTIONS] if 0 < len(code) <= limits.OPTION_VALUE]


def _label(chosen: Any) -> str:
    return str(((chosen or {}).get("text") or {}).get("text", ""))
