"""Folding before reading: one character in, one character out, so every span stays true."""

from __future__ import annotations

import unicodedata

_TRADITIONAL = (
    "週周點点號号後后內内個个兩两時时鐘钟禮礼節节開开過过這这國国慶庆聖圣誕诞勞劳動动農农曆历"
    "裡里裏里當当間间終终諾诺應应說说談谈見见給给發发來来會会將将準准備备幾几處处約约訪访聯联"
    "係系復复電电話话報报歲岁結结陽阳臘腊廿廿顆颗樓楼園园線线館馆棟栋東东長长假假壹一貳二聽听尋寻"
)
_PUNCTUATION = {
    "\u3000": " ",
    "\u00a0": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\t": " ",
    "\u2013": "-",
    "\u2014": "-",
    "\u2212": "-",
    "\u2010": "-",
    "\u2011": "-",
    "\u301c": "~",
    "\uff5e": "~",
    "\u2019": "'",
    "\u2018": "'",
    "\u02bc": "'",
    "\u3001": "、",
    "\u2236": ":",
    "\u2215": "/",
    "\u2044": "/",
    "\u66f0": "日",  # 曰, which is 日 mistyped
}
_LIMIT = 20_000


def _bare(code: int) -> str:
    """An accented letter without its accent, so that no word ends within Amelie; nothing for other signs."""
    letter = unicodedata.normalize("NFD", chr(code))[0].lower()
    return letter if letter.isascii() and letter.isalpha() else ""


def _table() -> dict[int, str]:
    table = {code: bare for code in range(0xC0, 0x250) if (bare := _bare(code))}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table.update({ord(key): value for key, value in _PUNCTUATION.items()})
    table.update({ord(old): new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)})
    table.update({code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
    table.update({code: chr(code - 0xFEE0 + 32) for code in range(0xFF21, 0xFF3B)})
    for code in [*range(0xC0, 0x180), *range(0x1E00, 0x1F00)]:  # the am of Amélie is no morning
        bare = unicodedata.normalize("NFD", chr(code))[0]
        if bare.isascii() and bare.isalpha():
            table[code] = bare.lower()
    return table


_FOLD = _table()


def fold(text: str) -> str:
    """The text in lower case, half width and simplified script, same length as its first 20,000 characters.

    Nobody types a longer note; the cap keeps hostile input cheap. A lone surrogate passes through unharmed.
    """
    return text[:_LIMIT].translate(_FOLD)
