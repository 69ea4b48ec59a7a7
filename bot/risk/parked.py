"""Red alerts that must not wait in silence, even if the program is down."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.core.outbox.lifelines import Duty
from bot.core.work import Work
from bot.customers.models import Customer
from bot.risk.models import Alert

MOST = 500
RED = "red"


def duties(work: Work, after: datetime, before: datetime) -> Sequence[Duty]:
    """When each red alert that nobody confirmed yet is to be acted on, for the customer's account manager."""
    query = (
        select(Alert.id, Customer.owner_id, Alert.wake_at)
        .join(Customer, Customer.id == Alert.customer_id)
        .where(
            Alert.ended_at.is_(None), Alert.level == RED, Alert.confirmed_at.is_(None), Alert.wake_at > after,
            Alert.wake_at < before, Customer.owner_id.is_not(None),
        )
    )  # fmt: skip
    rows = work.session.execute(query.order_by(Alert.wake_at).limit(MOST))
    return [Duty(f"alert:{row.id}", row.owner_id, row.wake_at, f"RK-{row.id}") for row in rows]
