"""A message takes about a third of a millisecond; the test allows room for a busy machine."""

import time

from bot.core.templating import Reader, Templates
from bot.core.templating.samples import Samples


def test_a_typical_message_is_rendered_in_about_a_millisecond(
    templates: Templates, samples: Samples, reader: Reader
) -> None:
    data = samples.data("visits/recorded")
    templates.render("visits/recorded", "en", data, reader)
    laps = []
    for _ in range(200):
        started = time.process_time()
        templates.render("visits/recorded", "en", data, reader)
        laps.append(time.process_time() - started)
    assert sorted(laps)[len(laps) // 2] < 0.2
