"""People on the customer's side: 李总, 财务总监王芳, 老周, Mr. Brown, the CFO, met Brown and Lee."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.customers.names import lexicon
from bot.understanding.model import Contact, Span
from bot.understanding.scanner import Found
from bot.understanding.vocabulary import load

# 周总 in 本周总结 is no Mr Zhou: what makes a title part of another word.
_NOT_AFTER: Final = {
    "总": "结体部额量共之公行裁监计算价值数括汇览动统长经归",
    "工": "厂作资程业商行会地艺人具序期",
    "董": "事",
    "会计": "师事",
    "法人": "",
    "采购": "了的计量部设合需",
    "财务": "报状数部总顾成软系",
    "经理": "",
    "姐": "妹",
    "哥": "",
    "叔": "",
    "姨": "",
    "先生": "",
    "老师": "",
}
_WEEK: Final = "本下上这每一两三几首当单双整半"  # before 周: a week, not a surname
_HIGH: Final = "提较很最太更偏升新拔崇"  # before 高: high, not a surname


@lru_cache(maxsize=1)
def _chinese() -> re.Pattern[str]:
    words = load("people")["zh"]
    surname = f"(?:{'|'.join(words['compounds'].split())}|[{''.join(words['surnames'].split())}])"
    titles = "|".join(
        title + (f"(?![{_NOT_AFTER[title]}])" if _NOT_AFTER.get(title) else "")
        for title in sorted(set(words["titles"].split()), key=len, reverse=True)
    )
    roles = "|".join(sorted(set(words["roles"].split()), key=len, reverse=True))
    given = r"[\u4e00-\u9fff]"
    not_given = "(?![和与跟及同了的是说在去来约谈聊等也都打已])"
    return re.compile(
        rf"(?P<role>(?:新|新任|新来的)?(?:{roles}|财务|采购|销售|法人))?(?P<person>(?<![{_HIGH}])(?P<surname>{surname})(?:{not_given}{given}){{0,2}}?(?:{titles}))"
        rf"|(?P<role_name>(?:{roles}))(?P<full>{surname}(?:{not_given}{given}){{1,2}}?)(?=$|"
        rf"[^\u4e00-\u9fff]|[和与跟及说谈聊来在今昨、表要想答接陪退等参])"
        rf"|(?:(?<![\u4e00-\u9fff])|(?P<desk>{roles}|财务|采购|生产|销售|技术部?|财务部|采购部|"
        rf"仓库|车间))(?P<old>[老小阿](?P<old_name>[{''.join(words['surnames'].split())}]))(?![板师\u4e00-\u4e00])(?=$|"
        rf"[^\u4e00-\u9fff]|[和与跟说谈聊来在今昨见约打电要想答是不参也、])"
        rf"|(?<=[见访和跟与给找约了、])(?P<old2>老[{''.join(words['surnames'].split())}])(?![板师])"
    )


@lru_cache(maxsize=1)
def _english() -> re.Pattern[str]:
    honorifics = "|".join(sorted(load("people")["en"]["honorifics"].split(), key=len, reverse=True))
    name = r"[A-Z][A-Za-z'’\-]*[A-Za-zé](?:\s(?:[A-Z][a-z'’\-]+|(?:van|de|von|der|la)\s[A-Z][a-z]+)(?!\.\w))?"
    lowered = "|".join(f"{word[0]}{word[1:]}" for word in honorifics.split("|"))
    return re.compile(
        rf"\b(?P<honorific>(?i:{lowered}))\b\.?\s(?P<name>{name}|[a-z][a-z'\-]+)(?:\s(?:and|"
        rf"&)\s(?P<second>(?!(?i:{lowered})\b){name})(?!\s(?:will|to|from|has|said|"
        rf"promised)))?"
    )


# Names without a title stand behind these words.
_BEHIND: Final = re.compile(
    r"(?:(?i:\b(?:met(?:\sup)?(?:\swith)?|saw|visited|called|rang|phoned|emailed|"
    r"e-mailed|texted|messaged|spoke\s(?:to|with)|chatted\s(?:to|with)|talked\s(?:to|"
    r"with)|seeing|see|lunch(?:ed)?\swith|coffee\swith|dinner\swith|breakfast\swith|"
    r"drinks\swith|golf\swith|call\s(?:with|from|to)|meeting\swith|zoom(?:ed)?\swith|"
    r"teams\swith|catch[\s-]?up\swith|caught\sup\swith|sat\sdown\swith|video\s?call\swith|"
    r"heard\sfrom|e-?mail\sfrom|message\sfrom|msg\sfrom|text\sfrom|note\sfrom|thanked|asked|chased|"
    r"pinged|reminded|bumped\sinto|ran\sinto|told|called\son|dropped\sin\son|popped\sin\son|introduced\sto|"
    r"promised|(?<!going\s)(?<!gone\s)(?<!go\s)(?<!went\s)(?<!signed\s)(?<!stay\s)(?<!staying\s)with|w))\s|\bw/\s?)(?:(?:partner|director|engineer|buyer|boss|manager|lead)\s)?"
)
_NAME: Final = (
    r"(?:[A-Z][a-z'’\-]+|[A-Z]{2}[a-z]+|O'[A-Z][a-z]+|Mc[A-Z][a-z]+)"
    r"(?:\s(?:(?:van|de|von)\s)?(?:[A-Z][a-z'’\-]+|Mc[A-Z][a-z]+|O'[A-Z][a-z]+)(?![A-Za-z]))?"
)
_WORD: Final = re.compile(r"(?<![\w@'’\-])[A-Z][a-z]+(?![\w\-])")
_AND_ME: Final = re.compile(r"\s(?:and|&)\s(?:I|me)\b")
_NAMES: Final = re.compile(
    rf"(?P<first>{_NAME})(?P<rest>(?:\s?,\s(?={_NAME}\s(?:and|&))|\s(?:and|&)\s)(?P<next>{_NAME}))?"
)

_SUBJECTS: Final = re.compile(
    rf"(?:^|[,.;!?:–-]\s+|[, ]'s\s|\b(?:and|but|then)\s|\n\s*[-*•]?\s*)(?P<first>{_NAME})(?:\sand\s(?P<next>{_NAME}))?"
    rf"(?=(?:'ll|"
    rf":\s|\s\([A-Z,]|\s(?:at|from|@)\s[A-Z,]|\son\s(?:WhatsApp|WeChat|Zoom|Teams|holiday|leave|annual)\b|\s(?i:wechat|whatsapp)\b|"
    rf"\s(?:in\s(?:a\s)?meetings?|out|away|off|busy|ok|okay|fine)\b|"
    rf"\s(?:is|was|has|does|did|had|would|could|"
    rf"wo)n't|\s(?:WhatsApped|texted|messaged)\b|\s(?:will|promised|agreed|said|"
    rf"says|confirmed|wants|wanted|asked|has|was|is|complained|mentioned|told|"
    rf"needs|not|isn't|seems?|seemed|would|can|could|may|might|also|still|really|"
    rf"very|happy|unhappy|keen|worried|called|rang|emailed|thinks|committed|undertook|"
    rf"to\s(?:send|provide|call|pay|sign|return|confirm|come|repay|get|supply|"
    rf"deliver|review|share|reply|revert|introduce|arrange|speak|check|find|discuss|"
    rf"chase|ask|bring|prepare|look))\b))"
)


# Somebody of the customer's: Blue Spruce's Mike.
_OWN: Final = re.compile(
    rf"(?:[, ]'s\s|,\s+的\s?)(?P<first>{_NAME})"
    r"(?=\s(?:for|at|on|re|about|over|by|to|in|said|says|we|we'd|we'll|that|i'd|[\u4e00-\u9fff])|[,.;:\uff0c]|$)"
)
_CHANGED: Final = re.compile(
    r"(?:换了?个?|新来的?|新|变更|更换|招|聘|intro to (?:the|their) |introduction to (?:the|their) )$"
)


def find_people(text: str, flat: str, roles: Sequence[Found], taken: Sequence[Span]) -> list[Contact]:
    """Everybody who seems to be on the customer's side, in the order of the line; never within `taken` stretches."""
    masked, folded = _masked(text, taken), _masked(flat, taken)
    found = [*_with_titles(text, folded), *_english_titles(masked), *_names(masked)]
    for each in roles:
        if not _CHANGED.search(flat, 0, each.start) and flat[each.end : each.end + 1] != "姓":
            found.append(Contact(text[each.start : each.end], (each.start, each.end)))
        if named := _NAMES.match(text, each.end + (2 if text[each.end : each.end + 2] == " (" else 1)):
            found += _one_name(text, *named.span("first"))
    found.sort(key=lambda contact: (contact.span[0], -contact.span[1]))
    people: list[Contact] = []
    for contact in found:
        if any(start < contact.span[1] and contact.span[0] < end for start, end in taken):
            continue
        people = _joined(people, contact, text)
    return people


def _masked(text: str, taken: Sequence[Span]) -> str:
    """The text with commas for what is known to be no person, so that no name is read across it: 华兴五金何老板."""
    for start, end in taken:
        text = text[:start] + "," * (end - start - 1) + ", "[: end - start][-1:] + text[end:] if end > start else text
    return text


def _joined(people: list[Contact], contact: Contact, text: str) -> list[Contact]:
    """Add somebody; a role and a name side by side are one person: CFO Ms Chen, 财务总监王总, Brown (CFO)."""
    if not people:
        return [contact]
    last = people[-1]
    if contact.span[0] < last.span[1]:
        return people
    between = text[last.span[1] : contact.span[0]]
    if (
        between.strip() in ("(", "（")
        and _is_role(contact)
        and text[contact.span[1] : contact.span[1] + 1] not in (")", "）")
    ):
        return people
    titled = between == ", " and not _is_role(last) and re.match(r" (?:of|at)\b|,", text[contact.span[1] :])
    if (titled or between in ("", " ", " (", "（", "(", ", the ", ", their ")) and _is_role(last) != _is_role(contact):
        end = contact.span[1] + (
            1 if between.strip() in ("(", "（") and text[contact.span[1] : contact.span[1] + 1] in (")", "）") else 0
        )
        return [*people[:-1], Contact(text[last.span[0] : end], (last.span[0], end))]
    return [*people, contact]


@lru_cache(maxsize=1)
def _role_words() -> tuple[re.Pattern[str], ...]:
    words = load("people")
    plain = [re.escape(word) for word in words["zh"]["roles"].split()]
    patterns = [word[1:-1] for word in words["en"]["roles"].split()]
    return (re.compile("|".join([*plain, *patterns])),)


def _is_role(contact: Contact) -> bool:
    return _role_words()[0].fullmatch(contact.text.lower().removeprefix("the ")) is not None


def _with_titles(text: str, flat: str) -> Iterator[Contact]:
    for match in _chinese().finditer(flat):
        start, end = match.span()
        surname = match["surname"] or ""
        if (
            match["person"]
            and surname == "周"
            and flat[match.start("surname") - 1 : match.start("surname")] in set(_WEEK)
        ):
            continue
        if match["person"] and len(match["person"]) > 4 and _swallowed(match["person"]):
            continue
        yield Contact(text[start:end], (start, end))


def _swallowed(person: str) -> bool:
    """于今天拜访王总 must not be one person called 于."""
    return any(word in person[1:-1] for word in ("今", "明", "拜", "见", "的", "和", "、"))


def _english_titles(text: str) -> Iterator[Contact]:
    for match in _english().finditer(text):
        name = match["name"]
        if name.lower() in _stop():
            continue
        end = match.end("name")
        words = name.split(" ")
        if len(words) > 1 and words[1].lower() in _stop():
            end = match.start("name") + len(words[0])
        yield Contact(text[match.start() : end], (match.start(), end))
        if match["second"] and match["second"].split(" ")[0].lower() not in _stop():
            yield Contact(match["second"], match.span("second"))


def _names(text: str) -> Iterator[Contact]:
    for behind in _BEHIND.finditer(text):
        match = _NAMES.match(text, behind.end())
        if match is None:
            continue
        yield from _one_name(text, *match.span("first"))
        if match["next"]:
            yield from _one_name(text, *match.span("next"))
    yield from _known_names(text)
    for match in _OWN.finditer(text):
        yield from _one_name(text, *match.span("first"))
    for match in _SUBJECTS.finditer(text):
        yield from _one_name(text, *match.span("first"))
        if match["next"]:
            yield from _one_name(text, *match.span("next"))


def _known_names(text: str) -> Iterator[Contact]:
    """Given names stand by themselves; Ben of "Ben and I" is one of ours."""
    for match in _WORD.finditer(text):
        if match[0].lower() not in _given() or _AND_ME.match(text, match.end()):
            continue
        named = _NAMES.match(text, match.start())
        yield from _one_name(text, *(named.span("first") if named else match.span()))


def _one_name(text: str, start: int, end: int) -> Iterator[Contact]:
    words = text[start:end].split(" ")
    behind = re.match(r"\s[A-Za-z]+", text[end : end + 20])
    company = lexicon().en_trades | lexicon().en_legal
    if any(word.lower().rstrip(".") in company for word in [*words, *([behind[0].strip()] if behind else [])]):
        return
    while words and words[-1].lower().rstrip("'’") in _stop():
        words.pop()
    if words and words[0].lower().startswith(("i'", "i’")):
        return
    if words and not {words[0].lower(), words[0].lower().split("-")[0]} & _stop():
        end = start + len(" ".join(words))
        yield Contact(text[start:end], (start, end))


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset(load("people")["en"]["given"].split())


@lru_cache(maxsize=1)
def _stop() -> frozenset[str]:
    return frozenset(load("people")["en"]["stop"].split())
