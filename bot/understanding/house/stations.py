"""What somebody is for in our house: Darren in FX, bring Malcolm, the handover from Ian."""

import re
from functools import lru_cache
from typing import Final

from bot.understanding.model import Span
from bot.understanding.text.scanner import listed
from bot.understanding.text.verbs import words

_SURE: Final = 5
_LIKELY: Final = 3
# Bring Malcolm, I'm sending Kofi tomorrow: whom we take along and send out.
_SENT: Final = re.compile(r"\b(?:bring(?:ing)?|send(?:ing)?|reserved?|booked|second(?:ing|ed)?)\s$")
_GOES: Final = re.compile(
    r"\s*(?:$|[.,;)?])|\s(?:for|as|over|along|up|down|out|round|with\sme|on\s|tomorrow|today|tmrw|tmw|next|this|mon|tue|wed|thu|fri|sat|sun|instead|too|&)"
)
# Since the handover from Ian, put it to Keith, (note from Ade): who had the customer before, decides, or writes.
_FROM_US: Final = re.compile(
    r"\b(?:hand-?over|took\sover|taken\sover|taking\sover|inherited)\s(?:\w+\s)?from\s$|\((?:note|message|msg|sent)\s(?:from|by)\s$|\bmyself\s(?:and|&|\+)\s$"
    r"|\b(?:put|refer(?:red)?|given|gave|take|taking|escalate)\s(?:it|this|that|them|the\s(?:ticket|job|case|file|paper|enquiry))\s(?:up\s)?to\s$"
)
# She is very satisfied with Lily, nothing but nice things about Kofi: whom a customer praises.
_PRAISED: Final = re.compile(
    r"\b(?:(?:is|are|was|were|very|so|really|quite|most)\s(?:satisfied|happy|pleased|impressed|delighted|chuffed)\s(?:with|by)|(?:nice|good|great|kind)\s(?:things|words)\s(?:about|for)|prais(?:ed|es|ing)|complimented|[a-z]+\sthanked|compliments\sto)\s$"
)
_COVERS: Final = re.compile(r"\s(?:is\s|who\sis\s|who's\s)?(?:covering|standing\sin|filling\sin)\s(?:for\s)?me\b")


def by_station(flat: str, name: Span, before: str) -> int:
    """The weight of what somebody is for, more than 0 for one of ours; 0 where nothing is said of it."""
    if _FROM_US.search(before) or _COVERS.match(flat, name[1]) or (_SENT.search(before) and _GOES.match(flat, name[1])):
        return _SURE
    if _PRAISED.search(before):
        return _LIKELY + 1
    return _LIKELY if _at_work().match(flat, name[1]) else 0


def with_function(flat: str, name: Span) -> Span:
    """The stretch of somebody's name together with his function: Darren in FX, Aisha (solutions)."""
    behind = _at_work().match(flat, name[1])
    return (name[0], behind.end()) if behind else name


@lru_cache(maxsize=1)
def _at_work() -> re.Pattern[str]:
    """Darren in FX, Neha from the liabilities team, Aisha (solutions): what a supplier has, and a customer may have."""
    work = rf"(?:[a-z]+\s)?{listed(sorted(words('desks', 'inside'), key=len, reverse=True))}"
    return re.compile(
        rf"\s(?:in|from|of|at)\s(?:the\s)?{work}(?:\s(?:team|desk|dept|department|side))?(?![\w&'-])|\s\({work}\)"
    )
