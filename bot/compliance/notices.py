"""What is said of papers: a second person is asked, who noted them learns of a rejection, an end comes near."""

from bot.compliance import checklist, people
from bot.compliance.models import Campaign, Diligence, Paper
from bot.core.outbox import Manner, Notice, PersonPlace, Posting, Priority
from bot.core.work import Work
from bot.directory.models import Person

FILE, PAPER, CAMPAIGN = "compliance/papers", "compliance/paper", "compliance/campaign"
REMINDER = "compliance/reminder"


def show_file(work: Work, found: Diligence, key: str) -> None:
    """The checklist for whoever asked for it, as a card that follows what happens."""
    person = PersonPlace(work.actor.person_id)
    work.post(
        Notice(
            FILE, person, once=f"diligence:{found.id}:{key}", about=found.subject, live=True, manner=Manner.ANSWER,
            priority=Priority.ANSWER,
        )
    )  # fmt: skip


def show_paper(work: Work, paper: Paper, key: str) -> None:
    """One document for whoever opened it from a list."""
    _card(work, paper, work.actor.person_id, f"show:{key}", Manner.ANSWER, Priority.ANSWER)


def ask_to_verify(work: Work, paper: Paper, person: Person | None) -> None:
    """Ask the second person, once a version."""
    if person is not None:
        _card(work, paper, person.id, f"verify:{person.id}", Manner.NUDGE, Priority.NORMAL)


def rejected(work: Work, paper: Paper) -> None:
    """Tell who noted it that it is not in order."""
    if paper.by_id is not None:
        _card(work, paper, paper.by_id, "rejected", Manner.NUDGE, Priority.NORMAL)


def remind(work: Work, paper: Paper, step: str) -> None:
    """An end comes near or has come, in a line: to the manager; once over to lead and compliance too, if it counts."""
    rule = work.house.policy.compliance.documents.get(paper.document)
    told: list[Person | None] = [*people.told(work, paper.customer_id)]
    if step in (checklist.EXPIRED, checklist.RESTRICTED) and rule is not None and rule.blocks != "no":
        told += [people.lead_of(work, paper.customer_id), *people.compliance(work)[:1]]
    for person_id in dict.fromkeys(one.id for one in told if one is not None):
        key = f"{step}:{paper.valid_until}:{person_id}"
        _card(work, paper, person_id, key, Manner.NUDGE, Priority.DEADLINE, REMINDER)


def _card(
    work: Work, paper: Paper, person_id: int, key: str, manner: Manner, priority: Priority, template: str = PAPER
) -> None:  # fmt: skip
    work.post(
        Notice(
            template, PersonPlace(person_id), once=f"paper:{paper.id}:{key}", about=paper.subject, live=True,
            manner=manner, priority=priority,
        )
    )  # fmt: skip


def campaign(work: Work, started: Campaign) -> None:
    """The card of a campaign for whoever started it; it follows the progress."""
    if work.actor.id is not None:
        work.post(
            Notice(
                CAMPAIGN, PersonPlace(work.actor.id), once=f"campaign:{started.id}", about=started.subject, live=True,
                manner=Manner.ANSWER, priority=Priority.ANSWER,
            )
        )  # fmt: skip


def still(work: Work, posting: Posting) -> bool:
    """What was renewed, verified or ended before it was told needs no telling."""
    paper = work.session.get(Paper, posting.subject_id)
    if paper is None or posting.manner == Manner.ANSWER.value:
        return paper is not None
    over = paper.replaced_at is not None or paper.ended_at is not None
    return not over and not (":verify:" in posting.once and paper.verified_at is not None)
