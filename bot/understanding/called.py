"""Chinese people called without a title: 小吴, 老陈, 阿强, 花姐, and 陈生 of the south."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.understanding.model import Contact
from bot.understanding.name_words import no_names
from bot.understanding.scanner import hasty
from bot.understanding.vocabulary import load

# Where a name may begin: at the head, behind a mark, a customer or a date (masked), or behind one of these.
_BEGINS: Final = (
    r"(?:(?<![\u4e00-\u9fff])|(?<=[见访和跟与给找约了、的是叫换成请向问催由户板理任长监计纳管员人务购台工]))"
)
_GOES_ON: Final = (
    r"(?=$|[^\u4e00-\u9fff]|[说讲话问答要想约打来加微发电接提催嫌急反给有视开碰在去到也又还都已刚本昨今明后下上这跟和与的是不没带陪对]"
    r"|[介表会把吃喝见聊谈拉透饮抱怨了])"
)


# Names of the west of the country, written by their sound: 阿迪力经理, 古丽主任.
_FAR_BEGINS: Final = "(?:阿(?!姨)|艾|买|古丽|热|努|帕|吐|玉素|迪丽|库|扎西|卓玛|巴特|乌|达瓦|次仁|木)"
_FAR: Final = "[尔力提江买迪丽娜孜热不都拉木里汗克别卡什德布桑次仁格玛措宗罗尼合曼古斯甫]"
_FAR_TITLES: Final = ("总经理", "经理", "主任", "厂长", "老板", "会计", "先生", "女士", "科长", "总", "大哥", "队长")


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
        rf"|(?P<ah>阿(?!里|姨|拉)(?:[{given}]|[{surnames}]))(?:{kin}|{_GOES_ON})"
        rf"|(?P<kin>(?![和与跟给找的小大表堂][姐哥])(?:[{given}]){{1,2}}(?:{kin}))"
        rf"|(?P<far>{_FAR_BEGINS}{_FAR}{{1,4}}(?:{'|'.join(_FAR_TITLES)}))"
        rf"|(?P<sir>[{surnames}][生太](?![产意活日效成长态平忙高贵多]){_GOES_ON}))"
    )


def called(flat: str) -> Iterator[Contact]:
    """The people so called in a folded text in which everything known is masked."""
    for match in _pattern().finditer(flat):
        if match["kin"] is None or not _DENIED.search(flat, 0, match.start()):
            yield Contact(match[0], match.span())


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


__all__ = ["called", "western"]
