"""From what a wall clock shows to an instant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EARLIEST = datetime(2, 1, 1, tzinfo=UTC)
LATEST = datetime(9998, 1, 1, tzinfo=UTC)


def localise(zone: ZoneInfo, local: datetime) -> datetime:
    """The UTC instant at which clocks in `zone` show `local` (naive).

    A time skipped by a clock change becomes the first valid instant after the gap; a time shown twice means the
    first showing, so the result never runs backwards when `local` runs forwards.
    Raises ValueError for an aware datetime. Years beyond 2-9997 are taken as those bounds.
    """
    if local.tzinfo is not None:
        raise ValueError("localise takes what a wall clock shows: a datetime without a zone")
    local = min(max(local, EARLIEST.replace(tzinfo=None)), LATEST.replace(tzinfo=None)).replace(fold=0)
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None, fold=0) == local:
        return instant
    return _end_of_gap(zone, local.replace(tzinfo=zone, fold=1).astimezone(UTC), instant)


def _end_of_gap(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    # Changes happen on whole seconds, so halving the gap in seconds finds the change itself.
    offset = after.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds()) + 1
    start = before.replace(microsecond=0)
    while low < high:
        middle = (low + high) // 2
        if (start + timedelta(seconds=middle)).astimezone(zone).utcoffset() == offset:
            high = middle
        else:
            low = middle + 1
    return start + timedelta(seconds=low)


def to_utc(at: datetime) -> datetime:
    """The same instant in UTC, kept within the years 2-9997 so that arithmetic cannot overflow.

    Raises ValueError for a naive datetime.
    """
    if at.tzinfo is None or at.utcoffset() is None:
        raise ValueError("naive datetime in working-time arithmetic; give it its zone first")
    return min(max(at, EARLIEST), LATEST).astimezone(UTC)


def shift(at: datetime, amount: timedelta) -> datetime:
    """`at` moved by elapsed time, kept within the years 2-9997."""
    if amount > LATEST - at:
        return LATEST
    if amount < EARLIEST - at:
        return EARLIEST
    return at + amount
