"""Whether a sign is denied, over or only heard of: 没有欠薪, 据说裁员, no longer in arrears, reportedly."""

import re
from typing import Final

from bot.understanding.model import HintKind
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line

_DENIED_ZH: Final = cued(
    r"(?:没有|没|无|未|并无|并未|不存在|未见|未发现|没发现|没听说|否认|不是(?:客户)?|不会|"
    r"没听说(?:过)?[^,;。]{0,10}?(?:有|存在|出现)?$|"
    r"不再|排除|杜绝|避免|防止|预防|防范|并非|未曾|从未|不涉及|不需要?|暂不|不用|"
    r"不想|不办|不(?=$)|有没有|是否|有无)(?:有|存在|出现|发生|发现|过|任何|什么|明显|"
    r"被|再|会|考虑|做|办|用|申请|要|其他|因|拖|提|提及|提到|谈|聊|[的了]){0,3}$"
)
_DENIED_EN: Final = cued(
    r"(?:\bno|\bnot|\bnever|\bwithout|n't|\bdenie[sd]|\bdenying|\bno\s+signs?\s+of|"
    r"\bno\s+longer|\bfree\s+of|\bruled\s+out|\bnor|\bcannot|\bneither|\bno\s+(?:mention|"
    r"evidence|talk|risk|question|plans?|rumou?rs?|signs?|news)\s+(?:of|for|about)|"
    r"\bavoid(?:ed|ing)?|\bany)(?:\s+(?:any|a|an|the|been|in|of|having|to|have|"
    r"had|is|be|need|needs?|for|interested|currently|more|further|new|seen|see|"
    r"want|yet|really|planning|considering|expecting|worried|about|heard|aware)){0,4}\s+$"
)
_SOLVED: Final = re.compile(
    r"^.{0,4}?(?:已(?:经)?(?:解决|结清|补发|还清|撤诉|解除|恢复|缓解|化解|消除|"
    r"结案|改善|付清|处理完)|(?:也|都|还)*(?:还好|还行|还可以|不错|稳定)|正常|良好|健康|不存在|没有了|可控|(?:已|有所|明显)?(?:改善|"
    r"好转)|没问题|(?:has|have|had|is|are|was|were)\s+(?:now\s+)?(?:been\s+)?(?:resolved|"
    r"settled|cleared|paid\s+(?:off|up)|fine|healthy|normal|under\s+control|dropped|"
    r"withdrawn|fixed|improving|improved|ok|good)|\s*(?:all\s+)?(?:fine|healthy|"
    r"normal|ok|improving|improved|good|resolved|cleared|settled|under\s+control))"
)
_HEARSAY: Final = cued(
    r"据说|听说|听闻|听(?=[^,;。]{1,10}(?:讲|说|提))|同行(?:讲|传)|有人(?:讲|说)|风声|不知真假|未经?核实|没核实|尚未核实|待核实|传言|传(?=他|她|老板|公司)"
    r"|据(?=[^,;。]{1,6}(?:说|讲|称|透露))|外面(?:在)?(?:传|说)|好象|估计|怀疑|据悉|据传|传闻|传言|风闻|坊间|有人说|同行说|市场(?:上)?(?:传|"
    r"有传)|小道消息|疑似|好像|似乎|可能(?!性)|\b(?:reportedly|allegedly|apparently|"
    r"rumou?r(?:s|ed)?|supposedly|hearsay|word\s+is|i\s+gather|i\s+hear|(?:i|"
    r"we)(?:'ve)?\s+heard|heard\s+(?:that|from|they|he|she|about)|i'm\s+told|"
    r"grapevine|word\s+(?:on\s+the\s+street|has\s+it)|gossip|whispers?|talk\s+of|told\s+me\s+that|i\s+understand"
    r"|heard|unconfirmed|unverified|suspect(?:s|ed)?|sounds\s+like|"
    r"said\s+to\s+be|might|may\s+be|possibly|seems?)\b"
)
_CLAUSE_END: Final = re.compile(r"[,;。!?\n]")
_APPARENTLY: Final = re.compile(r"\b(?:apparently|reportedly|allegedly)\b")
_NOT_NONE: Final = re.compile(r"(?:不是|并非|不能说|也不是)(?:没有|没)\w{0,2}$")
_SENTENCE: Final = re.compile(r"[。.!?;；！？\n]")


def how_told(line: Line, kind: HintKind, start: int, end: int) -> tuple[bool, bool]:
    """Whether what stands from `start` to `end` is denied, and whether it is hearsay."""
    sentence = _SENTENCE.split(line.flat[max(0, start - 60) : start])[-1]
    after = _CLAUSE_END.split(line.flat[end : end + 40], 1)[0]
    heard = _HEARSAY.can_be_in(line.flat) and (_HEARSAY.search(sentence) or _APPARENTLY.search(after))
    return _is_denied(line, kind, sentence, after), bool(heard)


def _is_denied(line: Line, kind: HintKind, sentence: str, after: str) -> bool:
    clause = sentence[max(sentence.rfind(","), sentence.rfind("\uff0c")) + 1 :]
    if _NOT_NONE.search(clause):
        return False
    if kind == "risk" and _SOLVED.match(after):
        return True
    return any(each.can_be_in(line.flat) and each.search(clause) is not None for each in (_DENIED_ZH, _DENIED_EN))
