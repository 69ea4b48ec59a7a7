"""By, at or after: the words before and behind a date that say which, and whether a whole unit is included."""

from __future__ import annotations

from typing import NamedTuple

from bot.understanding.dates.model import Direction
from bot.understanding.dates.patterns import compiled

_REACH = 24


class Side(NamedTuple):
    """A direction found beside a phrase, the position its words reach to, and whether they keep the named unit out.

    前, before, 后 and after do; 内, by, 起 and from do not.
    """

    direction: Direction | None
    edge: int
    exclusive: bool = False


_PREFIX = compiled(
    r"(?:(?P<by>(?:最晚|最迟)不[得能]?[晚超][于过]|截止(?:日期?|时间)?(?:到|至|于|为|是|:)?|截至|最晚"
    r"|最迟|不[得能]?[晚迟]于"
    r"|不[得能]?超过|赶在|务必在|(?<![上下权有无额年受])限期?"
    r"|期限[为是到:]*|(?:deadline|ddl|due date)\s*(?:is|of|[:是])?"
    r"(?:\s*on)?"
    r"|\b(?:on or before|no later than|not later than|not after|(?<!drop )(?<!stop )(?<!swing )(?<!dropping )(?<!stopping )(?<!popping )"  # noqa: E501 - one pattern
    r"(?<!dropped )(?<!stopped )(?<!popped )(?<!come )(?<!pop )"
    r"(?<!came )by(?!\s+on\b)|until|untill|till|til|up to|up until|through(?: to)?|up to and including"
    r"|between now and|from now (?:until|till|to)"
    r"|due(?: back| in)?(?: on"
    r"| by| for| at)?|latest(?: by)?|at the latest by|within|b4)(?: the)?)"
    r"|(?P<not>(?<!不)早于|\b(?:this side of|before|prior to|ahead of|in advance of)(?: the)?)"
    r"|(?P<beyond>(?<!不)晚于|过完|(?<![来去见谈说通])过了"
    r"|\b(?:after|post)(?: the)?)|(?P<after>不[得能]?早于|(?:\bnot|\bnothing|\bno one|\bonly) (?:until|till"
    r"|before|prior to|from|after)(?: the)?|最[早快]|自从?|从|\b(?:from|since|starting(?: from"
    r"| on)?|beginning|commencing|as of|as from|effective(?: from)?|not before|no earlier than"
    r"|not earlier than|no sooner than)(?: the)?))"
    r"\s*:?\s*(?:about|around|on|在|于)?\s*$"
)
_SUFFIX = compiled(
    r"\s*\)?(?:的)?(?:(?P<by>之内|以内|内(?![部容蒙审控贸地资参外])|结束[之以]?前|为止|截止|止(?![损付跌盈血])|或(?:之前|以前|更早))"
    r"|(?P<not>之前|以前|前头|前(?![往来去台期后景述面任瞻线言因例]|[一二几两三四五十\d]+个?[天日周月年季工大名位轮排批]"
    r"|提(?![供交出前醒请速高升货现走额])))"
    r"|(?P<beyond>之后|以后|过后|结束[之以]?后|过完(?!年)|(?<=[假节])回来|后(?![续期台面天勤来边者端市备门方果悔半晌]))|(?P<after>起"
    r"(?![来草诉码见名点源飞床步])|开始|以来|至今)"
    r"|(?P<eby>\s*(?:,\s*)?(?:at the (?:very )?latest|latest|or (?:earlier|sooner|before))\b)"
    r"|(?P<eafter>\s*(?:,\s*)?(?:onwards?"
    r"|at the (?:very )?earliest|earliest|or later|and (?:later|after)|and onwards?)\b)"
    r"|(?P<about>左右|前后|上下|当天|当日|当晚|期间|这天|那天|之间))"
)


def before(text: str, start: int, floor: int) -> Side:
    """The direction given by the words that end where a phrase starts."""
    match = _PREFIX.search(text, max(floor, start - _REACH), start)
    if match is None:
        return Side(None, start)
    if match["by"] or match["not"]:
        return Side("by", match.start(), exclusive=bool(match["not"]))
    return Side("after", match.start(), exclusive=bool(match["beyond"]))


# Before her audit on 14 Dec: by the day of what it is to be ready for.
_EVENT = compiled(
    r"\b(?:before|prior to|ahead of|in time for) (?:the|his|her|their|our|its|that|this) (?:[a-z-]+ ){1,3}on (?:the )?$"
)


def before_event(text: str, start: int) -> bool:
    """Whether the phrase is the day of something before which something is to be done."""
    return _EVENT.search(text, max(0, start - _REACH * 2), start) is not None


def behind(text: str, end: int) -> Side:
    """The direction given by the words right behind a phrase."""
    match = _SUFFIX.match(text, end)
    if match is None:
        return Side(None, end)
    if match["by"] or match["eby"] or match["not"]:
        return Side("by", match.end(), exclusive=bool(match["not"]))
    if match["beyond"] or match["after"] or match["eafter"]:
        return Side("after", match.end(), exclusive=bool(match["beyond"]))
    return Side(None, match.end())
