"""What looks like the name of a customer not known yet: at the head, behind a verb of contact, or called new."""

import re
from collections.abc import Sequence
from typing import Final

from bot.customers.matching import NameMatch
from bot.customers.names import lexicon
from bot.understanding.company.chinese_names import at_head, behind_verb, called_new
from bot.understanding.company.likeness import may_be_a_firm, stranger
from bot.understanding.model import Span
from bot.understanding.people.name_words import also_words
from bot.understanding.people.ordinary import common_words, given
from bot.understanding.text.cues import cued
from bot.understanding.text.line import Line
from bot.understanding.text.vocabulary import load

_HEAD: Final = re.compile(r"[\s\-*•·#>]*(?:\(?\d{1,2}[.)、]\s*)?")
_COMPANY_EN: Final = (
    r"(?:[A-Z][\w'’\-]*|[A-Z0-9]{2,}|\d[A-Z]\w*)(?:(?<![a-z]{3}\.)\s(?:&|and|of|de|[A-Z0-9][\w'’\-.]*))*"
)
_NEW_EN: Final = re.compile(_COMPANY_EN)
_NEW_BEHIND: Final = cued(
    rf"\b(?i:visited|visit to|visited with|at|meeting at|new (?:customer|client|one|name|account|firm|company|enquiry|"
    rf"prospect|lead)|prospect|lead|(?:discovery|intro|introductory|first|cold|scoping|pitch|sales|exploratory) "
    rf"(?:call|meeting|chat|visit|demo|zoom)s? (?:with|w/|at|to)"
    rf"|(?:enquiry|inquiry|referral|pitch|intro|introduction) (?:from|to))"
    rf"\s?[:,-]?\s(?P<name>{_COMPANY_EN})"
)
_NOT_WORDS: Final = frozenset(load("people")["en"]["never_a_company"].split())


def new_name(line: Line) -> str | None:
    """What looks like the name of a customer not known yet: at the head of the line or behind a verb of contact."""
    span = called_new(line.flat) or _told(line.flat, line.text, _stops(line), [each.span for each in line.people])
    if line.text.isascii():
        span = (span if span and may_be_a_firm(line.text, span) else None) or stranger(line.text, line.flat)
    name = line.text[slice(*span)].strip(" ,.，。") if span else None
    return None if name in lexicon().regions else name or None


def _stops(line: Line) -> list[Span]:
    """The stretches that are something else: dates, people, words of contact."""
    spans = [date.span for date in line.dates] + [person.span for person in line.people]
    spans += [colleague.span for colleague in line.colleagues]
    return spans + [
        (each.start, each.end)
        for table in ("channel", "attempt", "obligation", "satisfaction", "competitor")
        for each in line.words[table]
    ]


def _told(flat: str, text: str, stops: Sequence[Span], people: Sequence[Span]) -> Span | None:
    begin = _HEAD.match(flat)
    start = _past(flat, begin.end() if begin else 0, stops)
    found = at_head(flat, start, stops, people) or _legal_name(text, stops) or _head_english(text, start, stops)
    if found is not None:
        return found
    behind = next(_NEW_BEHIND.finditer(text, line=flat), None)
    span = behind_verb(flat) or (behind and behind.span("name"))
    taken = any(a < span[1] and span[0] < b for a, b in stops) if span else True
    return span if not taken or (behind and span == behind.span("name") and _is_many(behind)) else None


def _is_many(behind: re.Match[str]) -> bool:
    """First call with Brightwater Aquatics: what is many, and begins like nobody's name, is a firm and no person."""
    words = behind["name"].lower().split(" ")
    many = len(words) > 1 and words[-1].endswith("s") and not words[-1].endswith("ss")
    return many and behind[0].startswith(_FIRST) and not {words[0]} & (given() | also_words())


_FIRST: Final = (
    *("First", "first", "Intro", "intro", "Prospect", "prospect"),
    *("new", "New", "Discovery", "discovery", "cold", "Cold"),
)


# Hartley Brewing Co-op, a new lead; new prospect: Redfern Tiles.
_KIND_OF_NEW: Final = r"(?:customer|client|prospect|lead|enquiry|account|name|firm|company|one|logo|opportunity)"
_SAID_NEW: Final = re.compile(
    rf"\s*(?:(?P<first>{_COMPANY_EN}),?\s(?:is\s)?(?:an?\s|our\s|my\s)?(?:brand[\s-])?(?i:new)\s{_KIND_OF_NEW}\b"
    rf"|(?i:(?:brand[\s-])?new\s{_KIND_OF_NEW}(?:\sfor\s(?:us|me))?)\s?(?:[:,-]|from)?\s(?P<behind>{_COMPANY_EN}))"
)


# First call with Brightwater Aquatics; Mr Farouk from Delta Cold Chain rang; the Eastgate Taverns lot want an account.
_FIRM_EN: Final = r"[A-Z][\w'\u2019&-]*(?:\s(?:&\s|and\s|of\s)?[A-Z][\w'\u2019&.-]*){1,4}"
_STRANGER: Final = cued(
    r"(?i:\b(?:first|intro|introductory|discovery|prospect|prospecting|cold|scoping|exploratory|sales)\s(?:call|meeting|mtg|visit|chat|demo|zoom|coffee|lunch)\s?(?:with|w/|w|at|to|[:,\u2013\u2014-]))\s?"
    rf"(?P<met>{_FIRM_EN})"
    rf"|\b(?i:mr|mrs|ms|miss|dr|somebody|someone|guy|lady|chap|woman|man|bloke|fella|girl|enquiry|inquiry|referral)\.?\s(?:(?i:called|named)\s)?(?:[A-Z][\w'-]+\s){{0,2}}(?i:from|at|of)\s(?P<rang>{_FIRM_EN})"
    r"(?=\s(?:rang|called|phoned|emailed|messaged|wants?|wanted|asked|asking|enquir|got\sin|is|was|has|re\b|about|looking|interested)|[,.;]|$)"
    rf"|\b(?i:the)\s(?P<lot>{_FIRM_EN})\s(?:lot|people|guys|crowd|folks|team|gang|crew)\b"
)
_REFERRED: Final = re.compile(
    r"(?:name|number|details?|contact)\s(?:from|via|through|off)\s$|(?:referred|recommended|introduced|passed\son|sent)\s(?:to\s(?:us|me)\s)?(?:by|from|via)\s$"
    r"|(?:referral|intro|introduction)\s(?:from|via|through)\s$|(?:friend|neighbours?|supplier|customer)\sof\s$|\b(?:like|via|formerly\s(?:at|of|with)|used\sto\sbe\s(?:at|with))\s$"
)


def _stranger(flat: str, text: str, named: NameMatch | None) -> str | None:
    """A firm of several words, named as a stranger is, where the known one is only a part of its name."""
    for match in _STRANGER.finditer(text, line=flat):
        group = next(key for key in ("met", "rang", "lot") if match[key])
        name, (start, end) = match[group].rstrip(".'"), match.span(group)
        first = name.split(" ")[0].lower()
        if first in given() or first in _NOT_WORDS:
            continue
        known = named is not None and named.span[0] < end and start < named.span[1]
        if named is not None and known and named.span[1] - named.span[0] >= len(name) - 1:
            continue
        referred = named is not None and _REFERRED.search(text, 0, named.span[0]) is not None
        if named is None or known or (referred and named.span[0] >= end):
            return name
    return None


def said_new(flat: str, text: str, named: NameMatch | None) -> str | None:
    """The firm that the line itself calls new, although it may begin like a known one; None where that one is meant."""
    stranger = _stranger(flat, text, named)
    if stranger is not None:
        return stranger
    match = _SAID_NEW.match(text)
    name = match and (match["first"] or match["behind"])
    if not match or not name or (named and named.span[1] >= match.end("first" if match["first"] else "behind")):
        return None
    return name if " " in name else None


def _past(flat: str, start: int, stops: Sequence[Span]) -> int:
    """Behind dates and marks at the head of the line: 今天下午 恒通电子 ..."""
    for first, last in sorted(stops):
        if first <= start < last or not flat[start:first].strip(" ,:"):
            start = max(start, last)
            while start < len(flat) and flat[start] in " ,:":
                start += 1
    return start


# Spoke to Brightpath Learning Inc today: a legal form behind words in capitals names a firm wherever it stands.
_LEGAL: Final = re.compile(
    r"(?:[A-Z][\w'\u2019&-]*\s(?:(?:&|and|of)\s)?){1,4}"
    r"(?:Ltd|Limited|LLC|Inc|plc|PLC|GmbH|LLP|DAC|Corp|BV|AG|Pte|Pvt|Co-op)\b(?:\.|\s(?:Ltd|Co))?"
)


def _legal_name(text: str, stops: Sequence[Span]) -> Span | None:
    for match in _LEGAL.finditer(text):
        words = match[0].split(" ")
        while words and words[0].lower().strip(".,'") in _NOT_WORDS:
            words.pop(0)
        start = match.end() - len(" ".join(words))
        if len(words) > 1 and not any(a < match.end() and start < b for a, b in stops):
            return start, match.end()
    return None


# One word at the head of a line is a name where a mark, a day or a word of contact stands behind it: Blackthorn rang.
_ALONE: Final = re.compile(
    r"\s*(?:$|[-,:;.!?(/–—]|(?:rang|called|phoned|emailed|texted|messaged|says?|said|wants?|wanted|asked|needs?|signed"
    r"|paid|sent|visit|call|meeting|mtg|lunch|coffee|demo|zoom|teams|today|yesterday|tomorrow|due|re|is|are|has|have|was"
    r"|were|will|not|need|and|visited|met|renewal|update|happy|unhappy|chasing|confirmed|agreed|promised|replied|cancelled"
    r"|accepted|declined|mon|tue|wed|thu|fri|sat|sun)(?![a-z])|\d|[\u4e00-\u9fff]|[A-Z])"
)


def _head_english(text: str, start: int, stops: Sequence[Span]) -> Span | None:
    match = _NEW_EN.match(text, start)
    if match is None:
        return None
    stop = min([first for first, _ in stops if first > start], default=len(text))
    words: list[str] = []
    if text.startswith("%", match.end()):
        return None  # Agreed 2% rebate
    for word in text[start : min(match.end(), stop)].split():
        if word.lower().strip(".,'") in _NOT_WORDS:
            break
        words.append(word)
    while words and words[-1].lower() in ("and", "&", "of", "de"):
        words.pop()
    if len(words) == 1 and words[0].partition("-")[2] in common_words():
        return None  # Go-live
    if len(words) == 1 and (words[0].lower() in common_words() or not _ALONE.match(text, start + len(words[0]))):
        return None
    return (start, start + len(" ".join(words))) if words else None
