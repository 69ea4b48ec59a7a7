"""Does a clause look back or ahead? The words near a date decide which Wednesday 周三 is."""

from __future__ import annotations

from typing import Literal

from bot.understanding.dates.patterns import compiled

Tense = Literal["past", "future", ""]

_WINDOW = 60
_FAR = 90
_CUT = compiled(
    r"[,;。\n]|[!?](?!\))|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff\d]|$)|(?<!\bmr)(?<!mrs)(?<!\bms)(?<!\bdr)\.\s"
    r"|\s[-\u2013\u2014]\s|(?<!\bdid)(?<!\bdo)(?<!\bdone)\s(?:and|then|but|so)\s|然后|(?:说|记|打|搞)错了?|不对|哦不|并且|并(?!购|表)|但是?|另外"
)
_CJK = compiled(r"[\u4e00-\u9fff]")

_ZH_AHEAD = compiled(
    r"答应|承诺|约(?!翰)|定在|定于|定[了好]\s*$|(?:最快|最早)\s*$|改到|改在|改期|改(?:成|约|为)?\s*$|[推拖延挪移顺调换][迟期后延]?[到至成]|预计|计划|打算|准备|拟|争取|将|会(?!议"
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
    r"答应|承诺|要(?!求)|(?<![酒展年开协社茶晚宴大周例早聚庙])会(?!议|计|所|员|谈)|将|再|提交|交(?!流|易|谈|通)|回复|答复|反馈|见面|还款"
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

# He said Friday: the day is what he said, not when he said it.
_EN_SAID = compiled(
    r"\b(?:said|says|told (?:me|us|him|her|them)|reckons|thinks|suggested|offered|wants)\s+"
    r"(?:(?:not )?(?:after|before|by|on|from|until|till)\s+)*$"
    r"|\btold (?:him|her|them) (?!(?:that|about|off|no|it|of|to|the|my|our|we|i|last)\b)\w{3,12} (?:by|on)\s+$"
)

# Payment after Christmas, he said.
_EN_SAID_SO = compiled(
    r"\s*,?\s*(?:(?:he|she|they|client|customer)\s+)(?:said|says|told\s+(?:me|us)|reckons|thinks|confirmed)\W*"
)

# The signed forms, a revised quote: what they are like tells nothing of when.
_NO_ADJECTIVE = "".join(rf"(?<!\b{word} )" for word in ("the", "a", "an", "our", "their", "his", "her", "its"))
_EN_CUE = compiled(
    r"\b(?:(?P<ahead>(?:'ll|will|to|must|should|gotta) (?:get|have)(?: [\w'&]{1,14}){1,5}? \w{2,16}ed"
    r"|(?:will|shall|to|can|could|may|must|should) be(?: \w{1,12})?"
    r"|got (?!(?:round|around|back|through|in|on|off)\b)(?:[\w'&]{1,14} ){1,6}?to \w+|before (?:he|she|they|we|i|it) "
    r"|(?:'s|is|are|am|'re|'m) to \w+|(?:is|are) \w+ed(?= (?:by|before|on time|in time)\b)"
    r"|will|'ll|shall|going to|gonna|promis\w+|agreed? to"
    r"|commit(?:s|ted|ting|ment\w*)?\b|send|must|should"
    r"|due|deadline|plan(?:s|n\w+)?\b|(?:re)?schedul\w+|(?:re)?book\w*|re-?arranged|pushed|put back|brought forward"
    r"|(?:confirmed|set|fixed|agreed|pencilled in|down|on|slated|lined up|cancell?ed|off) for"
    r"|arrang\w+|pencill?ed in|slotted in|(?:ring|call|email|chase|text|ping|see|visit|meet|try) (?:him|her|them|again)"
    r"|call back|get back|follow(?!ing (?!up))\w*|want\w*|expect\w*|needs?|needed|let's|please|remind\w*"
    r"|next steps?|postponed|prepon\w+"
    r"|(?:booked|pencilled|slotted|squeezed|fitted|put|penned|got) (?:us|me|him|her|them|it"
    r"|you|everyone)(?: in| down)? (?:for|on|at)"
    r"|(?:moved|shifted|switched|swapped|changed|deferred|extended|slipped|rolled"
    r"|stretched)(?: [\w']{1,14}){0,6}? (?:to|from|till|until)|delayed"
    r"|ask(?:ed|s|ing) (?:if|whether|can|could|us to|me to|about)\b"
    r"|asked for(?! (?:it|them|this|that|these|those)\b)|wants|would"
    r"|'d|(?:told|asked|ordered|invited)(?: \w{1,9})? to|hope\w*|to (?:send"
    r"|call|give|sign|meet|deliver|visit|review|finish|pay))"
    r"|(?P<back>(?:happy|unhappy|satisfied|pleased|impressed|disappointed) (?:with|w)"
    r"|could(?: not|n't)|did(?: not|n't)|no[- ]show|wasn't|weren't|failed to|met|saw|spoke"
    r"|agreed (?:it |this |that )?(?:on|over|by|in) (?:the )?(?:phone|email|mail|writing|teams|zoom|call)"
    r"|rang|had|was|were|went|did|came|said|told|wrote|quit|drove|ran|bought|brought|caught|ate|drank|fell|grew|threw"
    r"|kept|spent|stood|taught|began|showed|stole|withdrew|drew|hung"
    rf"|{_NO_ADJECTIVE}(?:stolen|withdrawn)"
    r"|(?:have|has|i|we|he|she|they|just|\w+'ve) (?:shared|attached|revised|proposed|closed|audited|extended|combined)"
    r"|(?<!\bit )(?<!them )(?<!\bbe )(?<!\bget )(?<!gets )(?<!\bis )(?<!\bare )(?<!\bas )(?<!the )(?<!\ba )signed off"
    r"|(?<!['\u2019]ve )(?<!have )(?<!has )(?<!['\u2019]s )got|held"
    rf"|{_NO_ADJECTIVE}(?:paid|sent)"
    r"|made|gave|took|left|heard|found|lost|won(?!')"
    rf"|ago|since|yesterday|{_NO_ADJECTIVE}(?P<ed>(?!(?:mohamm?ed|muhammed|ahmed|alfred|wilfred|winifred|jared|javed|saeed"
    rf"|naveed|hamed|khaled|waleed|syed|closed|based|interested|supposed|detailed|limited|united|dedicated"
    rf"|required"
    r"|revised|attached|proposed|unsecured"
    r"|related|audited|signed off|mixed|shared|advanced|extended|combined)\b)\w{2,}[^e\W]ed)))\b|(?<=\w)(?P<soon>'ll)\b"
)

# The visit on Wednesday confirmed: what stands behind the date fixes it.
_EN_FIXED = compiled(r"\s*(?:(?:is|now|all|has been)\s+)*(?:confirmed|booked|set|agreed|arranged|scheduled|fixed)\b")
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
_STILL_OPEN = compiled(
    r"\b(?:will|'ll|wants?|needs?|(?<!supposed )(?<!meant )(?<!expected )to\s+be|must|is|are|going\s+to|chase"
    r"|please)\b|\w'll\b"
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
    if _STILL_OPEN.search(before):
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
    if _WORD_GIVEN.search(before) and _NOT_KEPT.match(text, end) and not _STILL_OPEN.search(before):
        return "past"
    weekday = _FOR.search(before) is not None and _WEEKDAY.match(text, start) is not None
    told: Tense = "future" if weekday else _en_tense(before, after)
    if told or weekday:
        return told
    told_far = text[max(floor, start - _FAR) : start]
    return "past" if _TOGETHER.search(told_far) or (_APART.match(after) and _opened(told_far)) else ""


_AT_HEAD = compiled(r"(?:^|[.!?]\s)\s*(?:on\s+)?$")
# At 3pm. Told him: the full stop behind a short form ends the sentence as well.
_ENDED = compiled(r"\.\s")
# Doubled the order for Saturday; but sorry for Friday.
_FOR = compiled(
    r"(?<!sorry )(?<!thanks )(?<!paid )(?<!thanked )(?<!apologi[sz]ed )(?<!charged )(?<!billed )"
    r"(?<!\bme )(?<!\bus )for\s+$"
)
_WEEKDAY = compiled(r"(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]{0,3}day|s|rs?|nes)?(?!'s)\b")


def _opened(before: str) -> bool:
    """Met Pete and Rob, Friday: a day alone between commas is that of the deed the sentence opens with."""
    told = _DEED_OPENS.search(before)
    return told is not None and not any(cue.lastgroup != "back" for cue in _EN_CUE.finditer(before, told.end()))


_DEED_OPENS = compiled(
    r"(?:^|[.!?;:\n]\s|\s[-\u2013]\s)\s*(?:(?:i|we|\w+ and (?:i|me)|myself and \w+)\s+)?(?:just\s+|also\s+)?"
    r"(?:met|saw|took|went|visited|sent|had|popped|spoke|rang|called|phoned|showed|walked|hosted|attended|toured"
    r"|dropped|emailed|inspected|presented|delivered)\b[^.;!?\n]*(?:,|\))\s*"
    r"(?:(?:on|at|last|first on|second on)\s+)?(?:the\s+)?$"
)
_APART = compiled(r"\s*(?:$|[,;.:!)]|(?:at|in|with|w/|over|via|by)(?![a-z])|[-\u2013]\s)")


# Was meant to sign on Monday, should have paid on the 15th.
_WAS_TO = compiled(r"\b(?:(?:was|were)(?:n't)? (?:supposed|meant|due|expected) to|should(?:'ve| have)|ought to have)\b")


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


# Took Ian and Susan from Sharma round the plant on Friday: whom we met may be two.
_TOGETHER = compiled(
    r"\b(?:met|saw|took|showed|walked|hosted|visited|called|rang|phoned|entertained) (?:\w[\w'.&-]{0,14} ){1,4}?and "
    r"(?!(?:i|we|he|she|they|it|then|will|the|a|an|is|are|have|has)\b)\w[^,;.]{0,48}\bon $"
)

# My mail of the 20th, our discussion of 23 November, his letter from Friday.
_OF_THAT_DAY = compiled(
    r"\b(?:(?:e?mail|letter|message|call|note|meeting|visit|discussion|conversation|minutes|invoice|quot(?:e|ation)|complaint)s?"
    r" (?:of|dated)|(?:e?mail|letter|message)s? from)\s+$"
)
_MODAL = compiled(r"will|'ll|shall|must|should|'d|would|wants?|needs?")
_OBJECT = compiled(r"\b(?:it|them|him|her|this|that|these|those|one)(?:\s+back)?\s+$")


def _en_tense(before: str, after: str) -> Tense:
    cue = None
    for match in _EN_CUE.finditer(before):
        # He'll return it marked up Friday, she'd like it documented: what is to be done to it is still to come.
        if not (match["ed"] and cue is not None and _MODAL.match(cue[0]) and _OBJECT.search(before, 0, match.start())):
            cue = match
    if _RECORD.match(after) or _OF_THAT_DAY.search(before):
        return "past"
    if _WAS_TO.search(before) and not _STILL_OPEN.search(before):
        return "past"
    if cue is None and _EN_FIXED.match(after):
        return "future"
    cue = cue or _EN_CUE.search(after)
    if cue is None or _EN_SAID.search(before) or _EN_SAID_SO.fullmatch(after):
        return ""
    return "past" if cue.lastgroup == "back" else "future"
