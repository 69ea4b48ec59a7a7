"""Numbers put into texts of many styles in every spelling hardly ever show; figures that are nobody's hardly ever hide."""

import random
import sys
from pathlib import Path

import pytest

from bot.core.privacy import mask

sys.path.insert(0, str(Path(__file__).parent))
import harsh

MANY = 400


@pytest.mark.parametrize("maker", harsh.PERSONAL, ids=lambda maker: maker.__name__)
def test_no_number_shows_more_than_its_mask(maker):
    rng = random.Random(f"harsh {maker.__name__}")
    shown = []
    for _ in range(MANY):
        number, typed = maker(rng)
        text = harsh.put(rng, typed, harsh.label_of(rng, maker))
        masked = mask(text).text
        if harsh.shows(number, masked):
            shown.append((typed, masked))
    # Behind "contract No." or before 元 a reader, too, takes some of them for something else.
    assert len(shown) <= MANY * 0.003, shown


def test_figures_that_are_nobodys_stay():
    rng = random.Random("harsh figures")
    hidden = []
    for _ in range(MANY * 7):
        text = harsh.put(rng, rng.choice(harsh.IMPERSONAL)(rng))
        if mask(text).findings:
            hidden.append(mask(text))
    assert len(hidden) <= MANY * 7 * 0.001, hidden


@pytest.mark.parametrize("host", [*harsh.ENGLISH, *harsh.CHINESE])
def test_the_texts_themselves_have_nothing_to_hide(host):
    assert mask(host).findings == ()


@pytest.mark.parametrize(
    "text, shown",
    [
        ("身份证号330106199001011230", "330***********1230"),  # the check character is wrong
        ("他说是330106199001011230,记下了", "330***********1230"),
        ("身份证号3301061990010112", "330*********0112"),  # two digits are missing
        ("卡号6222021234567890123", "****0123"),  # Luhn does not hold
        ("card number 4111 1111 1111 1112", "****1112"),
    ],
)
def test_a_number_with_a_slip_of_the_finger_still_names_a_person(text, shown):
    assert shown in mask(text).text


@pytest.mark.parametrize(
    "text", ["订单号:330106199001011230", "订单4111111111111112已发货", "发票号码 3301061990010112"]
)
def test_an_order_number_that_only_looks_alike_stays(text):
    assert mask(text).text == text
