"""Rows about papers in digests: drawn again when something about a customer's due diligence moved."""

from bot.compliance.facts import PapersChanged
from bot.core.work import Work
from bot.customers.models import Customer
from bot.reports import digest


def papers_changed(work: Work, fact: PapersChanged) -> None:
    """The row of a customer's papers may look different now."""
    owner_id = work.session.get_one(Customer, fact.customer_id).owner_id
    if owner_id is not None:
        digest.redraw(work, {owner_id})
