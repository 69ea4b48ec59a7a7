"""Chinese people named behind what they are, or by the sound of their names: 区域经理李倩约了, CTO韩磊."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.understanding.model import Contact
from bot.understanding.people.full_names import ends_a_word, is_given, is_word
from bot.understanding.text.scanner import hasty
from bot.understanding.text.vocabulary import load

# What somebody is: his rank or trade. 长, 员 and 师 only in words that are one: 局长 but not 增长.
_RANK: Final = (
    "总监|经理|主管|主任|专员|负责人|代表|助理|秘书|会计|出纳|调度|采购|财务|前台|店主|老板|老板娘|合伙人|股东|法人|董事|掌柜|东家"
    "|(?:技术|业务|采购|仓管|保管|质检|检验|安全|安检|统计|操作|调度|驾驶|收银|理货|销售|施工|预算|跟单|报关|单证|核算|化验|管理|服务"
    "|配送|维修|养殖|饲养|栽培|库管|文|店|船|教|护理|设计|实验|档案|信息|网管)员"
    "|(?:工程|设计|造价|会计|律|厨|技|药|医|园艺|美容|咨询|培训|讲|化妆|造型|摄影|评茶|酿酒|调香|老)师|师傅|技工|电工|焊工|钳工|司机"
    "|(?:厂|院|局|处|所|校|科|部|店|站|场|园|库|行|社|会|船|队|组|班|工|秘书|教务|护士|厨师|车间|车队)长|领班|教练|导购|主播"
    "|对接人|联系人|经办人|接口人|管家|经纪|经纪人|监理|ceo|cfo|coo|cto|cio|cmo|vp|md|gm|hr|pm|it|qa"
)
# What may follow the name: a verb, a particle, a mark.
_THEN: Final = (
    "说讲问想要约打来加微发电接催提嫌急反给有开碰在去到也又还都已刚这跟和与及的是不没带陪对一表会把吃喝见聊谈让请负参签付收交寄拍确查看做"
    "推答同希了拿送挂报换从向退之先原被可能将很气认觉投抱"
)
_SURE_FAR: Final = (
    "阿不|阿卜|阿迪|阿依|阿布|阿合|艾尔|艾力|艾买|艾合|艾孜|买买|买合|古丽|古力|热合|热依|努尔|帕尔|帕提|吐尔|吐鲁|玉素|玉山|迪丽"
    "|库尔班|扎西|卓玛|巴特|达瓦|次仁|木塔|木合|巴图|巴雅|巴音|苏和|布和|布仁|哈斯|那仁|那顺|娜仁|萨仁|萨日|斯琴|特木|格日|其木|其其"
    "|宝音|孟和|牧仁|吉雅|塔娜|托娅|乌兰|乌云|乌日|额尔|敖日|多吉|旺堆|丹增|洛桑|平措|格桑|边巴|尼玛|索朗|仁青|麦麦|赛罕|朝鲁|亚森"
    "|依明|苏日|青格|陶格|哈力|伊力|伊布|司马义|阿斯"
)
_FAR: Final = (
    "[尔力提江买迪丽娜孜热不都拉木里汗克别卡什德布桑次仁格玛措宗罗尼曼古斯图雅云吉勒音其日敦"
    "顺夫巴泰高娃嘎鲁明义然赞珠加]"
)
_FAR_WHOLE: Final = "哈斯|巴图|朝鲁|斯琴|孟和|牧仁|塔娜|托娅|多吉|丹增|洛桑|平措|格桑|扎西|卓玛|其其格|乌云"
_PLACES: Final = re.compile(r"乌兰(?:浩|察|布)|呼和浩|巴音郭|额尔古|额尔多")


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = load("people")["zh"]
    surname = f"(?:{'|'.join(words['compounds'].split())}|[{''.join(words['surnames'].split())}])"
    sound = rf"(?:(?:{_SURE_FAR}){_FAR}{{1,4}}?|{_FAR_WHOLE})"
    end = rf"(?=$|[^\u4e00-\u9fff]|[{_THEN}])"
    ranked = re.compile(
        rf"(?<=[{_ends()}])(?:(?P<sound>{sound}){end}|{surname}(?P<given>[\u4e00-\u9fff]{{1,2}}?){end})"
    )
    heard = hasty(rf"(?:{_SURE_FAR}){_FAR}{{1,4}}?(?=\s?说|讲|问|电话|微信|来电|想|要|答应|表示|反馈|嫌|催|打|发)")
    return ranked, heard


def _ends() -> str:
    """The last characters of what somebody can be."""
    return "监理管任员人表助书计纳度购务台主板娘东法事柜师傅工机长班口家纪练播叫是成oprd"


_RANKED: Final = re.compile(rf"(?:{_RANK})(?:名?叫|是|换成)?$")
_LONGEST_RANK: Final = 7


def ranked(flat: str) -> Iterator[Contact]:
    """The people so named in a folded text in which everything known is masked."""
    behind, heard = _patterns()
    for match in behind.finditer(flat):
        start = match.start()
        if _RANKED.search(flat, max(0, start - _LONGEST_RANK), start) is None:
            continue
        if match["sound"] or _is_name(flat, match):
            yield Contact(match[0], match.span())
    for match in heard.finditer(flat):
        if not _PLACES.match(match[0]):
            yield Contact(match[0], match.span())


def _is_name(flat: str, match: re.Match[str]) -> bool:
    """经理安排 and 会计成本 are no people."""
    rare = set(load("names_zh")["rare"])
    known = all(char in rare or is_given(char) for char in match["given"])
    word = is_word(match[0]) or _ENDS_WORD.search(match[0]) or ends_a_word(flat, match.start())
    return known and not word


# 经理安慧 is somebody, 采购金额 and 财务成本 are none.
_ENDS_WORD: Final = re.compile(
    r"(?:成本|方案|方向|金额|时间|安全|管理|高层|全部|单子|项目|车队|温度|安家|向东|白天|明天|石材|水产|文件|关系|章程|万元)$"
)
