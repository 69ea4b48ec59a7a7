"""Every message of every language: same names, same buttons, valid on its surface with 0, 1 and very many items."""

import re
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import Any

import pytest

from bot.core.blocks import interactive, pressed
from bot.core.templating import Reader, Rendered, Templates
from bot.core.templating.samples import Samples
from bot.core.words import Words
from bot.playground.blocks_check import check_blocks, check_view

# Markdown that was meant as markup but did not parse, or a link whose brackets do not match.
LEFTOVERS = re.compile(r"\*\*|~~|\]\((?:do|pick|go|https?):|^#{1,6} |\{\{|\}\}", re.MULTILINE)

# "6 open 6 promises": the filter `plural` says the number itself.
COUNTED_TWICE = re.compile(r"\{\{ (\S+) \}\}[^{}]{0,12}\{\{ \1\|plural")

MANY = "very many items"
Drawn = dict[str, dict[str, Rendered]]


@pytest.fixture(scope="module")
def known(templates: Templates, words: Words) -> dict[str, frozenset[str]]:
    return {language: templates.keys(language) for language in words.languages}


def texts(node: Any) -> list[str]:
    """Every text in a structure of blocks."""
    if isinstance(node, list):
        return [text for item in node for text in texts(item)]
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for key, item in node.items() if key != "text" or not own for text in texts(item)]
    return []


def valid(message: Rendered, case: str) -> None:
    assert message.blocks, f"{case}: the message is empty"
    assert not check_blocks(message.blocks), f"{case}: {check_blocks(message.blocks)}"
    assert 0 < len(message.text) <= 4_000, case


def shape(blocks: list[dict[str, Any]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """What can be pressed, in order, without the words on it."""
    return [(each["type"], pressed(each).name, pressed(each).path) for each in interactive(blocks)]


@pytest.fixture(scope="module")
def drawn(key: str, templates: Templates, samples: Samples, words: Words, reader: Reader) -> Drawn:
    """A message by language and variant; what costs most here is drawing the long ones, so they are drawn once."""
    variants = list(samples.variants(key))
    return {
        language: {variant: templates.render(key, language, data, reader) for variant, data in variants}
        for language in words.languages
    }


def test_no_number_is_said_twice() -> None:
    sources = Path(__file__).parents[2].joinpath("templates").rglob("*.j2")
    assert [path.name for path in sources if COUNTED_TWICE.search(path.read_text("utf-8"))] == []


def test_it_exists_in_every_language(key: str, known: dict[str, frozenset[str]]) -> None:
    missing = [language for language, keys in known.items() if key not in keys]
    assert not missing, f"templates/{missing}/{key}.md.j2 is missing"


def test_it_has_a_sample(key: str, samples: Samples) -> None:
    assert samples.keys() >= {key}, f"add a table to templates/samples/{key.split('/')[0]}.toml"


def test_it_wants_exactly_the_names_of_its_sample(
    key: str, templates: Templates, samples: Samples, words: Words
) -> None:
    for language in words.languages:
        assert templates.names(key, language) == set(samples.data(key)), language


def test_it_offers_the_same_actions_in_every_language(key: str, drawn: Drawn) -> None:
    first, *others = drawn.values()
    for variant, message in first.items():
        for other in others:
            assert shape(other[variant].blocks) == shape(message.blocks), variant


def test_it_is_valid_in_a_message_with_any_number_of_items(key: str, drawn: Drawn) -> None:
    for language, variants in drawn.items():
        for variant, message in variants.items():
            valid(message, f"{language}, {variant}")


def test_it_is_valid_in_a_shared_channel(
    key: str, templates: Templates, samples: Samples, words: Words, reader: Reader
) -> None:
    for language in words.languages:
        valid(templates.render(key, language, samples.data(key), replace(reader, shared=True)), language)


def test_it_is_valid_on_home_with_any_number_of_items(
    key: str, templates: Templates, samples: Samples, words: Words, reader: Reader
) -> None:
    for variant, data in samples.variants(key):
        for language in words.languages:
            blocks = templates.render(key, language, data, reader, surface="home").blocks
            assert not check_view({"type": "home", "blocks": blocks}), f"{language}, {variant}"


def test_no_markup_is_left_over_in_its_words(
    key: str, templates: Templates, samples: Samples, words: Words, reader: Reader
) -> None:
    for variant, data in samples.variants(key, repeat("word")):
        if variant != MANY:  # the same words over and over
            for language in words.languages:
                for text in texts(templates.render(key, language, data, reader).blocks):
                    assert not LEFTOVERS.search(text), f"{language}, {variant}: {text!r}"


def test_no_sample_is_left_without_its_message(samples: Samples, known: dict[str, frozenset[str]]) -> None:
    assert all(samples.keys() <= keys for keys in known.values())


def test_every_folder_of_messages_has_words_of_the_same_keys(words: Words, root: Path) -> None:
    first, *others = words.languages
    for other in others:
        assert words.keys(first) == words.keys(other), sorted(words.keys(first) ^ words.keys(other))
