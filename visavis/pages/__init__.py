"""Pages that the server renders or serves: the widget's frame, the built apps, the demo shop."""

from visavis.pages.promise_routes import handlers as promise_handlers
from visavis.pages.routes import handlers as page_handlers
from visavis.pages.shop import handlers as shop_handlers

handlers = [*page_handlers, *promise_handlers]

__all__ = ["handlers", "shop_handlers"]
