"""The numbers that were taken out of the text of a visit, for whoever may see it and gave a reason."""

from collections.abc import Sequence

from bot.core.privacy.reveal import Hidden
from bot.core.work import Work
from bot.visits import queries


def hidden(work: Work, visit_id: int) -> Sequence[Hidden]:
    """What was withheld, in the order it was typed. Refuses a visit the person may not see."""
    visit = queries.find(work, visit_id)
    return [Hidden(each["kind"], each["value"]) for each in visit.withheld or ()]
