"""What the outbox itself tells the admins: that it stopped, and once a day what could not be delivered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, literal_column, select

from bot.core.outbox.model import Manner, Posting, Priority
from bot.core.outbox.notice import Notice, PersonPlace
from bot.core.outbox.stops import CLOCK
from bot.core.work import Work

CLOCK_JUMPED, STOPPED, UNDELIVERED = "core/clock-jumped", "core/delivery-stopped", "core/undelivered"
PLACE_REFUSED = "core/place-refused"


def tell_stop(work: Work, admins: Sequence[int], cause: str, code: str, since: datetime) -> None:
    """Tell every admin that nothing is sent. After a jump of the clock this one message goes out nevertheless; when
    the workspace itself refuses us it arrives once it lets us again."""
    template, data = (CLOCK_JUMPED, {"since": since}) if cause == CLOCK else (STOPPED, {"code": code, "since": since})
    for person_id in admins:
        work.post(
            Notice(
                template, PersonPlace(person_id), f"outbox:stop:{cause}:{since.isoformat()}:{person_id}",
                data=data, priority=Priority.DEADLINE, manner=Manner.URGENT,
            )
        )  # fmt: skip


def tell_refused(work: Work, admins: Sequence[int], posting: Posting, code: str, since: datetime) -> None:
    """Tell every admin, once, that Slack takes nothing for the place of this message though it takes the rest; not
    him whose own messages it refuses, for he would read it when it is over."""
    data = {"code": code, "since": since, "channel": None if posting.person_id else posting.channel}
    for person_id in (one for one in admins if one != posting.person_id):
        once = f"outbox:refused:{posting.lane}:{since.isoformat()}:{person_id}"
        work.post(
            Notice(
                PLACE_REFUSED, PersonPlace(person_id), once, data=data, priority=Priority.DEADLINE, manner=Manner.URGENT
            )
        )


def tell_undelivered(work: Work, admins: Sequence[int], zone: ZoneInfo) -> None:
    """Once a day, one message about what was parked in the last day, by reason; about its own messages it is silent,
    so that it can never answer itself."""
    day = work.now.astimezone(zone).date()
    codes = work.session.execute(
        select(Posting.error, func.count(Posting.id))
        .where(Posting.state == literal_column("'parked'"), Posting.created_at > work.now - timedelta(days=7))
        .where(Posting.template.not_in((CLOCK_JUMPED, STOPPED, UNDELIVERED, PLACE_REFUSED)))
        .group_by(Posting.error)
        .order_by(func.count(Posting.id).desc())
    ).all()
    if not codes:
        return
    rows = [{"code": (code or "unknown").split(" at ")[0], "count": count} for code, count in codes]
    for person_id in admins:
        work.post(
            Notice(
                UNDELIVERED, PersonPlace(person_id), f"outbox:undelivered:{day}:{person_id}",
                data={"rows": rows, "total": sum(row["count"] for row in rows)}, priority=Priority.DIGEST,
            )
        )  # fmt: skip
