"""Messages that carry a number, so that what stands at Slack in the end can be counted."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from bot.core.outbox import Notice
from bot.core.outbox.notice import Place
from bot.core.work import Workshop
from bot.playground.workspace import Workspace

NUMBER = re.compile(r"campaign (\d+)")
SAYS = "core/shortened"
"""A template that says what it is given."""


def say(shop: Workshop, numbers: Iterable[int], places: Sequence[Place], **more: Any) -> None:
    """Queue numbered messages, one after another into the places, in one transaction."""
    with shop.open() as work:
        for number in numbers:
            text = f"campaign {number}"
            work.post(Notice(SAYS, places[number % len(places)], text, data={"text": text}, **more))


def standing(workspace: Workspace) -> dict[str, list[int]]:
    """The numbers that stand at Slack, by channel, oldest message first; a folded one names several."""
    with workspace.lock:
        return {
            channel.id: [int(number) for one in channel.messages.values() for number in NUMBER.findall(one.text)]
            for channel in workspace.channels.values()
        }


def verdict(standing: Mapping[str, Sequence[int]], wanted: Iterable[int]) -> Counter[str]:
    """How many are lost, how many stand there more than once, how many came before an older one of their channel."""
    seen = Counter(number for numbers in standing.values() for number in numbers)
    return Counter(
        {
            "lost": sum(number not in seen for number in wanted),
            "twice": sum(times - 1 for times in seen.values()),
            "out of order": sum(later < sooner for numbers in standing.values() for sooner, later in pairwise(numbers)),
        }
    )
