"""Two who note a contact with one customer at the same moment: the later of the two counts, whoever writes last."""

from datetime import timedelta

import pytest

from bot.core.subject import Subject
from bot.customers import contacts
from bot.customers.models import Customer

pytestmark = pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)


def test_an_earlier_contact_does_not_take_the_place_of_one_written_meanwhile(world):
    with world.work(world.li) as work:
        read = work.session.get_one(Customer, world.huadong.id)
        later, earlier = work.now, work.now - timedelta(hours=5)
        # What somebody else committed after this session had read the customer.
        other = Customer.__table__.update().where(Customer.id == read.id).values(contacted_at=later)
        work.session.connection().execute(other)

        contacts.record(work, read.id, Subject("visit", 990), earlier, "phone")

    (kept,) = [one for one in world.all(Customer) if one.id == world.huadong.id]
    assert kept.contacted_at == later
