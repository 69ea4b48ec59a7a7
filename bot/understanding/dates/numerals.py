"""Numbers as people write them in dates: digits, Chinese numerals, English words."""

from __future__ import annotations

ZH_NUMBER = r"(?:\d{1,4}|[零〇一二两三四五六七八九十百廿卅俩仨]{1,5})"
ZH_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
ZH_MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九元正])"

_DIGIT = {**{char: index for index, char in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "俩": 2, "仨": 3}
_TENS = {"廿": 20, "卅": 30}

_ONES = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
)
EN_NUMBERS: dict[str, int] = {word: index for index, word in enumerate(_ONES, start=1)} | {
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "sixty": 60,
    "ninety": 90,
    "a": 1,
    "an": 1,
    "a couple of": 2,
    "couple of": 2,
    "a couple": 2,
    "couple": 2,
    "half a": 0,
    "half an": 0,
    "twenty-four": 24,
    "forty-eight": 48,
    "seventy-two": 72,
    "a dozen": 12,
}
_EN_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
EN_NUMBERS |= _EN_TENS | {
    f"{tens}{join}{word}": value + index
    for tens, value in _EN_TENS.items()
    for join in ("-", " ")
    for index, word in enumerate(_ONES[:9], start=1)
}
EN_NUMBER = (
    r"(?:\d{1,3}(?![\d.,:/])|(?<!hundred and )(?<!hundred )(?<![a-z]-)(?:"
    rf"(?:{'|'.join(_EN_TENS)})(?:[- ](?:{'|'.join(_ONES[:9])})(?![a-z]))?|"
    + "|".join(
        sorted((word for word in EN_NUMBERS if word.split("-")[0].split()[0] not in _EN_TENS), key=len, reverse=True)
    )
    + r"))"
)

_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
)
EN_ORDINALS: dict[str, int] = {word: index for index, word in enumerate(_ORDINALS, start=1)} | {
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "5th": 5,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
    **{
        f"{tens}{join}{word}": value + index
        for tens, value, most in (("twenty", 20, 9), ("thirty", 30, 1))
        for join in ("-", " ")
        for index, word in enumerate(_ORDINALS[:most], start=1)
    },
    "last": -1,
    "final": -1,
}
EN_ORDINAL = "(?:" + "|".join(sorted(EN_ORDINALS, key=len, reverse=True)) + ")"


def zh_number(text: str) -> int | None:
    """The value of a Chinese or Arabic numeral; None where the characters are not one (十百)."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    if text in ("元", "正"):
        return 1
    if len(text) > 1 and all(char in _DIGIT for char in text):
        return int("".join(str(_DIGIT[char]) for char in text))
    return _positional(text)


def _positional(text: str) -> int | None:
    total, pending = 0, 0
    for char in text:
        if char in _DIGIT:
            pending = _DIGIT[char]
        elif char == "百":
            total, pending = total + (pending or 1) * 100, 0
        elif char == "十":
            total, pending = total + (pending or 1) * 10, 0
        elif char in _TENS:
            total, pending = total + _TENS[char], 0
        else:
            return None
    return total + pending


def zh_about(text: str) -> int | None:
    """Like `zh_number`, but 两三 and 三五 ("two or three") answer with the later one: nobody is late for that."""
    if len(text) == 2 and all(char in _DIGIT for char in text) and _DIGIT[text[0]] < _DIGIT[text[1]]:
        return _DIGIT[text[1]] if _DIGIT[text[0]] else None
    return zh_number(text)


def en_number(text: str) -> int | None:
    """The value of an English number word or digits; 0 for "half a"; None where it is neither."""
    return int(text) if text.isdigit() else EN_NUMBERS.get(text)
