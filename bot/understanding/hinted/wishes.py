"""What a customer is told in Chinese to want, where no product of the catalogue is named: 想买两台叉车."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.understanding.hinted.denial import how_told
from bot.understanding.hinted.needs import SAID
from bot.understanding.model import Hint, Span
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_PIECES: Final = r"(?:[\d.]+|[一二两三四五六七八九十几百]+)(?:多|余)?(?:个|台|套|辆|条|批|吨|柜|部|组|路|间)"
_NOT_NEW: Final = (
    r"(?![到成]|银行|供应商|[一两]?家|别|人|地方|个?(?:地方|时间|说法|人|经理|客户经理|供应商|银行)|汇|届|主办)"
)
# 想买车险, 打算再上一套ERP, 考虑把仓库扩一倍.
_TO_HAVE: Final = (
    r"(?:买|购买|采购|采买|购置|订购|定制|加购|加装|新增|增加|开通|投保|租(?!金)|上(?=(?:[一两二三]?[套条台批]|新|[a-z]))"
    rf"|加(?![到班快强大急盟入油价])|换{_NOT_NEW}|续(?=[保费租]))"
)
_WISH: Final = cued(
    r"(?:想|打算|计划|准备|考虑|有意|希望)(?:要|再|先|尽快|也|把|给[^,;。]{1,6}?|今年|明年|年[前后]|下?半年|最近)*"
    rf"{_TO_HAVE}(?P<what>[^,;。!?:我吗]{{1,14}})"
)
_COUNTED: Final = cued(
    rf"(?:急需|需要|还要|还缺|[想说]要)(?P<what>{_PIECES}(?!月|星期|礼拜|小时|工作日|点)[^,;。!?:我吗]{{2,10}})"
)
_LIKES: Final = cued(
    r"对(?:(?:我|咱)们?[行司]?的)?(?P<what>[^,;。!?:我你他她对不没]{2,12}?)(?:也|都|还|很|比较|挺|蛮|更|非常|特别|颇|十分)*(?:感|有)(?:点|些)?兴趣"
)
_ASKS: Final = cued(
    r"(?:想了解|想咨询|咨询|想问)(?:一?下|了)?(?:(?:我|咱)们?[行司]?的?)?(?P<what>[^,;。!?:我你他她能是多怎什哪]{2,12})(?=$|[,;。!])"
)
_HAS: Final = cued(r"(?<!没)(?<!是否)有(?P<what>[^,;。!?:没无有我]{2,10}?)(?:方面)?的?(?:需求|意向)")
_ADDS: Final = cued(
    r"(?:还|再|也)?要(?:再)?(?:加(?![到班快强大急盟入油价])|加购|增加|新增|加装|采购|订购|租(?!金)|买)(?P<what>[^,;。!?:我吗]{2,12})"
)
_UP_TO: Final = cued(
    r"(?:想|要|希望)(?:再)?(?:加|提|增|扩|调)(?:高|大)?到(?P<what>[\d一二两三四五六七八九十百]+[^,;。!?:我吗]{1,8})|从\d+(?:个|台|套)?(?:加|增|扩)到(?P<more>\d+[^,;。!?]{0,6})"
)
_PRICED: Final = cued(
    r"(?<!不)(?<!需)要(?:了?一?[个份]|个)?(?P<what>[^,;。!?:我他她你求给发的]{2,14}?)的?(?:报价|价格表)"
)
_HOW_MUCH: Final = cued(
    r"(?<![请想询])问(?:了|一?下|到)?(?:(?:我|咱)们?的?)?(?P<what>[^,;。!?:我他她你能是]{2,12}?)(?:多少钱|什么价|怎么(?:卖|收费|弄|做|办理|租)|贵不贵|要多少)"
)
_LACKS: Final = cued(rf"(?<!不)(?:缺|少)(?P<what>{_PIECES}[^,;。!?:我]{{2,10}})")
_ORDERS: Final = cued(
    r"(?<![需不])要(?P<what>(?:[一两二三四五六七八九十\d]+)(?:台|套|辆|柜|吨|箱|批)[^,;。!?:我的]{0,8})(?=$|[,;。\s])"
)
_ACCOUNT: Final = cued(r"(?:想|要)(?:再|先)?开(?:一?个)?(?P<what>[^,;。!?:我了]{0,4}户)(?!口|型)")
_SHORT_OF: Final = cued(
    r"(?P<what>仓库|场地|车位|产能|额度|账号|席位|带宽|内存|容量|运力|车辆|人手|库位|柜子|座位)(?:也|都|已经?|快|实在|明显)*(?:不够|不足|不够用|紧张|满了|吃紧)"
)
_GROWS: Final = cued(
    r"(?:要|想|打算|准备|计划)(?:再|多)?(?:扩|加|上|开|建)(?P<what>[一两二三四五六七八九十\d]+(?:条|个|家|座|间)(?:产?线|生产线|店|门店|厂|仓|车间|网点|分公司))"
)
_MORE: Final = cued(r"(?:要|想|打算|准备|考虑|愿意)(?:再)?(?P<what>续费|续保|续租|换新|扩容|加购|加单|加保|扩面|升级)")
_PATTERNS: Final = (
    _WISH,
    _COUNTED,
    _LIKES,
    _ASKS,
    _HAS,
    _ADDS,
    _UP_TO,
    _PRICED,
    _HOW_MUCH,
    _LACKS,
    _ORDERS,
    _ACCOUNT,
    _SHORT_OF,
    _GROWS,
    _MORE,
)
# What is ours to tell, not to sell; and what they would have done to us.
_NO_NEED: Final = re.compile(
    r"(?:.*(?:进[度展]|情况|原因|消息|结果|流程|手续|行情|市场|细节|背景|进程|时间|日期|答复|回复|说法|解释|交代|道理|意思|看法|诚意|机会|损失|麻烦)"
    r"|(?:这个|那个|这|那|具体|新|老|一下|价格?|报价|价钱|费用|利率|费率|账期|政策|方案|合作|业务|产品))(?:的|了)?"
)
_MINE: Final = re.compile(r"(?:我|咱)们?(?:[行司方])?(?:也|还|都|就|再|先|这边|\s)*$")
_REACH: Final = 8


def wished(line: Line, taken: Sequence[Span]) -> Iterator[Hint]:
    """The things the customer's side is told to wish for, denied ones marked; never within `taken`, known already."""
    if line.flat.isascii():
        return
    claimed = [*taken, *(date.span for date in line.dates), *line.customers]
    claimed += [person.span for person in line.people] + [colleague.span for colleague in line.colleagues]
    for pattern in _PATTERNS:
        for match in pattern.finditer(line.flat):
            start, end = match.span(match.lastgroup or 0)
            if _MINE.search(line.flat, max(0, match.start() - _REACH), match.start()):
                continue
            if _NO_NEED.fullmatch(line.flat, start, end) or any(a < end and start < b for a, b in claimed):
                continue
            claimed.append((start, end))
            denied, hearsay = how_told(line, "need", match.start(), end)
            yield Hint("need", SAID, line.text[start:end], (start, end), denied, hearsay)
