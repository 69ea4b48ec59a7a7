"""The one place that catches whatever is raised: where one failing row, message or tick must not stop the others."""

import traceback
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def guarded(call: Callable[[], T], otherwise: Callable[[Exception], T]) -> T:
    """What `call` returns, or what `otherwise` makes of what it raised."""
    try:
        return call()
    except Exception as error:
        return otherwise(error)


def describe(error: BaseException) -> str:
    """Class and place of an error; never its message, which may quote what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place
