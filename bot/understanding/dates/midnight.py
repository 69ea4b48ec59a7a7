"""Midnight of a day named by its number: the one it begins with, or the one it ends with?"""

from __future__ import annotations

from bot.understanding.dates.context import Context
from bot.understanding.dates.patterns import compiled

_REACH = 40
_BEGINS = compiled(
    r"\b(?:starts?|starting|started|begins?|beginning|from|commenc\w+|incept\w*|effective|goes live|go live|on risk"
    r"|opens?"
    r"|as of|takes? effect|into force|kicks? (?:off|in)|switch\w*|launch\w*)\b[^,;.]{0,16}$"
)
_ENDS = compiled(
    r"\b(?:expir\w+|ends?|ending|closes?|closing|lapses?|runs? out|until|till|til|up to|due|deadline|stops?"
    r"|cancel\w*)\b[^,;.]{0,16}$"
)


def begins_with_midnight(context: Context) -> bool | None:
    """Cover starts midnight 1 December: as the 1st begins. Lapses at midnight 30 November: as the 30th ends.

    None where the clause does not tell, so that somebody has to be asked.
    """
    start = context.clause[0]
    if _BEGINS.search(context.text, max(0, start - _REACH), start):
        return True
    return False if _ENDS.search(context.text, max(0, start - _REACH), start) else None
