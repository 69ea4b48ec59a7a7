"""The playground's own promise: whatever is broken on purpose, nothing is lost and nothing comes twice."""

import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from bot.cli.playground_run import Play
from bot.playground.page.chaos import Chaos

NUMBERS = count(1)


def afternoon():
    """14:40 on the coming Monday in Shanghai: the lists are out, and nothing else falls due for a while.

    Not in the past: attempts are dated by the database's own clock, and no message is looked for long before the first.
    """
    now = datetime.now(UTC)
    return (now + timedelta(days=7 - now.weekday())).replace(hour=6, minute=40)


@pytest.fixture(scope="module")
def play(tmp_path_factory):
    """One for all troubles, which come one after the other as to a visitor who tries every button."""
    play = Play(0, tmp_path_factory.mktemp("trouble") / "playground.db")
    play.clock.run_on(afternoon())
    play.start()
    play.tick()
    yield play
    play.stop()


def until(play, chaos, key, wanted, seconds=40):
    """The tally, once `key` has reached `wanted`."""
    end, pause = time.monotonic() + seconds, threading.Event()
    while (found := chaos.tally())[key] != wanted and time.monotonic() < end:
        play.tick()
        pause.wait(0.2)
    return found


@pytest.mark.parametrize("trouble", ["drop_answers", "internal", "unavailable", "rate"])
def test_nothing_is_lost_or_repeated(play, trouble):
    chaos = Chaos(play.slack, play)
    li = play.slack.person(play.people[0].user)
    before = until(play, chaos, "waiting", 0)["captured"]

    chaos.turn(trouble, True)
    for _ in range(4):
        li.command("/visit", f"华东精工 今天电话{next(NUMBERS)} 问好")
    chaos.calm()

    found = until(play, chaos, "waiting", 0)
    assert found["captured"] == found["arrived"] == before + 4
    assert (found["lost"], found["twice"]) == (0, 0)


def test_what_was_written_while_rapport_was_off_is_taken_when_it_is_back(play):
    chaos = Chaos(play.slack, play)
    li = play.slack.person(play.people[0].user)
    before = until(play, chaos, "waiting", 0)["captured"]

    chaos.turn("asleep", True)
    assert not play.awake
    li.types("拜访华东精工 今天上午 谈得不错")
    assert "dispatch_failed" in li.command("/visit", "x").text
    chaos.calm()
    play.slack.settle(60)

    found = until(play, chaos, "arrived", before + 1)
    assert (found["arrived"], found["lost"], found["twice"]) == (before + 1, 0, 0)
