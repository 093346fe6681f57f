"""The chat channel: the widget on a brand's site."""

from visavis.channels.chat import callback_routes, moment_routes, routes

__all__ = ["handlers"]

handlers = [*routes.handlers, *callback_routes.handlers, *moment_routes.handlers]
