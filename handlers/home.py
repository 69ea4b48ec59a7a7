"""App Home: what is due, the buttons to begin with, one's own settings, and what an admin looks after."""

from functools import partial
from typing import Any

from bot.core.access import require
from bot.core.errors import Refusal
from bot.core.forms import Channel, Choice, Form, People, Person, Text, Time
from bot.core.outbox import upkeep
from bot.core.policy import available
from bot.core.work import Work
from bot.directory import departments, models, preferences, wording
from bot.directory import queries as directory
from bot.directory.preferences import Wishes
from bot.directory.usecases import myself
from bot.reports import home
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Home, Open
from handlers.table import Table

LANGUAGES = ("auto", "zh-CN", "en")


class SettingsForm(Form):
    """One's own choices."""

    name = "home.settings"
    language = Choice(words="home.language", codes=LANGUAGES, required=True)
    hours = Text()
    digest = Time()
    zone = Text(longest=60)


class OrganisationForm(Form):
    """The organisation's choices."""

    name = "home.organisation"
    language = Choice(words="home.language", codes=LANGUAGES[1:])
    policy = Choice()
    calendar = Text(longest=32)
    zone = Text(longest=60)
    hours = Text()
    digest = Time()


class DepartmentForm(Form):
    """A department: channel, head, who is on duty."""

    name = "home.department"
    channel = Channel()
    head = Person()
    duty = People()
    language = Choice(words="home.language", codes=LANGUAGES[1:])


def register(table: Table) -> None:
    """Home and everything on it."""
    table.home(partial(show, table))
    table.press("home.start", partial(start, table))
    table.press("home.settings", own)
    table.press("home.organisation", organisation)
    table.press("home.department", department)
    table.press("home.again", partial(again, table))
    table.form(SettingsForm, partial(own_given, table))
    table.form(OrganisationForm, partial(organisation_given, table))
    table.form(DepartmentForm, partial(department_given, table))


def show(table: Table, work: Work) -> Home:
    """The acting person's Home."""
    return Home(home.TEMPLATE, home.view(work, table.commands))


def start(table: Table, work: Work, press: Press) -> Answer:
    """A button that does what the command alone does: opens its form."""
    command = table.commands.get("/" + (*press.rest, "")[0])
    if command is None:
        raise Refusal("core/unknown-button")
    return command(work, Typed("", "command", press.key, author=work.actor.slack_id))


def own(work: Work, press: Press) -> Answer:
    """The form of one's own choices."""
    person = myself(work)
    now = home.settings(work, person)
    values = {
        "language": person.language or "auto", "hours": wording.hours(work, now["hours"]), "zone": now["zone"],
        "digest": _time(now["digest"]),
    }  # fmt: skip
    return Open(SettingsForm, values)


def _time(text: str) -> Any:
    return Time().read({"selected_time": text})


def own_given(table: Table, work: Work, form: Submission) -> Answer:
    """Keep them, and show Home as it is now."""
    values = form.values
    preferences.choose(
        work, Wishes(values.get("language"), values.get("zone"), values.get("hours"), values.get("digest"))
    )
    return show(table, work)


def organisation(work: Work, press: Press) -> Answer:
    """The form of the organisation's choices."""
    require(work.actor, [models.Role.ADMIN])
    house = directory.defaults(work.session)
    policy = directory.preference(work.session, "policy", work.house.policy.name)
    values = {
        "language": house.language, "policy": policy, "calendar": house.calendar, "zone": house.zone,
        "hours": wording.hours(work, house.hours), "digest": _time(house.digest_time),
    }  # fmt: skip
    return Open(OrganisationForm, values, options={"policy": wording.labelled(work, "core.pack", available())})


def organisation_given(table: Table, work: Work, form: Submission) -> Answer:
    """Keep them, and show Home as it is now."""
    values = form.values
    wishes = Wishes(values.get("language"), values.get("zone"), values.get("hours"), values.get("digest"))
    preferences.organise(work, wishes, values.get("calendar"), values.get("policy"))
    return show(table, work)


def again(table: Table, work: Work, press: Press) -> Answer:
    """What Slack refused is mended, says an admin: everything that waits is tried again now."""
    require(work.actor, [models.Role.ADMIN])
    work.audit("outbox.resumed", count=upkeep.try_again(work))
    return show(table, work)


def department(work: Work, press: Press) -> Answer:
    """The form of one department."""
    require(work.actor, [models.Role.ADMIN])
    code = (*press.rest, "")[0]
    row = next((one for one in departments.known(work) if one.code == code), None)
    if row is None:
        raise Refusal("core/not-found")
    values = {
        "channel": row.channel, "language": row.language, "head": _slack_id(work, row.head_id),
        "duty": [one.slack_id for one in departments.roster(work, code) if one.slack_id],
    }  # fmt: skip
    return Open(DepartmentForm, values, private=code)


def _slack_id(work: Work, person_id: int | None) -> str | None:
    return work.session.get_one(models.Person, person_id).slack_id if person_id else None


def department_given(table: Table, work: Work, form: Submission) -> Answer:
    """Bind, name and put on duty."""
    values, code = form.values, form.private
    departments.bind(work, code, values.get("channel"))
    departments.lead_by(work, code, _person(work, values.get("head"), "head"))
    departments.speak(work, code, values.get("language"))
    departments.set_roster(work, code, [_known(work, one, "duty") for one in values.get("duty") or ()])
    return show(table, work)


def _person(work: Work, slack_id: str | None, field: str) -> int | None:
    return _known(work, slack_id, field) if slack_id else None


def _known(work: Work, slack_id: str, field: str) -> int:
    person = directory.by_slack_id(work.session, slack_id)
    if person is None:
        raise Refusal("customers/support-unknown", field=field)
    return person.id
