"""Functions of our own house who are to do something: credit team to come back, accounts on it, can ops call him."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.understanding.model import Colleague
from bot.understanding.text.cues import cued
from bot.understanding.text.scanner import listed
from bot.understanding.text.verbs import every_act, third, words

_TEAM: Final = r"(?:team|teams|desk|dept|department|guys|people|lot|lads|folks|crew|colleagues?)"
# Whose they are: their legal team, Acme's engineer are the customer's.
THEIRS: Final = re.compile(r"(?:\b(?:their|his|her|its|your|client|customer)|'s)\s+(?:\w+\s+)?$")
_BEGINS: Final = re.compile(
    r"(?:^|[.;:!?,(\n\u2013\u2014-]\s*|\b(?:and|then|but|so|&|plus|w/|action|actions|(?:told|assured|promised)\s[a-z]+)\s+)$"
)
_ASKED: Final = re.compile(r"\b(?:can|could|would|asked|told|needs?|pls|please|from)\s+$")
_ON_IT: Final = re.compile(r"\s+(?:(?:is|are|now|already)\s+)*(?:on\s+(?:it|this|that|the\s+case)|dealing|handling)\b")


_BOSSES: Final = (
    r"(?:manager|director|head|lead|boss|colleague|assistant|pa|analyst|specialist|chef|expert|associate"
    r"|partner|bdm|mate)"
)
_PLACES: Final = (
    r"head\s+office|back\s+office|customer\s+services?|tech(?:nical)?\s+support"
    r"|the\s+(?:lab|factory|plant|bakery|kitchen|yard|stores|studio)"
)
_WORD: Final = re.compile(r"[a-z]+")


@lru_cache(maxsize=1)
def _telling() -> frozenset[str]:
    """Without one of these no function of ours is named."""
    return words("desks", "alone") | words("desks", "people") | words("desks", "beside")


@lru_cache(maxsize=1)
def _named() -> re.Pattern[str]:
    by_themselves = [re.escape(word) for word in sorted(words("desks", "alone"))]
    in_two = [re.escape(word).replace(r"\-", r"[\s-]") for word in sorted(words("desks", "more"))]
    alone, more = listed(by_themselves), listed([*in_two, *by_themselves])
    people = listed(sorted(words("desks", "people")))
    boss = rf"(?:our|my)\s+(?:[a-z&]+\s+){{0,2}}?{_BOSSES}"
    plain = (
        rf"{boss}|(?:{more})\s+{_TEAM}|{_PLACES}|(?:{alone})|(?:(?:{more}|loss|freight|delivery|our)\s+)?(?:{people})"
    )
    return re.compile(
        r"(?<![\w'&/-])(?:(?:some(?:one|body)|sb)\s+(?:from|in|at)\s+)?"
        rf"(?:(?:the|our(?=\s+(?!(?:[a-z&]+\s+){{0,2}}?{_BOSSES}\b))|an?|one\s+of\s+our)\s+)?(?P<name>{plain})(?![\w&/-])"
    )


@lru_cache(maxsize=1)
def works() -> re.Pattern[str]:
    """What stands behind somebody who is about to do something, or has it to do."""
    acts = "|".join(sorted(third(verb) for verb in every_act()))
    return re.compile(
        r"'ll\b|\s+(?:will|shall|must|should|to\s+(?!be\s+[a-z]+(?:ed|en|nt|ne|id)\b|follow\b|arrive\b|go\s+out\b)[a-z]|(?:is|are)\s+(?:now\s+)?(?:to|going\s+to|due\s+to|[a-z]+ing)\b"
        r"|(?:has|have|needs?)\s+to\s|(?:has|have)\s+(?:it|this|that|promised|agreed|committed|undertaken|taken)\b|promised\b|(?:says?|said|reckons?|thinks?|expects?|hopes?)\s+(?:that\s+)?(?:they|it|he|she|we)\b|owes?\b|due\s+(?:there|here|on\s+site|at|in|out)\b|(?:give|send|confirm|provide|reply|finish|prepare|handle|arrange|investigate)\s+(?!(?:of|for|from|due)\b)[a-z]|owns?\s+(?:it|this|that)\b"
        rf"|(?:{acts})\b)"
    )


def with_desks(text: str, flat: str, colleagues: list[Colleague]) -> list[Colleague]:
    """The colleagues together with the functions of our house that are to do something."""
    desks = [
        desk
        for desk in _desks(text, flat)
        if not any(a.span[0] < desk.span[1] and desk.span[0] < a.span[1] for a in colleagues)
    ]
    return sorted([*colleagues, *desks], key=lambda each: each.span) if desks else colleagues


@lru_cache(maxsize=1)
def _short() -> re.Pattern[str]:
    """Claims, credit: a function by its first word, where nobody else can be meant."""
    return re.compile(rf"(?P<name>{'|'.join(sorted(words('desks', 'more')))})(?![\w&/-])")


def desk_at(text: str, flat: str, place: int) -> Colleague | None:
    """The function of our house that is named right there."""
    match = _named().match(flat, place) or _short().match(flat, place)
    return Colleague(text[match.start("name") : match.end()], match.span(), is_desk=True) if match else None


def _desks(text: str, flat: str) -> Iterator[Colleague]:
    """The functions of our house whom a folded line names as those who do something, as typed."""
    yield from _handed_over(text, flat)
    if _telling().isdisjoint(_WORD.findall(flat)):
        return
    for match in _named().finditer(flat):
        before = flat[max(0, match.start() - 24) : match.start()]
        if THEIRS.search(before) or flat[match.start() : match.end()].startswith("it "):
            continue
        begins, asked = _BEGINS.search(before), _ASKED.search(before)
        name = _BY_NAME.match(flat, match.end())
        end = name.end() if name else match.end()
        acts = begins and (
            _ALONE.match(flat, end)
            and before.rstrip().endswith(".")
            or works().match(flat, end)
            or _ON_IT.match(flat, end)
        )
        if acts or (asked and _does(flat, end, asked[0])):
            start = (
                match.start()
                if match["name"] != match[0] and match[0].startswith(("some", "sb"))
                else match.start("name")
            )
            yield Colleague(text[start : match.end()], (match.start(), end), is_desk=True)


# Escalated to service, they fix it: whom it was handed to goes on.
_HANDED_OVER: Final = cued(
    r"\b(?:escalated|passed|handed|forwarded|referred|raised|logged|transferred|reported|given|gone|went)"
    r"\s+(?:(?:it|this|that|them|the\s[a-z]+)\s+)?(?:(?:over|on|up)\s+)?(?:to|with)\s+(?:the\s+|our\s+)?"
)
_THEY_DO: Final = re.compile(
    r"\s*[,;.:-]?\s*(?:and\s+|so\s+)?they(?:'ll\b|\s(?!said|say|are\s+(?:not|un)|were|did|have\s+no))"
)


def _handed_over(text: str, flat: str) -> Iterator[Colleague]:
    for match in _HANDED_OVER.finditer(flat):
        desk = desk_at(text, flat, match.end())
        if desk is not None and _THEY_DO.match(flat, desk.span[1]):
            yield desk


# Our legal (Tom) will send: who in the function it is.
_BY_NAME: Final = re.compile(r"\s\([a-z]+(?:\s[a-z]+)?\)")
_ALONE: Final = re.compile(r"\s*(?:\.|$)")
_VERB: Final = re.compile(r"\s+(?:to\s+(?!be\b))?(?P<verb>[a-z]+)")
_ENDS: Final = re.compile(r"\s*(?:$|[.,;:!?)]|\s(?:by|on|before|until|due|this|next|today|tomorrow|needed|required)\b)")


def _does(flat: str, end: int, asked: str) -> bool:
    """Can ops call him back; the redlines back from legal by Friday."""
    if asked.strip() == "from":
        return _ENDS.match(flat, end) is not None
    verb = _VERB.match(flat, end)
    return verb is not None and verb["verb"] in every_act()
