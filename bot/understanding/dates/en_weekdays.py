"""Whether what reads like a weekday is one: sat down, wed to the old system, Monday Blooms are none."""

from __future__ import annotations

import re

from bot.understanding.dates.context import Context
from bot.understanding.dates.patterns import compiled

_SLANG = ("sat", "sun", "mon", "wed", "weds")
_BEFORE_SLANG = compiled(
    r"(?:^|[,.;:(!?/&-]|\b(?:on|by|before|until|till|til|due|from|since|after|for|of|and|or|to|this"
    r"|next|last|come|every|deadline|eod|cob|noon|am|pm|thing|week|wk|mon|tue|wed|thu|fri|sat|sun|tues|thur"
    r"|thurs|morning|afternoon|evening|him|her|them|us|me|it|\d+))\s*$|[\u4e00-\u9fff]\s*$"
)
_OTHER_WORD = compiled(
    r"(?<!mon )(?<!tue )(?<!day )(?<!thu )(?<!fri )\b"
    r"(?:to|be|get|gets|got|getting|newly|was|were|been|they|couple|and he|and she)\s+$"
)
_AFTER_SLANG = compiled(
    r"\.?\s*(?:$|[,.;:!?)/&\u4e00-\u9fff]|-(?![a-z])|-(?:mon|tue|wed|thu|fri|sat|sun)|(?:am|pm|thru|through|till"
    r"|morn|arvo|eve|lunch|a\.m|p\.m|morning|afternoon|evening|night|week|at|and|or|to|for|with|noon|\d{1,2}"
    r"(?:st|nd|rd|th|[:.]\d\d"
    r"|\s?[ap]m|\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))\b)"
)
# Monday Blooms, Friday Freight: a day with a capital letter and a thing in the plural, or a trade, is a firm.
_FIRM = compiled(
    r"[A-Z][a-z]+day\s(?!(?:Drinks|Sales|Results|Figures|Numbers|Thanks|News|Notes|Talks|Accounts|Docs|Does|Always"
    r"|Is|Was|Has|"
    r"Says|Needs|Wants|Calls|Meetings|Visits|Tasks|Actions|Plans|James|Chris|Agnes|Charles|Thomas|Nicholas|Dennis"
    r"|Louis|Francis|Hughes|"
    r"Jones|Davies|Evans|Williams|Roberts|Edwards|Harris|Lewis|Morris|Phillips|Richards|Rogers|Stevens|Woods"
    r"|Andrews|Marcus|"
    r"Jess|Doris|Iris|Mrs|Ms|Miss|Us|This|Plus|Visits?|Terms|Minutes|Updates|Thomas|Las|Los|Texas|Paris|Leeds|St)\b)"
    r"(?:[A-Z][a-z]+(?<![aius])s|Freight|Foods?|Fashion|Furniture|Logistics|Bakery|Brewery|Brewing|Trading"
    r"|Textiles?|Design|Media|"
    r"Digital|Retail|Catering|Plumbing|Roofing|Joinery|Printing|Packaging|Haulage|Transport|Clothing|Coffee|Tea"
    r"|Software|Labs?|"
    r"Studio|Ventures?|Capital|Partners|Floristry|Fitness|Travel|Energy|Dental|Health|Hospitality|Island|Farm"
    r"|Mills?)(?![a-z'\u2019])"
)
_HOUR_BEHIND = compiled(r"\.?\s+(?:at\s)?(?:\d|am\b|pm\b|noon|eod|cob|morning|afternoon|next\b|week\b)")
_MOVED_TO = compiled(
    r"\b(?:mov\w+|push\w*|shift\w*|switch\w*|chang\w+|re-?schedul\w+|postpon\w+|put|brought|bring"
    r"|slip\w*)\b[^.;]{0,24}\bto\s+$"
)


def _moved_to(match: re.Match[str], context: Context) -> bool:
    return _MOVED_TO.search(context.text, max(0, match.start() - 40), match.start()) is not None


def names_a_day(match: re.Match[str], context: Context) -> bool:
    """Whether the word in the group `d` is a day here, no part of a firm's name, of another word or a verb."""
    if _FIRM.match(context.raw, match.start()):
        return False
    if re.match(r"-(?!mon|tue|wed|thu|fri|sat|sun|am|pm)[a-z]", context.text[match.end() : match.end() + 5]):
        return False
    return match["d"] not in _SLANG or _plausible(match, context)


def _plausible(match: re.Match[str], context: Context) -> bool:
    """Sat, sun, mon and wed are words and names too: they need a date's neighbourhood and no name behind them."""
    before = context.text[max(0, match.start() - 14) : match.start()]
    after = context.text[match.end() : match.end() + 16]
    name = re.match(r"\.?\s+([A-Z][a-z]+)", context.raw[match.end() : match.end() + 12])
    ended = name is not None and name[0].startswith(".") and bool(before.strip())  # visit Mon. Met Aoife
    if (
        name
        and not ended
        and not re.match(
            r"(?i)\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|morning|at|noon|eod|cob|week)", name[0]
        )
    ):
        return False
    if match["d"] in ("mon", "wed", "weds"):
        return _HOUR_BEHIND.match(after) is not None or not _OTHER_WORD.search(before) or _moved_to(match, context)
    return bool(_AFTER_SLANG.match(after)) or (bool(_BEFORE_SLANG.search(before)) and match["d"] != "sat")
