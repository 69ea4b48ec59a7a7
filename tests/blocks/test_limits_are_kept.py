"""However long, the result is valid, says what is missing, and keeps its closing buttons."""

from typing import Any

import pytest

from bot.core.blocks import Sealed, Text, fallback, to_blocks
from bot.core.blocks.fit import weight
from bot.core.blocks.limits import CHARACTERS


def test_a_long_header_and_button_end_in_an_ellipsis(draw: Any) -> None:
    header, row = draw("# {long}\n\n[{long}](do:a/1)", long="字" * 500)
    assert header["text"]["text"] == "字" * 149 + "…"
    assert len(row["elements"][0]["text"]["text"]) == 75


def test_too_many_blocks_keep_the_beginning_and_the_closing_buttons() -> None:
    rows = "\n\n".join(f"row {n}" for n in range(200))
    source = f"# Title\n\n{rows}\n\n[More](do:list.more/1)\n\n> P-1"
    blocks = to_blocks(source, Sealed(), more="{} left out".format)
    assert len(blocks) == 50
    assert blocks[0]["type"] == "header"
    assert blocks[-2]["elements"][0]["action_id"] == "list.more"
    assert blocks[-3]["elements"][0]["text"] == f"{203 - 49} left out"


def test_no_row_of_buttons_is_left_without_its_sentence() -> None:
    source = "\n\n".join(f"row {n}\n\n[a](do:a/{n}) [b](do:b/{n})" for n in range(60)) + "\n\nend"
    blocks = to_blocks(source, Sealed())
    note = next(index for index, block in enumerate(blocks) if block["type"] == "context")
    assert blocks[note - 1]["type"] == "actions"
    assert note == len(blocks) - 1


def test_home_takes_a_hundred_blocks() -> None:
    source = "\n\n".join(f"row {n}" for n in range(300))
    assert len(to_blocks(source, Sealed(), "home")) == 100


@pytest.mark.parametrize("lengths", [[30_000], [5_000] * 8, [200] * 300, [39] * 2_000, [21_928, 10, 10]])
def test_the_whole_message_stays_below_what_slack_refuses(draw: Any, lengths: list[int]) -> None:
    source = "\n\n".join(f"**Note** {{v{n}}}" for n in range(len(lengths)))
    blocks = draw(source, **{f"v{n}": "字" * length for n, length in enumerate(lengths)})
    assert weight(blocks) <= CHARACTERS["message"]


def test_the_longest_texts_are_cut_to_the_same_length_and_short_ones_stay(draw: Any) -> None:
    blocks = draw("{a}\n\n{b}\n\n{c}", a="a" * 9_000, b="b" * 9_000, c="short")
    long_a, long_b, short = (block["elements"][0]["elements"][0]["text"] for block in blocks)
    assert len(long_a) == len(long_b) > 5_000
    assert long_a.endswith("…")
    assert short == "short"


def test_one_list_of_ten_thousand_items_is_cut_at_its_end(draw: Any) -> None:
    (block, *_) = draw("\n".join(f"- item {n}" for n in range(10_000)))
    items = block["elements"][0]["elements"]
    assert items[0]["elements"][0]["text"] == "item 0"
    assert items[-1]["elements"][-1]["text"].endswith("…")


def test_a_cut_never_splits_a_joined_emoji(draw: Any) -> None:
    for length in range(140, 150):
        (header,) = draw("# {t}", t="x" * length + "👩‍👩‍👧" * 10)
        assert "\u200d…" not in header["text"]["text"]


def test_the_fallback_is_escaped_and_capped_after_escaping() -> None:
    sealed = Sealed()
    blocks = to_blocks(sealed.put(Text("<" * 9_000)), sealed)
    text = fallback(blocks)
    assert len(text) <= 3_000
    assert text.endswith("&lt;…")
    assert "<" not in text


def test_the_fallback_says_everything_but_the_buttons(draw: Any) -> None:
    blocks = draw("# Title\n\n**{n}** is due\n- a\n- b\n\n> P-1\n\n[Done](do:a/1)\n\n| h |\n|---|\n| c |", n="A & B")
    assert fallback(blocks) == "Title\nA &amp; B is due\n• a\n• b\nP-1\nh\nc"


def test_a_message_of_nothing_still_has_a_text() -> None:
    assert fallback([]) == "…"
