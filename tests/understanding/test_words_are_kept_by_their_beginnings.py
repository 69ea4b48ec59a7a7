"""The scanner tries a word only where its first characters stand; it must still find every word."""

import pytest

from bot.understanding.text.beginnings import heads_of
from bot.understanding.text.scanner import Entry, Scanner, listed


@pytest.mark.parametrize(
    ("source", "heads"),
    [
        ("cash", {"cas"}),
        ("(?:un)?paid", {"unp", "pai"}),
        ("[ab]x?", {"a", "b"}),
        (r"lost\s+(?:their\s+)?client", {"los"}),
        (r"h\w+", {"h"}),
        ("(?<!no )ab*", {"a"}),
    ],
)
def test_a_pattern_is_kept_under_what_it_can_begin_with(source: str, heads: set[str]) -> None:
    assert heads_of(source) == heads


@pytest.mark.parametrize("source", [r"\s+x", "(?:a)?", ".x"])
def test_a_pattern_that_can_begin_with_anything_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="something certain"):
        heads_of(source)


def test_every_word_is_found_where_it_stands_the_longest_of_a_table_first() -> None:
    scanner = Scanner([Entry("a", "x", "资金"), Entry("a", "y", "/资金(?:链)?紧张/"), Entry("b", "z", "/h\\w+/")])

    found = scanner.scan("资金链紧张 he")

    assert [(each.table, each.code, each.start, each.end) for each in found] == [("a", "y", 0, 5), ("b", "z", 6, 8)]


def test_a_list_is_tried_in_its_order_with_each_beginning_written_once() -> None:
    assert listed(["总经理", "总监", "财务", "总"]) == "(?:总(?:经理|监|)|财务)"
    assert listed(["总监", "[小老]王", "总", "王(?!府)", "王*"]) == "(?:总监|[小老]王|总|王(?!府)|王*)"
