"""/desk papers: a customer's checklist, its documents, what waits for a second person, what is overdue."""

from bot.compliance import cards, files, lists, notices, owners, papers, queries, reviews
from bot.compliance.models import Diligence, Paper
from bot.core.work import Work
from handlers import papers_forms as forms
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Page, Reply
from handlers.table import Table


def register(table: Table) -> None:
    """Everything one can do about papers."""
    table.subcommand("papers", desk, "资料", "证照", "documents", "kyc")
    for verb, handler in PRESSES.items():
        table.press(f"papers.{verb}", handler)
    table.form(forms.LookForm, looked)
    table.form(forms.FileForm, filed)
    table.form(forms.PaperForm, noted)
    table.form(forms.OwnersForm, owned)
    table.form(forms.ReasonForm, reasoned)
    table.form(forms.ReviewForm, reviewed)


def desk(work: Work, typed: Typed) -> Answer:
    """`<customer>` opens its checklist; alone, what needs doing."""
    if not typed.text.strip():
        return Reply("compliance/papers-list", lists.todo(work))
    return _open(work, queries.one_named(work, typed.text).id, typed.key)


def _open(work: Work, customer_id: int, key: str) -> Answer:
    found = queries.of_customer(work, customer_id)
    if found is None:
        return forms.file(work, customer_id, None)
    work.audit("compliance.papers-opened", found.subject)
    notices.show_file(work, found, key)
    return Reply("compliance/papers-shown", {"customer": queries.customer(work, found).name})


def look(work: Work, press: Press) -> Answer:
    """Whose papers?"""
    return Open(forms.LookForm)


def looked(work: Work, form: Submission) -> Answer:
    """The customer picked in the form."""
    answer = _open(work, int(form.values["customer"]), form.key)
    return answer if isinstance(answer, Open) else None


def customer(work: Work, press: Press) -> Answer:
    """The papers of a customer, from its card."""
    return _open(work, press.id, press.key)


def show(work: Work, press: Press) -> Answer:
    """The checklist, from a list or a digest."""
    return _open(work, queries.file(work, press.id).customer_id, press.key)


def paper(work: Work, press: Press) -> Answer:
    """One document, from a list."""
    row = work.get(Paper, press.id)
    work.audit("compliance.paper-opened", row.subject)
    notices.show_paper(work, row, press.key)
    return Reply("compliance/papers-shown", {"customer": queries.customer(work, row).name})


def kind(work: Work, press: Press) -> Answer:
    """Correct kind, traits or rating."""
    found = queries.file(work, press.id)
    return forms.file(work, found.customer_id, found)


def filed(work: Work, form: Submission) -> Answer:
    """Open or correct the due diligence, and show its checklist."""
    values, before = form.values, queries.of_customer(work, int(form.private))
    found = files.start(work, int(form.private), values["kind"], values.get("traits") or (), values["rating"])
    if before is None:
        notices.show_file(work, found, form.key)
    return None


def note(work: Work, press: Press) -> Answer:
    """The form of a document."""
    return forms.note(work, press.id, press.rest[0] if press.rest else "")


def renew(work: Work, press: Press) -> Answer:
    """The form of a renewal."""
    row = work.get(Paper, press.id)
    found = queries.file_of(work, row)
    return forms.note(work, found.id, row.document, row)


def noted(work: Work, form: Submission) -> Answer:
    """Keep the facts."""
    file_id, code, line = forms.place(form.private)
    values = form.values
    codes = {name: code for code, name in forms.FIELDS.items()}
    facts = {codes.get(name, name): value for name, value in values.items() if name not in DATES}
    given = papers.Noted(
        facts, values.get("issued_on"), values.get("valid_until"), bool(values.get("endless")), values["kept_at"]
    )
    return _said(work, papers.record(work, file_id, code, given, line))


DATES = ("issued_on", "valid_until", "endless", "kept_at")


def owned(work: Work, form: Submission) -> Answer:
    """Keep the chain, and say who was found."""
    file_id, code, line = forms.place(form.private)
    facts = owners.facts(work, queries.file(work, file_id), form.values)
    given = papers.Noted(facts, form.values.get("issued_on"), kept_at=form.values["kept_at"])
    return _said(work, papers.record(work, file_id, code, given, line))


def _said(work: Work, row: Paper) -> Reply:
    return Reply("compliance/paper-noted", lists.noted(work, row))


def verify(work: Work, press: Press) -> Answer:
    """The second person: in order."""
    papers.verify(work, press.id)
    return None


def more(work: Work, press: Press) -> Answer:
    """The three dots of a document."""
    verb = (*press.picked, "")[0]
    if verb == "renew":
        return renew(work, press)
    return history(work, press) if verb == "history" else _reason(work, press, "end")


def history(work: Work, press: Press) -> Answer:
    """Every version of a document."""
    row = work.get(Paper, press.id)
    work.audit("compliance.versions-opened", row.subject)
    return Page("compliance/paper-versions", cards.versions_page(work, row), title="compliance.page.versions")


def waive(work: Work, press: Press) -> Answer:
    """Not needed for this customer: why?"""
    found = work.get(Diligence, press.id)
    code = press.rest[0] if press.rest else ""
    papers.document_of(work, found, code)
    return Open(
        forms.ReasonForm, {"about": lists.words(work, "waive", code, found)}, private=f"waive/{found.id}/{code}"
    )


def reject(work: Work, press: Press) -> Answer:
    """Not in order: why?"""
    return _reason(work, press, "reject")


def end(work: Work, press: Press) -> Answer:
    """No longer applies: why?"""
    return _reason(work, press, "end")


def _reason(work: Work, press: Press, verb: str) -> Open:
    row, found = papers.mine(work, press.id)
    return Open(forms.ReasonForm, {"about": lists.words(work, verb, row.document, found)}, private=f"{verb}/{row.id}/")


def reasoned(work: Work, form: Submission) -> Answer:
    """Waive, reject or end, with the reason given."""
    verb, number, code = [*form.private.split("/"), "", ""][:3]
    reason = form.values["reason"]
    if verb == "waive":
        return _said(work, papers.waive(work, int(number), code, reason))
    done = papers.reject if verb == "reject" else papers.end
    done(work, int(number), reason)
    return None


def trigger(work: Work, press: Press) -> Answer:
    """A review out of cycle."""
    review = reviews.trigger(work, press.id, (*press.picked, "")[0])
    return Reply(
        "compliance/review-planned", {"cause": review.cause, "due": review.due_on, "promise": review.promise_id}
    )


def review(work: Work, press: Press) -> Answer:
    """The form that ends a review."""
    row, found = lists.review(work, press.id)
    values = {"about": queries.customer(work, row).name, "rating": found.rating}
    return Open(forms.ReviewForm, values, private=str(row.id), options={"rating": forms.ratings(work)})


def reviewed(work: Work, form: Submission) -> Answer:
    """The review is done."""
    done = reviews.finish(work, int(form.private), form.values["rating"], form.values.get("findings") or "")
    return Reply("compliance/reviewed", lists.reviewed(work, done))


PRESSES = {
    "look": look, "customer": customer, "show": show, "paper": paper, "kind": kind, "note": note, "renew": renew,
    "verify": verify, "more": more, "history": history, "waive": waive, "reject": reject, "end": end,
    "trigger": trigger, "review": review,
}  # fmt: skip
