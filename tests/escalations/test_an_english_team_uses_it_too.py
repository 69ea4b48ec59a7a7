"""The same story in English, from a visit's reminder to the answer."""

from typing import Any

from staging.world import World, text_of

from bot.core.subject import Subject
from bot.escalations.models import Stage
from bot.promises import usecases as promises


def test_a_raised_hand_on_a_reminder_leads_to_a_department(world: World, office: Any, ask: Any) -> None:
    with world.work(world.emma) as work:
        made = promises.make(
            work,
            promises.Draft(
                "Send the quote", world.clock.now.replace(day=25, hour=10), world.emma.id,
                Subject("customer", world.acme.id),
                customer_id=world.acme.id, timed=True,
            ),
        )  # fmt: skip
    world.clock.to("2026-11-25 10:01", "+00:00")
    world.tick()
    reminder = next(one for one in world.emma.messages() if "Send the quote" in text_of(one))
    world.emma.reacts(reminder, "raising_hand")
    world.emma.presses(world.emma.last_message(), "ask.new")
    world.emma.submits(question="Can we go to 20 million for Acme Steel Ltd?", kind="credit_risk")

    assert (ask().about, ask().customer_id) == (Subject("promise", made.id), world.acme.id)
    assert f"from P-{made.id}" in text_of(world.emma.last_message())


def test_it_is_asked_taken_answered_and_closed(world: World, office: Any, ask: Any, card: Any) -> None:
    world.clock.to("2026-11-23 10:00", "+00:00")
    world.emma.types("/escalate", f"Acme Steel Ltd <@{world.wang.slack_id}> can we waive the fee? by Thursday")
    assert ask().question == "can we waive the fee?"
    assert ask().due_at.isoformat().startswith("2026-11-26")
    assert "has your question: E-1" in world.emma.hints()[-1]

    world.wang.reacts(card(office.product), "eyes")
    world.wang.says("Yes, once", thread=card(office.product))
    world.wang.reacts(card(office.product), "white_check_mark")
    assert ask().stage is Stage.CONFIRM
    assert "Answered, to be confirmed" in world.emma.last_words()
    world.emma.presses(world.emma.last_message(), "ask.enough")
    assert "Solved" in world.emma.last_words()
