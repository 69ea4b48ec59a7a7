"""The full numbers and addresses in the facts of a document, for whoever may see the document and gave a reason."""

from collections.abc import Sequence

from bot.compliance.cards import masked
from bot.compliance.models import Paper
from bot.core.privacy.reveal import Hidden
from bot.core.work import Work

NUMBERS = {
    "resident_id": "resident_id",
    "passport": "passport",
    "hk_macao_permit": "travel_permit",
    "taiwan_permit": "travel_permit",
}
"""Kind of identity document -> kind of value; any other document has a document number."""


def hidden(work: Work, paper_id: int) -> Sequence[Hidden]:
    """The facts its card shows masked, in their order. Refuses a document the person may not see."""
    facts = work.get(Paper, paper_id).facts
    whose = str(facts.get("name") or facts.get("agent") or "")
    return [Hidden(_kind(code, facts.get("id_type")), str(facts[code]), whose) for code in masked(facts)]


def _kind(code: str, id_type: str | None) -> str:
    return NUMBERS.get(id_type or "", "document") if code == "number" else code
