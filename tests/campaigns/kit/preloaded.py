"""What the server that children are forked from has at hand: everything imported, the words read once."""

import functools
import gc

from bot.core.words import TEMPLATES, shipped
from bot.main import compose
from campaigns.kit import replicas

compose.Templates = functools.cache(compose.Templates)  # type: ignore[misc, assignment]
compose.Templates(TEMPLATES, shipped())
gc.collect()
gc.freeze()

__all__ = ["replicas"]
