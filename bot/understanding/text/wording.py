"""Tidying: the words of a promise without who and when, the summary without what the card shows elsewhere."""

import re
from functools import lru_cache
from typing import Final

from bot.customers.folding import fold
from bot.understanding.text.beginnings import can_begin, shape

_HAN: Final = r"\u4e00-\u9fff"
_LEADING: Final = re.compile(
    r"^(?:[\s,;:，；：、。\-—>*•·\"“”]+|\(?\d{1,2}[)）.、](?!\d)|[一二三四五六七八九十]、|(?:并且|并|然后|"
    r"接着|同时|另外(?![一二两三四五六七八九十几半])|以及|且|也|就|于是|所以|但|但是|但系|系(?=[要会得])|后续)\s*[:：,，]?\s*(?=\S)"
    r"|的(?![士确])(?=[\u4e00-\u9fff])|(?:如果|要是)?[没不][^,;。]{1,3}的话(?=[\u4e00-\u9fff])"
    r"|(?:ok|okay|好的?|行|嗯+|可以|没问题)[,，\s]*(?=我)"
    r"|下一步(?=[\u4e00-\u9fff])|(?:下一步|下步|待办|行动项|后续|跟进|todo|to-do|to do|next steps?|actions?|"
    r"follow[- ]?up|p\.?s\.?)\s*[:：]\s*(?=\S)"
    r"|our\s+(?:side|end)\s+(?:will|to)\s+"
    r"|(?:我们|我方|我行|我司|咱们|本人|我这边|我)(?=[^们行司]|$)|(?:已经?|也|"
    r"又|再次|口头|当场|当面|初步)?(?:答应|应承|承诺|保证(?!金|人|书)|应允|允诺|约定|约好|约了(?=碰|见|面|谈|聊|吃|喝|看|去|来|开|做|上门|签|视频|电话|线上|过去)|说好|"
    r"同意)(?:了|好|过)?(?:于|在|会|要|他们?|她|对方|客户)?"
    r"|我?(?:说|讲(?![一解清个两]))(?:好|了|会|要|的是|行(?![程业长情])|可以|没问题)?(?![服明法清解])(?=\S)"
    r"|(?:必须|需要|务必|记得|别忘了?|不要忘记|应(?:该|当)?(?![承收付急用届酬聘邀])|须|需|得|待|将|要(?!求|是|"
    r"点|么)|会(?!议|见|面|计|员|签|谈|办|诊|后|前|展|场|务)|还要|还得|还需|计划|准备(?=[去给发提在把向约])|"
    r"打算|争取|一定(?=[\u4e00-\u9fff]{2})|请(?![示教假客款]|[^,;。]{1,4}[吃喝])|麻烦|尽快|回头|抓紧|稍后|过后|安排(?=[^一-鿿]|[去来对给做上])|"
    r"负责|由|让)"
    r"|(?:me|mine|action\s+me|action\s+on\s+me)(?:\s*[:,-]\s*|\s+)(?:to\s+)?(?=[a-z])"
    r"|(?:and|then|but|so|also|&|or)\s+|(?:i|we)(?:'ll|'ve|'m|'re|'d)?\s+(?:(?:also|"
    r"have|just|really)\s+)*|(?:will|shall|must|should|ought\s+to|'ll|would)\s+(?:also\s+|"
    r"then\s+)?|(?:has|have|had|got|need(?:s|ed)?|due|going|supposed|want|aim|"
    r"plan|hope|expect)\s+to\s+"
    r"|(?:promised|agreed|committed|undertook|pledged|offered)\s+(?:(?:him|her|"
    r"them|us|me|mr\.?\s+\w+|ms\.?\s+\w+|mrs\.?\s+\w+|the\s+(?:customer|client))\s+)?(?:that\s+)?(?:to\s+|"
    r"i'd\s+|we'd\s+|i\s+would\s+|we\s+would\s+|i\s+will\s+|we\s+will\s+|i'll\s+|"
    r"we'll\s+)?"
    r"|(?:said|told(?:\s+(?:him|her|them|us|\w+))?)\s+(?:that\s+)?(?:i|we)\s*(?:would|'d|will|'ll)\s+(?:also\s+)?"
    r"|(?:told|promised|assured|said(?:\s+to)?)\s+(?:\w+\s+)?(?:that\s+)?(?:he|she|they|it)(?:'d|'ll|\s+would|\s+will)\s+(?:have|get|receive|see)\s+"
    r"|note\s+(?:that\s+)?(?=(?:i|we)\b)|(?:note|memo|reminder)\s+to\s+(?:self|myself)\W*|reminder\W+(?:to\s+)?"
    r"|owes?\s+(?:him|her|them|us|(?:mr|mrs|ms|dr)\.?\s+\w+)\s+"
    r"|(?:(?:can|could|would)\s+you\s+(?:please\s+)?)|(?:(?:记得)?提醒(?:一下)?(?:我|自己)|"
    r"晚点|待会儿?|过会儿?)|(?:remember|(?:some(?:one|body)\s+)?remind\s+me|don't\s+forget|please|pls|"
    r"kindly|asap)\s+(?:to\s+)?|to\s+(?=[a-z]))",
    re.IGNORECASE,
)
_TRAILING: Final = re.compile(
    r"(?:[\s,;:，；：、。.!！\-—\"“”]+|(?<=[\sa-z])\b(?:asap|please|pls|gmt|cet|"
    r"utc|to|by|on|before|until|till|at|in|due|the|and|or|this|within|from|for)|"
    r"(?<!to\sbe)\s(?:is\s+)?(?:set|scheduled|booked|planned)|改到|改在|改至|定在|定于|安排在|"
    r"约在|推迟到|延到|之前|以前|前|内|以内|左右|(?<=[" + _HAN + r"])(?:于|在))$",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"^(?:客户(?:方|那边|方面)?|(?:他们|她们|对方)(?:财务|法务|采购|会计|出纳|技术|质量|老板|领导|总部|工程部|财务部|采购部)|对方|他们|她们|他|她|老板|厂里|公司|财务|采购|会计|前台|助理|秘书|那边|"
    r"the\s+(?:customer|client)|customer|client|they|he|she)(?:'ll|\s+|(?='d\s)|(?=[" + _HAN + r"])|$)"
    r"(?:(?:那边|方面|也|又|已经?|当场|当面|口头|明确|则|还)*(?:[说說](?:了|好|"
    r"会|要|是)?|表示(?:会|要)?|答应(?:了|会)?|承诺(?:了|会)?|保证|同意(?:了)?|"
    r"打算|准备|计划|要|会|将|来|告知|反馈|回复|让|请|要求|希望|催)?)?",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"^(?:(?:(?:微信|电话|邮件|短信|语音|来电|回电|致电|钉钉|企微|群)(?:里|上|中|回复)?(?=[说讲告表]))?(?:也|又|已经?|当场|当面|口头|明确|则|还|那边|方面)*(?:话(?![题费术务])|[说說称](?:了|"
    r"好|会|要|是)?|表示(?:会|要)?|答应(?:了|会)?|承诺(?:了|会)?|保证(?:会)?|"
    r"同意(?:了)?|打算|准备(?=[^材资])|要(?!求)|会(?!议|计)|将|告知(?:会)?|反馈(?:会)?)"
    r"|(?:(?:over|down|up|out)\s+there\s+)?(?:has\s+|have\s+|also\s+|kindly\s+)*(?:said|says|say(?=\s)|assured(?=\s+(?:us|me|to|that)\b)|informed(?=\s+(?:us|me|that)\b)|replied(?=\s+that\b)|promised|promises|promise|confirm(?=\s?[\u4e00-\u9fff])|agreed|"
    r"agrees|agree|committed|commits?|undertook|confirm(?:ed|s)(?=\s+(?:that|to|he|she|they|it|us|me)\b|$)|will|'ll|'d(?=\s)|(?:would|can)(?=\s)"
    r"|is\s+going|are\s+going|"
    r"intends|is(?=\s+to\s)|are(?=\s+to\s)|(?:'re|'s|'m)(?=\s+[a-z]+ing\b)|to(?=\s)"
    r"|'s\s+going)\s*(?:that\s+)?(?:us\s+|me\s+)?(?:(?:he|she|"
    r"they)(?:'d|'ll|\s+will|\s+would)\s+)?(?:(?:to|can|will|would)\s+)?)\s*",
    re.IGNORECASE,
)


_TAIL: Final = 64  # characters at the end of a text in which trailing words are looked for, a few at a time
_LONGEST_GLUE: Final = 80  # what is longer says something


def bare(text: str) -> str:
    """A promise's text without what introduces it: 答应明天回复 without its date -> 回复; I'll send it -> send it."""
    text = _joined(text).removeprefix("'s ")
    before = None
    while before != text:
        before = text
        shorter = _cut(_LEADING, text)
        text = (shorter if len(shorter.strip()) >= 1 else text).rstrip()
        tail = max(0, len(text) - _TAIL)
        found = _TRAILING.search(fold(text[tail:]))
        text = text[: tail + found.start()] if found else text
    return text.strip()


def _cut(pattern: re.Pattern[str], text: str) -> str:
    """The text without what the pattern finds at its head in the folded text: 承諾 like 承诺."""
    found = pattern.match(fold(text))
    return text[found.end() :] if found else text


def without_subject(text: str) -> str:
    """What a customer promised, without who said it: 说给报表 -> 给报表; will send it -> send it."""
    text = _joined(text).lstrip(" ,，:：、-").removeprefix("'s ").removeprefix("action ")
    shorter = _cut(_SUBJECT, text) or text
    return bare(_cut(_SAID, shorter.lstrip()) or shorter)


def _joined(text: str) -> str:
    """Chinese pieces stand together where something was taken out between them; Latin words keep one space."""
    return _BLANKS.sub(" ", _BETWEEN_HAN.sub("", text)).strip()


_BETWEEN_HAN: Final = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_BLANKS: Final = re.compile(r"[ \t]{2,}")


_GLUE: Final = re.compile(
    r"^(?:[\s,;:，；：、。.!！?\-—>*•·()（）|&/+@\"“”]|和|与|跟|同|的|了|在|去|"
    r"到|过|对|给|找|着|一起|一同|一块|今|又|再|还|也|刚|带|陪|陪同|约|其|及|"
    r"以及|并|我们?|首次|那边|那里|都|均|新客户|公司|客户(?=$)|于|是|刚才|刚刚|"
    r"跟进|备注|纪要|拜访纪要|记录|小结|新|说好|把|向|从|来|有|个|被|人|发|打"
    r"|(?:i|we|with|to|at|the|and|a|an|from|by|on|via|over|in|of|for|his|her|"
    r"their|its|also|again|briefly|just|today|up|had|who|customer|client|quick|"
    r"us|me|by|through|together|along|colleague|my|our|office|then|was|were|is|"
    r"it|him|them|w|their|re|'s|team|said|says|agreed|actions|deadline|ddl|spoke|note|notes|"
    r"update)(?![a-z])|[【】\[\]《》]|\d{1,2}[.)、](?!\d))+$",
    re.IGNORECASE,
)
_EDGE: Final = re.compile(
    r"^(?:[\s,;:，；：、。.!！\-—>*•·)）|&]|了(?!解)|过(?!去|程|户|桥)|的(?=[^确士话])|"
    r"'s(?=\s)|(?:together|and|again|also|who|up)\s+(?=\S))+|(?:[\s,;:，；：、(（|"
    r"&]|[\s](?:and|with|to|at|the|on|by|in|via|from|i|we|w|a)|(?<=[" + _HAN + r"])\s*(?:和|与|跟))+$",
    re.IGNORECASE,
)


def is_glue(text: str) -> bool:
    """Whether nothing but particles and marks is left."""
    said = text.strip()
    if not said:
        return True
    # Most pieces that say something show it by their first character.
    return _begins_glue(said[0]) and len(said) <= _LONGEST_GLUE and _GLUE.match(text) is not None


@lru_cache(maxsize=4096)
def _begins_glue(first: str) -> bool:
    return can_begin(_GLUE.pattern, shape(first.lower()))


def trimmed(text: str) -> str:
    """A piece of the summary without the particles and marks at its edges."""
    return _EDGE.sub("", _EDGE.sub("", text)).strip()
