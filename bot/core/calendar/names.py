"""How people name holidays, in Chinese and English."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_PHRASES: dict[str, str] = {
    "new_year": "元旦|元旦节|新年|阳历年|公历新年|new year|new years|new year day|new years day|first day of january",
    "new_years_eve": "跨年|跨年夜|new years eve|new year eve|silvester",
    "spring_festival": "春节|春節|过年|過年|大年初一|正月初一|农历新年|農曆新年|农历年|中国新年|新春|过大年"
    "|spring festival|chinese new year|chinese new years|chinese new years day|lunar new year|lunar new years"
    "|lunar new years day|lny|cny|chinese new year (spring festival)",
    "spring_festival_eve": "除夕|农历除夕|大年三十|年三十|年三十晚|大年夜|chinese new years eve|lunar new years eve",
    "lantern": "元宵|元宵节|元宵節|lantern festival",
    "qingming": "清明|清明节|清明節|扫墓节|qingming|qing ming|ching ming|tomb sweeping day|tomb sweeping"
    "|qingming festival|ching ming festival",
    "labour_day": "劳动节|勞動節|labour day|labor day|international workers day|workers day",
    "may_day": "五一|五一节|五一劳动节|五一國際勞動節|may day|early may bank holiday|early may",
    "dragon_boat": "端午|端午节|端午節|龙舟节|dragon boat|dragon boat festival|duanwu|tuen ng festival",
    "qixi": "七夕|七夕节|qixi|qixi festival",
    "mid_autumn": "中秋|中秋节|中秋節|八月十五|mid autumn|mid autumn festival|mid autumn day"
    "|moon festival|mooncake festival|day following mid autumn festival",
    "double_ninth": "重阳|重阳节|重陽節|double ninth|double ninth festival|chung yeung festival",
    "national_day": "国庆|国庆节|國慶|國慶節|十一|十一国庆|国庆十一|黄金周|中秋国庆|national day|golden week"
    "|chinese national day|national golden week",
    "valentines": "情人节|情人節|valentines|valentines day|valentine day",
    "womens_day": "妇女节|三八妇女节|三八节|womens day|international womens day",
    "childrens_day": "儿童节|六一|六一儿童节|childrens day",
    "teachers_day": "教师节|teachers day",
    "christmas": "圣诞|圣诞节|聖誕|聖誕節|christmas|christmas day|xmas|x mas|noel|weihnachten",
    "christmas_eve": "平安夜|圣诞夜|圣诞前夜|christmas eve|xmas eve|heiligabend",
    "boxing_day": "节礼日|節禮日|boxing day|second day of christmas|st stephens day|first weekday after christmas day",
    "good_friday": "耶稣受难日|耶穌受難節|受难日|good friday",
    "easter": "复活节|復活節|easter|easter sunday|ostern|paques",
    "easter_monday": "复活节星期一|復活節星期一|复活节周一|easter monday",
    "ascension": "耶稣升天节|升天节|ascension|ascension day",
    "whit_monday": "圣灵降临节|圣灵降临节星期一|whit monday|pentecost monday|pentecost|whitsun",
    "corpus_christi": "基督圣体节|corpus christi|corpus christi day",
    "assumption": "圣母升天节|assumption|assumption day|assumption of mary",
    "all_saints": "诸圣节|万圣节（诸圣）|all saints|all saints day",
    "epiphany": "主显节|三王节|epiphany|three kings day",
    "halloween": "万圣节|万圣夜|halloween",
    "spring_bank": "春季银行假日|spring bank holiday|spring bank|late may bank holiday|late may",
    "summer_bank": "夏季银行假日|summer bank holiday|summer bank|august bank holiday|august bank"
    "|late summer bank holiday|late summer bank",
    "mlk_day": "马丁路德金日|马丁·路德·金日|martin luther king jr day|martin luther king day|mlk day",
    "presidents_day": "总统日|presidents day|washingtons birthday",
    "memorial_day": "阵亡将士纪念日|memorial day",
    "juneteenth": "六月节|juneteenth|juneteenth national independence day",
    "independence_day": "独立日|美国独立日|美国国庆|independence day|fourth of july|4th of july|july 4th",
    "columbus_day": "哥伦布日|columbus day|indigenous peoples day",
    "veterans_day": "退伍军人节|veterans day",
    "thanksgiving": "感恩节|感恩節|thanksgiving|thanksgiving day",
    "bastille_day": "法国国庆|法国国庆日|bastille day|quatorze juillet",
    "german_unity": "德国统一日|德国国庆|german unity day|day of german unity",
    "armistice": "一战停战纪念日|armistice day|remembrance day",
    "diwali": "排灯节|屠妖节|diwali|deepavali",
    "eid_al_fitr": "开斋节|eid al fitr|hari raya puasa|eid ul fitr",
    "eid_al_adha": "宰牲节|古尔邦节|eid al adha|hari raya haji|eid ul adha",
    "vesak": "卫塞节|佛诞|佛誕|vesak|vesak day|buddhas birthday",
}

HOLIDAY_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {key: tuple(phrases.split("|")) for key, phrases in _PHRASES.items()}
)
"""Every holiday key with the phrases that mean it (simplified and traditional Chinese, English without apostrophes)."""

_DROPPED = re.compile(r"['’`.]")
_SPACED = re.compile(r"[\s\-–—_]+")
_NOTE = re.compile(r"\s*[（(](?:observed|estimated|observed, estimated|substitute|补假|休|放假)[）)]$", re.IGNORECASE)
_TAIL = re.compile(
    r"(?:\s+(?:public holidays?|bank holidays?|holidays?|break|season|weekend|week|festival|day)"
    r"|小长假|长假|長假|黄金周|假期|放假|假日|期间|节日|当天|那天|假)$"
)
_JOINED = re.compile(r"\s*[;；/、&]\s*|\s+and\s+")


def _normal(phrase: str) -> str:
    plain = unicodedata.normalize("NFKC", phrase).casefold().strip()
    return _SPACED.sub(" ", _DROPPED.sub("", plain)).strip().removeprefix("the ")


_KEY_OF = {_normal(phrase): key for key, phrases in HOLIDAY_KEYS.items() for phrase in phrases}


def holiday_key(phrase: str) -> str | None:
    """The key of the holiday a phrase names as a whole ("国庆假期", "Christmas break", "St. Stephen's Day"), else None.

    Words around the name (after, before, next year's) are the date grammar's business, not this function's.
    """
    name = _normal(_NOTE.sub("", phrase.strip()))
    while name:
        if name in _KEY_OF:
            return _KEY_OF[name]
        shorter = _TAIL.sub("", name)
        if shorter == name:
            return None
        name = shorter
    return None


def holiday_keys(name: str) -> tuple[str, ...]:
    """The keys in a calendar's name of a day, which may join two festivals ("中秋节; 国庆节")."""
    whole = holiday_key(name)
    if whole:
        return (whole,)
    found = (holiday_key(part) for part in _JOINED.split(_NOTE.sub("", name)))
    return tuple(dict.fromkeys(key for key in found if key))
