"""S2: whatever somebody typed, no message comes alive: hostile strings through every template in every language."""

import json
import re
from datetime import UTC, datetime
from itertools import cycle
from zoneinfo import ZoneInfo

from words.test_hostile_text import UNSEEN, actions, hostile, live

from bot.core.templating import Reader, Templates
from bot.core.templating.samples import Samples
from bot.core.words import TEMPLATES
from bot.playground.blocks_check import check_blocks
from campaigns.promise import Findings, Promise, Stage

STRINGS, LANGUAGES = 10_000, ("zh-CN", "en")
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


def as_shipped(stage: Stage) -> Findings:
    """Our templates, whose values wait outside the Markdown."""
    return through_all(stage, Templates(TEMPLATES))


def values_in_markdown(stage: Stage) -> Findings:
    """Templates that print values straight into the Markdown, as most do."""
    loose = Templates(TEMPLATES)
    loose._engine.finalize = lambda value: value  # type: ignore[assignment]
    loose._engine.autoescape = False
    return through_all(stage, loose)


def through_all(stage: Stage, templates: Templates) -> Findings:
    """Each string once through the templates in turn, singly, so that every template sees hundreds."""
    samples = Samples(TEMPLATES)
    strings = list(hostile(stage.seed, stage.many(STRINGS, 300)))
    texts, messages, alive, invalid, invisible = cycle(strings), 0, 0, 0, 0
    keys = sorted(samples.keys())
    if stage.scale < 1:
        keys = stage.dice("s2").sample(keys, max(20, round(len(keys) * stage.scale)))
    turns = max(1, len(strings) // (len(keys) * len(LANGUAGES)))
    for language in LANGUAGES:
        reader = Reader(language, ZoneInfo("Asia/Shanghai"), NOW)
        for key in keys:
            plain = Templates(TEMPLATES).render(key, language, samples.data(key), reader) if not messages else None
            known = plain or _harmless(key, language, samples, reader)
            for _ in range(turns):
                messages += 1
                try:
                    said = templates.render(key, language, samples.with_texts(key, texts), reader)
                except Exception:  # a template that hostile text breaks has not held
                    invalid += 1
                    continue
                alive += not (live(said.blocks) <= live(known.blocks) and actions(said.blocks) <= actions(known.blocks))
                alive += bool(re.search(r"<(?!@[UW][A-Z0-9]+>)", said.text))
                invalid += bool(check_blocks(said.blocks))
                sent = json.dumps(said.blocks, ensure_ascii=False) + said.text
                invisible += bool(UNSEEN.search(sent.replace("\\n", "")))
    found = Findings()
    found.count("strings", len(strings))
    found.count("templates in two languages", len(keys))
    found.count("messages", messages)
    found.none("live mentions, links or buttons", alive)
    found.none("blocks Slack refuses", invalid)
    found.none("invisible characters", invisible)
    return found


_SHIPPED = Templates(TEMPLATES)


def _harmless(key, language, samples, reader):  # type: ignore[no-untyped-def]
    return _SHIPPED.render(key, language, samples.data(key), reader)


PROMISE = Promise(
    "S2", "Whatever somebody typed, no message comes alive",
    "10,000 hostile strings through every template in Chinese and English: valid blocks, 0 live mentions or links",
    as_shipped, controls={"values printed into the Markdown": values_in_markdown}, quick=0.05,
)  # fmt: skip
