"""The policy pack in force: the admin's choice on Home, else the setting."""

from dataclasses import replace

import structlog

from bot.core.policy import PackError, load_pack
from bot.core.work import Workshop
from bot.directory import queries

log = structlog.get_logger()


def follow_policy(shop: Workshop) -> None:
    """Put the pack in force that an admin chose. One that does not hold (any more) is reported and left aside."""
    with shop.read() as work:
        chosen = queries.preference(work.session, "policy")
    if chosen is None or chosen == shop.house.policy.name:
        return
    try:
        shop.house = replace(shop.house, policy=load_pack(chosen))
    except PackError as error:
        log.warning("the chosen policy pack does not hold", pack=chosen, problem=str(error))
