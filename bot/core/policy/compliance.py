"""The compliance rules of a pack: due diligence, suitability, retention, masking (客户尽职调查, 适当性, 保存)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from bot.core.policy.basics import Code, Part, Positive, Rule
from bot.core.policy.spans import Span


class Refresh(Rule):
    """How often a customer of one rating is reviewed anew."""

    every: Span


Kind = Literal["company", "foreign_company", "sole_trader", "person", "public_body"]
"""What a customer is before the law; it decides which documents are asked for."""
Trait = Literal["licensed_industry", "cross_border", "enhanced"]
"""What else may call for a document; `enhanced` holds for every customer of the highest rating."""
FieldCode = Literal[
    "name", "uscc", "id_type", "number", "address", "scope", "status", "agent", "account", "main_bank", "audited",
    "purpose", "level", "arrears", "evidence", "residence", "tin", "result", "list_version",
]  # fmt: skip
"""The facts a document can be asked for, besides its dates and where it is kept."""


class Document(Rule):
    """One document of the checklist: who needs it, which facts are noted, how long it is good, whether it blocks.

    `only_for` narrows `kinds` to customers with one of these traits. `form` "owners" asks for the chain of holders
    instead of facts. `verifier` is who may say that the facts are right; it is never the one who noted them.
    """

    kinds: tuple[Kind, ...] = Field(min_length=1)
    only_for: tuple[Trait, ...] = ()
    fields: tuple[FieldCode, ...] = ()
    form: Literal["facts", "owners"] = "facts"
    several: bool = False
    expires: Literal["own_date", "never", "after"] = "own_date"
    good_for: Span | None = None
    blocks: Literal["onboarding", "credit", "no"]
    verifier: Literal["second_person", "lead", "compliance"] = "second_person"

    @model_validator(mode="after")
    def _length(self) -> Document:
        if (self.expires == "after") != (self.good_for is not None):
            raise ValueError('good_for belongs to expires = "after" and to nothing else: give both or neither')
        if self.good_for is not None and not (self.good_for.unit.is_days and not self.good_for.unit.is_working):
            raise ValueError("good_for is counted in days, months or years: write it so")
        return self


class DueDiligence(Rule):
    """When an expiring document is asked for, when business is restricted, who counts as beneficial owner.

    `remind_days` are days before expiry. `restrict_after_notice` is counted from the notice that a document expired.
    `review_within` is how soon a review out of cycle is due, `next_review_early` how early a regular one is announced.
    """

    remind_days: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1)
    restrict_after_notice: Span
    review_within: Span
    next_review_early: Span
    owner_share_percent: Annotated[float, Field(gt=0, le=100)]
    low_owner_share_percent: Annotated[float, Field(gt=0, le=100)]
    triggers: tuple[Code, ...] = ()


class Suitability(Rule):
    """Which product levels a client level may buy, and how long and how often a client is assessed 适当性.

    From `care_from_age` years on, a product of `high_risk_from` or riskier is sold only after the `care_steps`.
    """

    matrix: dict[Code, tuple[Code, ...]] = Field(min_length=1)
    valid_for: Span
    most_per_day: Positive
    most_per_year: Positive
    care_from_age: Positive
    high_risk_from: Code
    care_steps: tuple[Code, ...]
    disclosure_items: tuple[Code, ...]

    @model_validator(mode="after")
    def _known_level(self) -> Suitability:
        known = sorted({level for levels in self.matrix.values() for level in levels})
        if self.high_risk_from not in known:
            raise ValueError(
                f'high_risk_from "{self.high_risk_from}" is no product level of the matrix: {", ".join(known)}'
            )
        return self

    def allows(self, client: str, product: str) -> bool:
        """True when a client of that level may buy a product of that one; unknown levels may buy nothing."""
        return product in self.matrix.get(client, ())


class Retention(Rule):
    """How long one kind of record is kept, and after which event that time begins."""

    keep: Span
    after: Code


class Masking(Rule):
    """How long a masked value may be seen in full, and by whom.

    `unmask_roles` may see values in full (of records they see anyway), so many records an hour and a day.
    """

    unmask_for: Span
    unmask_roles: tuple[Code, ...] = ("manager", "lead", "colleague")
    unmask_per_hour: Positive = 10
    unmask_per_day: Positive = 40


class Reading(Rule):
    """When readers of a published rule are reminded (days before the last one), and how long whoever joins has."""

    remind_days: tuple[Annotated[int, Field(ge=0)], ...] = Field(min_length=1)
    newcomers_within: Span


class Campaign(Rule):
    """A review of existing customers ordered by law: who, and by when (ISO date)."""

    until: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Compliance(Part):
    """Everything a pack says about compliance."""

    refresh: dict[Code, Refresh] = Field(min_length=1)
    due_diligence: DueDiligence
    documents: dict[Code, Document]
    suitability: Suitability
    reading: Reading
    retention: dict[Code, Retention] = Field(min_length=1)
    masking: Masking
    campaigns: dict[Code, Campaign] = Field(default_factory=dict)
