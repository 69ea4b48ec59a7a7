"""English words with capital letters: do they look like a firm, before they are proposed as a new customer?"""

import re
from functools import lru_cache
from typing import Final

from bot.customers.names import lexicon
from bot.understanding.model import Span
from bot.understanding.people.name_words import also_words, titles
from bot.understanding.people.ordinary import given
from bot.understanding.text.cues import cued
from bot.understanding.text.verbs import every_act
from bot.understanding.text.vocabulary import load

_LETTERS: Final = re.compile(r"[A-Za-z]{3}")
_MODEL: Final = re.compile(r"\b[A-Z]{1,4}[ -]?\d[\w-]*$")  # EDI 856, Heathrow T5
_FAIR: Final = re.compile(r"(?i:\b(?:expo|fair|show|conference|airport|station|exhibition)$|^expo\b)")
_RIVAL: Final = re.compile(r"(?i:\b(?:competitors?|rivals?|versus|vs))\.?\s$")
# The Chakan plant, SGH ward: a place of somebody known.
_SITE: Final = re.compile(
    r"\s(?:plant|yard|ward|site|depot|branch|office|warehouse|factory|fair|expo|show|airport|terminal)\b"
)
# Lunch at Denny's, a marriage at Raipur: where something is; nobody of a firm was met.
_WHERE: Final = re.compile(r"(?:\bat|@)\s$")
_MET: Final = re.compile(
    r"\b(?i:met|meet(?:ing)?|mtg|visit(?:ed)?|saw|spoke|call(?:ed)?|demo|pitch|intro|lunch|coffee|people|team|owner|manager"
    r"|director|buyer|guy|lady|contact|prospect|client|new)\b[^.;]*$"
)
_OWNED: Final = ("'s", "\u2019s")


def may_be_a_firm(text: str, span: Span) -> bool:
    """No initials, figures or models, no place, no order to do something, no word that is a first name by itself."""
    start, end = span
    name = text[start:end].rstrip(" ,.")
    words = name.split(" ")
    first, alone = words[0].lower(), len(words) == 1
    if not _LETTERS.search(name) or _MODEL.search(name) or _FAIR.search(name) or _RIVAL.search(text, 0, start):
        return False
    if not alone and first in every_act() and words[1].endswith(_OWNED):
        return False  # Put Dale's deposit through
    if alone and (first in also_words() or (start > 0 and (name.isupper() or _SITE.match(text, end)))):
        return False
    if start > 0 and _WHERE.search(text, max(0, start - 4), start):
        return not name.endswith(_OWNED) and _MET.search(text, max(0, start - 80), start) is not None
    return True


_FIRM: Final = r"(?:The\s|[Mm]/[Ss]\.?\s)?[A-Z][\w'\u2019&-]*(?:\s(?:&\s|and\s|of\s)?[A-Z][\w'\u2019&-]*){1,4}"
# Prospect - Lomax Workwear, a company Nordlicht Farben, new shipper Bergmann Saatgut, account for Bosun's Fish Bar.
_STRANGE: Final = cued(
    r"(?P<sure>\b(?i:prospect|prospective\s(?:client|customer)|new\s(?:shipper|distributor|cafe|caf\u00e9|shop|bakery|restaurant|hotel|salon|gym|clinic|borrower|tenant|outlet"
    r"|farm|(?:[a-z]+\s)?(?:enquiry|inquiry|lead|account|customer|client))|first\scontact\swith|an?\s(?:company|firm)(?:\s(?:called|named))?|runs(?:\san?\s[a-z]+,|\sthe\sfirm)?"
    r"|(?:business|current)\saccount\sfor|overdraft\sfor|referral)\s?[,:\u2013-]?\s)"
    rf"[\"\u201c']?(?P<stranger>{_FIRM})"
    # Chief of Nordlys Lighting, Mr Pattinson (Carlisle Cold Store): only by the trade its name ends with.
    rf"|(?:\b(?i:manager|director|owner|chief|head|ceo|md|cfo|boss|founder|buyer)\s(?:of|at|from)\s|[A-Z][a-z]+\s\()(?P<trade>{_FIRM})(?=[,.;:)\s]|$)"
    rf"|[a-z],\s(?P<aside>{_FIRM})(?=,?\s(?:owner|owned|run|guy|wants|want)\b)"
)


def stranger(text: str, flat: str) -> Span | None:
    """The firm that the line speaks of as of one not known yet; None where none is plainly one."""
    for match in _STRANGE.finditer(text, line=flat):
        span = match.span(next(group for group in ("stranger", "trade", "aside") if match[group]))
        name = text[slice(*span)]
        words = name.lower().removeprefix("the ").removeprefix("m/s ").split(" ")
        by_trade = words[-1] in _ends()
        person = words[0] in titles() or words[0] in given()
        if (by_trade or (match["aside"] and "&" in words)) and words[0] not in titles():
            return span
        if match["sure"] and not person and not _MODEL.search(name):
            return span
    return None


@lru_cache(maxsize=1)
def _ends() -> frozenset[str]:
    return lexicon().en_trades | frozenset(load("names_en")["firm_ends"].split())
