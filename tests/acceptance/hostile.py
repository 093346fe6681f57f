"""Attacks in the form of text, and an alarm that rings when one of them runs."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Dialog, Frame, Page, Route

HOW_MANY = 300
LONGEST = 1500
OWN = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=https://evil.example/pixel.png>",
    "\"'><svg/onload=alert(1)>",
    "'\"--></style></script><script>alert(1)</script>",
    "</textarea><iframe srcdoc='<script>parent.alert(1)</script>'>",
    "javascript:alert(1)",
    "[lien](javascript:alert(1)) <javascript:alert(1)>",
    'https://lumen.example/"onmouseover=alert(1)//',
    "https://lumen.example/<script>alert(1)</script>",
    "data:text/html,<script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}} ${alert(1)} {@html '<script>alert(1)</script>'} #{alert(1)}",
    "<style>*{background:url(https://evil.example/x)}</style>",
    "<link rel=stylesheet href=//evil.example/x.css><base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action=//evil.example><button autofocus onfocus=alert(1)>ok",
    "\u202e<script>alert(1)</script>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "__proto__",
]
# Runs in every frame before anything of the page does.
ALARM = """
for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => __rings(name)
document.addEventListener('securitypolicyviolation', (event) =>
  __rings(`policy ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`))
"""
# What no page of ours contains: handlers in attributes, script in addresses, foreign elements.
STRANGE = """
() => [...document.querySelectorAll('*')].flatMap((element) => [
  ...(['IFRAME', 'OBJECT', 'EMBED', 'BASE', 'FORM[action]', 'MATH', 'MARQUEE', 'VIDEO', 'AUDIO', 'FRAME'].includes(
    element.tagName.toUpperCase()) ? [element.outerHTML.slice(0, 200)] : []),
  ...[...element.attributes].filter(({ name, value }) =>
    /^on/i.test(name) || (/^(href|src|action|formaction|srcdoc|xlink:href)$/i.test(name) &&
      /^[\\s\\x00-\\x1f]*(javascript|vbscript|data:text)/i.test(value))).map(({ name, value }) => `${name}=${value}`),
])
"""


def payloads(corpora: Path | None) -> list[str]:
    """Give our own attacks, and with the corpora a spread of everybody's."""
    found = list(OWN)
    if corpora:
        lines = (corpora / "hostile" / "xss.jsonl").read_text().splitlines()
        others = [json.loads(line)["payload"] for line in lines]
        others = [text for text in others if text.strip() and "\0" not in text]
        short = [text[:LONGEST] for text in others]
        found += short[:: max(1, len(short) // (HOW_MANY - len(OWN)))]
    return found[:HOW_MANY]


class Alarm:
    """Watches a browser: scripts that run, dialogs, policies that had to step in, requests to other hosts."""

    def __init__(self, *hosts: str) -> None:
        self.rung: list[str] = []
        self._hosts = {urlsplit(host).netloc for host in hosts}

    async def watch(self, context: BrowserContext) -> None:
        """Ring for whatever happens in this browser from now on."""
        rings: Callable[[dict[str, Any], str], None] = self._rings
        await context.expose_binding("__rings", rings)  # pyright: ignore[reportUnknownMemberType]
        await context.add_init_script(ALARM)
        await context.route("**/*", self._passes)
        context.on("dialog", self._dialog)
        context.on("page", self._page)

    async def looks(self, page: Page) -> None:
        """Look at what stands in the page now, in every frame; the widget's own frame is no stranger."""
        for frame in page.frames:
            strange: list[str] = await frame.evaluate(STRANGE)
            self.rung += [f"stands in the page: {what}" for what in strange if "/widget/frame/" not in what]

    def _rings(self, source: dict[str, Any], what: str) -> None:
        frame: Frame = source["frame"]
        self.rung.append(f"{what} at {frame.url}")

    async def _passes(self, route: Route) -> None:
        if urlsplit(route.request.url).netloc in self._hosts:
            await route.continue_()
        else:
            self.rung.append(f"request to {route.request.url[:200]}")
            await route.abort()

    async def _dialog(self, dialog: Dialog) -> None:
        self.rung.append(f"dialog: {dialog.message}")
        await dialog.dismiss()

    def _page(self, page: Page) -> None:
        page.on("framenavigated", self._navigated)

    def _navigated(self, frame: Frame) -> None:
        host = urlsplit(frame.url).netloc
        if host and host not in self._hosts:
            self.rung.append(f"went to {frame.url}")
