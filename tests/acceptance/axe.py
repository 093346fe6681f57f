"""What axe-core finds on a screen: wide and narrow, light and dark."""

from pathlib import Path
from typing import Any

from playwright.async_api import Frame, Page, ViewportSize

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
WIDE: ViewportSize = {"width": 1440, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

# Whatever moves has come to rest, in this theme and at this width.
AT_REST = """async () => {
  // What has ended may stay listed for as long as it fills.
  const ending = (animation) =>
    animation.playState !== 'finished' && animation.effect?.getComputedTiming().iterations !== Infinity
  for (let still = 0; still < 3; still++) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const moving = document.getAnimations().filter(ending)
    if (moving.length > 0) still = 0
    await Promise.allSettled(moving.map(({ finished }) => finished))
  }
}"""
FIND = """async (runOnly) => {
  const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'], iframes: false })
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}` +
    (node.any[0]?.data?.contrastRatio ? ` (${node.any[0].data.contrastRatio}:1)` : '')))
}"""


async def found_on(page: Page, screen: str, frame: Frame | None = None, *, widths: str = "both") -> list[str]:
    """Look at a screen at both widths and in both themes; name what is wrong, where, and when."""
    looked_at = frame or page.main_frame
    found: list[str] = []
    for viewport in (WIDE, NARROW):
        if widths != "both" and (widths == "wide") != (viewport is WIDE):
            continue
        await page.set_viewport_size(viewport)
        for theme in ("light", "dark"):
            await page.emulate_media(color_scheme=theme)
            await looked_at.evaluate(AT_REST)
            if not await looked_at.evaluate("'axe' in window"):
                await looked_at.evaluate(AXE.read_text())
            # The theme changes colours and nothing else.
            rules: Any = (
                {"type": "tag", "values": RULES}
                if theme == "light"
                else {"type": "rule", "values": ["color-contrast"]}
            )
            problems = await looked_at.evaluate(FIND, rules)
            found += [f"{screen}, {theme}, {viewport['width']}: {problem}" for problem in problems]
    return found
