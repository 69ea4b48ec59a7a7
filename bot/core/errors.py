"""Mistakes a person can correct, and mistakes an operator can correct."""

from typing import Any


class Refusal(Exception):
    """The request was understood and declined; nothing was changed.

    `key` is the template the person sees ("visits/no-customer"); `data` fills it. `field` names the form field
    the refusal belongs to, when the request came from a form.
    """

    def __init__(self, key: str, *, field: str | None = None, **data: Any) -> None:
        super().__init__(key)
        self.key, self.field, self.data = key, field, data


class Misconfigured(Exception):
    """A setting, file or database is not as the program needs it; the message says what to do (exit code 2)."""
