"""Dialogs that showed masked values in full are emptied when their minutes are over."""

from bot.compliance import privacy_unmasking as unmasking
from bot.compliance.privacy_models import Unmasking
from bot.core.blocks import to_modal
from bot.core.slack import SlackFailure, SlackPort
from bot.core.templating import Reader, Templates
from bot.core.work import Workshop
from bot.directory.models import Person
from bot.directory.queries import actor_of


def close_looks(shop: Workshop, port: SlackPort, templates: Templates) -> int:
    """Returns how many looks ended. A dialog its reader closed himself is no trouble; Slack is asked outside."""
    with shop.read() as work:
        over = [
            (look.id, look.view_id, actor_of(work.session, work.session.get_one(Person, look.person_id)))
            for look in unmasking.over(work)
        ]
        now = work.now
    for _, view_id, actor in over:
        if not view_id:
            continue
        said = templates.render(
            "privacy/unmask-over", actor.language, {}, Reader(actor.language, actor.zone, now), "modal"
        )
        words = templates.words
        title, close = words.get(actor.language, "privacy.private"), words.get(actor.language, "core.close")
        try:
            port.update_view(view_id, to_modal(said.blocks, title=title, close=close, callback="core.page"))
        except SlackFailure as failure:
            if failure.retry_after is not None:
                return 0
    with shop.open() as work:
        for look_id, _, _ in over:
            work.session.get_one(Unmasking, look_id).closed_at = work.now
    return len(over)
