"""Full English names whose first half is a word too: Grace Lin, April Jones, Rob Stein."""

import re
from collections.abc import Iterator
from typing import Final

from bot.customers.names import lexicon
from bot.understanding.model import Contact
from bot.understanding.people.name_words import ALSO_SURNAMES, also_words, no_names, things
from bot.understanding.people.ordinary import is_abstract

# Rob Stein & Maria Lopez; Grace Lin, Paul Ortega; Fay Dixon of B&H: a word that is a name too, and a surname.
_PAIR: Final = re.compile(
    r"(?:^|[,.;:(&!?–-]\s*|\b(?i:and|with|from|to|met|saw|told|by|of|for|owner|manager|director|buyer|contact)\s)"
    r"(?P<first>[A-Z][a-z]+[ ](?:Mc|O['’])?[A-Z][a-z]+(?:-[A-Z][a-z]+)?)"
    r"(?=$|[,.;:)!?]|\s(?:and|&|\+|of|from|at|on|in|to|via|will|is|was|has|said|says|[a-z]+ed|[a-z]+s)(?![\w-]))"
)
# Of the things that are also names those that nobody would give a second capital otherwise.
_STILL_NAMES: Final = frozenset(
    (
        "jun", "april", "june", "may", "august", "jan", "will", "mark", "faith", "hope", "joy", "pearl", "rusty",
        "grant", "bill", "dot", "gene", "ginger", "lance", "roman", "wade", "chase", "jade", "crystal",
    )
)  # fmt: skip


def pairs(text: str) -> Iterator[Contact]:
    """The full names whose first half by itself could be a word as well."""
    for match in _PAIR.finditer(text):
        first, last = match["first"].lower().split(" ")
        if first not in _STILL_NAMES and (first in things() or first not in also_words()):
            continue
        whole = lexicon().en_trades | lexicon().en_legal | no_names() | things()
        if last not in whole - set(ALSO_SURNAMES) and not is_abstract(match["first"].split(" ")[1]):
            yield Contact(match["first"], match.span("first"))


def with_later(people: list[Contact], text: str) -> list[Contact]:
    """Her deputy Mark. Mark to circulate minutes: a word that is a name, where somebody is called so before."""
    later: list[Contact] = []
    for first in {each.text.split(" ")[-1] for each in people if each.text.split(" ")[-1].lower() in also_words()}:
        known = [each.span for each in people if each.text.endswith(first)]
        for match in re.finditer(rf"\b{first}(?=(?:'ll)?\s[a-z])", text):
            if match.start() > known[0][1] and not any(a <= match.start() < b for a, b in known):
                later.append(Contact(match[0], match.span()))
    return sorted([*people, *later], key=lambda each: each.span) if later else people
