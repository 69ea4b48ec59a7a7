"""One typed line and what it means: dates, customer, people, promises, hints, summary."""

from bot.understanding.model import (
    Amount,
    Colleague,
    ColleagueFinder,
    Contact,
    Context,
    CustomerFinder,
    Hint,
    Promise,
    Understood,
)
from bot.understanding.reading import understand
from bot.understanding.several import understand_all

__all__ = [
    "Amount",
    "Colleague",
    "ColleagueFinder",
    "Contact",
    "Context",
    "CustomerFinder",
    "Hint",
    "Promise",
    "Understood",
    "understand",
    "understand_all",
]
