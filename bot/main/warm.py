"""What the first request would otherwise wait for: calendars, the grammar, parsed templates,
the words' tables, statements."""

import threading
from collections.abc import Callable

from bot.core.prepared import compile_all
from bot.core.templating import TemplateProblem, Templates
from bot.customers.memory import CustomersInMemory
from bot.directory.queries import working_time
from bot.main.compose import Rapport
from bot.understanding import Context, understand
from bot.understanding.dates import Frame

LINES = (
    "华东 今天下午拜访李总,谈了应收账款,下周三前给方案,很满意,200万",
    "Acme met Mr. Brown this afternoon, receivables slow, send the proposal by next Wed, sat 4",
)


def warm_up(rapport: Rapport) -> None:
    """Load and compile now what is loaded and compiled once."""
    with rapport.workshop.read() as work:
        time = working_time(work.session, None)
        compile_all(work.session)
        frame = Frame(work.now.astimezone(time.zone), time.zone, time.calendar, time.hours)
    load(frame, rapport.templates)


def load(frame: Frame, templates: Templates) -> None:
    """The same for what belongs to the process and to no database."""
    for line in LINES:
        understand(line, Context(frame, CustomersInMemory()))
    for language in templates.words.languages:
        for key in sorted(templates.keys(language)):
            try:
                templates.prepare(key, language)
            except TemplateProblem:
                # The message itself will say so when it is needed; `doctor` and the tests say it before.
                continue


def in_background(rapport: Rapport, warm: Callable[[], None] = lambda: None) -> threading.Thread:
    """Warm up while requests are served already; `warm` is called at the end."""

    def work() -> None:
        warm_up(rapport)
        warm()

    thread = threading.Thread(target=work, name="warm-up", daemon=True)
    thread.start()
    return thread
