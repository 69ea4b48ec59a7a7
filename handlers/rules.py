"""/desk rules: what one has to read, and publishing it."""

from bot.compliance import rulebook, rulebook_cards
from bot.core.errors import Refusal
from bot.core.forms import Choices, Date, Form, LongText, People, Text
from bot.core.work import Work
from bot.directory import queries as directory
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Reply
from handlers.table import Table


class PublishForm(Form):
    """A rule, who reads it, and by when."""

    name = "compliance.publish"
    heading = Text(required=True, longest=rulebook.LONGEST_TITLE)
    text = LongText()
    link = Text(longest=500)
    departments = Choices(words="directory.department", radio=True)
    people = People()
    until = Date(required=True)


def register(table: Table) -> None:
    """Rules."""
    table.subcommand("rules", desk, "制度", "rule", "policy")
    table.press("rules.show", show)
    table.press("rules.read", read)
    table.press("rules.readers", readers)
    table.press("rules.new", new)
    table.press("rules.end", end)
    table.form(PublishForm, published)


def desk(work: Work, typed: Typed) -> Answer:
    """Unread first; for publishers also how far each rule was read."""
    return Reply("compliance/rules", rulebook_cards.overview(work))


def show(work: Work, press: Press) -> Answer:
    """A rule again."""
    rulebook.show(work, press.id, press.key)
    return None


def read(work: Work, press: Press) -> Answer:
    """Read and understood."""
    rulebook.read(work, press.id)
    return None


def readers(work: Work, press: Press) -> Answer:
    """Who has not read it."""
    return Reply("compliance/rule-readers", rulebook_cards.readers(work, press.id))


def new(work: Work, press: Press) -> Answer:
    """The form."""
    if not rulebook.publishes(work.actor):
        raise Refusal("compliance/for-publishers")
    return Open(PublishForm)


def published(work: Work, form: Submission) -> Answer:
    """Publish it."""
    values = form.values
    known = [directory.by_slack_id(work.session, one) for one in values.get("people") or ()]
    if any(one is None for one in known):
        raise Refusal("compliance/handover-unknown", field="people")
    rule = rulebook.Rule(
        values["heading"], values["until"], values.get("text") or "", values.get("link") or "",
        values.get("departments") or (), [one.id for one in known if one is not None],
    )  # fmt: skip
    notice = rulebook.publish(work, rule)
    return Reply("compliance/rule-published", {"title": notice.title, "until": notice.until})


def end(work: Work, press: Press) -> Answer:
    """Withdraw it."""
    notice = rulebook.end(work, press.id)
    return Reply("compliance/rule-withdrawn", {"title": notice.title})
