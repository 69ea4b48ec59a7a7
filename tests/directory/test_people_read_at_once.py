"""What the outbox reads about several people at once is what it would read about each of them."""

from datetime import date

from staging.world import World

from bot.directory import queries, recipients
from bot.directory.models import Leave, Person


def test_several_recipients_read_at_once_are_as_each_by_itself(world: World) -> None:
    people = [one.id for one in world.all(Person)]
    today = world.clock().date()
    with world.work() as work:
        work.save(Leave(person_id=people[0], first_day=today, last_day=date(today.year + 1, 1, 3)))
    with world.work() as work:
        single = {one: recipients.recipient(work.session, one) for one in people}
        opened = {one: found.next_open(work.now) for one, found in single.items() if found}
    with world.work() as work:
        recipients.gather(work.session, people)
        for one in people:
            found, alone = recipients.recipient(work.session, one), single[one]
            assert found is not None
            assert alone is not None
            assert found.actor == alone.actor
            assert found.next_open(work.now) == opened[one]
        away = work.session.get(Person, people[0])
        assert queries.working_time(work.session, away).next_open(work.now).year > today.year
