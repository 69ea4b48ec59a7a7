"""What a typed line is understood to mean, and what understanding is given."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from bot.customers.matching import NameMatch
from bot.understanding.dates import Frame, When

Span = tuple[int, int]
Channel = Literal["face_to_face", "phone", "mail", "video", "wechat", "other"]
HintKind = Literal["risk", "need", "complaint", "competitor"]


class CustomerFinder(Protocol):
    """Finds customers in a line: customers.index.CustomersInDatabase or customers.memory.CustomersInMemory."""

    def find(self, line: str) -> list[NameMatch]:
        """The customers the line may name, best first."""
        ...

    def alike(self, words: str) -> list[NameMatch]:
        """Customers whose name sounds like, or is misspelt as, these very words."""
        ...


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of our own people in a line. A mention gives `slack_id`, the finder `person_id`; either may be missing.

    `is_desk`: no person but a department or a function, such as 法务; it may owe something, but it took no part.
    """

    name: str
    span: Span
    slack_id: str | None = None
    person_id: int | None = None
    is_desk: bool = False


class ColleagueFinder(Protocol):
    """Finds colleagues named in a line without a mention, e.g. by their full names."""

    def find(self, line: str) -> Sequence[Colleague]:
        """The colleagues named, in the order of the line."""
        ...


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody on the customer's side, as typed: 李总, 财务总监王芳, Mr. Brown, the CFO."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Promise:
    """Who owes what by when. `owner` None is the writer; `by_customer` means that the customer promised it to us."""

    text: str
    span: Span
    owner: Colleague | None = None
    by_customer: bool = False
    due: When | None = None


@dataclass(frozen=True, slots=True)
class Hint:
    """Words that suggest a record. `code` is the signal or product; a negated hint is kept but not to be shown."""

    kind: HintKind
    code: str
    text: str
    span: Span
    negated: bool = False
    hearsay: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money. `currency` is an ISO 4217 code, None where the line does not say it."""

    value: float
    currency: str | None
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Understood:
    """One line understood. Spans count characters of the text as typed; `rest` is the summary as typed."""

    text: str
    customer: NameMatch | None = None
    candidates: tuple[NameMatch, ...] = ()
    new_name: str | None = None
    when: When | None = None
    channel: Channel | None = None
    channel_span: Span | None = None
    attempt: bool = False
    contacts: tuple[Contact, ...] = ()
    colleagues: tuple[Colleague, ...] = ()
    promises: tuple[Promise, ...] = ()
    no_follow_up: bool = False
    satisfaction: int | None = None
    satisfaction_span: Span | None = None
    hints: tuple[Hint, ...] = ()
    amounts: tuple[Amount, ...] = ()
    tags: tuple[str, ...] = ()
    important: bool = False
    vague: tuple[str, ...] = ()
    rest: str = ""
    is_talk: bool = False

    @property
    def suggestions(self) -> tuple[Hint, ...]:
        """The hints to show: those the line does not deny."""
        return tuple(hint for hint in self.hints if not hint.negated)

    @property
    def competitor(self) -> str | None:
        """The first competitor named, as typed."""
        return next((hint.text for hint in self.hints if hint.kind == "competitor"), None)


@dataclass(frozen=True)
class NoColleagues:
    """Knows nobody: only @mentions are read as colleagues."""

    def find(self, line: str) -> Sequence[Colleague]:
        """Nobody."""
        return ()


@dataclass(frozen=True)
class Context:
    """What a line is read with. `own` is the writer's person id (his customers come first among candidates).

    `competitors` are further names to listen for; `words` is more vocabulary by kind and code, as in data/hints.toml.
    """

    frame: Frame
    customers: CustomerFinder
    colleagues: ColleagueFinder = field(default_factory=NoColleagues)
    own: int | None = None
    language: str = ""
    competitors: tuple[str, ...] = ()
