"""People on the customer's side: 李总, 财务总监王芳, 老周, Mr. Brown, the CFO, met Brown and Lee."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from bot.understanding.model import Contact, Span
from bot.understanding.people.called import called, foreign, western
from bot.understanding.people.dotted import dotted
from bot.understanding.people.full_names import ends_a_word, is_full_name
from bot.understanding.people.kin import kin
from bot.understanding.people.name_words import WORDS_BEHIND_MR, no_names, plain
from bot.understanding.people.names import PARTICLES, is_surname, names_in
from bot.understanding.people.pairs import pairs, with_later
from bot.understanding.people.ranked import ranked
from bot.understanding.people.roles import DESK, at_work, in_role
from bot.understanding.people.small_names import with_capitals
from bot.understanding.people.speaking_desks import speaking_desks
from bot.understanding.text.cues import Cued, cued
from bot.understanding.text.scanner import Found, hastily, hasty, listed
from bot.understanding.text.vocabulary import load

# 周总 in 本周总结 is no Mr Zhou: what makes a title part of another word.
_NOT_AFTER: Final = {
    "总": "结体部额量共之公行裁监计算价值数括汇览动统长经归",
    "工": "厂作资程业商行会地艺人具序期",
    "董": "事",
    "会计": "师事所准科凭报",
    "法人": "",
    "课": "程题本堂件时表前后长外余业间税",
    "监": "督理控管事测视护考制造",
    "总裁": "会",
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
# Cantonese short titles: 陳生, 黃太; only where a word ends or somebody speaks.
_SHORT_TITLES: Final = ("生", "太", "博")
_SPEAKS: Final = r"(?=$|[^\u4e00-\u9fff]|[话说讲问约催打来想要同叫答])"
_WEEK: Final = "本下上这每一两三几首当单双整半"  # before 周: a week, not a surname


@lru_cache(maxsize=1)
def _chinese() -> re.Pattern[str]:
    words = load("people")["zh"]
    surname = f"(?:{hastily('|'.join(words['compounds'].split()))}|[{''.join(words['surnames'].split())}])"
    titles = hastily(listed(map(_title, sorted(set(words["titles"].split()), key=len, reverse=True))))
    roles = listed(sorted(set(words["roles"].split()), key=len, reverse=True))
    desk = (
        rf"(?:{hastily(listed(words['desks'].split()))}(?:部门?|处|科|岗|组|室|站|总监|经理|主管|主任|专员|负责人|助理|组长|副总|部长|总)?|"
        r"总监|经理|主管|主任|会计|出纳|门卫|司机|工长|队长|组长|厂长|店长|副总|总助|秘书|助理|保安|库管|业务员|老板|(?<=[\u4e00-\u9fff])[部处科])"
    )
    given = r"[\u4e00-\u9fff]"
    not_given = "(?![和与跟及同了的是说在去来约谈聊等也都打已])"
    return hasty(
        rf"(?P<role>{hastily(rf'(?:新|新任|新来的)?(?:{roles}|财务|采购|销售|法人)')})?(?P<person>(?P<surname>{surname})(?:{not_given}{given}){{0,2}}?(?:{titles}))"
        rf"|(?P<role_name>{hastily(roles)})(?P<full>{surname}(?:{not_given}{given}){{1,2}}?)(?=$|"
        rf"[^\u4e00-\u9fff]|[和与跟及说谈聊来在今昨、表要想答接陪退等参签收发打问催给反提回到把也已让约])"
        rf"|(?:(?<![\u4e00-\u9fff])|(?<=[客对]户是)|(?<=那边是)|(?<=对方是)|(?P<desk>{hastily(f'{roles}|{desk}')}))"
        rf"(?P<old>[老小阿](?P<old_name>[{''.join(words['surnames'].split())}]))(?![板师案块法式额型号规程度序子品件])(?(desk)"
        rf"|(?=$|"
        rf"[^\u4e00-\u9fff]|[和与跟说讲谈聊来在今昨明周下见约打电要想答是不参也、飞微都陪提发给告透介反让催抱怨站主问接回带去会把对表没又已刚还负拍请坚微]))"
        rf"|(?<=[见访和跟与给找约了、的])(?P<old2>老[{''.join(words['surnames'].split())}])(?![板师])"
    )


def _title(title: str) -> str:
    if title in _SHORT_TITLES:
        return title + _SPEAKS
    return title + (f"(?![{_NOT_AFTER[title]}])" if _NOT_AFTER.get(title) else "")


@lru_cache(maxsize=1)
def surnames() -> frozenset[str]:
    """Chinese surnames of one character."""
    return frozenset("".join(load("people")["zh"]["surnames"].split()))


@lru_cache(maxsize=1)
def _english() -> Cued:
    honorifics = "|".join(sorted(load("people")["en"]["honorifics"].split(), key=len, reverse=True))
    name = rf"(?:[A-Z]\.?\s)?[A-Z][A-Za-z'’\-]*[A-Za-zé](?:\s(?:{PARTICLES})?(?:[A-Z][a-z'’\-]+)(?!\.\w))?"
    lowered = "|".join(f"{word[0]}{word[1:]}" for word in honorifics.split("|"))
    titles = "|".join(sorted(load("people")["en"]["titles"].split(), key=len, reverse=True))
    return cued(
        rf"(?<![A-Za-z])(?:(?P<honorific>(?i:{lowered}))\b\.?\s(?P<name>{name}|[A-Z]\b\.?|[a-z][a-z'\-]+)"
        rf"|(?i:{titles})\b\.?\s(?!(?i:{lowered})\b)(?P<titled>{name}))(?:\s(?:and|"
        rf"&)\s(?P<second>(?!(?i:{lowered}|{titles})\b){name})(?!\s(?:will|to|from|has|said|"
        rf"promised)))?"
    )


def is_honorific(flat: str, text: str, span: Span) -> bool:
    """Mrs kaur: a title before a name, whosever code its letters are; MRS in capitals stays a code."""
    word = text[slice(*span)]
    honorifics = load("people")["en"]["honorifics"].split()
    return not word.isupper() and word.lower() in honorifics and re.match(r"\.?\s[a-z]", flat[span[1] :]) is not None


def _named(text: str, span: Span) -> Contact:
    """Priya's sorting glasses: what belongs to the verb is no part of her name."""
    end = span[1] - 2 if text.endswith(_IS, *span) else span[1]
    return Contact(text[span[0] : end], (span[0], end))


_IS: Final = ("'s", "\u2019s")


def find_people(text: str, flat: str, roles: Sequence[Found], taken: Sequence[Span]) -> list[Contact]:
    """Everybody who seems to be on the customer's side, in the order of the line; never within `taken` stretches."""
    masked, folded = _masked(plain(text), taken), _masked(flat, taken)
    found = _chinese_people(text, folded) if _HAN.search(folded) else []
    if _LATIN.search(masked):
        capitals = with_capitals(masked)
        found += [
            *_english_titles(masked, flat),
            *western(masked, flat),
            *foreign(masked, flat),
            *names_in(capitals, flat),
            *pairs(masked),
            *at_work(masked),
            *kin(capitals, flat),
        ]
    found = [_named(text, each.span) for each in found]
    for each in roles:
        found += in_role(text, plain(text), flat, each)
    found.sort(key=lambda contact: (contact.span[0], -contact.span[1]))
    found = [each for each in found if not any(start < each.span[1] and each.span[0] < end for start, end in taken)]
    found = [each for each in found if not (_is_role(each) and _NEW_POST.search(flat, 0, each.span[0]))]
    named = {each.span[0] for each in found}
    people: list[Contact] = []
    for contact in found:
        begins = _is_role(contact) and contact.span[1] + 1 in named and text[contact.span[1]] == " "
        people = [*people, contact] if begins and _is_apart(people, contact, text) else _joined(people, contact, text)
    return with_later(people, masked)


# 李总升任集团副总, Jo was promoted to CFO: what somebody has become is nobody else.
_NEW_POST: Final = re.compile(
    r"(?:升任|升为|晋升|提拔|调任|担任|兼任|就任|出任|转任|改任|聘为|任命)(?:为|到|成|了)?[^,;。]{0,4}$"
    r"|\b(?:promoted|moving up|stepping up|stepped up|moved up|appointed|made|becomes?|became"
    r"|takes over as|took over as)(?:\s+(?:to|as|the|new|our|their))*\s+$"
)


def _is_apart(people: Sequence[Contact], role: Contact, text: str) -> bool:
    """CEO Paul Ortiz, CIO Wendy Chan: the second role belongs to the name behind it."""
    return (
        bool(people) and people[-1].span[1] <= role.span[0] and text[people[-1].span[1] : role.span[0]] in (", ", " ")
    )


def _chinese_people(text: str, flat: str) -> list[Contact]:
    parts = (_with_titles(text, flat), called(flat), dotted(flat), ranked(flat), speaking_desks(flat))
    return [each for part in parts for each in part]


def _masked(text: str, taken: Sequence[Span]) -> str:
    """The text with commas for what is known to be no person, so that no name is read across it: 华兴五金何老板."""
    for start, end in taken:
        text = text[:start] + "," * (end - start - 1) + ", "[: end - start][-1:] + text[end:] if end > start else text
    return text


_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LATIN: Final = re.compile(r"[A-Za-z]{2}")
# What may stand between a name and what he is: Bubba the yard foreman, Owner is Kerensa Tonkin, Con, her plant manager.
_JOINS: Final = re.compile(
    r"(?:,|、|:|名?叫|[ ]-|[ ]?[(（](?:ex[- ][\w ]+\),?)?)?"
    r"(?:[ ](?:[(（](?:ex[- ]\w+[)）],?[ ]?)?)?(?:(?:who|he|she)(?:'s|[ ]is)|is|was|as|now)?)?"
    r"(?:[ ]?(?:now|of the place|there is(?: now)?))?(?:[ ]?(?:is|was))?[ ]?"
    r"(?:(?:the|their|our|his|her|its|an?|a new|the new|their new)[ ])?"
)
# The new plant manager is Joe Black: he is called by his name.
_COPULA: Final = re.compile(r"\b(?:is|was)\b")
# The yard foreman, her plant controller: what a role is of.
_OF_WHAT: Final = re.compile(
    r"(?:[ ]|, |[ ][(])(?:the|their|our|his|her|its|an?)[ ](?:new[ ])?(?!and\b|or\b|of\b|to\b|for\b)[a-z&-]+[ ]"
)


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
    if between == "" and last.text.endswith(_DESKS) and (contact.text[0] in "小老阿" or len(last.text) >= _LONGEST):
        return [*people[:-1], Contact(text[last.span[0] : contact.span[1]], (last.span[0], contact.span[1]))]
    beside = _JOINS.fullmatch(between) or (_is_role(contact) and _OF_WHAT.fullmatch(between))
    if (titled or beside) and _is_role(last) != _is_role(contact):
        if _is_role(last) and _COPULA.search(between):
            return [*people[:-1], contact]
        end = contact.span[1] + (
            1 if between.strip() in ("(", "（") and text[contact.span[1] : contact.span[1] + 1] in (")", "）") else 0
        )
        return [*people[:-1], Contact(text[last.span[0] : end], (last.span[0], end))]
    return [*people, contact]


_DESKS: Final = ("主管", "经理", "主任", "会计", "出纳", "专员", "助理", "采购", "财务", "长", "老板", "工程师")


@lru_cache(maxsize=1)
def _role_words() -> tuple[frozenset[str], re.Pattern[str]]:
    words = load("people")
    patterns = [word[1:-1] for word in words["en"]["roles"].split()]
    return frozenset(words["zh"]["roles"].split()), re.compile("|".join(patterns))


def _is_role(contact: Contact) -> bool:
    text = contact.text.lower().removeprefix("the ")
    if _says_role(text):
        return True
    desk = next((match for match in DESK.finditer(text) if match.end() == len(text)), None)
    return desk is not None and _says_role(text[: desk.start()])


def _says_role(text: str) -> bool:
    plain, patterns = _role_words()
    return text in plain or patterns.fullmatch(text) is not None


def _with_titles(text: str, flat: str) -> Iterator[Contact]:
    place = 0
    while match := _chinese().search(flat, place):
        start, end = match.span()
        place = end
        if match["person"] and _is_no_person(flat, match):
            place = match.start("surname") + 1
            continue
        if match["full"] and not is_full_name(match["full"]):
            end = match.end("role_name")  # 老板关机: his telephone is off
        yield Contact(text[start:end], (start, end))


def _is_no_person(flat: str, match: re.Match[str]) -> bool:
    """本周总结, 对方何工, 于今天拜访王总, 华东精工: the surname is a part of another word."""
    person, surname, place = match["person"], match["surname"], match.start("surname")
    if (surname == "周" and flat[max(0, place - 1) : place] in set(_WEEK)) or ends_a_word(flat, place):
        return True
    if (
        person in _TRADES
        or person[:2] in ("安排", "方便", "成立", "连同", "包括", "辛苦", "卫生", "区域", "安监")
        or (len(person) > _LONGEST and _swallowed(person))
    ):
        return True
    if person[0] == "谢" and len(person) > len(surname) + 1 and person[1] in surnames():
        return True  # 谢何总: thanks
    # 李工 is an engineer, 华东精工 a company
    return person[-1] in "工课监" and not person.endswith("总监") and len(person) > len(surname) + 1


_TRADES: Final = ("施工", "包工", "管工", "钟工", "全工")
_LONGEST: Final = 4


def _swallowed(person: str) -> bool:
    """于今天拜访王总 must not be one person called 于."""
    return any(word in person[1:-1] for word in ("今", "明", "拜", "见", "的", "和", "、"))


_SHORTENED: Final = re.compile(r"(?:fr|capt|cmdr|cdr|lt|col|cpt|insp|sgt|adv|rev|cllr|smt)\.")


def _english_titles(text: str, flat: str) -> Iterator[Contact]:
    for match in _english().finditer(text, line=flat):
        group = "name" if match["name"] else "titled"
        name = match[group]
        words = name.split(" ")
        if match["titled"] and text[match.start("titled") - 2] == "." and not _SHORTENED.match(flat, match.start()):
            continue  # along with his uncle. Requesting
        if words[0].lower() in no_names() and not (match["honorific"] and words[0] in WORDS_BEHIND_MR):
            continue
        end = match.end(group)
        if len(words) > 1 and words[1].lower() in no_names() and not is_surname(words, text[end : end + 9]):
            end = match.start(group) + len(words[0])
        yield Contact(text[match.start() : end], (match.start(), end))
        if match["second"] and match["second"].split(" ")[0].lower() not in no_names():
            yield Contact(match["second"], match.span("second"))
