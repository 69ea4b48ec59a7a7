"""Words that become part of a record (the text of a promise) or a choice, in the language of whoever reads them."""

from functools import cache
from pathlib import Path

from bot.core.words import Words
from bot.core.work import Work
from bot.customers.models import Customer
from bot.directory import queries as directory
from bot.directory.models import Person
from bot.risk.triggers import HEARD, MEASURED, MENTION_KINDS, MENTIONS, SILENCE


@cache
def _words() -> Words:
    return Words(Path(__file__).resolve().parents[2] / "templates")


def word(work: Work, key: str, reader: Person | None = None) -> str:
    """The word of a key for a person, or for whoever acts."""
    language = directory.language_of(reader, directory.defaults(work.session)) if reader else work.actor.language
    return _words().get(language, key)


def labelled(work: Work, key: str, codes: list[str]) -> list[tuple[str, str]]:
    """Codes with their words, as the choices of a menu."""
    return [(code, word(work, f"{key}.{code}")) for code in codes]


def kinds(work: Work) -> list[str]:
    """The kinds of signals somebody may observe: triggers that no figure and no clock pulls, and mentions."""
    pulled = {MENTIONS, SILENCE, *(code for code in MEASURED if code != "concentration")}
    known = [code for code in work.house.policy.risk.triggers if code not in pulled]
    return [*known, *(kind for kind in MENTION_KINDS if kind not in known and kind not in HEARD)]


def customer(work: Work, customer_id: int) -> tuple[int, str]:
    """A customer as the prefill of a form."""
    row = work.get(Customer, customer_id, "customers/not-found")
    return row.id, row.name
