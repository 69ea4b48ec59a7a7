"""The playground's web page: Slack as far as Rapport uses it, drawn from the loopback workspace.

`routes(slack, control)` gives the routes to add to `slack.server.extra_routes` before `slack.start()`.
"""

from bot.playground.page.app import HOME, routes
from bot.playground.page.control import Control, Face, Offer, Posted, Step, Tour
from bot.playground.page.reading import Reading

__all__ = ["HOME", "Control", "Face", "Offer", "Posted", "Reading", "Step", "Tour", "routes"]
