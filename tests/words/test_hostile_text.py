"""Whatever somebody typed, no message comes alive: 1,500 of 10,000 hostile strings through each template (S2)."""

import json
import random
import re
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any
from zlib import crc32

import pytest

from bot.core.blocks import interactive, pressed
from bot.core.templating import Reader, Templates
from bot.core.templating.samples import Samples
from bot.playground.blocks_check import check_blocks

HOW_MANY = 10_000
SINGLY, TOGETHER, BATCH = 60, 58, 25
"""How many values of one string and of several a template gets: the next of all there are, from a place of its own."""
SEEDS = (
    "<!channel>", "<!here|here>", "<@U0123456789>", "<#C0123456789|general>", "<!subteam^S012|team>",
    "<https://evil.example|login>", "https://evil.example", "www.evil.example", "mailto:a@evil.example",
    "[press](do:complaint.close/1)", "[x](pick:date/promise.move/9)", "[y](https://evil.example \"t\")",
    "![i](https://evil.example/i.png)", "\n# heading\n", "\n## heading\n", "\n---\n", "\n***\n", "\n> quote\n",
    "\n- item\n- item\n", "\n1. one\n2. two\n", "| a | b |\n|---|---|\n| c | d |", "```chart pie\na | 1\n```", "~~~\n",
    "**bold**", "_it_", "~st~", "`code`", "*", "_", "~", "`", "\\", "\\\n", "\\[", "&lt;!here&gt;", "&amp;", "&#60;",
    "<script>alert(1)</script>", "<b>", "{{ 7*7 }}", "{% for i in range(9) %}", "{#", "${x}", "%s", "{n}", "{0}",
    "\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\x00", "\x07", "\x1b[31m", "\ud800", "\ue000" + "0" + "\ue001",
    "\ue0000\ue001", "\U000e0041", "\U0010ffff", "\r\n", "\u2028", "\u2029", "\x85", "\t", " ", "",
    ":tada:", "@channel", "@here", "#general", "-" * 60, "=" * 60,
    "a" * 400, "汉" * 400, "👩‍👩‍👧‍👦" * 30, "مرحبا", "שלום",
    "e\u0301" * 40,
)  # fmt: skip
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ue000-\uf8ff\ud800-\udfff]"
)


def hostile(seed: int, count: int) -> Iterator[str]:
    """`count` strings, each two to six dangerous fragments and some ordinary characters."""
    chance = random.Random(seed)
    for _ in range(count):
        parts = [chance.choice(SEEDS) for _ in range(chance.randint(1, 6))]
        parts += ["".join(chance.choices("abc 汉字,。!?()[]<>&*_~`#|\\/:;'\"\n-+=", k=chance.randint(0, 12)))]
        chance.shuffle(parts)
        yield "".join(parts)


def values_for(name: str, strings: list[str]) -> list[str]:
    """Some singly, the rest several to a value: what one line cannot break, many together might."""
    start = crc32(name.encode()) % len(strings)
    own = islice(cycle(strings), start, None)
    return [next(own) for _ in range(SINGLY)] + ["\n".join(islice(own, BATCH)) for _ in range(TOGETHER)]


def live(node: Any) -> set[tuple[str, str]]:
    """Everything in a structure of blocks that Slack makes more of than characters."""
    if isinstance(node, list):
        return set().union(*map(live, node))
    if not isinstance(node, dict):
        return set()
    found = set().union(*map(live, node.values()))
    kind = node.get("type")
    if kind in ("user", "usergroup", "channel", "broadcast", "link", "emoji", "image"):
        found.add((kind, str(node.get("user_id") or node.get("url") or node)))
    if kind == "mrkdwn":
        found |= {("mrkdwn", sequence) for sequence in re.findall(r"<[^>]*>", node["text"]) if "<!date" not in sequence}
        assert node.get("verbatim") is True
    if isinstance(node.get("url"), str):
        found.add(("url", node["url"]))
    return found


def actions(blocks: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(pressed(each).name, pressed(each).value) for each in interactive(blocks)}


@pytest.fixture(scope="module")
def strings() -> list[str]:
    return list(hostile(20261123, HOW_MANY))


def test_hostile_strings_stay_characters(
    key: str, language: str, strings: list[str], templates: Templates, samples: Samples, reader: Reader
) -> None:
    harmless = templates.render(key, language, samples.data(key), reader)
    alive, offered = live(harmless.blocks), actions(harmless.blocks)
    values = values_for(f"{language}/{key}", strings)
    texts = cycle(values)
    used = 0
    while used < len(values):
        counted = _counted(texts)
        data = samples.with_texts(key, counted)
        message = templates.render(key, language, data, reader)
        assert not check_blocks(message.blocks), data
        assert live(message.blocks) <= alive, data
        assert actions(message.blocks) <= offered, data
        assert not re.search(r"<(?!@[UW][A-Z0-9]+>)", message.text), message.text
        sent = json.dumps(message.blocks, ensure_ascii=False) + message.text
        sent.encode("utf-8")
        assert not UNSEEN.search(sent.replace("\\n", "")), data
        if not counted.taken:
            return
        used += counted.taken


class _counted:
    """An iterator that knows how many strings were taken from it."""

    def __init__(self, texts: Iterator[str]) -> None:
        self.texts, self.taken = texts, 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        self.taken += 1
        return next(self.texts)
