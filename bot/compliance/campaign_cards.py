"""How a campaign looks now, and the lists around it."""

from typing import Any

from bot.compliance import campaigns, lists, notices, queries
from bot.compliance.models import Campaign
from bot.core.outbox.readers import Audience, Said
from bot.core.work import Work
from bot.directory.models import Person
from bot.promises import clocks


def card(work: Work, campaign_id: int, audience: Audience) -> Said | None:
    """A campaign for a person who may see it."""
    campaign = work.session.scalars(work.visible(Campaign).where(Campaign.id == campaign_id)).one_or_none()
    if campaign is None or audience.kind != "person":
        return None
    return Said(notices.CAMPAIGN, data(work, campaign))


def data(work: Work, campaign: Campaign) -> dict[str, Any]:
    """Everything the card shows the acting person: whom it takes in, and how far each team is."""
    teams = campaigns.progress(work, campaign)
    starter = work.session.get(Person, campaign.by_id) if campaign.by_id else None
    done = sum(team.done + team.excepted for team in teams)
    return {
        "id": campaign.id, "title": campaign.title, "until": campaign.until, "kinds": campaign.kinds,
        "ratings": campaign.ratings, "tiers": campaign.tiers, "done": done,
        "count": done + sum(team.open for team in teams), "overdue": sum(team.overdue for team in teams),
        "enrolling": campaign.enrolled_at is None and campaign.ended_at is None, "ended": campaign.ended_at,
        "by": starter.name if starter else "Rapport", "teams": [_team(work, team) for team in teams[:20]],
        "oversees": queries.oversees(work.actor), "unowned": campaigns.unowned(work, campaign),
    }  # fmt: skip


def _team(work: Work, team: campaigns.Team) -> dict[str, Any]:
    lead = work.session.get(Person, team.lead_id) if team.lead_id else None
    total = team.done + team.excepted + team.open
    return {
        "lead": lead.name if lead else None, "done": team.done, "excepted": team.excepted, "open": team.open,
        "overdue": team.overdue, "count": total,
    }  # fmt: skip


def overview(work: Work) -> dict[str, Any]:
    """Reviews one owes or watches, and the open campaigns one may see."""
    today = clocks.local_day(work, work.now)
    open_ones = work.session.scalars(
        work.visible(Campaign).where(Campaign.ended_at.is_(None)).order_by(Campaign.until).limit(lists.ROWS)
    )
    return {
        "campaigns": [data(work, one) for one in open_ones], "rows": lists.open_reviews(work, None, today),
        "oversees": queries.oversees(work.actor),
    }  # fmt: skip
