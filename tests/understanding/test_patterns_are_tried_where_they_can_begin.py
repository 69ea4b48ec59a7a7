"""A cued pattern looks only where a match can begin; it must find what an ordinary one finds."""

import re
from pathlib import Path

import pytest

from bot.customers.folding import fold
from bot.understanding.text import beginnings, cues
from bot.understanding.text.cues import Flat, cued

# Patterns without any word to go by are tried at every place of every line: few may be so.
MOST_UNCUED = 6


def _texts() -> list[str]:
    tables = [*Path(__file__).parent.glob("lines_*.toml"), *Path(__file__).parent.glob("dates_*.tsv")]
    return [line for table in sorted(tables) for line in table.read_text(encoding="utf-8").splitlines()][::60]


def test_every_cued_pattern_finds_in_a_line_what_it_finds_without_the_cues() -> None:
    for text in map(fold, _texts()):
        flat, middle = Flat(text), len(text) // 3
        for cue in list(cues._ALL):
            for start, end in ((0, len(text)), (middle, len(text) - middle)):
                plain = cue.pattern.search(text, start, end)
                found = cue.search(flat, start, end)
                assert (found and found.span()) == (plain and plain.span()), (cue.pattern.pattern, text)
            spans = [match.span() for match in cue.pattern.finditer(text)]
            assert [match.span() for match in cue.finditer(flat)] == spans, (cue.pattern.pattern, text)


def test_a_pattern_made_after_a_line_was_read_is_tried_everywhere() -> None:
    flat = Flat("call him back")

    assert cued("back").search(flat) is not None


def test_hardly_a_pattern_is_tried_everywhere() -> None:
    assert len(cues.uncued()) <= MOST_UNCUED, cues.uncued()


@pytest.mark.parametrize(
    ("source", "needs"),
    [
        (r"\W*(?:please\s+)*(?:be\s+(?:aware|advised)|notice)", {"aware", "advised", "notice"}),
        (r"[a-z]+'ll\b", {"'ll"}),
        (r"(?:a|b)\s", set()),
    ],
)
def test_what_every_match_must_hold_is_read_off_the_pattern(source: str, needs: set[str]) -> None:
    assert set(beginnings.needs_of(source, 0, fold)) == needs


def test_a_long_list_is_tried_only_for_the_words_that_begin_so() -> None:
    words = "签约|签收(?!x)|复盘|演示|验收|装机|上线|[发付]款"

    narrow = beginnings.narrowed(f"(?:(?:{words})(?:了)?)$", "签")

    assert narrow == "(?:(?:签约|签收(?!x))(?:了)?)$"
    assert beginnings.narrowed("(?:ab|cd)x", "a") == "(?:ab|cd)x"
    assert re.compile(narrow).match("签收了")
