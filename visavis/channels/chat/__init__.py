"""The chat channel: the widget on a brand's site."""

from visavis.channels.chat.moment_routes import handlers as moment_handlers
from visavis.channels.chat.routes import handlers as chat_handlers

handlers = [*chat_handlers, *moment_handlers]

__all__ = ["handlers"]
