"""Chats, signatures, tables and scans: every number is hidden, and what stands beside it stays."""

import random
import sys
from pathlib import Path

import pytest

from bot.core.privacy import mask

sys.path.insert(0, str(Path(__file__).parent))
import harsh
import pasted

FILLED = 10
"""Times each text is filled in."""


@pytest.mark.parametrize("usual, limit", [(True, 0.002), (False, 0.01)], ids=["usual", "any"])
def test_what_people_paste_shows_no_number_and_loses_none_of_the_rest(usual, limit):
    rng = random.Random(f"pasted {usual}")
    shown, lost, numbers, others = [], [], 0, 0
    for text in pasted.TEXTS * FILLED:
        typed, hidden, kept = pasted.fill(rng, text, usual)
        masked = mask(typed)
        numbers, others = numbers + len(hidden), others + len(kept)
        shown += [(number, typed, masked.text) for number in hidden if harsh.shows(number, masked.text)]
        cut = [item.span for item in masked.findings]
        lost += [
            (typed[start:end], what, typed)
            for start, end, what in kept
            if any(first < end and last > start for first, last in cut)
        ]
    assert numbers > 900 and others > 700
    assert len(shown) <= limit * numbers, shown
    assert len(lost) <= 0.002 * others, lost


@pytest.mark.parametrize(
    "text, shown",
    [
        ("联系电话分别为13242618030、14934323934", "132****8030、149****3934"),
        ("No\tPhone\tAmount\n1\t480.219.1957\t2716873", "1\t****957\t2716873"),
        ("| 李强 | 179·0333·8836 | 76154070 |", "| 179****8836 | 76154070 |"),
        ("发票号02368905471码24312000000123456789", "发票号****471码24312000000123456789"),
        ("we refer to contract No. 07774 640193 HX-2024/118", "No. ****193 HX-2024/118"),
        ("at GBP 14442118432 13.80 each", "GBP 144****8432 13.80 each"),
        ("调减至3000万(86)15048726990元", "(86)150****6990元"),
        ("税号91110108551385082Q17934348601。", "91110108551385082Q179****8601。"),
        ("预计2026年212-262-1894Q4上线", "2026年****894Q4上线"),
    ],
)
def test_a_number_put_between_a_word_and_its_own_number_is_still_hidden(text, shown):
    assert shown in mask(text).text


@pytest.mark.parametrize(
    "text",
    [
        "客户来电216.138.192.99。投诉", "called 17.0.47798.349 twice", "per our call 02/28/2027; yesterday",
        "the signed 112-0053784-9594382 form", "84544855 95730885.00 630819", "金额 13800138000.00元",
        "reference CLM-20230314-0087. 20131206 Please", "ending in (1 545 985) 4821, statement",
    ],
)  # fmt: skip
def test_addresses_versions_days_and_columns_of_figures_stay(text):
    assert mask(text).text == text
