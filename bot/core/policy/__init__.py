"""Policy packs: every number and rule of the trade that differs between houses and countries, with its source."""

from bot.core.policy.basics import Code, Level, Mark, Part, Rule, Severity
from bot.core.policy.loader import DEFAULT_PACK, PackError, available, load_pack
from bot.core.policy.pack import Counting, Pack
from bot.core.policy.spans import Span, Unit

__all__ = [
    "DEFAULT_PACK",
    "Code",
    "Counting",
    "Level",
    "Mark",
    "Pack",
    "PackError",
    "Part",
    "Rule",
    "Severity",
    "Span",
    "Unit",
    "available",
    "load_pack",
]
