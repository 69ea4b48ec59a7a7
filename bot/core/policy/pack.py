"""A whole policy pack, validated, with the fingerprint under which it is audited."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator

from bot.core.calendar import WorkingHours
from bot.core.policy.basics import Code, Part, Positive, Rule
from bot.core.policy.complaints import Complaints
from bot.core.policy.compliance import Compliance
from bot.core.policy.escalation import Escalation
from bot.core.policy.risk import Risk
from bot.core.policy.service import Service


class Counting(Rule):
    """How days are counted unless a regime says otherwise.

    `rolls`: a limit that ends on a rest day moves to the next working day. `receipt_day_counts`: the day of receipt is
    day one instead of day zero. `day_ends`: a day's limit ends at midnight, or when working hours close.
    """

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")]
    zone: str
    hours: str
    rolls: bool
    receipt_day_counts: bool = False
    day_ends: Literal["midnight", "closing"]

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError(f'no time zone "{zone}": use a name such as Asia/Shanghai or Europe/London') from None
        return zone

    @field_validator("hours")
    @classmethod
    def _readable(cls, hours: str) -> str:
        WorkingHours.parse(hours)
        return hours

    @property
    def working_hours(self) -> WorkingHours:
        """The hours as the calendar engine takes them, in the local time of `zone`."""
        return WorkingHours.parse(self.hours)


class Pack(Part):
    """One policy pack: every number and rule that may differ between houses and countries. No words for people."""

    name: Code
    version: Positive
    extends: Code | None = None
    counting: Counting
    complaints: Complaints
    service: Service
    risk: Risk
    compliance: Compliance
    escalation: Escalation

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 (64 hexadecimal digits) of everything in the pack; equal content gives equal fingerprints."""
        plain = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()
