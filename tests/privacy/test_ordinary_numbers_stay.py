"""Order numbers, amounts, dates, public codes and hotlines are no personal data and stay readable."""

import random
import sys
import time
from pathlib import Path

import pytest

from bot.core.privacy import find, mask

sys.path.insert(0, str(Path(__file__).parent))
import corpus


@pytest.mark.parametrize("line", corpus.CLEAN)
def test_nothing_is_masked_in_a_text_without_personal_data(line):
    assert mask(line).text == line


@pytest.mark.parametrize("label", ["SN ", "S/N: ", "serial no. ", "序列号"])
def test_a_serial_number_may_hold_what_looks_like_a_telephone(label):
    assert mask(f"{label}13800138000X9").text == f"{label}13800138000X9"


def test_labelled_order_numbers_are_hardly_ever_masked():
    rng = random.Random(7)
    labels = ["订单号:", "运单号", "流水号 ", "发票号码", "order number ", "Invoice no. ", "tracking #", "reference: "]
    masked = 0
    for _ in range(4000):
        number = "".join(rng.choice("0123456789") for _ in range(rng.choice([8, 10, 12, 14, 16, 18, 19, 20])))
        masked += bool(mask(f"请查{rng.choice(labels)}{number},谢谢").findings)
    assert masked / 4000 < 0.01


def test_dated_order_numbers_are_not_taken_for_cards():
    rng = random.Random(8)
    masked = 0
    for _ in range(4000):
        number = f"2024{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}" + str(rng.randint(10**8, 10**10))
        masked += bool(mask(f"客户下单{number}后未发货").findings)
    assert masked / 4000 < 0.01


def test_a_social_credit_code_is_recognised_and_stays_public():
    found = find("社会信用代码91110108551385082Q")
    assert [(item.kind, item.masked) for item in found] == [("uscc", "91110108551385082Q")]
    assert mask("社会信用代码91110108551385082Q").findings == ()


LONGEST = 40_000
"""Characters Slack lets anybody write in one message."""
UNITS = [
    "1",
    "1 ",
    "a@",
    "138-",
    "密码",
    "编号",
    "AB12",
    ".",
    "一",
    "password ",
    "13800138000 ",
    "a",
    "号码",
    "is ",
    "%31",
    "&#49;",
]


@pytest.mark.parametrize("unit", UNITS)
def test_reading_is_linear_in_the_text(unit):
    text = unit * (LONGEST // len(unit)) + "@"

    def seconds(size: int) -> float:
        started = time.thread_time()
        find(text[:size])
        return time.thread_time() - started

    seconds(1000)
    # Sixteen times the text: 16 times as long if linear, 256 if quadratic; a busy machine lies in between.
    short, long = seconds(len(text) // 16), seconds(len(text))
    assert long < 100 * max(short, 0.005)
