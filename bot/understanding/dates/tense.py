"""Does a clause look back or ahead? The words near a date decide which Wednesday 周三 is."""

from __future__ import annotations

from bot.understanding.dates.en_tense import STILL_OPEN, Tense, en_tense, is_for_weekday, told_at_first
from bot.understanding.dates.patterns import compiled

_WINDOW = 60
_FAR = 90
_CUT = compiled(
    r"[,;。\n]|[!?](?!\))|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff\d]|$)|(?<!\bmr)(?<!mrs)(?<!\bms)(?<!\bdr)\.\s"
    r"|\s[-\u2013\u2014]\s|(?<!\bdid)(?<!\bdo)(?<!\bdone)\s(?:and|then|but|so)\s|然后|(?:说|记|打|搞)错了?|不对|哦不|并且|并(?!购|表)|但是?|另外"
)
_CJK = compiled(r"[\u4e00-\u9fff]")

_ZH_AHEAD = compiled(
    r"答应|承诺|约(?!翰)|定在|定于|定[了好]\s*$|(?:最快|最早)\s*$|改到|改在|改期|改(?:成|约|为)?\s*$|[推拖延挪移顺调换][迟期后延]?[到至成]|预计|计划|打算|准备|拟|争取|将|(?<![话频例])会(?!议"
    r"|计|所|员|面|谈)|要(?!求了|的)|需|得(?!知|到|了)"
    r"|必须|务必|请(?!了)|(?<!指)(?<!选)派(?![出送单发对克别]|了)|提醒|记得|安排|等|希望|想|待|最晚|最迟|下次|到期|除非|不然|否则|万一|要是|如果|deadline"
)
_ZH_BACK = compiled(
    r"(?<![为除约排])(?<![约排][好满])(?<!^过)(?<!不[来去做用要签办到投买看管行用续放批谈开])(?<!不需要)(?<!得)[了咗](?![解如])"
    r"|(?<![通不超再])过(?![去几两来年期户桥账完会目审堂户]|一[遍下眼道轮]|了[元春国中五圣端周]|的那)"
    r"|已(?!知)|刚|来电|回电(?=说|称|告|讲)|(?:电话|微信|短信|邮件)[里中]?(?:说|称|通知|告知)|来信|来访|到访|来过"
    r"|反映|投诉|表示|没人[接听应回在]|打不通|没打通|没有?能?[去来到见接赶约办谈聊开签打发送收交回做弄出成](?!账)(?![^,;。]{0,8}就)|见到|聊到|谈到|提到|说到|当时|谈妥|谈成|谈完|就(?:说|讲|答应)"
)
_ZH_PLAN = compiled(
    r"答应|承诺|要(?!求)|(?<![酒展年开协社茶晚宴大周例早聚庙话频])会(?!议|计|所|员|谈)|将|再|提交|交(?!流|易|谈|通)|回复|答复|反馈|见面|还款"
    r"|到期|付|签|开会|完成|搞定|出(?!差|席)|上报|报(?!告)"
    r"|带[^,;。了]{1,8}?(?:过?去|上门)(?![^,;。]*了)|提供|准备|安排|办|寄|取|上会|才?回来(?![了过])|截止|给(?!了)|发(?![生现展票布])|送(?!了)"
)
# 周四必须给到了: what must be done is still to come, in spite of its 了.
_ZH_MUST = compiled(r"[^,;。]{0,2}?(?:必须|务必|一定要|非得|要(?![求了到过])(?=[给交发付签出报还]))[^,;。了过]{1,6}了")
_ZH_CONTACT = compiled(r"拜访|走访|面谈|回访|会谈|会面|吃饭|沟通|电话|聊|谈|见|去|到|参加|看")
_ZH_RECORD = compiled(r"[^为除]了(?!解)|(?<![去来再详面细约想要])[谈聊]|反映|表示|提到|客户说|对方说|现场看")
# Behind what is told already, a day of contact without 了 is still to come: 他们不认,周四到他们那当面谈.
# 陪宗总打球,说招标文件月底挂网: what was told there tells that it has been.
_ZH_HOSTED = compiled(r"[^,;。]{0,6}陪[^,;。]{1,10}(?:打球|喝|吃|钓鱼)|[^,;。]{0,6}(?:碰[见到上]|遇[见到上])")
_ZH_TOLD_THERE = compiled(r"[,;。](?:[他她]们?)?(?:说|讲|透露|提到)")
# 说好周一付 没付; 说好两点见,等到三点半; 说好30号的,又推: a word that was not kept.
_ZH_WORD_GIVEN = compiled(r"(?:说|讲|约|谈)好了?(?:是|在)?\s*$|原定(?:是|在|于)?\s*$")
_ZH_NOT_KEPT = compiled(
    r"的(?=$|[,;。!])|[^,;。!]{0,10}?[,;。!\s]\s?[^,;。!\s]{0,4}?(?:没(?!问题|事|什么|意见)|未(?!来)|等到|等了|爽约|失约|放鸽子|又推|又改)"
)
# 周末发来流水,核了: what came, and what was done with it.
_ZH_CAME = compiled(r"[^,;。]{0,8}[发寄送传]来(?!的)[^,;。]{0,12}[,;][^,;。]{0,3}了")
_ZH_OWED = compiled(r"欠(?:我们?|咱们?)?(?:的|着|了)?\s*$")
_AT_LAST = compiled(r"[\u4e00-\u9fff]{4}[,;。]\s?$")
_ZH_DONE = compiled(r"[^为除]了(?!解)|反映|表示|提到|客户说|对方说")

# 他来电话说周二不来: what he said is still to come.
_ZH_SAID = compiled(r"(?:说|称|讲|告知|通知)(?:是|好|了)?\s*$")

# 三月份的流水, 年初签的合同, March figures: records and what was done are behind us, whatever is to be done with them.
_RECORD = compiled(
    r"\s*(?:份|度|[之以]?前)?的?(?:银行)?(?:流水|对?账单|报表|月报|财报|业绩|营收|利润|销量|销售额|数据|发票|工资表?"
    r"|水电费|完税|纳税|凭证|社保|开票(?:量|额|金额|数据|收入|明细|情况)|出货量|用电量?|库存表)"
    r"|\s+(?:management )?(?:accounts|figures|numbers|statements?|results"
    r"|sales|turnover|invoices?|payroll|takings|revenue)\b"
)
_DONE = compiled(
    r"(?:[^要会将需能应再,;。]{0,8}?(?:签|谈|见|说|拜访|走访|聊|给|送|办|付|发|答应|承诺|约|来|去|买|借|贷|投|寄|提|续"
    r"|报|批|放|做|拿|交|开|结|转|打|问|看|订|吃|收|到|退|补|讲|参加|进|散|碰|走)的"
    r"(?!时候?|话)|[之以]?前?的?那[一]?[次批笔回单趟])"
)


# By Monday and we didn't, was due Friday, should have had it by Thursday: a deadline that has gone by.
_OUGHT = compiled(
    r"\b(?:(?:was|were)(?:n't)?\s+(?:supposed|meant|due|expected|to)|should(?:'ve|\s+have)|ought\s+to\s+have|missed"
    r"|failed\s+to|did(?:n't|\s+not)|had(?:n't|\s+not)|never)\b"
)
_WORD_GIVEN = compiled(
    r"\b(?:promised|said|agreed|told|would|committed|assured|swore|'d|had\s+to|was|were|due|deadline|asked|supposed"
    r"|meant)\b"
)
_NOT_KEPT = compiled(
    r"\s*(?:[,;-]|\b(?:and|but|yet)\b)\s*(?:and\s+|but\s+|so\s+far\s+)?(?:(?:i|we|he|she|they|it|that)\s+)?"
    r"(?:didn't|did\s+not|hasn't|haven't|has\s+not|have\s+not|never|nothing|no\s+sign|no\s+show|silence|not\s+yet"
    r"|not\s+here"
    r"|still\s+(?:waiting|not|nothing|no\b|outstanding|missing))"
)


def missed(text: str, start: int, end: int, floor: int) -> bool:
    """Whether a deadline is told of that has passed without what it was for."""
    before = _tail(text[max(floor, start - _WINDOW) : start])
    if STILL_OPEN.search(before):
        return False
    if _OUGHT.search(before):
        return True
    return _WORD_GIVEN.search(before) is not None and _NOT_KEPT.match(text, end) is not None


def tense_of(text: str, start: int, end: int, floor: int, ceiling: int) -> Tense:
    """Past, future or unknown for the phrase text[start:end], from its clause between the dates before and after it.

    Looks at most sixty characters either way. Chinese puts the verb after the date, English mostly before it.
    """
    before = _tail(text[max(floor, start - _WINDOW) : start])
    after = "" if _ENDED.match(text, end - 1) else _head(text[end : min(ceiling, end + _WINDOW)])
    if not after and text.startswith(", ", end) and _AT_HEAD.search(text[max(floor, start - 8) : start]):
        after = _head(text[end + 1 : min(ceiling, end + _WINDOW)])  # On Friday, I visited them.
    if _CJK.search(before) or _CJK.search(after) or _CJK.search(text[start:end]):
        if _RECORD.match(after) or _DONE.match(after):
            return "past"
        late = _AT_LAST.search(text[max(0, start - 8) : start]) is not None
        found = _zh_tense(before, after, text[end : end + _WINDOW], late=late)
        if found or text.isascii():
            return found
    if _WORD_GIVEN.search(before) and _NOT_KEPT.match(text, end) and not STILL_OPEN.search(before):
        return "past"
    if is_for_weekday(before, text, start):
        return "future"
    if _RECORD.match(after):
        return "past"
    return en_tense(before, after) or ("past" if told_at_first(text[max(floor, start - _FAR) : start], after) else "")


_AT_HEAD = compiled(r"(?:^|[.!?]\s)\s*(?:on\s+)?$")
# At 3pm. Told him: the full stop behind a short form ends the sentence as well.
_ENDED = compiled(r"\.\s")


def plainly_done(text: str, end: int) -> bool:
    """Whether what stands behind the phrase can only have been: the invoices of January, signed on the 5th."""
    return _RECORD.match(text, end) is not None or _DONE.match(text, end) is not None


_THAT_ONE = compiled(r"[之以]?前?的?那一?[次批笔回单趟]")


def named_as_known(text: str, end: int) -> bool:
    """那次, 那批: what stands behind the phrase is known already."""
    return _THAT_ONE.match(text, end) is not None


def _tail(before: str) -> str:
    cut = 0
    for match in _CUT.finditer(before):
        cut = match.end()
    return before[cut:]


def _head(after: str) -> str:
    match = _CUT.search(after)
    return after[: match.start()] if match else after


def _zh_gone(before: str, beyond: str) -> bool:
    """What is owed since then, or was to be then and was not."""
    return bool(_ZH_OWED.search(before) or (_ZH_WORD_GIVEN.search(before) and _ZH_NOT_KEPT.match(beyond)))


def _zh_reported(after: str, beyond: str) -> bool:
    """What came then and was dealt with, what was told over a meal."""
    return bool(_ZH_CAME.match(beyond) or (_ZH_HOSTED.match(after) and _ZH_TOLD_THERE.search(beyond)))


def _zh_tense(before: str, after: str, beyond: str, *, late: bool) -> Tense:
    if _zh_gone(before, beyond):
        return "past"
    if _ZH_AHEAD.search(before) or _ZH_MUST.match(after):
        return "future"
    if _zh_reported(after, beyond):
        return "past"
    back, plan = _ZH_BACK.search(after), _ZH_PLAN.search(after)
    if back and (plan is None or back.start() <= plan.end() + 1 or plan[0] == "给"):
        return "past"
    if plan or _ZH_SAID.search(before):
        return "future"
    if _ZH_BACK.search(before):
        return "past"
    if _ZH_CONTACT.search(after[:8]) and (_ZH_DONE if late else _ZH_RECORD).search(beyond[2:]):
        return "past"
    return ""
