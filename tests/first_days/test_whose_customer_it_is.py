"""The first days: a visit to a colleague's customer, and to one the writer may not see."""

from staging.world import World

from bot.customers import usecases as customers
from bot.customers.models import Customer
from bot.visits.models import Visit


def test_a_visit_to_a_colleagues_customer_is_allowed_and_its_owner_told(world: World) -> None:
    with world.work() as work:
        acme = work.session.get_one(Customer, world.acme.id)
        customers.set_support(work, acme, [world.li.id])
    world.li.types("/visit", "拜访 Acme Steel\uff0c下周三前发方案")
    world.clock.to("2026-11-24 10:00", "+00:00")
    world.deliver()
    assert world.only(Visit).customer_id == world.acme.id
    assert "Acme Steel" in world.emma.last_words()


def test_a_customer_the_writer_may_not_see_is_neither_confirmed_nor_denied(world: World) -> None:
    hidden = world.li.types("/visit", "拜访 Acme Steel\uff0c下周三前发方案").text
    first = world.li.last_words()
    unknown = world.li.types("/visit", "拜访 Zeta Stone\uff0c下周三前发方案").text
    second = world.li.last_words()

    def plain(text: str) -> str:
        for name in ("Acme Steel", "Zeta Stone"):
            text = text.replace(name, "NAME")
        return text.replace("V-2", "V-1").replace("P-2", "P-1")

    assert plain(hidden) == plain(unknown)
    assert plain(first) == plain(second)
    assert all(visit.customer_id is None for visit in world.all(Visit))
    assert world.emma.messages() == []
