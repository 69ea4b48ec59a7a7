"""Rows about risk in digests: drawn again when an alert changes."""

from bot.core.work import Work
from bot.customers.models import Customer
from bot.reports import digest
from bot.risk.facts import AlertChanged


def alert_changed(work: Work, fact: AlertChanged) -> None:
    """The row of an alert may look different now."""
    owner_id = work.session.get_one(Customer, fact.customer_id).owner_id
    if owner_id is not None:
        digest.redraw(work, {owner_id})
