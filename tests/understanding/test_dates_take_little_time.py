"""The date grammar is linear: hostile text costs little, an ordinary line next to nothing."""

from __future__ import annotations

import time

import pytest
from understanding.datetable import frame_at, rows

from bot.understanding.dates import read
from bot.understanding.dates.fold import fold
from bot.understanding.dates.index import prefixes
from bot.understanding.dates.scan import RULES, first_match

FRAME = frame_at("2026-11-23T14:30", "Asia/Shanghai")
SIZE = 100_000
HOSTILE = (
    "1", "3点", "12/2 ", "周", "下", "the ", "mon ", "in a ", " ", "一", "2026-", "last the end of ", "by", "$1,111",
    "1 to 2 ", "(12月2日",
    "\x00\ud800", "a.", "半", "每两", "a-1", "+1 1", "1.1.", "no ", "百分之", "三天", "3 ", "at 9 ",
    "the end of the ", "mon" + " " * 900, "1" + " " * 900, "十", "2027年", "九月九", "12:", "0",
    "e" * 5000 + " ",
)  # fmt: skip


@pytest.mark.parametrize("bit", HOSTILE, ids=lambda bit: repr(bit)[:20])
def test_a_hundred_kilobytes_of_anything_do_not_hang(bit: str) -> None:
    text = (bit * (SIZE // len(bit) + 1))[:SIZE]

    best = min(_seconds(text) for _ in range(2))

    assert best < 20, f"{best:.3f} s"


def test_much_more_text_takes_more_time_but_not_its_square() -> None:
    short, long = "客户要求下周三 3点 前回复 " * 50, "客户要求下周三 3点 前回复 " * 800

    # Sixteen times the text: 256 times as long if it were quadratic; a busy machine lies in between.
    assert min(_seconds(long) for _ in range(3)) < 100 * min(_seconds(short) for _ in range(3)) + 0.01


def test_the_index_knows_how_matches_begin() -> None:
    assert prefixes(r"(?:an\s?)?(?:mon|tue)[a-z]*") == {"an ", "anm", "ant", "mon", "tue"}
    assert prefixes(r"(?<!\d)[一二]?月") == {"月", "一月"}
    assert prefixes(r"\d{1,2}:") == {"0:", "00:"}


def test_the_index_looks_further_behind_a_the() -> None:
    assert prefixes("the (?:mon|fri)day") == {"the mo", "the fr"}


def test_the_index_loses_no_rule() -> None:
    tables = (f"dates_{language}{part}.tsv" for part in ("", "_families") for language in ("zh", "en"))
    for text in sorted({fold(row.text) for table in tables for row in rows(table)})[::4]:
        for position in range(len(text)):
            first = next((rule for rule in RULES if rule.compiled.match(text, position)), None)
            found = first_match(text, position)
            assert (found and found[0]) == first, (text, position)


def _seconds(text: str) -> float:
    start = time.process_time()
    read(text, FRAME)
    return time.process_time() - start
