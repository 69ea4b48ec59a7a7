"""Reading what people typed into a form: numbers and amounts as they write them."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

_SCALES = {
    "": 1,
    "百": 100,
    "千": 1_000,
    "k": 1_000,
    "thousand": 1_000,
    "万": 10_000,
    "w": 10_000,
    "百万": 1_000_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "b": 1_000_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_CURRENCY = re.compile(
    r"人民币|rmb|cny|usd|eur|hkd|gbp|jpy|[\u00a5$\u20ac\u00a3]|美元|欧元|港元|英镑|日元|元|块", re.IGNORECASE
)
_AMOUNT = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?|[+-]?\.\d+)\s*([a-z]+|[百千万亿]*)", re.IGNORECASE)
# Chinese input methods type full-width forms: U+FF10 to U+FF19 are the digits, then . , - + and the yen sign.
_FULL_WIDTH = str.maketrans(
    {0xFF10 + digit: str(digit) for digit in range(10)}
    | {"\uff0e": ".", "\uff0c": ",", "\uff0d": "-", "\uff0b": "+", "\uffe5": "\u00a5"}
)


class Wrong(Exception):
    """What somebody entered cannot be used. `key` is the sentence in words.toml, `values` fill its gaps."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values


def read_number(text: str) -> Decimal:
    """A number, also with full-width digits and grouping commas. Raises Wrong."""
    try:
        number = Decimal(text.translate(_FULL_WIDTH).replace(",", "").strip())
    except InvalidOperation:
        raise Wrong("forms.not_a_number") from None
    if not number.is_finite() or abs(number.adjusted()) > 24:
        raise Wrong("forms.not_a_number")
    return number


def read_money(text: str) -> Decimal:
    """An amount: "2000万", "1.5亿", "20m", "¥350,000.50". Raises Wrong."""
    bare = _CURRENCY.sub("", text.translate(_FULL_WIDTH)).strip()
    match = _AMOUNT.fullmatch(bare)
    scale = _SCALES.get(match[2].lower()) if match else None
    if match is None or scale is None or len(bare) > 30:
        raise Wrong("forms.not_money")
    return Decimal(match[1].replace(",", "")) * scale


def within(number: Decimal, least: Decimal | None, most: Decimal | None) -> Decimal:
    """The number itself if it lies in its bounds, both included. Raises Wrong."""
    if least is not None and number < least:
        raise Wrong("forms.too_small", n=f"{least:,f}")
    if most is not None and number > most:
        raise Wrong("forms.too_big", n=f"{most:,f}")
    return number


def entry(block: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one element of an input block, as a view's state holds it; empty when there is none."""
    found: Any = next(iter(block.values()), None)
    return found if isinstance(found, Mapping) else {}
