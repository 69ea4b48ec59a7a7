"""Other capabilities may claim free lines by their first word; the rest is a visit."""

from collections.abc import Callable

import pytest
from staging.world import World, text_of

from bot.core.work import Work
from bot.promises.models import Promise
from handlers.inbound import Typed
from handlers.replies import Answer
from handlers.table import Table


def claimant(text: str) -> Callable[[Work, Typed], Answer] | None:
    table = Table()
    table.claim(complain, "投诉", "complaint")
    return table.claimant(text)


def complain(work: Work, typed: Typed) -> Answer:
    return None


@pytest.mark.parametrize("line", ["投诉 宏远纺织 手续费多扣", "投诉:宏远", " Complaint: Acme", "/complaint Acme"])
def test_a_line_that_begins_with_a_claimed_word_is_claimed(line: str) -> None:
    assert claimant(line) is complain


@pytest.mark.parametrize("line", ["宏达机械 谈了投诉的事", "complaints department met us", "Acme made a complaint"])
def test_other_lines_are_not(line: str) -> None:
    assert claimant(line) is None


def test_next_week_ends_on_its_last_working_day(world: World) -> None:
    world.li.types("/visit", "宏达机械 今天电话沟通,下周给答复")

    assert "12月4日 周五 18:00" in text_of(world.li.only_message())
    assert world.only(Promise).due_at.day == 4
