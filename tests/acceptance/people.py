"""The people on the stage: an agent at the console, a visitor on a brand's page, each in a browser of their own."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.async_api import Browser, BrowserContext, FrameLocator, Locator, Page, ViewportSize, expect

from tests.cast import PASSWORD

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESK: ViewportSize = {"width": 1440, "height": 900}


@dataclass
class Agent:
    """An agent at the console."""

    page: Page
    url: str

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def inbox(self) -> Locator:
        """The list of conversations."""
        return self.page.get_by_role("region", name=re.compile("Conversations"))

    @property
    def timeline(self) -> Locator:
        """The conversation that is open."""
        return self.page.get_by_role("log")

    @property
    def words(self) -> Locator:
        """Where the agent writes."""
        return self.page.locator("form textarea").last

    def row(self, text: str) -> Locator:
        """The conversation of the list whose last words are these."""
        return self.inbox.get_by_role("link").filter(has_text=text)

    def said(self, text: str | re.Pattern[str]) -> Locator:
        """What was said in the open conversation, in these words."""
        return self.timeline.get_by_role("article").filter(has_text=text)

    async def signs_in(self, who: str) -> None:
        """Come in by the door, without its form, and see the conversations that nobody has; be available."""
        known = {"email": f"{who}@house.example", "password": PASSWORD}
        headers = {"Origin": self.url, "X-Visavis": "1"}
        answer = await self.context.request.post(f"{self.url}/api/v1/session", data=known, headers=headers)
        assert answer.ok, await answer.text()
        # Whoever let what was put before them go by, in another test, was taken for one who is away.
        here = {"status": "available"}
        answer = await self.context.request.patch(f"{self.url}/api/v1/presence", data=here, headers=headers)
        assert answer.ok, await answer.text()
        await self.page.goto(f"{self.url}/console/#/unassigned")
        await expect(self.inbox).to_be_visible()

    async def opens(self, text: str, view: str = "unassigned") -> None:
        """Open the conversation whose last words are these."""
        await self.page.goto(f"{self.url}/console/#/{view}")
        await self.row(text).click()
        await expect(self.said(text)).to_be_visible()

    async def writes(self, text: str) -> None:
        """Write and send."""
        await self.words.fill(text)
        await self.words.press("Enter")

    async def hears(self) -> list[str]:
        """Every word of the open conversation, in order."""
        return [
            text.strip()
            for text in await self.timeline.locator("article p.whitespace-pre-wrap").all_inner_texts()
        ]


@dataclass
class Visitor:
    """A visitor on a brand's page, with the widget."""

    page: Page
    shop: str

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    @property
    def chat(self) -> FrameLocator:
        """The widget's frame."""
        return self.page.frame_locator("iframe")

    @property
    def launcher(self) -> Locator:
        """The button at the bottom of the page."""
        return self.page.locator("[data-visavis]").get_by_role("button").last

    @property
    def timeline(self) -> Locator:
        """The conversation that is open."""
        return self.chat.get_by_role("log")

    @property
    def words(self) -> Locator:
        """Where the visitor writes."""
        return self.chat.locator("[data-composer]")

    def said(self, text: str) -> Locator:
        """What was said, in these words."""
        return self.timeline.locator(".bubble").filter(has_text=text)

    async def remembers(self, token: str, brand: str = "maison-lumen") -> None:
        """Have been here before, in this browser."""
        key = json.dumps(f"visavis:{brand}:token")
        await self.context.add_init_script(f"localStorage.setItem({key}, {json.dumps(token)})")

    async def arrives(self, page: str = "") -> None:
        """Come to the brand's page."""
        await self.page.goto(self.shop + page)
        await expect(self.launcher).to_be_visible()

    async def opens_chat(self) -> None:
        """Open the chat."""
        await self.launcher.click()
        await expect(self.words).to_be_visible()

    async def writes(self, text: str) -> None:
        """Write and send."""
        await self.words.fill(text)
        await self.words.press("Enter")

    async def begins(self, text: str) -> None:
        """Come, open the chat and write the first words."""
        await self.arrives()
        await self.begins_here(text)

    async def begins_here(self, text: str) -> None:
        """Open the chat on this page and write the first words."""
        await self.opens_chat()
        await self.writes(text)
        await expect(self.chat.get_by_text(re.compile("envoyé|sent"))).to_be_visible()

    async def hears(self) -> list[str]:
        """Every word of the conversation, in order."""
        return [text.strip() for text in await self.timeline.locator(".bubble").all_inner_texts()]


@dataclass
class Stage:
    """Brings people on, and sees them off when the test ends."""

    browser: Browser
    url: str
    contexts: list[BrowserContext]
    watch: Callable[[Page], None]

    async def context(self, **more: Any) -> BrowserContext:
        """A browser of one's own."""
        options: dict[str, Any] = {
            "locale": "fr-FR",
            "timezone_id": "Europe/Paris",
            "reduced_motion": "reduce",
            "viewport": DESK,
        }
        made = await self.browser.new_context(**(options | more))
        made.set_default_timeout(10_000)
        self.contexts.append(made)
        made.on("page", self.watch)
        return made

    async def agent(self, who: str, more: dict[str, Any] | None = None) -> Agent:
        """An agent who has signed in."""
        agent = Agent(await (await self.context(**more or {})).new_page(), self.url)
        await agent.signs_in(who)
        return agent

    async def visitor(self, brand: str = "maison-lumen", more: dict[str, Any] | None = None) -> Visitor:
        """A visitor of a brand; its site is another than ours for the browser, as in life."""
        page = await (await self.context(**more or {})).new_page()
        return Visitor(page, f"{self.url.replace('localhost', '127.0.0.1')}/shop/{brand}")
