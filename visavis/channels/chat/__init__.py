"""The chat channel: the widget on a brand's site."""

from visavis.channels.chat.routes import handlers

__all__ = ["handlers"]
