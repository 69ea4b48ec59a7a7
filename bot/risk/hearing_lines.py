"""What a typed line about a risk means: a customer and what was seen, an alert's number, a verb below its card."""

import re
import unicodedata
from dataclasses import dataclass

from bot.core.errors import Refusal
from bot.core.work import Work
from bot.customers.models import Customer
from bot.risk import queries, triggers, usecases
from bot.risk.models import Alert
from bot.understanding import understand
from bot.understanding.context import context_of, hear
from bot.understanding.model import Understood

_CONFIRM = re.compile(r"(核实)?属实|确认属实|confirmed|it is true|true", re.IGNORECASE)
_VERIFY = re.compile(r"在核实|正在核实|核实中|我来核实|checking|looking into it|on it", re.IGNORECASE)
OTHER = "negative_news"
"""What an observation is kept as that names no known kind of risk."""


@dataclass(frozen=True)
class Heard:
    """The customer a line is about, the alerts that are new or got worse by it, and the open one it was added to."""

    customer: Customer
    alerts: list[Alert]
    standing: Alert | None = None


def verb_in(text: str) -> str | None:
    """confirm or verify, when a reply says just that."""
    said = unicodedata.normalize("NFKC", text).strip().rstrip(".!。！")
    return "confirm" if _CONFIRM.fullmatch(said) else "verify" if _VERIFY.fullmatch(said) else None


def hear_line(work: Work, text: str) -> Heard:
    """Keep the signals a line tells of, each of its kinds once. Refuses a line whose customer is not clear."""
    heard = hear(text, work)
    note = understand(heard.text, context_of(work))
    if note.customer is None:
        names = [work.session.get_one(Customer, one.customer_id).name for one in note.candidates[:5]]
        raise Refusal("risk/which-customer", candidates=names, about="risk")
    customer = work.get(Customer, note.customer.customer_id, "customers/not-found")
    policy = work.house.policy.risk
    found = {triggers.kind_of(hint.code, policy): hint for hint in note.suggestions if hint.kind == "risk"}
    alerts = []
    for kind in found or (OTHER,):
        _, alert = usecases.observe(work, customer.id, usecases.Observed(kind, _seen(note)))
        if alert is not None:
            alerts.append(alert)
    return Heard(customer, alerts, None if alerts else queries.open_of(work, customer.id))


def _seen(note: Understood) -> str:
    """What was seen in the writer's own words, all of them: only the customer's name is left out."""
    assert note.customer is not None
    start, end = note.customer.span
    return f"{note.text[:start].rstrip()} {note.text[end:].lstrip()}".strip(" ,:;\uff0c\uff1a\uff1b\u3001") or note.text
