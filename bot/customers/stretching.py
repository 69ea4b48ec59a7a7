"""How far a customer's name reaches in a line beyond its core, and what beside it speaks of another company."""

from typing import Final

from bot.customers.folding import LATIN, Compact, fold
from bot.customers.names import lexicon, parts

_ANY_LEGAL: Final = ("公司", "集团", "有限公司", "集团公司")
# What may follow a company name in a line: then a trade word before it belonged to the name.
_FOLLOWS: Final = tuple("公有集今昨前明上下本周拜电来的去那,，。;；:： 、（(")


def is_latin(char: str) -> bool:
    """True for an ASCII letter or digit (of folded text)."""
    return char in LATIN


def stretch(seen: Compact, start: int, end: int, name: str) -> tuple[int, int, bool]:
    """The whole stretch of the name: region before, trade and legal form behind; and whether no trade is left out."""
    taken = parts(name)
    # The name written out is whole whatever it holds beside its parts: Smith & Jones Trading (Asia) Ltd.
    first = start - max(0, taken.full.find(seen.text[start:end]))
    last = first + len(taken.full)
    if first >= 0 and seen.text.startswith(taken.full, first) and (last in seen.breaks or not is_latin(taken.full[-1])):
        return first, last, True
    left = 0
    for word in taken.tail:
        if seen.text.startswith(word, end):
            end += len(word)
        else:
            left += 1
    end = _over_legal(seen, end, taken.full)
    while taken.regions:
        region = lexicon().region_last.search(seen.text, max(0, start - 6), start)
        if region is None or region[1] not in taken.regions:
            break
        start = region.start()
    return start, end, left == 0


def _over_legal(seen: Compact, end: int, full: str) -> int:
    words = lexicon()
    while end < len(seen.text):
        legal = None
        if seen.text.startswith(words.zh_legal, end):
            legal = next(
                (w for w in words.zh_legal if seen.text.startswith(w, end) and (w in full or w in _ANY_LEGAL)), None
            )
        legal = legal or next(
            (seen.text[end:stop] for start, stop in _word_after(seen, end) if seen.text[end:stop] in words.en_legal),
            None,
        )
        if legal is None:
            break
        end += len(legal)
    return end


def _word_after(seen: Compact, end: int) -> list[tuple[int, int]]:
    """The Latin word that begins at this place, if one does."""
    stop = next((place for place in range(end + 1, min(end + 15, len(seen.text) + 1)) if place in seen.breaks), None)
    return [(end, stop)] if stop is not None and end in seen.breaks and is_latin(seen.text[end]) else []


def contradicted(line: str, seen: Compact, start: int, end: int, name: str) -> bool:
    """Whether the line names another company: 上海鑫达 is not 苏州鑫达, Acme Foods is not Acme Steel."""
    return _other_region(seen, start, name) or _other_trade(line, seen, end, name)


def _other_region(seen: Compact, start: int, name: str) -> bool:
    own = parts(name).regions
    named = lexicon().region_last.search(seen.text, max(0, start - 6), start) if own else None
    return named is not None and named[1] not in own


def _other_trade(line: str, seen: Compact, end: int, name: str) -> bool:
    words = lexicon()
    latin = [seen.text[start:stop] for start, stop in _word_after(seen, end)] if end < len(seen.text) else []
    if latin and latin[0] in words.en_trades:
        return line[seen.places[end]].isupper() and latin[0] not in parts(name).tail
    trade = words.trade_first.match(seen.text, end)
    if trade is None or trade[0] in words.weak_trades or trade[0] in parts(name).tail:
        return False
    behind = seen.places[trade.end() - 1] + 1
    return behind >= len(line) or fold(line[behind]).startswith(_FOLLOWS)
