"""Every promise there is a campaign for: the modules `p01_...` and `s01_...` of this folder, in their order."""

import importlib
import re
from collections.abc import Sequence
from pathlib import Path

from campaigns.promise import Promise

NAME = re.compile(r"[ps]\d\d_\w+")


def promises() -> Sequence[Promise]:
    """All of them, P before S."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if NAME.fullmatch(path.stem))
    return [importlib.import_module(f"campaigns.{name}").PROMISE for name in names]


def named(ids: str) -> Sequence[Promise]:
    """The promises of a list like "P7,S1"; all for an empty one. Raises LookupError for one that does not exist."""
    known = {promise.id: promise for promise in promises()}
    wanted = [item.strip().upper() for item in ids.split(",") if item.strip()]
    unknown = [item for item in wanted if item not in known]
    if unknown:
        raise LookupError(f"no campaign for {', '.join(unknown)}; there are {', '.join(known)}")
    return [known[item] for item in wanted] if wanted else list(known.values())
