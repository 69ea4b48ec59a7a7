"""Whoever is named by a Slack member id is spoken to in his own language from the first word on."""

from staging.world import World

from bot import wiring
from bot.directory import queries, usecases
from bot.directory.models import Person


def introduce(world: World) -> int:
    asked: int = wiring.ERRANDS["directory.profiles"][1](world.rapport.workshop, world.rapport.port)
    return asked


def test_an_admin_added_by_member_id_has_his_own_language_and_name(world: World) -> None:
    ada = world.slack.workspace.add_user("ada", real_name="Ada Admin", locale="en-GB", tz="Europe/London")
    with world.work() as work:
        usecases.add_admin(work, ada.id)
    assert introduce(world) == 1
    with world.work() as work:
        person = queries.by_slack_id(work.session, ada.id)
        assert person is not None
        assert person.name == "Ada Admin"
        assert queries.actor_of(work.session, person).language == "en"
        assert queries.actor_of(work.session, person).zone.key == "Europe/London"
    assert introduce(world) == 0, "nobody is asked about twice"


def test_whoever_slack_does_not_know_is_asked_about_once_and_a_chosen_language_not_at_all(world: World) -> None:
    with world.work() as work:
        work.save(Person(name="Gone", slack_id="U0NOBODY1"))
        work.save(Person(name="Chosen", slack_id="U0CHOSEN1", language="en"))
    assert introduce(world) == 1
    assert introduce(world) == 0
