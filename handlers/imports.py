"""/desk import: an admin hands a list of colleagues or customers in."""

from bot.core.access import require
from bot.core.errors import Refusal
from bot.core.forms import Checkbox, Choice, File, Form, LongText
from bot.core.tables import mapping_of
from bot.core.work import Work
from bot.directory.models import Role
from bot.reports import import_orders, imports
from handlers.inbound import Press, Submission, Typed
from handlers.replies import Answer, Open, Reply
from handlers.table import Table


class ImportForm(Form):
    """A file, what it lists, and what its columns mean."""

    name = "imports.hand_in"
    kind = Choice(words="imports.kind", codes=imports.KINDS, required=True)
    file = File(types=("csv", "xlsx", "txt", "tsv"), most=1, required=True)
    trial = Checkbox()
    columns = LongText(longest=1000)


def register(table: Table) -> None:
    """The word behind /desk, the button on Home, the form."""
    table.subcommand("import", typed, "导入")
    table.press("home.import", pressed)
    table.form(ImportForm, handed_in)


def typed(work: Work, said: Typed) -> Answer:
    """/desk import opens the form; `/desk import customers` with customers chosen."""
    word = said.text.strip().lower()
    return _open(work, word if word in imports.KINDS else imports.KINDS[0])


def pressed(work: Work, press: Press) -> Answer:
    """The button on an admin's Home."""
    return _open(work, imports.KINDS[0])


def _open(work: Work, kind: str) -> Answer:
    require(work.actor, [Role.ADMIN])
    return Open(ImportForm, {"kind": kind, "trial": True})


def handed_in(work: Work, form: Submission) -> Answer:
    """Take the list; it is read in the background, the report comes as a message."""
    values = form.values
    try:
        columns = mapping_of(line for line in (values.get("columns") or "").splitlines() if line.strip())
    except Refusal as refusal:
        raise Refusal(refusal.key, field="columns", **refusal.data) from None
    import_orders.order(work, values["kind"], values["file"][0], bool(values.get("trial")), columns)
    return Reply("imports/received", {"trial": bool(values.get("trial"))})
