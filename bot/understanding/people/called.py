"""Chinese people called without a title: 小吴, 老陈, 阿强, 花姐, and 陈生 of the south."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.understanding.model import Contact, Span
from bot.understanding.people.name_words import also_words, no_names, things
from bot.understanding.text.scanner import hasty
from bot.understanding.text.vocabulary import load

# Where a name may begin: at the head, behind a mark, a customer or a date (masked), or behind one of these.
_BEGINS: Final = (
    r"(?:(?<![\u4e00-\u9fff])|(?<=[见访和跟与给找约了、的嘅同佢啲欠是叫换成请向问催由户板理任长监计纳管员"
    r"人务购台工方傅才边站处导科室课店队组区院校厂线岗班社所局户]))"
)
_GOES_ON: Final = (
    r"(?=$|[^\u4e00-\u9fff]|[说讲话问答要想约打来加微发电接提催嫌急反给有视开碰在去到也又还都已刚本昨今明后下上这跟和与的是不没带陪对]"
    r"|[一食倾傾介表会把吃喝见聊谈拉透饮抱怨了签收交之先原早晚上前寄拍确查看做推临突因])"
)


# Names of the west of the country, written by their sound: 阿迪力经理, 古丽主任.
_FAR_BEGINS: Final = (
    "(?:阿(?!姨)|艾|买|古丽|热|努|帕|吐|玉素|迪丽|库|扎西|卓玛|巴特|乌|达瓦|次仁|木|赛罕|巴图|巴雅|苏和|布和|布仁|朝鲁|哈斯|那仁|娜仁|萨仁|斯琴|特木"
    "|格日|其木|其其|宝音|孟和|呼和|牧仁|吉雅|塔娜|托娅|多吉|旺堆|丹增|洛桑|平措|格桑|边巴|尼玛|索朗|仁青|麦麦)"
)
_FAR_WHOLE: Final = "赛罕|巴图|苏和|布和|朝鲁|哈斯|斯琴|孟和|牧仁|塔娜|托娅|多吉|丹增|洛桑|平措|格桑|扎西|卓玛|古丽"
_FAR: Final = "[尔力提江买迪丽娜孜热不都拉木里汗克别卡什德布桑次仁格玛措宗罗尼合曼古斯甫图雅云吉勒音勤嘎其日]"
_FAR_TITLES: Final = (
    "总经理|经理|主任|厂长|老板|会计|先生|女士|科长|总|大哥|队长|场长|书记|站长|社长|老师|大姐|主管|院长"
)


_ROLES: Final = (
    r"(?:(?<=经理)|(?<=主任)|(?<=[店业房]主)|(?<=老板)|(?<=[队班站厂店部]长)|"
    r"(?<=程师)|(?<=主管)|(?<=联系人)|(?<=[他她]们)|(?<=对方)|(?<=车铺)|(?<=工地)|(?<=实习生)|(?<=接人)|(?<=助理)|(?<=导游)|(?<=管家))"
)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words, names = load("people")["zh"], load("names_zh")
    surnames, given = "".join(words["surnames"].split()), "".join(names["given"].split()) + names["called"]
    # 小时, 小额: together with what comes before or behind it, the surname is another word.
    never = "".join(char for char, behind in names["no_call"].items() if not behind)
    joined = "|".join(f"{char}[{behind}]" for char, behind in names["no_call"].items() if behind)
    kin = "姐|哥(?!伦|们)|叔|婶|嫂|伯|姨|妹(?!妹)|弟(?!弟)"
    return hasty(
        rf"{_BEGINS}(?:(?P<young>[小老](?![{never}]|{joined})[{surnames}])(?:{kin}|{_GOES_ON})"
        r"|(?P<small>小(?:美|丽|芳|雪|燕|娟|玲|霞|静|雨|杰|强|军|龙|辉|伟|峰|琴|梅|菲|娜|婷|倩|慧|莉|洁|斌|勇|刚|涛)(?![好食容女学生院名点气雨化景])(?=$|[^\u4e00-\u9fff]|[说讲问要想约打来加微发提催嫌很超特非挺比也都还已昨今明在去到跟和])|阿[a-z]{2,9}(?![a-z]))"
        rf"|(?P<ah>阿(?!里|姨|拉)(?:[{given}]|[{surnames}]))(?:{kin}|{_GOES_ON})"
        rf"|(?P<kin>(?![和与跟给找的小大表堂][姐哥])(?:[{given}]){{1,2}}(?:{kin}))"
        rf"|(?P<far>(?:{_FAR_BEGINS}{_FAR}{{1,4}}|{_FAR_WHOLE})(?:{_FAR_TITLES}))"
        rf"|(?P<rank>(?![{never}全万单高向于石安关门文江管成和温方]|{joined})[{surnames}](?:厂|院|局|处|所|校|队|台|乡|镇|科))"
        rf"(?=$|[^\u4e00-\u9fff]|[说讲话问答约打让催嫌同要想反见聊])"
        rf"|(?P<family>(?<![百同贵尊原我])姓(?:[{surnames}](?![名氏])|[a-z]{{2,8}}(?![a-z]))(?!姓)"
        rf"(?:的?(?:先生|女士|小姐|老师))?)"
        rf"|(?P<sir>(?!卫生)[{surnames}][生太](?![产意活日效成长态平忙高贵多]){_GOES_ON}))"
        rf"|(?P<dear>(?:(?<![\u4e00-\u9fff])|(?<=[的发给教问替帮跟和找约见]))"
        rf"阿[{given}](?![尔力提江迪丽娜孜热都拉木里斯克汗卡布根联姨])(?:{kin})?)"
        # Right behind a customer, a day or a role no verb need follow.
        rf"|(?:(?<=, )(?:(?:那边|这边)?的|那边|那个)?|{_ROLES})"
        rf"(?P<sure>[小老阿](?![{never}]|{joined})[{surnames}](?![板师]))"
    )


def called(flat: str) -> Iterator[Contact]:
    """The people so called in a folded text in which everything known is masked."""
    for match in _pattern().finditer(flat):
        if match["family"] and _ELSEWHERE.search(flat, 0, match.start()):
            continue  # who has come new, or somebody the customer sends us to
        if match["kin"] is None or not _DENIED.search(flat, 0, match.start()):
            group = "sure" if match["sure"] else 0
            yield Contact(match[group], match.span(group))


_ELSEWHERE: Final = re.compile(r"换了?|新来|新任|新的?[\u4e00-\u9fff]{2,4}$|接任|离职|介绍")
_DENIED: Final = re.compile(r"(?:表|堂|大|二|三|小)$")

# Schmidt先生, Kevin总: a western name with a Chinese title.
_WESTERN: Final = re.compile(
    r"(?<![A-Za-z])(?P<name>[A-Z][a-z'’-]+(?:\s[A-Z][a-z'’-]+)?)\s?"
    r"(?:先生|女士|小姐|太太|博士|教授|老师|经理|总监|主管|总(?![结体部额量共之公行裁监计价表账数值])|姐|哥)"
)


def western(masked: str, flat: str) -> Iterator[Contact]:
    """The western names with a Chinese title, in a text in which everything known is masked."""
    for match in _WESTERN.finditer(masked) if not flat.isascii() else ():
        if not any(word.lower() in no_names() for word in match["name"].split()):
            yield Contact(match[0], match.span())


# Frank在电话里很不高兴, 跟Sunrise的Grace约了: a given name written into Chinese without a blank.
_FOREIGN: Final = re.compile(r"(?<![A-Za-z0-9_@.&'-])(?P<name>[A-Z][a-z]{1,11})(?![A-Za-z0-9_.&'-])")
_BESIDE: Final = re.compile(r"[\u4e00-\u9fff,，、]\s?$|^$")


def foreign(masked: str, flat: str) -> Iterator[Contact]:
    """The given names that stand beside Chinese words, in a text in which everything known is masked."""
    for match in _FOREIGN.finditer(masked) if not flat.isascii() else ():
        behind = masked[match.end() : match.end() + 1]
        beside = "\u4e00" <= behind <= "\u9fff" or (
            not behind.isalnum() and _BESIDE.search(masked, max(0, match.start() - 2), match.start()) is not None
        )
        if beside and match["name"].lower() in _given_names():
            yield Contact(match["name"], match.span("name"))


@lru_cache(maxsize=1)
def _given_names() -> frozenset[str]:
    return (also_words() | frozenset(load("names_zh")["western"].split())) - things() - no_names()


def is_person(flat: str, span: Span) -> bool:
    """Whether the name of a firm, found there, is somebody's: Mr Whitcombe, 阿芳姐 of 阿芳服装店."""
    return _MR.search(flat, max(0, span[0] - 10), span[0]) is not None or _KIN.match(flat, span[1]) is not None


_MR: Final = re.compile(r"(?<![a-z])(?:mr|mrs|ms|miss|dr|prof|herr|frau|sir|capt|captain|sr|sra)\.?\s$")
_KIN: Final = re.compile(r"[姐哥嫂叔姨伯婶](?!妹|弟|们|夫)")


__all__ = ["called", "foreign", "is_person", "western"]
