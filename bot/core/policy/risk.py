"""The risk rules of a pack: flags and lines, levels by count, hard triggers, answers per level, checks on schedule."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.core.policy.basics import Code, Level, Part, Positive, Rule
from bot.core.policy.spans import Span

Direction = Literal["<", ">", "<=", ">="]


def _beyond(value: float, direction: Direction, line: float) -> bool:
    return {"<": value < line, ">": value > line, "<=": value <= line, ">=": value >= line}[direction]


class Flag(Rule):
    """One counted flag: it is raised when its reading lies beyond the line; `weight` is what it adds to the count."""

    reading: Code
    direction: Direction
    line: float
    weight: Annotated[float, Field(gt=0)] = 1

    def raised_by(self, value: float | None) -> bool:
        """True when the value lies beyond the line; a missing figure raises nothing."""
        return value is not None and _beyond(value, self.direction, self.line)


class Line(Rule):
    """A line that explains and feeds trends but is not counted: the `yellow` and `orange` values of a reading.

    `measured` says what is compared: the value, its change to a year before in percent, or its plain change.
    `periods`: for how many periods running (yellow, orange). `share_percent`: only when the expense behind the ratio is
    at least that part of total assets.
    """

    reading: Code
    direction: Direction
    yellow: float | None = None
    orange: float | None = None
    measured: Literal["level", "yoy_percent", "change"] = "level"
    periods: tuple[Positive, Positive] = (1, 1)
    share_percent: float | None = None

    @model_validator(mode="after")
    def _some_line(self) -> Line:
        if self.yellow is None and self.orange is None:
            raise ValueError("a line needs yellow, orange or both: add the value")
        return self

    def level_of(self, value: float | None) -> Level | None:
        """ "orange" or "yellow" when the value lies beyond that line, None when it does not or is missing."""
        if value is None:
            return None
        if self.orange is not None and _beyond(value, self.direction, self.orange):
            return "orange"
        return "yellow" if self.yellow is not None and _beyond(value, self.direction, self.yellow) else None


class Levels(Rule):
    """From which (weighted) number of raised flags a level is reached."""

    yellow: Annotated[float, Field(gt=0)]
    orange: Annotated[float, Field(gt=0)]
    red: Annotated[float, Field(gt=0)]

    @model_validator(mode="after")
    def _rising(self) -> Levels:
        if not self.yellow < self.orange < self.red:
            raise ValueError("yellow, orange and red must rise: each level needs more flags than the one before")
        return self

    def of(self, count: float) -> Level:
        """The level that a (weighted) count of raised flags means."""
        if count >= self.red:
            return "red"
        if count >= self.orange:
            return "orange"
        return "yellow" if count >= self.yellow else "green"


class Trigger(Rule):
    """A hard trigger: what by itself means a level; numbers it needs are named in `numbers` (days, percent, money)."""

    level: Level
    worse: Level | None = None
    numbers: dict[Code, float] = Field(default_factory=dict)


class OverdueStep(Part):
    """From that many days overdue, that level."""

    from_days: Positive
    level: Level


class Overdue(Rule):
    """Days overdue (payment, principal or interest) and the level they mean."""

    steps: tuple[OverdueStep, ...] = Field(min_length=1)

    def level(self, days: int) -> Level:
        """The level for so many days overdue; green when none."""
        reached: Level = "green"
        for step in sorted(self.steps, key=lambda each: each.from_days):
            reached = step.level if days >= step.from_days else reached
        return reached


class Response(Rule):
    """What a level demands: time to act and to confirm, time to review, visits, owner, and what closing needs."""

    act_within: Span | None = None
    report_within: Span | None = None
    review_within: Span | None = None
    first_visit_within: Span | None = None
    visit_every: Span | None = None
    owner: tuple[Code, ...]
    next_on_ladder: tuple[Code, ...] = ()
    close_needs: tuple[Code, ...] = ()
    clean_checks: Annotated[int, Field(ge=0)] = 0
    clean_check_gap: Span | None = None


class Check(Rule):
    """A check on schedule: so long after its event, every so often, by rating, or days before a date."""

    after: Span | None = None
    every: Span | None = None
    every_by_rating: dict[Code, Span] = Field(default_factory=dict)
    days_before: tuple[Positive, ...] = ()
    triggers: tuple[Code, ...] = ()
    content: tuple[Code, ...] = ()


class LegalDate(Rule):
    """A date lawyers fear: how long after its event the right is lost, and when to remind (days before)."""

    length: Span
    interruptible: bool
    remind_days: tuple[Positive, ...]


class Altman(Rule):
    """Z'' in its plain form: coefficients of working capital, retained earnings, EBIT and equity; its cut-offs."""

    coefficients: tuple[float, float, float, float]
    distress_below: float
    safe_from: float


class Classification(Rule):
    """Five-category classification 五级分类 by days overdue alone: the class from that many days on."""

    special_mention: Positive
    substandard: Positive
    doubtful: Positive
    loss: Positive


class Risk(Part):
    """Everything a pack says about risk; `year_days` is the convention for turnover days (360 in China)."""

    year_days: Literal[360, 365]
    flags: dict[Code, Flag] = Field(min_length=1)
    lines: dict[Code, Line]
    levels: Levels
    altman: Altman
    overdue: Overdue
    triggers: dict[Code, Trigger]
    responses: dict[Level, Response]
    measures: tuple[Code, ...]
    checks: dict[Code, Check]
    legal_dates: dict[Code, LegalDate] = Field(default_factory=dict)
    classification: Classification | None = None
    similar_report_percent: Annotated[int, Field(ge=1, le=100)]

    @model_validator(mode="after")
    def _complete(self) -> Risk:
        missing = [name for name in ("green", "yellow", "orange", "red") if name not in self.responses]
        if missing:
            raise ValueError(f"responses lacks {', '.join(missing)}: say what each level demands")
        reach = sum(flag.weight for flag in self.flags.values())
        if self.levels.red > reach:
            raise ValueError(f"levels.red {self.levels.red:g} can never be reached: all flags together weigh {reach:g}")
        return self
