"""/desk reviews: what is to be reviewed, and campaigns over customers of long standing."""

from bot.compliance import campaign_cards, campaigns, lists, queries, reviews
from bot.compliance.models import Campaign
from bot.core.errors import Refusal
from bot.core.forms import Choices, Date, Form, LongText, Note, Text
from bot.core.work import Work
from bot.directory import wording
from bot.promises import clocks
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Reply
from handlers.table import Table


class CampaignForm(Form):
    """Whom a campaign takes in, and until when."""

    name = "compliance.campaign"
    heading = Text(required=True, longest=campaigns.LONGEST_TITLE)
    until = Date(required=True)
    ratings = Choices(radio=True)
    kinds = Choices(words="compliance.kind", radio=True)
    tiers = Choices(words="customers.tier", radio=True)


class ExceptForm(Form):
    """Why a customer need not be reviewed."""

    name = "compliance.except"
    about = Note()
    reason = LongText(required=True, longest=1000)


def register(table: Table) -> None:
    """Reviews and campaigns."""
    table.subcommand("reviews", desk, "复核", "review", "campaign")
    table.press("campaign.new", new)
    table.press("campaign.open", open_ones)
    table.press("campaign.end", end)
    table.press("campaign.except", except_)
    table.form(CampaignForm, started)
    table.form(ExceptForm, excepted)


def desk(work: Work, typed: Typed) -> Answer:
    """What one owes, and campaigns with their progress."""
    return Reply("compliance/reviews", campaign_cards.overview(work))


def new(work: Work, press: Press) -> Answer:
    """The form; a campaign the law asks for is offered first."""
    if not queries.oversees(work.actor):
        raise Refusal("compliance/for-compliance")
    return Open(CampaignForm, lists.lawful(work), options={"ratings": _ratings(work)})


def _ratings(work: Work) -> list[tuple[str, str]]:
    return wording.labelled(work, "compliance.rating", work.house.policy.compliance.refresh)


def started(work: Work, form: Submission) -> Answer:
    """Start it; the clock takes everybody in."""
    values = form.values
    plan = campaigns.Plan(
        values["heading"], values["until"], values.get("kinds") or (), values.get("ratings") or (),
        values.get("tiers") or (),
    )  # fmt: skip
    campaigns.start(work, plan)
    return None


def open_ones(work: Work, press: Press) -> Answer:
    """What is still open of a campaign, the longest overdue first."""
    campaign = work.get(Campaign, press.id)
    rows = lists.open_reviews(work, campaign.id, clocks.local_day(work, work.now))
    return Reply(
        "compliance/campaign-open", {"title": campaign.title, "rows": rows, "oversees": queries.oversees(work.actor)}
    )


def end(work: Work, press: Press) -> Answer:
    """End it early."""
    campaigns.end(work, press.id)
    return None


def except_(work: Work, press: Press) -> Answer:
    """Let a customer out: why?"""
    row = lists.to_except(work, press.id)
    return Open(ExceptForm, {"about": queries.customer(work, row).name}, private=str(row.id))


def excepted(work: Work, form: Submission) -> Answer:
    """With the reason given."""
    row = reviews.except_(work, int(form.private), form.values["reason"])
    return Reply("compliance/excepted", {"customer": queries.customer(work, row).name})
