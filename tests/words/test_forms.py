"""A form gives its view, reads what came back, and keeps what was typed when it is refused."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.core import forms
from bot.core.forms import Form, Typed, Wrong, read_money
from bot.core.words import Words
from bot.playground.blocks_check import check_view

LABELS = """
[form.all]
title = "Everything there is on one form, and more"
note.label = "**Please** fill in."
agreed.label = "Agreed?"
amount = { label = "Amount", hint = "In full", placeholder = "20m" }
channel.label = "Channel"
channels.label = "Channels"
colleague.label = "Colleague"
customer.label = "Customer"
day.label = "Day"
deputy.label = "Deputy"
hour.label = "Hour"
mail.label = "E-mail"
paper.label = "Paper"
score.label = "Score"
size.label = "Size"
start.label = "Start"
summary.label = "Summary"
title_line.label = "Title"

[channel]
phone = "Phone"
mail = "Mail"
"""


class Everything(Form):
    """One field of each kind."""

    name = "try.all"
    note = forms.Note()
    customer = forms.Customer(required=True)
    title_line = forms.Text(required=True, longest=40)
    summary = forms.LongText()
    channel = forms.Choice(words="try.channel", codes=("mail", "phone"))
    channels = forms.Choices(words="try.channel", radio=True)
    size = forms.Choice(radio=True)
    colleague = forms.Person(dispatch=True)
    deputy = forms.People()
    day = forms.Date()
    hour = forms.Time()
    start = forms.Moment()
    score = forms.Number(least=1, most=5, whole=True)
    amount = forms.Money()
    mail = forms.Email()
    agreed = forms.Checkbox()
    paper = forms.File(types=("pdf",), most=2)

    def check(self, values: Mapping[str, Any]) -> Mapping[str, Wrong]:
        if values.get("score") == 5 and not values.get("summary"):
            return {"summary": Wrong("forms.required")}
        return {}


FILLED: dict[str, Any] = {
    "customer": (12, "Acme *Steel*"),
    "title_line": "T",
    "summary": "S",
    "channel": "phone",
    "channels": ("mail",),
    "size": "big",
    "colleague": "U123",
    "deputy": ("U1", "U2"),
    "day": date(2026, 12, 2),
    "hour": time(9, 30),
    "start": datetime(2026, 12, 2, 10, tzinfo=UTC),
    "score": 4,
    "amount": Decimal(20_000_000),
    "mail": "li@example.com",
    "agreed": True,
}


@pytest.fixture
def form(tmp_path: Path, root: Path) -> Everything:
    for language in ("en", "zh-CN"):
        (tmp_path / language / "try").mkdir(parents=True)
        (tmp_path / language / "words.toml").write_text((root / language / "words.toml").read_text("utf-8"), "utf-8")
        (tmp_path / language / "try" / "words.toml").write_text(LABELS, "utf-8")
    return Everything(Words(tmp_path, strict=True))


def sent_back(view: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The state Slack sends when somebody submits a view as it was prefilled, with some answers changed."""
    state: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            answer = {"type": element["type"], "value": None} | {
                name.replace("initial_", "selected_") if name != "initial_value" else "value": value
                for name, value in element.items()
                if name.startswith("initial_")
            }
            state[block["block_id"]] = {element["action_id"]: answer | changes.get(block["block_id"].split("#")[0], {})}
    return state


SIZES = {"size": [("big", "Big"), ("small", "Small")]}


def test_the_view_is_valid_empty_and_prefilled_in_both_languages(form: Everything) -> None:
    for language in ("en", "zh-CN"):
        for values in ({}, FILLED):
            assert check_view(form.view(language, values, options=SIZES, private="f-81")) == []


def test_what_was_prefilled_comes_back_typed(form: Everything) -> None:
    view = form.view("en", FILLED, options=SIZES)
    parsed = form.parse(sent_back(view), "en")
    assert parsed.errors == {}
    assert parsed.values == FILLED | {"customer": 12, "paper": None}


def test_what_came_filled_and_is_kept_cannot_be_emptied(form: Everything) -> None:
    class Kept(Everything):
        customer = forms.Customer(keeps=True)

    def optional(**values: Any) -> Any:
        blocks = Kept(form.words).view("en", values)["blocks"]
        return next(block["optional"] for block in blocks if block.get("block_id") == "customer")

    assert (optional(), optional(customer=("7", "Acme"))) == (True, False)


def test_a_choice_without_choices_is_left_out(form: Everything) -> None:
    assert "size" not in [block.get("block_id") for block in form.view("en")["blocks"]]


def test_required_fields_left_empty_say_so_at_their_block(form: Everything) -> None:
    parsed = form.parse(sent_back(form.view("zh-CN", edition=3)), "zh-CN")
    assert set(parsed.errors) == {"customer#3", "title_line#3"}
    assert parsed.errors["customer#3"] == form.words.get("zh-CN", "forms.required")


@pytest.mark.parametrize(
    ("field", "answer", "sentence"),
    [
        ("score", {"value": "six"}, "Please enter a number, such as 12 or 3.5."),
        ("score", {"value": "2.5"}, "Please enter a number, such as 12 or 3.5."),
        ("score", {"value": "NaN"}, "Please enter a number, such as 12 or 3.5."),
        ("score", {"value": "1e999999"}, "Please enter a number, such as 12 or 3.5."),
        ("score", {"value": "9"}, "It cannot be above 5."),
        ("score", {"value": "0"}, "It cannot be below 1."),
        ("amount", {"value": "much"}, "Please enter an amount, such as 20m or 350,000.50."),
        ("amount", {"value": "-5"}, "It cannot be below 0."),
        ("mail", {"value": "li at home"}, "That does not look like an e-mail address, such as li.wei@example.com."),
        ("title_line", {"value": "x" * 41}, "At most 40 characters, please shorten it."),
        ("title_line", {"value": " \u202e\u200b\n "}, "Please fill this in."),
        ("channel", {"selected_option": {"value": "fax"}}, "Please choose one from the list."),
        ("day", {"selected_date": "2026-13-40"}, "Please choose a date."),
        ("start", {"selected_date_time": "soon"}, "Please choose a date."),
        ("hour", {"selected_time": "99:99"}, "Please choose a time."),
    ],
)
def test_a_bad_answer_is_told_at_its_field(form: Everything, field: str, answer: Any, sentence: str) -> None:
    state = sent_back(form.view("en", FILLED, options=SIZES), **{field: answer})
    assert form.parse(state, "en").errors == {field: sentence}


def test_a_rule_over_several_fields_is_told_at_one_of_them(form: Everything) -> None:
    state = sent_back(form.view("en", FILLED, options=SIZES), score={"value": "5"}, summary={"value": ""})
    assert set(form.parse(state, "en").errors) == {"summary"}


def test_an_error_of_a_field_not_shown_goes_to_the_first_one_shown(form: Everything) -> None:
    state = sent_back(form.view("en", FILLED, only=("title_line", "day")))
    assert form.errors(state, "en", {"customer": Wrong("forms.required")}) == {"title_line": "Please fill this in."}


def test_a_text_too_long_for_a_form_is_shown_as_an_excerpt_and_stays_unchanged(form: Everything) -> None:
    view = form.view("en", FILLED | {"summary": "word " * 4_000}, options=SIZES)
    assert check_view(view) == []
    assert any("too long for a form" in str(block) for block in view["blocks"] if block["type"] == "context")
    assert "summary" not in form.parse(sent_back(view), "en").values


def test_errors_can_be_shown_below_their_fields(form: Everything) -> None:
    view = form.view("en", only=("title_line",), errors={"title_line": "Too short."})
    assert [block["type"] for block in view["blocks"]] == ["input", "context"]


def test_everything_typed_is_told_back_in_words_even_what_is_wrong(form: Everything) -> None:
    view = form.view("en", FILLED, options=SIZES)
    state = sent_back(view, score={"value": "<!channel>"}, start={"selected_date_time": "soon"})
    told = {each.label: each for each in form.typed(state, "en")}
    assert told["Customer"].text == "Acme *Steel*"
    assert told["Score"].text == "<!channel>"
    assert told["Start"].text == "soon"
    assert told["Agreed?"].text == "Yes"
    assert told["Channels"].text == "Mail"
    assert told["Colleague"] == Typed("Colleague", "U123", person=True)
    assert "Paper" not in told


@pytest.mark.parametrize("state", [{}, {"stranger": {"x": {}}}, {"title_line": {}}, {"title_line": {"a": None}}])
def test_a_state_that_slack_would_not_send_is_borne(form: Everything, state: dict[str, Any]) -> None:
    form.parse(state, "en")
    assert form.typed(state, "en") == []


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("2000万", 20_000_000),
        ("1.5亿", 150_000_000),
        ("3千", 3_000),
        ("20m", 20_000_000),
        ("2.5 bn", 2_500_000_000),
        ("350,000.50", Decimal("350000.50")),
        ("\uffe5\uff11\uff10\u4e07", 100_000),
        ("\u00a55w", 50_000),
        ("人民币30万元", 300_000),
        ("USD 12k", 12_000),
        ("0", 0),
    ],
)
def test_amounts_are_read_as_people_write_them(typed: str, amount: Any) -> None:
    assert read_money(typed) == amount


@pytest.mark.parametrize("typed", ["", "万", "12 apples", "1e5", "--5", "5 5", "1" * 40, "NaN", "∞"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(Wrong):
        read_money(typed)
