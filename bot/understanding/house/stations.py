"""What somebody is for in our house: Darren in FX, IT (Sanjay), bring Malcolm, the handover from Ian."""

import re
from typing import Final

from bot.understanding.model import Span

_REACH: Final = 40  # characters before a name that are looked at
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
# Darren in FX, Neha from the liabilities team, Aisha (solutions): what a supplier has, and a customer may have.
_OUR_WORK: Final = (
    r"(?:fx|treasury|(?:capital\s)?markets|trading|investments?|liabilities|billing|(?:customer\s|tech\s)?support|info-?sec|it\ssecurity|solutions|applications?|product"
    r"|(?:export|trade|asset|invoice)\sfinance|structuring|credit|risk|compliance|collections|wealth|payments|data|design|studio|r&d|planning|ops"
    r"|scheduling|artwork|pricing|claims|underwriting|loans?|cards|leasing|deposits|tech(?:nical)?\s(?:svc|service|services|desk)|service\sdesk|despatch|dispatch)"
)
_IN_OUR_WORK: Final = re.compile(
    rf"\s(?:(?:in|from|of)\s(?:the\s)?{_OUR_WORK}(?:\s(?:team|desk|dept|department|side))?(?![\w&'-])|\({_OUR_WORK}\))"
)
# IT (Sanjay) to fix, studio (Fran) can do one, full reply in a week (ops: Deborah): the function before the person.
_BY_FUNCTION: Final = re.compile(
    rf"(?:(?:^|[.;:,!?/\u2013-]\s*|\b(?:our|the|my|by|from|to|with|and)\s)(?P<desk>(?:[a-z&]+\s)?(?:{_OUR_WORK}|it|engineering|logistics|production|legal|partner|ad\sdirector|[a-z]+\sdesk)"
    rf"(?:\s(?:team|desk|dept|guys?|lady|director|lead|head))?\s\()|\((?P<work>(?:{_OUR_WORK}|it|engineering|logistics|production|legal):\s))$"
)
_THEIR_FUNCTION: Final = re.compile(
    r"\b(?:their|his|her|customer's|client's)\s(?:[a-z&]+\s){0,3}\($|'s\s(?:[a-z&]+\s){0,2}\($"
)


def by_station(flat: str, name: Span, before: str) -> int:
    """The weight of what somebody is for, more than 0 for one of ours; 0 where nothing is said of it."""
    if _FROM_US.search(before) or _COVERS.match(flat, name[1]) or (_SENT.search(before) and _GOES.match(flat, name[1])):
        return _SURE
    if _PRAISED.search(before):
        return _LIKELY + 1
    if _IN_OUR_WORK.match(flat, name[1]):
        return _LIKELY
    return _SURE if _named_by(flat, name) is not None else 0


def _named_by(flat: str, name: Span) -> Span | None:
    """Where the function stands that is named before him, together with his brackets."""
    begin = max(0, name[0] - _REACH)
    if flat[name[1] : name[1] + 1] not in (")", ","):
        return None
    match = _BY_FUNCTION.search(flat, begin, name[0])
    if match is None or _THEIR_FUNCTION.search(flat, begin, name[0]):
        return None
    closes = match["desk"] is not None and flat[name[1]] == ")"
    return match.start("desk" if match["desk"] else "work"), name[1] + closes


def with_function(flat: str, name: Span) -> Span:
    """The stretch of somebody's name together with his function: Darren in FX, IT (Sanjay)."""
    behind = _IN_OUR_WORK.match(flat, name[1])
    return (name[0], behind.end()) if behind else _named_by(flat, name) or name
