"""A Chinese firm that no book knows, by its form wherever it stands: 和聚福楼餐饮的付总, 新开户:鼎和模具有限公司."""

import re
from functools import lru_cache
from typing import Final

from bot.customers.names import lexicon
from bot.understanding.model import Span
from bot.understanding.text.cues import Cued, cued
from bot.understanding.text.scanner import hastily, listed
from bot.understanding.text.vocabulary import load

_HAN: Final = re.compile(r"[\u4e00-\u9fff]")
_LEGAL: Final = cued(r"(?:有限责任|股份有限|有限)公司")
_NAME: Final = re.compile(r"[\u4e00-\u9fffa-z()]{2,20}(?:有限责任|股份有限|有限)公司$")
_BEFORE: Final = re.compile(
    r"(?:[和跟与给把帮替找约陪访催欠叫是在对到去了刚我]|(?:今|昨|前|明)[天日早晚](?:上午|下午)?|(?:上|本|下)?周[一二三四五六日]|(?:拜访|走访|回访|电话|见|新开户|开户|新客户|客户|收到|联系|致电|接到|通知|提醒|上午|下午|晚上|早上)(?:了|到)?|名)+(?=[\u4e00-\u9fff]{2})"
)
_FORM: Final = re.compile(r"(?:股份|集团|公司|厂(?!长))+")
# No name has one of these: 想做光伏设备, 上次那批轴承.
_PLAIN: Final = "".join(load("names_zh")["no_core_characters"].split())
_CORE: Final = rf"(?P<core>[^\W\da-z_{_PLAIN}]{{2,4}})"
_LEADS: Final = (
    r"(?<=[和跟与给把帮替找约陪访催欠叫,;:。\s])|(?<=[见去到]了)|(?<=收到)|(?<=联系)|(?<=致电)|(?<=接到)|(?<=通知)|(?<=提醒)"
    r"|(?<=客户)|(?<=答应)|(?<=去)|(?<=见)|(?<=对接)|^"
)
_ENDS: Final = (
    r"(?:的?(?:老板|老总|负责人|法人|财务|采购|会计|[\u4e00-\u9fff]{1,2}(?:总|工|经理|厂长|主任|会计|老板|科长|主管|先生|女士|小姐|姐|哥|店长|院长|校长|部长))"
    r"|(?:公司|集团|股份|厂|店|总部)|$|[,;。\s、])"
)
_SURE_ENDS: Final = (
    r"|的|那边|这边|来电|说|想|要|催|问|反馈|投诉|约|聊|谈|签|打|寄|发|送|报|开|托|让|转|有|在|做|要|下|换|催|那|年|每|上|已"
    r"|[\u4e00-\u9fff]{1,2}(?:总|工|经理)"
)


def find_firm(flat: str) -> Span | None:
    """The stretch of a firm's name; None where none is plainly one."""
    legal = _LEGAL.search(flat)
    if legal is not None:
        start = max(flat.rfind(mark, 0, legal.start()) for mark in ",;:。 、") + 1
        led = _BEFORE.match(flat, start, legal.start())
        named = _NAME.match(flat, led.end() if led else start, legal.end())
        if named is not None:
            return named.span()
    if not _HAN.search(flat):
        return None
    for match in _trade().finditer(flat):
        core = match["core"]
        if not core.startswith(_ordinary()) and not core.endswith(_ordinary()):
            form = _FORM.match(flat, match.end("name"))
            return match.start("name"), form.end() if form else match.end("name")
    return None


@lru_cache(maxsize=1)
def _trade() -> Cued:
    words = lexicon()
    weak = listed(sorted(words.weak_trades, key=len, reverse=True))
    more = load("names_zh")["trades"].split()
    strong = listed(sorted({*words.zh_trades, *more} - words.weak_trades, key=len, reverse=True))
    regions = hastily(listed(words.regions))
    return cued(
        rf"(?:{_LEADS})(?P<name>(?:{regions}市?)?{_CORE}"
        rf"(?:{hastily(strong)}+(?=公司|集团|厂{_SURE_ENDS}|{_ENDS})|{hastily(weak)}(?={_ENDS})))"
    )


@lru_cache(maxsize=1)
def _ordinary() -> tuple[str, ...]:
    words = load("names_zh")
    return (*words["no_core"].split(), *lexicon().zh_trades, *words["never_a_company"].split())
