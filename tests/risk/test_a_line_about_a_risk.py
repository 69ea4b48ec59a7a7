"""A typed line about a risk: nothing of it is lost, and the answer says where it went."""

from collections.abc import Callable
from typing import Any

import pytest
from staging.world import World, text_of

from bot.risk.models import Alert, Signal


@pytest.fixture(autouse=True)
def _working_time(world: World) -> None:
    """Ten in the morning in London, where Emma is."""
    world.clock.to("2026-11-23 18:00")


def test_the_words_stay_as_they_were_typed(world: World, office: Any) -> None:
    world.emma.types(
        "/desk", "risk Acme Steel is behind with salaries, two suppliers sued, the phone of the owner is off"
    )
    seen = {one.evidence for one in world.all(Signal)}
    assert seen == {"is behind with salaries, two suppliers sued, the phone of the owner is off"}
    assert "the phone of the owner is off" in text_of(world.emma.last_message())
    assert "Orange risk alert" in text_of(world.emma.last_message())


def test_a_second_signal_says_that_it_was_added(world: World, office: Any, alert: Callable[[], Alert]) -> None:
    world.emma.types("/desk", "risk Acme Steel behind with salaries, two suppliers sued")
    world.emma.types("/desk", "risk Acme Steel somebody wrote in the paper that they are late")
    assert f"It was added to the open orange alert RK-{alert().id}" in world.emma.hints()[-1]


def test_suppliers_who_sue_and_a_phone_that_is_off_are_heard(world: World, office: Any) -> None:
    world.li.types("/desk", "风险 华东精工 两家供应商起诉,老板电话打不通")
    assert {one.kind for one in world.all(Signal)} == {"litigation", "key_person"}


def test_a_frozen_account_is_heard(world: World, office: Any) -> None:
    world.emma.types("/desk", "risk Acme Steel a court froze their bank account")
    assert {one.kind for one in world.all(Signal)} == {"collateral"}


def test_the_example_fits_the_command(world: World, office: Any) -> None:
    world.emma.types("/desk", "churn")
    assert "/desk churn Acme Steel" in world.emma.hints()[-1] and "risk" not in world.emma.hints()[-1]


def test_to_close_is_offered_once_nothing_is_lacking(world: World, office: Any) -> None:
    world.emma.types("/desk", "risk Acme Steel behind with salaries, two suppliers sued")
    card = world.emma.last_message()
    world.emma.presses(card, "risk.confirm")
    said = text_of(world.current(card))
    assert "It can be closed after 2 checks that found nothing, at least 30 days apart (0 so far)" in said
    assert "risk.close" not in str(world.current(card).blocks)
