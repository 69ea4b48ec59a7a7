"""The checker knows Slack's documented limits: at the limit it is silent, one beyond it speaks."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.blocks_check import check_blocks, check_metadata, check_view


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(text: str = "b", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text)} | more


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def options(count: int, text: str = "t", value: str = "v") -> list[dict[str, Any]]:
    return [{"text": plain(text), "value": f"{value}{number}"} for number in range(count)]


def select(**fields: Any) -> dict[str, Any]:
    return {"type": "static_select"} | fields


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def cell(text: str = "c") -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


def chart(**fields: Any) -> dict[str, Any]:
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie"} | fields}


CONFIRM = {"title": plain("t" * 100), "text": plain("x" * 300), "confirm": plain("c" * 30), "deny": plain("d" * 30)}
GOOD_AND_BAD = {
    "blocks in a message": ([section("a")] * 50, [section("a")] * 51),
    "header": ([{"type": "header", "text": plain("h" * 150)}], [{"type": "header", "text": plain("h" * 151)}]),
    "section text": ([section("a" * 3000)], [section("a" * 3001)]),
    "empty text": ([section("a")], [section("")]),
    "fields": ([{"type": "section", "fields": [plain("f")] * 10}], [{"type": "section", "fields": [plain("f")] * 11}]),
    "field text": (
        [{"type": "section", "fields": [plain("f" * 2000)]}],
        [{"type": "section", "fields": [plain("f" * 2001)]}],
    ),
    "actions": ([actions(*[button()] * 25)], [actions(*[button()] * 26)]),
    "button text": ([actions(button("b" * 75))], [actions(button("b" * 76))]),
    "button value": ([actions(button(value="v" * 2000))], [actions(button(value="v" * 2001))]),
    "button style": ([actions(button(style="danger"))], [actions(button(style="default"))]),
    "button url": (
        [actions(button(url="https://a.b/" + "c" * 2988))],
        [actions(button(url="https://a.b/" + "c" * 2989))],
    ),
    "action id": ([actions(button(action_id="a" * 255))], [actions(button(action_id="a" * 256))]),
    "action id twice": (
        [actions(button(action_id="a"), button(action_id="b"))],
        [actions(button(action_id="a"), button(action_id="a"))],
    ),
    "block id twice": (
        [section("a") | {"block_id": "1"}, section("a") | {"block_id": "2"}],
        [section("a") | {"block_id": "1"}, section("a") | {"block_id": "1"}],
    ),
    "options": ([actions(select(options=options(100)))], [actions(select(options=options(101)))]),
    "option text": ([actions(select(options=options(1, "t" * 75)))], [actions(select(options=options(1, "t" * 76)))]),
    "option value": (
        [actions(select(options=options(1, value="v" * 149)))],
        [actions(select(options=options(1, value="v" * 150)))],
    ),
    "options or groups": (
        [actions(select(option_groups=[{"label": plain("l"), "options": options(1)}]))],
        [actions(select(option_groups=[{"label": plain("l"), "options": options(1)}], options=options(1)))],
    ),
    "initial option": (
        [actions(select(options=options(2), initial_option=options(1)[0]))],
        [actions(select(options=options(2), initial_option=options(3)[2]))],
    ),
    "overflow": (
        [actions({"type": "overflow", "options": options(5)})],
        [actions({"type": "overflow", "options": options(6)})],
    ),
    "checkboxes": (
        [actions({"type": "checkboxes", "options": options(10)})],
        [actions({"type": "checkboxes", "options": options(11)})],
    ),
    "confirm": ([actions(button(confirm=CONFIRM))], [actions(button(confirm=CONFIRM | {"deny": plain("d" * 31)}))]),
    "date": (
        [actions({"type": "datepicker", "initial_date": "2026-12-01"})],
        [actions({"type": "datepicker", "initial_date": "2026-13-01"})],
    ),
    "time": (
        [actions({"type": "timepicker", "initial_time": "23:59"})],
        [actions({"type": "timepicker", "initial_time": "24:00"})],
    ),
    "instant": (
        [actions({"type": "datetimepicker", "initial_date_time": 1764000000})],
        [actions({"type": "datetimepicker", "initial_date_time": 176400000})],
    ),
    "placeholder": (
        [actions({"type": "datepicker", "placeholder": plain("p" * 150)})],
        [actions({"type": "datepicker", "placeholder": plain("p" * 151)})],
    ),
    "context": (
        [{"type": "context", "elements": [plain("c")] * 10}],
        [{"type": "context", "elements": [plain("c")] * 11}],
    ),
    "image": (
        [{"type": "image", "image_url": "https://a.b/c.png", "alt_text": "a"}],
        [{"type": "image", "image_url": "https://a.b/c.png"}],
    ),
    "unknown block": ([{"type": "divider"}], [{"type": "diviner"}]),
    "unknown field": ([{"type": "divider"}], [{"type": "divider", "colour": "red"}]),
    "mrkdwn in a header": (
        [{"type": "header", "text": plain("h")}],
        [{"type": "header", "text": {"type": "mrkdwn", "text": "h"}}],
    ),
    "input element in actions": ([actions(button())], [actions({"type": "plain_text_input"})]),
    "rich text": (
        [rich({"type": "text", "text": "a", "style": {"bold": True}})],
        [rich({"type": "text", "text": "a", "style": {"bald": True}})],
    ),
    "rich text empty": ([rich({"type": "text", "text": "a"})], [rich({"type": "text", "text": ""})]),
    "rich date": (
        [rich({"type": "date", "timestamp": 1764000000, "format": "{date}", "fallback": "f"})],
        [rich({"type": "date", "timestamp": "soon", "format": "{date}"})],
    ),
    "table rows": ([{"type": "table", "rows": [[cell()]] * 100}], [{"type": "table", "rows": [[cell()]] * 101}]),
    "table cells": ([{"type": "table", "rows": [[cell()] * 20]}], [{"type": "table", "rows": [[cell()] * 21]}]),
    "table characters": (
        [{"type": "table", "rows": [[cell("c" * 5000)] * 2]}],
        [{"type": "table", "rows": [[cell("c" * 5000), cell("c" * 5001)]]}],
    ),
    "data table": (
        [{"type": "data_table", "caption": "c", "rows": [[cell()], [cell()]]}],
        [{"type": "data_table", "caption": "c", "rows": [[cell()], [cell(), cell()]]}],
    ),
    "pie": (
        [chart(segments=[{"label": "l" * 20, "value": 1}])],
        [chart(segments=[{"label": "l" * 21, "value": 1}])],
    ),
    "line": (
        [
            chart(
                type="line",
                axis_config={"categories": ["a"]},
                series=[{"name": "s", "data": [{"label": "a", "value": 1}]}],
            )
        ],
        [
            chart(
                type="line",
                axis_config={"categories": ["a"]},
                series=[{"name": "s", "data": [{"label": "b", "value": 1}]}],
            )
        ],
    ),
    "markdown": ([{"type": "markdown", "text": "m" * 12000}], [{"type": "markdown", "text": "m" * 6001}] * 2),
    "card": ([{"type": "card", "title": plain("t" * 150)}], [{"type": "card", "subtitle": plain("t")}]),
    "alert only in modals": ([section("a")], [{"type": "alert", "text": plain("a")}]),
}


@pytest.mark.parametrize("name", GOOD_AND_BAD)
def test_at_the_limit_it_is_silent_and_beyond_it_speaks(name):
    good, bad = GOOD_AND_BAD[name]
    assert check_blocks(good) == []
    assert check_blocks(bad) != []


def modal(**fields: Any) -> dict[str, Any]:
    entry = {"type": "input", "label": plain("l"), "element": {"type": "plain_text_input"}}
    return {"type": "modal", "title": plain("t"), "submit": plain("s"), "blocks": [entry]} | fields


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (modal(title=plain("t" * 24)), modal(title=plain("t" * 25))),
        (modal(submit=plain("s" * 24)), modal(submit=plain("s" * 25))),
        (modal(), modal(submit=None)),
        (modal(private_metadata="p" * 3000), modal(private_metadata="p" * 3001)),
        (modal(blocks=[section("a")] * 100), modal(blocks=[section("a")] * 101)),
        ({"type": "home", "blocks": []}, {"type": "dome", "blocks": []}),
        (modal(blocks=[{"type": "alert", "text": plain("a")}]), modal(blocks=[{"type": "table", "rows": [[cell()]]}])),
    ],
)
def test_views_have_their_own_limits(good, bad):
    assert check_view(good) == []
    assert check_view(bad) != []


@pytest.mark.parametrize("junk", [None, "x", 7, [None], [[]], [{}], [{"type": None}], [{"type": "section", "text": 5}]])
def test_junk_is_described_and_never_raises(junk):
    assert check_blocks(junk) != []
    assert check_view(junk) != []


def test_metadata_has_a_name_of_letters_and_an_object():
    assert check_metadata({"event_type": "a-b_c1", "event_payload": {}}) is None
    assert check_metadata({"event_type": "a b", "event_payload": {}}) == "invalid_metadata_schema"
    assert check_metadata(["a"]) == "invalid_metadata_format"


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The address of every value inside a payload."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, part in inner for found in places(part, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    """A copy with one value exchanged."""
    if not path:
        return junk
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], junk)
    return copy


@pytest.mark.parametrize("name", [name for name, pair in GOOD_AND_BAD.items() if len(str(pair[0])) < 4000])
def test_one_wrong_value_anywhere_never_raises(name):
    good = GOOD_AND_BAD[name][0]
    for path in places(good):
        for junk in (None, 7, "x", [], {}, [[]], [{}], {"type": []}):
            spoilt = replaced(good, path, junk)
            assert isinstance(check_blocks(spoilt), list)
            assert isinstance(check_view({"type": "modal", "title": plain("t"), "blocks": spoilt}), list)
