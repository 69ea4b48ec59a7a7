"""From one typed line, or a long mail, to what a complaint keeps and promises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.complaints import rules, wordlists
from bot.core.work import Work
from bot.understanding import Promise, Understood, understand
from bot.understanding.context import Heard, context_of, frame_of, hear, person_meant

LONGEST_READ = 4000
"""Characters that are read for meaning; the record keeps all of them."""


@dataclass(frozen=True)
class Duty:
    """What was promised to the customer, by when (UTC); `timed`: at a clock time. `stands`: a promise that says so."""

    text: str
    due: datetime
    timed: bool
    owner_id: int | None = None
    stands: int | None = None


@dataclass(frozen=True)
class Reading:
    """A line understood as a complaint. Codes are of the pack and of rules."""

    heard: Heard
    customer_id: int | None
    customer_text: str
    candidates: Sequence[int]
    complainant: str
    channel: str | None
    product: str
    found: Sequence[str]
    amount: float | None
    subject_id: int | None
    duties: Sequence[Duty]
    forwarded: bool


def read(work: Work, text: str) -> Reading:
    """Everything a complaint can be filled with from what was typed; never raises for odd text."""
    heard = hear(text, work)
    understood = understand(heard.text[:LONGEST_READ], context_of(work))
    match = understood.customer
    first = match or next(iter(understood.candidates), None)
    words = understood.text[slice(*first.span)] if first else understood.new_name or ""
    products = wordlists.codes_in("product", heard.text)
    channel = understood.channel if understood.channel in rules.CHANNELS else None
    return Reading(
        heard, match.customer_id if match else None, words[:200], [one.customer_id for one in understood.candidates],
        understood.contacts[0].text if understood.contacts else "", channel,
        products[0] if products else "other", wordlists.codes_in("criteria", heard.text),
        max((each.value for each in understood.amounts), default=None), _subject(work, understood),
        [duty for promise in understood.promises if (duty := _duty(work, promise)) is not None],
        wordlists.holds("forwarded", "words", heard.text),
    )  # fmt: skip


def _subject(work: Work, understood: Understood) -> int | None:
    """The colleague named right behind "complains about"; anybody else named may merely be asked to help."""
    for colleague in understood.colleagues:
        if wordlists.before("subject", "before", understood.text[: colleague.span[0]]):
            person = person_meant(work, colleague)
            if person is not None:
                return person.id
    return None


def _duty(work: Work, promise: Promise) -> Duty | None:
    if promise.by_customer or promise.due is None or promise.due.ambiguous:
        return None
    due = promise.due.due(frame_of(work))
    if due is None or due <= work.now:
        return None
    timed = promise.due.granularity == "minute" and promise.due.direction != "after"
    owner = person_meant(work, promise.owner) if promise.owner else None
    return Duty(promise.text, due, timed, owner.id if owner else None)
