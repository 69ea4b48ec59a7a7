"""One person is forgotten: names replaced, numbers deleted; what a law or a hold keeps becomes restricted use."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import delete, or_, select, update

from bot.core.drafts import Draft
from bot.core.errors import Misconfigured
from bot.core.history import Change
from bot.core.inbox import Seen
from bot.core.outbox import Posting
from bot.core.subject import Subject as Record
from bot.core.work import Work
from bot.customers.models import ContactPerson
from bot.directory.models import Duty, Leave
from bot.reports import forgetting
from bot.reports.models import Digest
from bot.reports.privacy_holds import in_force
from bot.reports.privacy_person import Mention, Subject, mentions, names, without

QUIET = {"synchronize_session": False}


@dataclass
class Erased:
    """What was done: places by table, and by rule what had to stay (or would be, on a dry run)."""

    erased: dict[str, int] = field(default_factory=dict)
    restricted: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, table: str, rows: int, law: str = "") -> None:
        """Count places of one table."""
        into = self.restricted.setdefault(law, {}) if law else self.erased
        if rows:
            into[table] = into.get(table, 0) + rows


def erase(work: Work, subject: Subject, dry_run: bool = False) -> Erased:
    """Forget the person, or only count what that would touch. A second time finds nothing but what had to stay.

    Raises Misconfigured for a colleague who still works here: access has to end first, his portfolio be handed over.
    """
    if subject.colleague is not None and subject.colleague.deactivated_at is None:
        raise Misconfigured(
            f"{subject.name} still has access; hand the portfolio over and deactivate the account first"
        )
    done, found = Erased(), list(mentions(work, subject))
    for mention in found:
        if not (mention.table == "person" and str(mention.value).startswith("colleague ")):
            done.add(mention.table, 1, mention.law)
    traces, held = _traces(work, subject, found), _held(work, subject)
    for table, ids in traces.items():
        done.add(table, len(ids), held)
    if held:
        traces = {table: [] for table in traces}
    if not dry_run:
        _rewrite(work, subject, [each for each in found if not each.law])
        _wipe(work, traces)
        _own(work, subject, found)
        whole = {table: rows for rows_of in (done.erased, *done.restricted.values()) for table, rows in rows_of.items()}
        about = Record("person", subject.colleague.id) if subject.colleague else None
        about = Record("contact_person", subject.contacts[0].id) if subject.contacts else about
        if done.erased:
            work.audit("privacy.erased", about, places=whole, restricted=sorted(done.restricted))
    return done


def _rewrite(work: Work, subject: Subject, found: Iterable[Mention]) -> None:
    touched: dict[str, set[int]] = defaultdict(set)
    for mention in found:
        keeping = mention.keeping
        if keeping is None:
            continue
        row = work.session.get_one(keeping.model, mention.row_id)
        setattr(row, mention.column, without(mention.value, subject))
        if keeping.kind:
            touched[keeping.kind].add(mention.row_id)
    work.session.flush()
    for kind, ids in touched.items():
        forgetting.traces(work, kind, sorted(ids))


def _traces(work: Work, subject: Subject, found: Sequence[Mention]) -> dict[str, list[int | str]]:
    """Rows that repeat what was said elsewhere: field history, messages that wait, drafts, answers."""
    customers = [Record("customer", each.customer_id) for each in subject.contacts]
    kinds = {(each.keeping.kind, each.row_id) for each in found if each.keeping and each.keeping.kind and not each.law}
    about = {(record.kind, record.id) for record in customers} | kinds
    history = [
        row.id for row in work.session.scalars(select(Change).where(_among(about)))
        if names(row.before, subject) or names(row.after, subject)
    ] if about else []  # fmt: skip
    return {
        "change": list(history),
        "posting": [row.id for row in work.session.scalars(select(Posting)) if row.data and names(row.data, subject)],
        "draft": [row.id for row in work.session.scalars(select(Draft)) if names(row.data, subject)],
        "inbox": [row.key for row in work.session.scalars(select(Seen)) if row.answer and names(row.answer, subject)],
    }  # fmt: skip


def _held(work: Work, subject: Subject) -> str:
    """The hold on a customer of the person: then copies of what was said stay too, for they are evidence."""
    holds = in_force(work)
    return next((law for each in subject.contacts if (law := holds.law(each.customer_id))), "")


def _among(about: set[tuple[str, int]]):  # type: ignore[no-untyped-def]
    kinds: dict[str, list[int]] = defaultdict(list)
    for kind, row_id in about:
        kinds[kind].append(row_id)
    return or_(*((Change.subject_kind == kind) & Change.subject_id.in_(ids) for kind, ids in kinds.items()))


def _wipe(work: Work, traces: dict[str, list[int | str]]) -> None:
    run = work.session.execute
    run(delete(Change).where(Change.id.in_(traces["change"])), execution_options=QUIET)
    run(update(Posting).where(Posting.id.in_(traces["posting"])).values(data={}), execution_options=QUIET)
    run(delete(Draft).where(Draft.id.in_(traces["draft"])), execution_options=QUIET)
    run(update(Seen).where(Seen.key.in_(traces["inbox"])).values(answer=None), execution_options=QUIET)


def _own(work: Work, subject: Subject, found: Sequence[Mention]) -> None:
    kept = {each.row_id for each in found if each.table == "contact_person" and each.law}
    for contact in subject.contacts:
        if contact.id in kept:
            contact.restricted_at = contact.restricted_at or work.now
        else:
            work.session.execute(delete(ContactPerson).where(ContactPerson.id == contact.id), execution_options=QUIET)
        work.refresh(Record("customer", contact.customer_id))
    person = subject.colleague
    if person is None:
        return
    person.name, person.email, person.slack_id = subject.pseudonym, None, None
    person.language = person.locale = person.time_zone = person.working_hours = person.digest_time = None
    for model in (Leave, Duty, Digest):
        work.session.execute(delete(model).where(model.person_id == person.id), execution_options=QUIET)
