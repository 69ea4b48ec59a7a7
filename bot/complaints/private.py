"""The numbers that were taken out of the text of a complaint, for whoever may see it and gave a reason."""

from collections.abc import Sequence

from bot.complaints import queries
from bot.core.privacy.reveal import Hidden
from bot.core.work import Work


def hidden(work: Work, complaint_id: int) -> Sequence[Hidden]:
    """What was withheld, in the order it was typed. Refuses a complaint the person may not see."""
    complaint = queries.find(work, complaint_id)
    return [Hidden(each["kind"], each["value"]) for each in complaint.withheld or ()]
