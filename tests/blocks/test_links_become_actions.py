"""The link grammar: buttons, pickers, menus, and reading back what was pressed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.core.blocks import BadLink, Options, Text, interactive, pressed


def only(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """The one element that can be pressed."""
    (element,) = interactive(blocks)
    return element


def test_a_link_is_a_button_with_the_action_and_the_path(draw: Any) -> None:
    button = only(draw("[Done](do:promise.keep/{id}/now)", id=12))
    assert button["text"]["text"] == "Done"
    assert (button["action_id"], button["value"]) == ("promise.keep", "12/now")
    assert pressed(button).path == ("12", "now")


def test_the_title_carries_style_and_question(draw: Any) -> None:
    button = only(draw('[撤销](do:visit.undo/1 "danger; 确定撤销吗?|撤销|先不")'))
    assert button["style"] == "danger"
    confirm = {name: value["text"] for name, value in button["confirm"].items() if isinstance(value, dict)}
    assert confirm == {"title": "撤销", "text": "确定撤销吗?", "confirm": "撤销", "deny": "先不"}


def test_a_question_may_bring_its_own_title_and_a_value(draw: Any) -> None:
    button = only(draw('[Undo](do:visit.undo/1 "Undo V-{id}|Sure, {name}?|Yes|No")', id=7, name='A "B" | C'))
    assert button["confirm"]["title"]["text"] == "Undo V-7"
    assert button["confirm"]["text"]["text"] == 'Sure, A "B" | C?'
    assert button["confirm"]["confirm"]["text"] == "Yes"


def test_one_action_behind_words_is_their_accessory_and_two_are_a_row(draw: Any) -> None:
    (section,) = draw("**Acme** is due [Done](do:promise.keep/1)")
    assert section["accessory"]["action_id"] == "promise.keep"
    assert section["text"] == {"type": "mrkdwn", "text": "*Acme* is due", "verbatim": True}
    assert [block["type"] for block in draw("Acme [Done](do:a/1) [Later](do:b/1)")] == ["rich_text", "actions"]


def test_plain_words_with_a_button_stay_plain_text(draw: Any) -> None:
    (section,) = draw("{name} is due [Done](do:promise.keep/1)", name="*A* <!channel>")
    assert section["text"] == {"type": "plain_text", "text": "*A* <!channel> is due", "emoji": True}


def test_words_that_a_section_would_distort_get_their_button_below(draw: Any) -> None:
    blocks = draw("**{name}** is due [Done](do:promise.keep/1)", name="a_b_c")
    assert [block["type"] for block in blocks] == ["rich_text", "actions"]


def test_the_same_action_twice_gets_ids_that_differ_and_read_the_same(draw: Any) -> None:
    first, second = interactive(draw("a [x](do:promise.keep/1)\n\nb [x](do:promise.keep/2)"))
    assert (first["action_id"], second["action_id"]) == ("promise.keep", "promise.keep#2")
    assert [pressed(each).name for each in (first, second)] == ["promise.keep"] * 2
    assert [pressed(each).value for each in (first, second)] == ["1", "2"]


@pytest.mark.parametrize(
    ("kind", "element"),
    [
        ("date", "datepicker"),
        ("time", "timepicker"),
        ("moment", "datetimepicker"),
        ("find", "external_select"),
        ("person", "users_select"),
        ("people", "multi_users_select"),
        ("channel", "conversations_select"),
    ],
)
def test_every_picker_carries_its_path_behind_the_name(draw: Any, kind: str, element: str) -> None:
    made = only(draw(f"[Pick](pick:{kind}/promise.move/12)"))
    assert (made["type"], made["action_id"]) == (element, "promise.move/12")
    assert pressed(made).name == "promise.move"
    assert pressed(made).path == ("12",)


def test_a_picker_opens_at_the_date_of_a_value(draw: Any) -> None:
    when = datetime(2026, 12, 2, 10, tzinfo=UTC)
    assert only(draw("[d](pick:date/a?at={w})", w=Text("x", date(2026, 12, 2))))["initial_date"] == "2026-12-02"
    assert only(draw("[d](pick:moment/a?at={w})", w=Text("x", when)))["initial_date_time"] == int(when.timestamp())
    assert "initial_date" not in only(draw("[d](pick:date/a?at={w})", w="soon"))


def test_a_menu_takes_its_choices_from_the_title_or_from_data(draw: Any) -> None:
    fixed = only(draw('[措施](pick:menu/risk.measure/1?is=b "a=补充担保 | b=调整还款")'))
    assert [(each["value"], each["text"]["text"]) for each in fixed["options"]] == [
        ("a", "补充担保"),
        ("b", "调整还款"),
    ]
    assert fixed["initial_option"]["value"] == "b"
    data = Options((("1", "Acme | <!here>"), ("1", "twice"), ("", "no id"), ("2", "")))
    menu = only(draw('[Which?](pick:menu/visit.customer/1 "{choices}")', choices=data))
    assert [(each["value"], each["text"]["text"]) for each in menu["options"]] == [("1", "Acme | <!here>"), ("2", "2")]


def test_a_menu_without_choices_disappears(draw: Any) -> None:
    assert draw('[Which?](pick:menu/a/1 "{choices}")', choices=Options(())) == []


def test_three_dots_with_more_than_five_choices_become_a_menu(draw: Any) -> None:
    assert only(draw('[⋯](pick:more/a/1 "a=A | b=B")'))["type"] == "overflow"
    many = " | ".join(f"{n}=Choice {n}" for n in range(6))
    assert only(draw(f'[⋯](pick:more/a/1 "{many}")'))["type"] == "static_select"


def test_more_than_a_hundred_choices_and_25_buttons_are_cut_into_what_slack_takes(draw: Any) -> None:
    choices = Options(tuple((str(n), f"Choice {n}") for n in range(300)))
    assert len(only(draw('[x](pick:menu/a/1 "{c}")', c=choices))["options"]) == 100
    rows = draw(" ".join(f"[b](do:a/{n})" for n in range(60)))
    assert [len(row["elements"]) for row in rows] == [25, 25, 10]


def test_a_page_button_goes_to_our_own_address_only(draw: Any) -> None:
    assert only(draw("[Guide](go:https://example.com/x)"))["url"] == "https://example.com/x"
    assert draw("[Guide](go:{url})", url="https://evil.example/") == []
    assert only(draw("[Thread](go:{url})", url="https://acme.slack.com/archives/C1"))["url"].startswith("https://acme")


def test_a_path_that_is_no_id_is_encoded_and_read_back(draw: Any) -> None:
    button = only(draw("[x](do:a/{word}/1)", word="a b?#<>"))
    assert pressed(button).path == ("a b?#<>", "1")
    assert " " not in button["value"]


@pytest.mark.parametrize("link", ["[x](do:)", "[x](do:Promise Keep/1)", "[x](pick:colour/a/1)", "[x](do:../a)"])
def test_a_link_outside_the_grammar_is_refused(draw: Any, link: str) -> None:
    with pytest.raises(BadLink):
        draw(link.replace(" ", "%20") if "Keep" in link else link)


@pytest.mark.parametrize(
    ("action", "picked"),
    [
        ({"selected_date": "2026-12-02"}, ("2026-12-02",)),
        ({"selected_date_time": 1796205600}, ("1796205600",)),
        ({"selected_option": {"value": "a"}}, ("a",)),
        ({"selected_options": [{"value": "a"}, {"value": "b"}]}, ("a", "b")),
        ({"selected_users": ["U1", "U2"]}, ("U1", "U2")),
        ({"selected_user": "U1"}, ("U1",)),
        ({"selected_option": None}, ()),
        ({}, ()),
    ],
)
def test_what_was_picked_is_read_from_every_kind_of_payload(action: dict[str, Any], picked: tuple[str, ...]) -> None:
    assert pressed({"action_id": "a/1", **action}).picked == picked
