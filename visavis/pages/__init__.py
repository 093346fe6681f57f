"""Pages that the server renders or serves: the widget's frame, the built apps, the demo shop."""

from visavis.pages.routes import handlers
from visavis.pages.shop import handlers as shop_handlers

__all__ = ["handlers", "shop_handlers"]
