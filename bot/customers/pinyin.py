"""How a Chinese name sounds: what people type when the input method is off, and what homophone typos have in common."""

import importlib.util
import json
import unicodedata
from functools import lru_cache
from itertools import product
from pathlib import Path
from sys import intern
from typing import Final

from bot.customers.folding import fold, is_chinese

# Readings usual in names where the table's first one is not, or where speakers differ (verify: taken from usage).
_USUAL: Final = (
    "长 chang zhang; 重 chong zhong; 行 hang xing; 乐 le yue; 厦 xia sha; 曾 zeng; "
    "单 shan dan; 解 xie jie; 会 hui kuai; 翟 zhai; 朝 chao zhao; 盛 sheng; 都 du; 沈 shen; "
    "柏 bai bo; 朴 piao pu; 覃 qin tan; 仇 qiu; 区 qu ou; 查 zha cha; 藏 cang zang; 率 lv; "
    "晟 sheng cheng; 茄 jia; 莞 guan; 蚌 beng; 六 liu lu; 亳 bo; 台 tai; 燕 yan; 尉 wei yu; "
    "盖 gai ge; 宁 ning; 华 hua; 石 shi; 广 guang; 传 chuan zhuan; 调 diao tiao; "
    "降 jiang xiang; 洗 xi; 贾 jia; 车 che; 合 he; 万 wan; 奇 qi; 大 da; 鑫 xin; 和 he; 发 fa; "
    "中 zhong"
)
NAME_READINGS: Final = {entry[0]: entry[2:] for entry in _USUAL.split("; ")}
MOST_VARIANTS: Final = 4


@lru_cache(maxsize=1)
def _readings() -> dict[int, str]:
    """First reading of every character, without tones, from pypinyin's single-character table.

    The file is read directly: importing the package loads its phrase table (65 MB) too.
    """
    spec = importlib.util.find_spec("pypinyin")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypinyin is not installed; run make setup")
    raw = json.loads((Path(spec.origin).parent / "pinyin_dict.json").read_text(encoding="utf-8"))
    readings = {}
    for code, sounds in raw.items():
        if 0x3400 <= int(code) <= 0x9FFF:
            readings[int(code)] = intern(_toneless(sounds.split(",")[0]))
    return readings


def _toneless(sound: str) -> str:
    plain = unicodedata.normalize("NFD", sound).replace("u\u0308", "v")
    return "".join(letter for letter in plain if letter.isascii() and letter.isalpha())


@lru_cache(maxsize=8192)
def sounds_of(char: str) -> tuple[str, ...]:
    """The readings of one Chinese character, the usual one first; nothing for any other character."""
    return syllables(char)[0] if is_chinese(char) else ()


def syllables(text: str) -> list[tuple[str, ...]]:
    """The readings of each character, usual one first; Latin letters and digits stand for themselves."""
    sounds: list[tuple[str, ...]] = []
    for char in fold(text):
        if char in NAME_READINGS:
            sounds.append(tuple(NAME_READINGS[char].split()))
        elif is_chinese(char):
            sounds.append((_readings().get(ord(char), char),))
        elif char.isalnum():
            sounds.append((char,))
    return sounds


def spellings(text: str) -> list[str]:
    """Full pinyin without spaces, e.g. 重工 -> chonggong, zhonggong; at most MOST_VARIANTS of them."""
    return _variants(syllables(text))


def initials(text: str) -> list[str]:
    """First letters, e.g. 鑫达 -> xd; at most MOST_VARIANTS of them."""
    return _variants([tuple(dict.fromkeys(sound[0] for sound in sounds)) for sounds in syllables(text)])


def _variants(choices: list[tuple[str, ...]]) -> list[str]:
    seen: dict[str, None] = {}
    for combination in product(*choices):
        seen["".join(combination)] = None
        if len(seen) == MOST_VARIANTS:
            break
    return list(seen)
