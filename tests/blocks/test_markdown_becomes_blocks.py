"""What each piece of Markdown looks like in Slack."""

from typing import Any

import pytest

from bot.core.blocks import Date, Mention


def rich(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of a rich_text block's first part."""
    assert block["type"] == "rich_text"
    return block["elements"][0]["elements"]


def test_a_first_heading_is_a_header_and_a_second_a_bold_line(draw: Any) -> None:
    header, line = draw("# Due {n}\n\n## Rest", n="today")
    assert header == {"type": "header", "text": {"type": "plain_text", "text": "Due today", "emoji": True}}
    assert rich(line) == [{"type": "text", "text": "Rest", "style": {"bold": True}}]


def test_bold_may_end_in_chinese_punctuation_or_in_a_value_with_brackets(draw: Any) -> None:
    (block,) = draw("**承诺\uff1a**内容 **{name}**说", name="宏达(华东)")
    assert [(each["text"], "style" in each) for each in rich(block)] == [
        ("承诺\uff1a", True),
        ("内容 ", False),
        ("宏达(华东)", True),
        ("说", False),
    ]


def test_a_line_break_in_a_paragraph_stays(draw: Any) -> None:
    (block,) = draw("first\nsecond")
    assert rich(block) == [{"type": "text", "text": "first\nsecond"}]


def test_a_list_right_below_a_sentence_belongs_to_it(draw: Any) -> None:
    (together,) = draw("Notes:\n- a\n- b")
    assert [part["type"] for part in together["elements"]] == ["rich_text_section", "rich_text_list"]
    assert len(draw("Notes:\n\n- a\n- b")) == 2


def test_nested_lists_stand_side_by_side_with_growing_indents(draw: Any) -> None:
    (block,) = draw("- a\n  1. b\n  2. c\n- d")
    assert [(part["style"], part["indent"], len(part["elements"])) for part in block["elements"]] == [
        ("bullet", 0, 1),
        ("ordered", 1, 2),
        ("bullet", 0, 1),
    ]


def test_a_numbered_list_goes_on_counting_after_a_nested_one(draw: Any) -> None:
    (block,) = draw("1. a\n   - b\n2. c")
    assert [part.get("offset", 0) for part in block["elements"]] == [0, 0, 1]


def test_a_quote_is_a_context_of_plain_text(draw: Any) -> None:
    (block,) = draw("> Due {due} · P-12", due="12月2日")
    assert block == {
        "type": "context",
        "elements": [{"type": "plain_text", "text": "Due 12月2日 · P-12", "emoji": True}],
    }


def test_a_styled_quote_with_a_harmless_value_is_escaped_mrkdwn(draw: Any) -> None:
    (block,) = draw("> **Due** {due}", due="<!channel> & co")
    assert block["elements"] == [{"type": "mrkdwn", "text": "*Due* &lt;!channel&gt; &amp; co", "verbatim": True}]


@pytest.mark.parametrize("value", ["*loud*", "snake_case", "~wave~", "`code`", "> quoted"])
def test_a_value_that_mrkdwn_would_read_as_markup_is_shown_as_rich_text(draw: Any, value: str) -> None:
    (block,) = draw("> **Due** {value}", value=value)
    assert block["type"] == "rich_text"
    assert rich(block)[-1]["text"].endswith(value)


def test_bold_that_touches_a_chinese_character_never_becomes_mrkdwn(draw: Any) -> None:
    (block,) = draw("> **截止**明天")
    assert block["type"] == "rich_text"


def test_a_mention_and_a_date_become_elements_of_their_own(draw: Any) -> None:
    (block,) = draw("{who}, {when}", who=Mention("U0123", "Li"), when=Date(1796205600, "{time}", "18:00"))
    assert [each["type"] for each in rich(block)] == ["user", "text", "date"]
    (aside,) = draw("> {who} {when}", who=Mention("U0123", "Li"), when=Date(1796205600, "{time}", "18:00"))
    assert aside["elements"][0]["text"] == "<@U0123> <!date^1796205600^{time}|18:00>"


def test_our_own_web_link_lives_and_one_from_a_value_is_only_words(draw: Any) -> None:
    (own,) = draw("[guide](https://example.com/a)")
    assert rich(own) == [{"type": "link", "url": "https://example.com/a", "text": "guide"}]
    (foreign,) = draw("[guide]({url})", url="https://evil.example")
    assert rich(foreign) == [{"type": "text", "text": "guide"}]
    (slack,) = draw("[thread]({url})", url="https://acme.slack.com/archives/C1/p1")
    assert rich(slack)[0]["type"] == "link"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://x", "data:text/html,x", "https://a b"])
def test_no_other_kind_of_address_becomes_a_link(draw: Any, address: str) -> None:
    assert all(each["type"] != "link" for block in draw(f"[x](<{address}>)") for each in rich(block))


def test_indented_lines_html_and_images_are_no_markup(draw: Any) -> None:
    (block,) = draw("    indented <b>not bold</b>")
    assert rich(block) == [{"type": "text", "text": "indented <b>not bold</b>"}]


def test_a_rule_is_a_divider_even_right_below_a_sentence(draw: Any) -> None:
    assert [block["type"] for block in draw("sentence\n\n---\n\nsentence")] == ["rich_text", "divider", "rich_text"]
    assert draw("sentence\n---")[-1]["type"] == "divider"


def test_the_same_words_with_other_values_are_drawn_as_if_for_the_first_time(draw: Any) -> None:
    def said(name: str, day: str) -> list[tuple[str, bool]]:
        (block,) = draw("  Dear {name}, **see {day}** you", name=name, day=day)
        return [(each["text"], "style" in each) for each in rich(block)]

    full = [("Dear 李雷, ", False), ("see today", True), (" you", False)]
    assert said("李雷", "today") == full
    assert said("", "") == [("Dear , ", False), ("see ", True), (" you", False)]
    assert said("李雷", "today") == full


def test_an_empty_value_leaves_nothing_behind(draw: Any) -> None:
    assert draw("{nothing}\n\n> {nothing}\n\n# {nothing}\n\n- {nothing}", nothing="") == []
