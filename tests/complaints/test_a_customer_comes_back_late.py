"""Reopened too late, a case is followed by a new one: linked, with its own clocks and the same handler."""

import pytest
from staging.world import World, text_of

from bot.complaints import deciding, ending, handling
from bot.complaints.acting import Told
from bot.complaints.models import Complaint
from bot.directory.models import Person

PHONE = Told("phone", "recording 17")


def closed(world: World, line: str = "宏达机械 王会计来电,手续费多扣两次", by=None) -> int:
    who = by or world.li
    who.types("/complaint", line)
    with world.work(who) as work:
        number = work.session.query(Complaint).one().id
        handling.contacted(work, number, PHONE)
        deciding.find(work, number, deciding.Found("company_fault_isolated", "扣了两次", "流水"))
        deciding.remedy(work, number, "apology")
        deciding.decide(work, number)
        deciding.notify(work, number, PHONE)
        ending.call_back(work, number, ending.Called(True, 5))
        ending.close(work, number, ending.Summary("重复扣费", "C12", "加了核对"))
    world.deliver()
    return number


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"], indirect=True)
def test_after_thirty_days_a_new_case_follows_and_the_old_one_stays_closed(world: World) -> None:
    number = closed(world)
    world.clock.forward(days=31)
    card = world.li.last_message()
    world.li.types("/complaint", f"C-{number}")
    card = world.li.last_message()
    world.li.presses(card, "complaint.reopen")
    world.li.submits(reason="同样的手续费又扣了一次")

    old, new = world.all(Complaint)
    assert (old.state, old.follows_id) == ("closed", None)
    assert (new.state, new.follows_id, new.handler_id) == ("new", old.id, world.li.id)
    assert new.customer_id == world.hongda.id
    assert new.received_at == world.clock.now
    assert "C-1" in world.li.last_words()
    assert "C-2" in text_of(world.current(card)), "the old card names the new case"


def test_a_second_time_means_the_same_new_case(world: World) -> None:
    number = closed(world)
    world.clock.forward(days=40)
    with world.work(world.li) as work:
        first = ending.reopen(work, number, "又扣了").id
        assert ending.reopen(work, number, "还在扣").id == first


def test_the_handler_left_so_the_customers_manager_takes_it(world: World) -> None:
    number = closed(world)
    he = world.person("何平", role="colleague", department="customer_service")
    with world.work() as work:
        work.session.get_one(Complaint, number).handler_id = world.sun.id
        work.session.get_one(Person, world.sun.id).deactivated_at = world.clock.now
    world.clock.forward(days=40)
    with world.work(he) as work:
        assert ending.reopen(work, number, "又扣了").handler_id == world.li.id


def test_a_withdrawn_complaint_comes_back_as_a_new_one_in_english_too(world: World) -> None:
    world.emma.types("/complaint", "Acme Steel Mr. Brown called, the fee was charged twice")
    with world.work(world.emma) as work:
        ending.withdraw(work, 1, "he called again and withdrew it")
    world.deliver()
    card = world.emma.last_message()
    world.emma.presses(card, "complaint.reopen")
    world.emma.submits(reason="he wants it looked into after all")

    assert [one.follows_id for one in world.all(Complaint)] == [None, 1]
    assert any("it follows C-1" in text_of(one) for one in world.emma.messages())
