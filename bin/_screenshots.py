"""Takes the pictures of README.md on a demo of its own, into docs/images."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from _steps import ROOT, VENV, environment
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

IMAGES = ROOT / "docs" / "images"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 780}
HEAVIEST = 300_000
QUESTION = "Bonjour, l’abat-jour de ma lampe Aube est arrivé fendu. Que puis-je faire ?"
ANSWER = (
    "Bonjour ! Je suis désolée. Je vous en envoie un neuf aujourd’hui, sans frais : il sera chez vous jeudi."
)
THANKS = "Parfait, merci beaucoup !"
FINDS = re.compile(r"ready at (\S+)")
SIGN_IN = re.compile(r"Sign in as (\S+) with the password (\S+)")


def main() -> None:
    expect.set_options(timeout=20_000)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with demo() as (url, email, password), sync_playwright() as playwright:
        program = shutil.which("chromium")
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        take(browser, url, email, password)
        browser.close()
    for path in sorted(IMAGES.glob("*.png")):
        print(f"  {path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")


@contextmanager
def demo() -> Generator[tuple[str, str, str]]:
    """Runs a demo on a folder and a port of its own; gives its address and the sign-in."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    data = Path(tempfile.mkdtemp(prefix="visavis-screenshots-"))
    data.chmod(0o755)  # PostgreSQL's own user must be able to enter it
    told = {**environment(), "VISAVIS_DATA": str(data), "VISAVIS_PORT": port}
    process = subprocess.Popen(
        [VENV / "bin" / "visavis", "demo"], env=told, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    said = ""
    try:
        for line in process.stdout:
            said += line
            if (found := FINDS.search(said)) and (known := SIGN_IN.search(said)):
                # Whatever it says from now on is read, so that it never waits for us.
                threading.Thread(target=process.stdout.read, daemon=True).start()
                yield found[1], known[1], known[2]
                break
        else:
            sys.exit(f"The demo did not start:\n{said}")
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(data)


def take(browser: Browser, url: str, email: str, password: str) -> None:
    """Lets a visitor and an agent talk, and takes each screen in both themes."""
    claire = page(browser, WIDE)
    claire.goto(f"{url}/shop/maison-lumen/product?product=aube")
    claire.get_by_role("button", name="Se connecter").click()
    claire.get_by_role("button", name="Nous écrire").click()
    chat = claire.frame_locator("iframe")
    expect(chat.get_by_role("heading", name="Bonjour Claire")).to_be_visible()
    chat.get_by_label("Votre message").fill(QUESTION)
    chat.get_by_label("Votre message").press("Enter")
    expect(chat.get_by_text("envoyé")).to_be_visible()

    lea = page(browser, WIDE)
    lea.goto(f"{url}/console/#/unassigned")
    lea.get_by_label("Adresse e-mail").fill(email)
    lea.get_by_label("Mot de passe").fill(password)
    lea.get_by_role("button", name="Se connecter").click()
    lea.get_by_role("link").filter(has_text="l’abat-jour de ma lampe Aube").click()
    lea.get_by_role("button", name="Prendre").click()
    words = lea.get_by_role("textbox", name=re.compile("^Répondre"))
    words.fill(ANSWER)
    words.press("Enter")
    expect(chat.get_by_text(ANSWER)).to_be_visible()
    chat.get_by_label("Votre message").fill(THANKS)
    chat.get_by_label("Votre message").press("Enter")
    expect(lea.get_by_role("log").get_by_text(THANKS)).to_be_visible()
    expect(chat.get_by_text("· lu")).to_be_visible()
    lea.goto(re.sub(r"#/\w+", "#/all", lea.url))
    expect(lea.get_by_role("link").nth(8)).to_be_visible()
    lea.get_by_role("button", name="Fermer").click()
    shoot(lea, "console")
    shoot(claire, "widget")

    pocket = page(browser, PHONE)
    pocket.goto(f"{url}/shop/maison-lumen")
    pocket.get_by_role("button", name="Se connecter").click()
    pocket.get_by_role("button", name="Nous écrire").click()
    inside = pocket.frame_locator("iframe")
    expect(inside.get_by_text("Vos échanges")).to_be_visible()
    home = shot(pocket)
    inside.get_by_role("button").filter(has_text=THANKS).click()
    expect(inside.get_by_text(ANSWER)).to_be_visible()
    talk = shot(pocket)
    lea.set_viewport_size(PHONE)  # pyright: ignore[reportArgumentType]
    lea.emulate_media(color_scheme="light")
    answer = shot(lea)
    beside("phone.png", home, talk, answer)


def page(browser: Browser, viewport: dict[str, int]) -> Page:
    """Opens a page in a browser of one's own."""
    context = browser.new_context(
        viewport=viewport,  # pyright: ignore[reportArgumentType]
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
    return context.new_page()


def shoot(page: Page, name: str) -> None:
    """Takes a page in both themes."""
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        keep(shot(page), f"{name}-{theme}.png")


def shot(page: Page) -> Path:
    """Takes a page as it stands, at rest."""
    page.evaluate("document.activeElement?.blur()")
    path = Path(tempfile.mkstemp(suffix=".png")[1])
    page.screenshot(path=path, animations="disabled", caret="hide")
    return path


def beside(name: str, *shots: Path) -> None:
    """Puts pictures side by side, on nothing."""
    images = [Image.open(path) for path in shots]
    gap = 24
    whole = Image.new("RGBA", (sum(i.width + gap for i in images) - gap, images[0].height), (0, 0, 0, 0))
    left = 0
    for image in images:
        whole.paste(image, (left, 0))
        left += image.width + gap
    whole.save(shots[0])
    for path in shots[1:]:
        path.unlink()
    keep(shots[0], name)


def keep(taken: Path, name: str) -> None:
    """Keeps a picture, as small as PNG makes it."""
    Image.open(taken).save(IMAGES / name, optimize=True)
    taken.unlink()
    if (IMAGES / name).stat().st_size > HEAVIEST:
        sys.exit(f"{name} is over {HEAVIEST // 1000} kB.")


if __name__ == "__main__":
    main()
