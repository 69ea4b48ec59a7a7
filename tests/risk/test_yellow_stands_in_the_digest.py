"""What is yellow asks for nobody's attention at once: it is a row of the next morning's digest, done once confirmed."""

from collections.abc import Callable
from typing import Any

from staging.world import World, text_of

from bot.risk import usecases


def test_a_yellow_alert_is_a_row_until_it_is_confirmed(
    world: World, office: Any, figures: Callable, alert: Callable
) -> None:
    world.tick()
    figures(world.chen, world.huadong, 3)
    assert world.li.messages() == []
    world.clock.to("2026-11-24 09:10")
    world.tick()
    digest = world.li.last_message()
    assert "要核实的风险" in text_of(digest) and f"RK-{alert().id}" in text_of(digest)
    world.li.presses(digest, "risk.show")
    assert "资产负债率" in world.li.last_words()
    with world.work(world.li) as work:
        usecases.confirm(work, alert().id)
    world.deliver()
    assert "已处理" in text_of(world.current(digest))
