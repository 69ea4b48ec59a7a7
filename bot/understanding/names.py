"""Names without a title in English: met Brown and Lee, Jo says, rang will, Blue Spruce's Mike."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.customers.names import lexicon
from bot.understanding.model import Contact
from bot.understanding.ordinary import given, is_ordinary
from bot.understanding.verbs import every_act, present, words
from bot.understanding.vocabulary import load

# Names without a title stand behind these words.
_BEHIND: Final = re.compile(
    r"(?:(?i:\b(?:(?:lady|guy|man|woman|chap|bloke|someone|somebody)\s(?:called|named)|"
    r"(?:sent|emailed|gave|forwarded|presented)\s(?:[a-z]+\s){1,3}to(?=\s[A-Z])|(?:ringing|calling|meeting|visiting"
    r"|chasing)(?=\s[A-Z])|met(?:\sup)?(?:\swith)?|saw|visited|(?<!is\s)(?<!are\s)called|rang|phoned|emailed|"
    r"e-mailed|texted|messaged|spoke\s(?:to|with)|chatted\s(?:to|with)|talked\s(?:to|"
    r"with)|seeing|see|lunch(?:ed)?\swith|coffee\swith|dinner\swith|breakfast\swith|"
    r"drinks\swith|golf\swith|call\s(?:with|from|to)|meeting\swith|zoom(?:ed)?\swith|"
    r"teams\swith|catch[\s-]?up\swith|caught\sup\swith|sat\sdown\swith|video\s?call\swith|"
    r"heard\sfrom|e-?mail\sfrom|message\sfrom|msg\sfrom|text\sfrom|note\sfrom|thanked|asked|chased|"
    r"pinged|reminded|bumped\sinto|ran\sinto|told|called\son|dropped\sin\son|popped\sin\son|introduced\sto|"
    r"tried|(?:tell|owe|invite|chase|ring|call|phone)(?=\s[A-Z])|"
    r"promised|(?<!going\s)(?<!gone\s)(?<!go\s)(?<!went\s)(?<!signed\s)(?<!stay\s)(?<!staying\s)with|w))\s"
    r"|\bw/\s?)(?:(?:partner|director|engineer|buyer|boss|manager|lead)\s)?"
)
_NAME: Final = (
    r"(?:[A-Z][a-z'’\-]+|[A-Z]{2}[a-z]+|O'[A-Z][a-z]+|Mc[A-Z][a-z]+)"
    r"(?:\s(?:(?:van|de|von)\s)?(?:[A-Z][a-z'’\-]+|Mc[A-Z][a-z]+|O'[A-Z][a-z]+)(?![A-Za-z]))?"
)
_WORD: Final = re.compile(r"(?<![A-Za-z0-9_@'’\-])[A-Z][a-z]+(?![A-Za-z0-9_\-])")
_AND_ME: Final = re.compile(r"\s(?:and|&)\s(?:I|me)\b")
NAMES: Final = re.compile(
    rf"(?P<first>{_NAME})(?P<rest>(?:\s?,\s(?={_NAME}\s(?:and|&))|\s(?:and|&|n|\+)\s)(?P<next>{_NAME}))?"
)


@lru_cache(maxsize=1)
def _subjects() -> re.Pattern[str]:
    """A name at the head of a clause with a verb behind it: Jo says, Wang Fang checks."""
    acts = "|".join(verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s") for verb in every_act())
    return re.compile(
        rf"(?:^|[,.;!?:–-]\s+|[, ]'s\s|\b(?:and|but|then)\s|\n\s*[-*•]?\s*)(?P<first>{_NAME})"
        rf"(?:\sand\s(?P<next>{_NAME}))?"
        rf"(?=(?:'ll|"
        rf":\s(?!\S*[A-Z]\w*\s(?:Ltd|Inc|LLC|plc|GmbH))|\s\([A-Z,]|\s(?:at|from|@)\s[A-Z,]|\son\s(?:WhatsApp|WeChat"
        rf"|Zoom|Teams|holiday|leave|annual)\b|\s(?i:wechat|whatsapp)\b|"
        rf"\s(?:in\s(?:a\s)?meetings?|out|away|off|busy|ok|okay|fine)\b|"
        rf"\s(?:is|was|has|does|did|had|would|could|"
        rf"wo)n't|\s(?:WhatsApped|texted|messaged)\b|\s(?:will|promised|agreed|said|"
        rf"says|confirmed|wants|wanted|asked|has|was|is|complained|mentioned|told|"
        rf"needs|not|isn't|seems?|seemed|would|can|could|may|might|also|still|really|"
        rf"very|happy|unhappy|keen|worried|called|rang|emailed|thinks|committed|undertook|likes|loves|prefers|hates"
        rf"|uses|knows|feels|hopes|reckons|looks|"
        rf"to\s(?:send|provide|call|pay|sign|return|confirm|come|repay|get|supply|"
        rf"deliver|review|share|reply|revert|introduce|arrange|speak|check|find|discuss|"
        rf"chase|ask|bring|prepare|look)|(?:{acts})(?!\s+(?:[A-Z]|of\b|for\b)))\b))"
    )


@lru_cache(maxsize=1)
def _small_pinyin() -> re.Pattern[str]:
    """Wang fang to sort it, li lei will call: a Chinese name typed small, with what he does behind it."""
    acts = "|".join(sorted(words("ours", "verbs") | words("acts", "verbs")))
    return re.compile(
        r"(?<![\w'])(?P<first>(?:wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|zhu|hu|guo|lin|gao|luo|liang"
        r"|song|zheng"
        r"|xie|tang|feng|deng|cao|peng|zeng|xiao|tian|dong|pan|yuan|cai|jiang|yu|du|ye|cheng|wei|lu|ding|shen|ren"
        r"|yao)\s[a-z]{2,6})"
        rf"(?=\s(?:will|to)\s(?:{acts})\b)"
    )


@lru_cache(maxsize=1)
def _doers() -> re.Pattern[str]:
    """Li Lei prepare the form, Wang Fang drafting the NDA."""
    acts = "|".join(sorted(words("ours", "verbs")))
    doing = "|".join(sorted(verb.removesuffix("e") + "ing" for verb in words("ours", "verbs")))
    return re.compile(
        rf"(?:^|[,.;!?:–-]\s+|\b(?:and|but|then)\s)(?P<first>[A-Z][a-z]+\s[A-Z][a-z]+)(?=\s(?:{acts}"
        rf"|{doing})\s(?:the|an?|their|his|her|some|[a-z]+)\b)"
    )


# Somebody of the customer's: Blue Spruce's Mike.
_OWN: Final = re.compile(
    rf"(?:[, ]'s\s|,\s+的\s?)(?P<first>{_NAME})"
    r"(?=\s(?:for|at|on|re|about|over|by|to|in|said|says|we|we'd|we'll|that|i'd|[\u4e00-\u9fff])|[,.;:\uff0c]|$)"
)


def with_capitals(text: str) -> str:
    """Given names typed small get their capital letter: met jo at 9, jen wants two more."""
    words = set(_SMALL_RUN.findall(text))
    known = not (words.isdisjoint(given()) and words.isdisjoint(also_words()))
    return _SMALL.sub(_capital, text) if known or not words.isdisjoint(_CALLED) else text


_SMALL_RUN: Final = re.compile(r"[a-z]{2,}")
_CALLED: Final = ("called", "named")  # behind these any word may be a name
_SMALL: Final = re.compile(r"(?<![\w@.'’\-#/])[a-z]{2,}(?![A-Za-z0-9_@\-])")


def _capital(match: re.Match[str]) -> str:
    word = match[0]
    if _SURNAME.match(match.string, match.end()):
        before = re.search(r"([a-z]+)\s$", match.string[max(0, match.start() - _LONGEST_NAME) : match.start()])
        if before and before[1] in given() and word not in no_names() and not _is_verb(word):
            return word.capitalize()
    if word in also_words():
        named = _BEHIND_SMALL.search(match.string, max(0, match.start() - 24), match.start()) is not None
        named = named or _beside_name(match) or _speaks(match)
    else:
        named = word in given() or _is_introduced(match.string, match.start())
    return word.capitalize() if named else word


_LONGEST_NAME: Final = 24
_BEFORE_ANOTHER: Final = re.compile(r"(?:^|[^\w'])(?P<other>[A-Za-z]+)(?:,|\s(?:n|and|&|\+))\s$")
_AND_ANOTHER: Final = re.compile(r"\s(?:n|&|\+)\s(?P<other>[A-Za-z]+)")


_SPEAKS: Final = re.compile(r"\s(?:says|said|rang|phoned|reckons|emailed|texted|messaged|called|thinks|wants)\b")
_BEGINS: Final = re.compile(r"(?:^|[,.;:!?>\n–-]\s*|\b(?:and|but)\s)$")


def _speaks(match: re.Match[str]) -> bool:
    """Charlotte says, behind a mark or her firm."""
    said = _SPEAKS.match(match.string, match.end())
    return said is not None and _BEGINS.search(match.string, max(0, match.start() - 5), match.start()) is not None


_MET_WITH: Final = re.compile(r"\b(?i:with|w|w/|met|saw|rang|and|told|called|seeing)\s$")


def _is_verb(word: str) -> bool:
    """Anke expects to have it: no surname."""
    return word in words("wishes", "verbs") or present(word) is not None


def _beside_name(match: re.Match[str]) -> bool:
    """Lunch with dave n sue: a word that is a name too, listed with a name."""
    before = _BEFORE_ANOTHER.search(match.string, max(0, match.start() - _LONGEST_NAME), match.start())
    other = before or _AND_ANOTHER.match(match.string, match.end())
    if other is None:
        return False
    met = _MET_WITH.search(match.string, max(0, other.start("other") - _LONGEST_NAME), other.start("other"))
    name = other["other"].lower()
    return name in given() or (before is not None and met is not None and name in also_words())


def _is_introduced(text: str, place: int) -> bool:
    """A lady called jo: behind these words anything is a name."""
    called = text.endswith(_CALLED, 0, max(0, place - 1))
    return called and _INTRODUCED.search(text, max(0, place - 20), place) is not None


_SURNAME: Final = re.compile(r"(?:'ll|\s(?:to|will)\s[a-z])")  # tom becker to ring her
_INTRODUCED: Final = re.compile(r"\b(?:lady|guy|man|woman|chap|bloke|someone|somebody)\s(?:called|named)\s$")
_BEHIND_SMALL: Final = re.compile(
    r"\b(?i:met(?:\swith)?|saw|called|rang|phoned|emailed|texted|messaged|whatsapped|tried|(?:spoke|talked"
    r"|chatted)\s(?:to|with)|(?:lunch|coffee|dinner|call|meeting|mtg|zoom|teams|tea)\s(?:with|w)|"
    r"caught\sup\swith|heard\sfrom|told|ask|asked|chased|tell|chase|ring|call|email)\s$"
)


@lru_cache(maxsize=1)
def things() -> frozenset[str]:
    """Months, places, firms and things: between commas they are no people by themselves."""
    return frozenset(load("people")["en"]["also_things"].split())


@lru_cache(maxsize=1)
def also_words() -> frozenset[str]:
    """Given names that are words as well: Grace, Will, Rob."""
    return frozenset(load("people")["en"]["also_words"].split())


def names_in(text: str) -> Iterator[Contact]:
    """Everybody a text names without a title."""
    yield from _behind_words(text)
    yield from _known_names(text)
    for match in _OF_A_FIRM.finditer(text):
        if match["first"].lower() in also_words():
            yield Contact(match["first"], match.span("first"))
    for match in _OWN.finditer(text):
        yield from one_name(text, *match.span("first"))
    for match in _small_pinyin().finditer(text):
        yield Contact(match["first"], match.span("first"))
    for match in _doers().finditer(text):
        yield from one_name(text, *match.span("first"))
    yield from _who_act(text)


def _who_act(text: str) -> Iterator[Contact]:
    for match in _subjects().finditer(text):
        if is_ordinary(match):
            continue
        yield from one_name(text, *match.span("first"))
        if match["next"]:
            yield from one_name(text, *match.span("next"))


def _behind_words(text: str) -> Iterator[Contact]:
    """Met Brown and Lee, rang Will: who stands behind a word of contact."""
    for behind in _BEHIND.finditer(text):
        match = NAMES.match(text, behind.end())
        if match is None:
            continue
        word = re.match(r"[A-Z][a-z]+(?![\w’'-])", match["first"])
        if (
            word
            and word[0].lower() in also_words()
            and not re.match(r"\s(?:\d|and\s+testament)", text[match.start() + word.end() :])
        ):
            yield Contact(word[0], (match.start(), match.start() + word.end()))
            continue
        yield from one_name(text, *match.span("first"))
        if match["next"]:
            yield from one_name(text, *match.span("next"))


# Will from Bramley, Mark at Oakfield: a word that is a name too, with his firm behind it.
_OF_A_FIRM: Final = re.compile(r"(?:^|[,.;:!?–-]\s+|\b(?:and|but)\s)(?P<first>[A-Z][a-z]+)(?=\s(?:from|at|of)\s[A-Z,])")


def _known_names(text: str) -> Iterator[Contact]:
    """Given names stand by themselves; Ben of "Ben and I" is one of ours."""
    for match in _WORD.finditer(text):
        known = match[0].lower()
        if (
            known in also_words() - things()
            and _APART.match(text, match.end())
            and text[: match.start()].rstrip()[-1:] in (",", "(")
        ):
            yield Contact(match[0], match.span())  # the developer, Mark, was there
        if known not in given() or _AND_ME.match(text, match.end()):
            continue
        if known in also_words() and text[: match.start()].strip() == "":
            continue
        named = NAMES.match(text, match.start())
        yield from one_name(text, *(named.span("first") if named else match.span()))


_APART: Final = re.compile(r"\s?[,).;]|\s(?:and|&|n)\s[a-z]")


def one_name(text: str, start: int, end: int) -> Iterator[Contact]:
    """The stretch as a person, without words that are no names; nothing for a company."""
    words = text[start:end].split(" ")
    behind = re.match(r"\s[A-Za-z]+", text[end : end + 20])
    company = lexicon().en_trades | lexicon().en_legal
    if any(word.lower().rstrip(".") in company for word in [*words, *([behind[0].strip()] if behind else [])]):
        return
    while words and words[-1].lower().rstrip("'’") in no_names() and not is_surname(words, text[end : end + 9]):
        words.pop()
    if len(words) > 1 and words[-1].lower().startswith(("i'", "i’")):
        words.pop()  # told Lena I'd have it
    if words and words[0].lower().startswith(("i'", "i’")):
        return
    if words and not {words[0].lower(), words[0].lower().split("-")[0]} & no_names():
        end = start + len(" ".join(words))
        yield Contact(text[start:end], (start, end))


@lru_cache(maxsize=1)
def no_names() -> frozenset[str]:
    """Words with a capital letter that are no names."""
    return frozenset(load("people")["en"]["stop"].split())


ALSO_SURNAMES: Final = frozenset(
    ("price", "long", "best", "day", "may", "march", "good", "young", "early", "law", "page", "moon", "field")
)


def is_surname(words: list[str], behind: str) -> bool:
    """Alan Price, at the end of a phrase: a word that is a surname behind a given name."""
    first = len(words) > 1 and words[0].lower() in given() | also_words()
    named = first and words[-1].lower() in ALSO_SURNAMES
    return named and (behind[:1] in ("", ",", ".", ";", ")", ":") or behind[:9].startswith((" to ", " will ", "'ll ")))
