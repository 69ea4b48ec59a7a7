"""Names without a title in English: met Brown and Lee, Jo says, rang will, Blue Spruce's Mike."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.customers.names import lexicon
from bot.understanding.model import Contact
from bot.understanding.people.name_words import (
    ALSO_SURNAMES,
    also_words,
    no_names,
    no_people,
    places,
    syllables,
    things,
)
from bot.understanding.people.ordinary import common_words, given, is_ordinary
from bot.understanding.people.small_names import SPEAKS
from bot.understanding.text.cues import Cued, cued
from bot.understanding.text.scanner import listed
from bot.understanding.text.verbs import every_act, present, third, words

# Names without a title stand behind these words.
_BEHIND: Final = cued(
    r"(?:(?i:\b(?:(?:lady|guy|man|woman|chap|bloke|someone|somebody|manager|owner|director|buyer|boss|contact|lead|chief|partner|accountant|chef|engineer"
    r"|foreman|receptionist|assistant|secretary|head|super|supervisor)\s(?:is\s|was\s)?(?:called|named)|"
    r"(?:sent|emailed|gave|forwarded|presented)\s(?:[a-z]+\s){1,3}to(?=\s[A-Z])|(?:ringing|calling|meeting|visiting"
    r"|chasing)(?=\s[A-Z])|met(?:\sup)?(?:\swith)?|saw|visited|(?<!is\s)(?<!are\s)called|rang|phoned|emailed|"
    r"e-mailed|texted|messaged|spoke\s(?:to|with)|chatted\s(?:to|with)|talked\s(?:to|"
    r"with)|seeing|see|lunch(?:ed)?\swith|coffee\swith|dinner\swith|breakfast\swith|"
    r"drinks\swith|golf\swith|call\s(?:with|from|to)|meeting\swith|zoom(?:ed)?\swith|"
    r"teams\swith|catch[\s-]?up\swith|caught\sup\swith|sat\sdown\swith|video\s?call\swith|"
    r"heard\sfrom|e-?mail\sfrom|message\sfrom|msg\sfrom|text\sfrom|note\sfrom|thanked|asked|chased|"
    r"pinged|reminded|introduced|introducing|bumped\sinto|ran\sinto|told|called\son|dropped\sin\son|popped\sin\son|introduced\sto|"
    r"tried|give(?=\s[A-Z][a-z]+\s(?:a|another)\s(?:bell|ring|call|shout|buzz|nudge|tinkle))|(?:tell|owe|owes|invite|chase|ring|call|phone|ask|remind|thank|nudge|introduce|cc|copy|meet|visit|email"
    r"|text|message|sound\sout|catch|get\shold\sof|reach|try|see)(?=\s[A-Z])|informed|updated|assured|apologised\sto"
    r"|apologized\sto|bumped\sinto|joined\sby|word\swith|chat\swith|mtg\s(?:with|w)|(?:fella|bloke|chap|lady|guy|man"
    r"|woman)\scalled|(?:boss|contact|owner|guy|lady|buyer|manager|his|her|their|the)(?:'s)?\snames?(?:'s|\sis|:)?|"
    r"promised|(?<!going\s)(?<!gone\s)(?<!go\s)(?<!went\s)(?<!signed\s)(?<!stay\s)(?<!staying\s)(?<!compare\s)"
    r"(?<!compared\s)(?<!along\s)(?<!comply\s)(?<!insured\s)(?<!placed\s)(?<!bank\s)(?<!banks\s)(?<!banking\s)(?<!up\s)with|w))\s"
    r"|\bw[/.]\s?)(?:(?:partner|director|engineer|buyer|boss|manager|lead)\s)?"
)
# What stands inside a surname: van den Berg, Ní Dhomhnaill, de la Cruz, bin Ahmad.
PARTICLES: Final = (
    r"(?:(?:[Vv]an|[Vv]on)\s(?:de[rnl]?\s)?|[Dd]e\s(?:[Ll](?:a|os|as)\s)?|(?:[Dd]el|[Dd]ella|[Dd]i|[Dd]a|[Dd]os|[Dd]u|[Dd]en|[Dd]er|[Ll]a|[Ll]e"
    r"|[Tt]er|[Tt]en|[Bb]in|[Bb]inti|[Bb]int|[Ii]bn|[Aa]l|[Ee]l|Ni|Nic|Mac|O|St\.?)\s)"
)
_NAME: Final = (
    r"(?:[A-Z][a-z'’\-]+|[A-Z]{2}[a-z]+|O'[A-Z][a-z]+|Mc[A-Z][a-z]+)"
    rf"(?:\s(?:{PARTICLES})?(?:[A-Z][a-z]*[a-z'’](?:-[A-Z][a-z]+)*|Mc[A-Z][a-z]+|O'[A-Z][a-z]+)(?![A-Za-z]))?"
)
# T. Becker, Wang F., Priya N to ...: one half of a name by its first letter.
_INITIAL: Final = (
    r"[A-Z]\.\s?[A-Z][a-z]+|[A-Z][a-z]+\s[A-HJ-Z]"
    r"(?:\.(?=\s[a-z])|(?=\s(?:to|will|is|has|[a-z]+(?:s|ing))\s)|(?='s\s[a-z]+ing))"
)
_WORD: Final = re.compile(r"(?<![A-Za-z0-9_@'’\-])[A-Z][a-z]+(?![A-Za-z0-9_\-])")
_AND_ME: Final = re.compile(r"\s(?:and|&)\s(?:I|me)\b(?!\s(?:both|agreed|have\sagreed|each)\b)")
NAMES: Final = re.compile(
    rf"(?P<first>{_NAME})(?P<rest>(?:\s?,\s(?={_NAME}\s(?:and|&))|\s(?:and|&|n|\+)\s)(?P<next>{_NAME}))?"
)


@lru_cache(maxsize=1)
def _subjects() -> re.Pattern[str]:
    """A name at the head of a clause with a verb behind it: Jo says, Wang Fang checks."""
    acts = listed(sorted(third(verb) for verb in every_act()))
    return re.compile(
        rf"(?:^|[,.;!?:–-]\s+|[, ]'s?\s|\b(?:and|but|then)\s|\n\s*[-*•]?\s*)(?P<first>{_NAME})"
        rf"(?:\sand\s(?P<next>{_NAME}))?"
        rf"(?=(?:'ll|"
        rf":\s(?!\S*[A-Z]\w*\s(?:Ltd|Inc|LLC|plc|GmbH))|\s\([A-Z,]|\s(?:at|from|@)\s[A-Z,]|\son\s(?:WhatsApp|WeChat"
        rf"|Zoom|Teams|holiday|leave|annual)\b|\s(?i:wechat|whatsapp)\b|"
        rf"\s(?:in\s(?:a\s)?meetings?|out|away|off|busy|ok|okay|fine)\b|"
        rf"\s(?:is|was|has|does|did|had|would|could|"
        rf"wo)n't|\s(?:WhatsApped|texted|messaged)\b|\s(?:will|promised|agreed|said|"
        rf"says|confirmed|wants|wanted|asked|has|was|is|complained|mentioned|told|"
        rf"needs|not|isn't|seems?|seemed|would|can|could|may|might|also|still|really|"
        rf"very|happy|unhappy|keen|worried|called|rang|emailed|thinks|committed|undertook|likes|loves|prefers|hates"
        rf"|uses|knows|feels|hopes|reckons|looks|"
        rf"to\s(?:send|provide|call|pay|sign|return|confirm|come|repay|get|supply|"
        rf"deliver|review|share|reply|revert|introduce|arrange|speak|check|find|discuss|"
        rf"chase|ask|bring|prepare|look)|(?:{acts})(?!\s+(?:[A-Z]|of\b|for\b)))\b))"
    )


@lru_cache(maxsize=1)
def _small_pinyin() -> Cued:
    """Wang fang to sort it, li lei will call: a Chinese name typed small, with what he does behind it."""
    acts = listed(sorted(words("ours", "verbs") | words("acts", "verbs")))
    return cued(
        r"(?<![\w'])(?P<first>(?:wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|zhu|hu|guo|lin|gao|luo|liang"
        r"|song|zheng"
        r"|xie|tang|feng|deng|cao|peng|zeng|xiao|tian|dong|pan|yuan|cai|jiang|yu|du|ye|cheng|wei|lu|ding|shen|ren"
        r"|yao)\s[a-z]{2,6})"
        rf"(?=\s(?:will|to)\s(?:{acts})\b)"
    )


@lru_cache(maxsize=1)
def _doers() -> re.Pattern[str]:
    """Li Lei prepare the form, Wang Fang drafting the NDA."""
    acts = listed(sorted(words("ours", "verbs") | words("acts", "verbs")))
    now = listed(sorted(third(verb) for verb in every_act()))
    doing = listed(sorted(verb.removesuffix("e") + "ing" for verb in words("ours", "verbs")))
    return re.compile(
        r"(?:^|[,.;!?:–-]\s+|\b(?:and|but|then)\s|\b(?i:actions?|ask|get)\s)"
        rf"(?P<first>[A-Z][a-z]+\s[A-Z][a-z]+|{_INITIAL})"
        rf"(?=(?:\s(?:{acts}|{now}|{doing})|(?:'s|\s(?:is|are|has))\s[a-z]+(?:ing|en|ed))\s(?:the|an?|their|his|her|some|[a-z]+)\b"
        rf"|\s(?:go(?:es)?\s(?:to|and)|to\sgo|will\sgo|will\sbe|to\sbe)\s|\s(?:to|will)\s(?:{acts})\b)"
    )


# Somebody of the customer's: Blue Spruce's Mike.
_OWN: Final = re.compile(
    rf"(?:[, ]'s\s|,\s+的\s?)(?P<first>{_NAME})"
    r"(?=\s(?:for|at|on|re|about|over|by|to|in|said|says|we|we'd|we'll|that|i'd|[\u4e00-\u9fff])|[,.;:\uff0c]|$)"
)


def names_in(text: str, flat: str) -> Iterator[Contact]:
    """Everybody a text names without a title; `flat` is the folded line it was made of."""
    yield from _behind_words(text, flat)
    yield from _known_names(text)
    for match in _OF_A_FIRM.finditer(text):
        if match["first"].lower() in also_words():
            yield Contact(match["first"], match.span("first"))
    for whole in (_small_pinyin(), syllables(), _FAMILY):
        yield from (Contact(match["first"], match.span("first")) for match in whole.finditer(text, line=flat))
    for part in (_OWN, _doers()):
        for match in part.finditer(text):
            yield from one_name(text, *match.span("first"))
    yield from _who_act(text)


_FEELS: Final = re.compile(
    r"\s(?:understands|understood|agrees|agreed|knows|hopes|feels|felt|loves|likes|hates|insists|confirms|confirmed|asked|asks|replied|admits"
    r"|admitted|complained|apologi[sz]ed|suggests|suggested|promised|mentioned|reports|picks|picked|bumped|shrugged|accepts|accepted|griped|laughed|signs|signed|collects|brings|is\s(?:happy|keen|fine|ok|okay|away|out|back|off|on"
    r"|worried|upset|delighted|pleased|unhappy|furious|leaving))\b"
)


def _who_act(text: str) -> Iterator[Contact]:
    for match in _subjects().finditer(text):
        behind = match.end("first")
        if match["first"].lower() in also_words() and (SPEAKS.match(text, behind) or _FEELS.match(text, behind)):
            yield Contact(match["first"], match.span("first"))  # Will wants a will
            continue
        if is_ordinary(match) or _may_be_a_firm(text, match):
            continue
        yield from one_name(text, *match.span("first"))
        if match["next"]:
            yield from one_name(text, *match.span("next"))


# Uline is 8% under us, Fastenal was there before us: what firms do as well as people.
_OF_FIRMS: Final = re.compile(
    r"\s(?:is|was|has|had|would|will|can|could|may|might|also|still|not|does|did|uses|looks|needs|offers?|quoted?|seems?)\b"
    r"(?=\s(?:there|here|[£$€]?\d|the|a|our|their|under|below|above|cheaper|more|less|better|already|also|still|now|about|around|over|up|down"
    r"|giving|offering|undercutting|quoting|pushing|chasing|before|in|on|using)\b|\s[£$€])"
)


def _may_be_a_firm(text: str, match: re.Match[str]) -> bool:
    """Whether somebody of a name nobody knows is said to do what a firm may do."""
    first = match["first"].split(" ")
    known = first[0].lower() in given() or first[0].lower() in also_words() or len(first) > 1
    return not known and _OF_FIRMS.match(text, match.end("first")) is not None


def _behind_words(text: str, flat: str) -> Iterator[Contact]:
    """Met Brown and Lee, rang Will: who stands behind a word of contact."""
    for behind in _BEHIND.finditer(text, line=flat):
        match = NAMES.match(text, behind.end())
        if match is None:
            continue
        word = re.match(r"[A-Z][a-z]+(?![\w’'-])", match["first"])
        if (
            word
            and word[0].lower() in also_words()
            and not re.match(r"\s(?:\d|and\s+testament)", text[match.start() + word.end() :])
        ):
            yield Contact(word[0], (match.start(), match.start() + word.end()))
            if match["next"] and match["next"].lower() in also_words():
                yield Contact(match["next"], match.span("next"))
            continue
        yield from one_name(text, *match.span("first"))
        if match["next"]:
            yield from one_name(text, *match.span("next"))


# The Hodge brothers: two of one name.
_FAMILY: Final = cued(
    r"\b(?i:the)\s(?P<first>[A-Z][a-z']+(?:-[A-Z][a-z]+)?\s(?:brothers|sisters|twins|boys|family|lads|girls|couple|cousins))\b"
)


# Will from Bramley, Mark at Oakfield: a word that is a name too, with his firm behind it.
_OF_A_FIRM: Final = re.compile(r"(?:^|[,.;:!?–-]\s+|\b(?:and|but)\s)(?P<first>[A-Z][a-z]+)(?=\s(?:from|at|of)\s[A-Z,])")


def _known_names(text: str) -> Iterator[Contact]:
    """Given names stand by themselves; Ben of "Ben and I" is one of ours."""
    for match in _WORD.finditer(text):
        known = match[0].lower()
        if (
            known in also_words() - things()
            and _APART.match(text, match.end())
            and text[: match.start()].rstrip()[-1:] in (",", "(")
        ):
            yield Contact(match[0], match.span())  # the developer, Mark, was there
        if known not in given() or _AND_ME.match(text, match.end()) or _SAINT.search(text, 0, match.start()):
            continue
        if known in also_words() and text[: match.start()].strip() == "":
            continue
        named = NAMES.match(text, match.start())
        yield from one_name(text, *(named.span("first") if named else match.span()))


_SAINT: Final = re.compile(r"\b(?:St|Saint)\.?\s$")  # St Moritz, St. Nicholas
_APART: Final = re.compile(r"\s?[,).;]|\s(?:and|&|n)\s[a-z]")


@lru_cache(maxsize=1)
def _nobody() -> frozenset[str]:
    return no_names() | common_words()


def one_name(text: str, start: int, end: int) -> Iterator[Contact]:
    """The stretch as a person, without words that are no names; nothing for a company."""
    words = text[start:end].split(" ")
    behind = re.match(r"\s[A-Za-z]+", text[end : end + 20])
    company = lexicon().en_trades | lexicon().en_legal
    trade = behind[0].strip() if behind else ""
    acts = trade.islower() and present(trade) is not None and _A_THING.match(text, end + len(trade) + 1)
    if any(word.lower().rstrip(".") in company for word in [*words, *([trade] if trade and not acts else [])]):
        return
    if _is_place(words, text[end : end + 16]) or (words[0].endswith(_OWNS) and text.endswith(" at ", 0, start)):
        return
    nobody = _nobody()
    while words and words[-1].lower().rstrip("'’") in nobody and not is_surname(words, text[end : end + 9]):
        words.pop()
    if len(words) > 1 and words[-1].lower().startswith(("i'", "i’")):
        words.pop()  # told Lena I'd have it
    if not words or words[0].lower().startswith(("i'", "i’")):
        return
    if words[0].partition("-")[2] in common_words():
        return  # Go-live, Kick-off
    if not set(_FIRST_PART.split(words[0].lower())[:1]) & nobody and not {words[0].lower()} & nobody:
        end = start + len(" ".join(words))
        yield Contact(text[start:end], (start, end))


_A_THING: Final = re.compile(r"\s(?:the|an?|his|her|their|our|us|it|them|\d)\b")  # Padraig supplies the reefer
_FIRST_PART: Final = re.compile(r"['-]")


# Lime St, Talbot Hotel, Stephen's Day, Lloyd's slip: what carries somebody's name and is nobody.
def _is_place(words: list[str], behind: str) -> bool:
    """A street, a house, a feast, or a firm that is called by a name."""
    first = words[0].lower()
    if first in no_people() and len(words) == 1:
        return True
    last = words[-1] if len(words) > 1 else (_NEXT_WORD.match(behind) or ["", ""])[1]
    named = len(words) > 1 and (first in given() or first in also_words())
    if not named and first not in given() and _SITE.match(behind):
        return True
    return not named and last.lower() in places()


# Walsall plant, the Swindon depot.
_SITE: Final = re.compile(
    r"\s(?:plant|site|depot|offices?|branch|factory|warehouse|yard|store|shop|works|mill|hq|facility|campus|showroom|dc|terminal|lab"
    r"|job|contract|tender|account|order|deal|project|line|team|machine|press|portal|system|app|software|model|range|brand)\b"
)


_OWNS: Final = ("'s", "’s")  # lunch at Nando's
_NEXT_WORD: Final = re.compile(
    r"\s([A-Z][A-Za-z]+|(?:plant|site|office|depot|factory|warehouse|branch|yard|store|shop|showroom|works|mill|farm|lab|campus|hq|terminal|dock)\b)"
)


def is_surname(words: list[str], behind: str) -> bool:
    """Alan Price, at the end of a phrase: a word that is a surname behind a given name."""
    first = len(words) > 1 and (words[0].lower() in given() or words[0].lower() in also_words())
    named = first and words[-1].lower() in ALSO_SURNAMES
    return named and (
        behind[:1] in ("", ",", ".", ";", ")", ":")
        or behind[:9].startswith((" to ", " will ", "'ll ", " + ", " & ", " and ", " ("))
    )
