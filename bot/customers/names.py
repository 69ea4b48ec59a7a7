"""What a company name is made of: region, core, trade and legal form; and the forms under which people type it."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

from bot.customers.folding import compact, fold, is_chinese, squeeze

Kind = Literal["name", "alias", "code", "short", "core", "lead"]
EXPLICIT: Final = frozenset({"name", "alias", "code"})  # what somebody wrote down, as against what we derived
LONGEST_FORM: Final = 80
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_WORDS: Final = re.compile(r"[^\W_]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The word lists of data/names.toml, longest first where the order matters."""

    regions: tuple[str, ...]
    zh_legal: tuple[str, ...]
    zh_trades: tuple[str, ...]
    weak_trades: frozenset[str]
    en_legal: frozenset[str]
    en_trades: frozenset[str]
    en_common: frozenset[str]
    region_first: re.Pattern[str]  # a region at the beginning, with 省 or 市
    region_last: re.Pattern[str]  # ... at the end
    trade_first: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart; every part is squeezed (folded, without spaces and punctuation).

    苏州华东精工机械有限公司 -> regions ("苏州",), core 华东精工, tail ("机械",), short 华东精工机械.
    """

    regions: tuple[str, ...]
    core: str
    tail: tuple[str, ...]
    short: str
    full: str


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The shipped word lists."""
    data = tomllib.loads((files("bot.customers") / "data" / "names.toml").read_text(encoding="utf-8"))
    zh, en = data["zh"], data["en"]

    def longest_first(words: str) -> tuple[str, ...]:
        return tuple(sorted(set(words.split()), key=len, reverse=True))

    regions, trades = longest_first(zh["regions"]), longest_first(zh["trades"])
    return Lexicon(
        regions=regions,
        zh_legal=longest_first(zh["legal"]),
        zh_trades=trades,
        weak_trades=frozenset(zh["weak_trades"].split()),
        en_legal=frozenset(en["legal"].split()),
        en_trades=frozenset(en["trades"].split()),
        en_common=frozenset(en["common"].split()),
        region_first=re.compile(f"({'|'.join(regions)})[省市区县]?"),
        region_last=re.compile(f"({'|'.join(regions)})[省市区县]?$"),
        trade_first=re.compile("|".join(trades)),
    )


@lru_cache(maxsize=4096)
def parts(name: str) -> NameParts:
    """Take a company name apart; a name that is nothing but common parts keeps them as its core."""
    folded = fold(name)
    if any(is_chinese(char) for char in folded):
        return _chinese(folded)
    return _latin(folded)


def _chinese(folded: str) -> NameParts:
    full = squeeze(folded)
    bare = squeeze(_BRACKETS.sub("", folded)) or full
    rest = _without_ending(bare, lexicon().zh_legal)[0]
    regions, rest = _leading_regions(rest)
    regions += _bracketed_regions(folded)
    core, tail = _without_ending(rest, lexicon().zh_trades)
    if core in lexicon().regions:
        core, tail = rest, ()
    return NameParts(regions, core, tail, rest, full)


def _without_ending(text: str, endings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Take known endings off as long as two characters stay."""
    taken: list[str] = []
    while True:
        found = None
        if text.endswith(endings):
            found = next((end for end in endings if text.endswith(end) and len(text) - len(end) >= 2), None)
        if found is None:
            return text, tuple(reversed(taken))
        text = text[: -len(found)]
        taken.append(found)


def _leading_regions(text: str) -> tuple[tuple[str, ...], str]:
    taken: list[str] = []
    while True:
        found = lexicon().region_first.match(text)
        if found is None:
            return tuple(taken), text
        rest = text[found.end() if len(text) - found.end() >= 2 else found.end(1) :]
        # 上海电气, 长沙银行: what follows is only a trade, so the place is the name.
        if len(rest) < 2 or rest in lexicon().zh_trades or rest in ("银行", "商业银行", "农商行", "农商银行"):
            return tuple(taken), text
        taken.append(found[1])
        text = rest


def _bracketed_regions(folded: str) -> tuple[str, ...]:
    inside = "".join(_BRACKETS.findall(folded))
    return tuple(name for name in lexicon().regions if name in inside) if inside else ()


def _latin(folded: str) -> NameParts:
    words = [squeeze(word) for word in _WORDS.findall(_BRACKETS.sub(" ", folded.replace(".", "")))]
    words = words or [squeeze(folded)]
    if words[0] == "the" and len(words) > 1:
        words = words[1:]
    short = list(words)
    while len(short) > 1 and (short[-1] in lexicon().en_legal or short[-1] == "and"):
        short.pop()
    core = list(short)
    while len(core) > 1 and core[-1] in lexicon().en_trades and not _too_common(core[:-1]):
        core.pop()
    return NameParts((), "".join(core), tuple(short[len(core) :]), "".join(short), squeeze(folded))


def _too_common(words: list[str]) -> bool:
    return len("".join(words)) < 3 or all(word in lexicon().en_common for word in words)


@dataclass(frozen=True, slots=True)
class Written:
    """One way a customer may be written in a line, squeezed."""

    text: str
    kind: Kind


def written_forms(name: str, code: str | None, aliases: tuple[str, ...]) -> list[Written]:
    """Every form under which a customer can be named in a line, each once, explicit ones first."""
    found: dict[str, Kind] = {}

    def add(text: str, kind: Kind) -> None:
        text = squeeze(text)[:LONGEST_FORM]
        if len(text) >= 2:
            found.setdefault(text, kind)

    add(name, "name")
    add(code or "", "code")
    for alias in aliases:
        add(alias, "alias")
    for source in (name, *aliases, *(_other_and(each) for each in (name, *aliases))):
        taken = parts(source)
        add(taken.short, "short" if source == name else "alias")
        add(taken.core, "core")
        add(_hospital(source), "core")
    add(_first_word(name), "lead")
    return [Written(text, kind) for text, kind in found.items()]


# 明州市第二人民医院 is called 二院, 附属第一医院 附一院.
_HOSPITAL: Final = re.compile(r"(?P<of>附)?(?:属)?第?(?P<number>[一二三四五六七八九十])(?:人民|中心)?医院$")


def _hospital(name: str) -> str:
    found = _HOSPITAL.search(fold(name))
    return f"{found['of'] or ''}{found['number']}院" if found else ""


def _first_word(name: str) -> str:
    """Quantum of Quantum Cloud Solutions: too little to be sure of, enough to ask. Nothing for common words."""
    folded = fold(name)
    words = [] if any(is_chinese(char) for char in folded) else [squeeze(word) for word in _WORDS.findall(folded)]
    words = words[1:] if words[:1] == ["the"] else words
    return words[0] if len(words) > 1 and len(words[0]) >= 4 and not _too_common(words[:1]) else ""


def _other_and(name: str) -> str:
    """Brown & Sons is also typed Brown and Sons, and the other way round."""
    return name.replace("&", " and ") if "&" in name else re.sub(r"(?i)\band\b", " ", name)


def word_starts(name: str) -> list[str]:
    """What a search may begin with: every character of a Chinese name, every word of a Latin one, to the name's end."""
    seen = compact(name)
    starts = [
        place
        for place, char in enumerate(seen.text)
        if place in seen.breaks or (is_chinese(char) and place < len(seen.text) - 1)
    ]
    return [seen.text[place:][:LONGEST_FORM] for place in starts]
