"""Take the pictures of docs/ anew: the chat over the briefings of corpus/, as a reader sees it.

python docs/make_screenshots.py        needs the index, playwright and Chromium on the PATH

Everything happens in a copy of the corpus and its index, so that a build can be shown too.
"""

import secrets
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from briefqa.app import AssistantSource, create_app
from briefqa.app.server import options
from briefqa.composition import Composition
from briefqa.records import Language
from briefqa.settings import Settings, load_settings

FOLDER = Path(__file__).parent
LIMIT = 100_000  # bytes a picture
COLOURS = 40
DESK = {"width": 1200, "height": 680}
PHONE = {"width": 390, "height": 760}
FRAME = {"width": 380, "height": 560}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",  # coloured letter edges would double the file
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COUNTRIES: dict[Language, str] = {
    "ja": "JCMのパートナー国は何か国ですか？",
    "en": "How many JCM partner countries are there?",
}
NOWHERE: dict[Language, str] = {
    "ja": "京都市の人口は何人ですか？",
    "en": "What is the population of Kyoto?",
}
RANKED: dict[Language, str] = {
    "ja": "JCMの事業数が最も多い国は？",
    "en": "Which country has the most JCM projects?",
}
OTHERS = "https://intra.example"  # where the chat may stand in a frame
Act = Callable[[Page], None]


def main() -> int:
    """Write the pictures; return 1 with a line on stderr when something is missing or too large."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    settings = load_settings()
    if chromium is None or not (settings.index / "CURRENT").exists():
        print(
            "screenshots need Chromium on the PATH and an index: run `briefqa build`.",
            file=sys.stderr,
        )
        return 1
    with serving(settings) as (origin, token), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        sizes = photograph(browser, origin, token)
        browser.close()
    for name, size in sizes.items():
        print(f"{name}: {size:,} bytes")
    return 0 if max(sizes.values()) <= LIMIT else 1


@contextmanager
def serving(settings: Settings) -> Iterator[tuple[str, str]]:
    """Serve a copy of corpus and index in a thread; give its address and its token."""
    token = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder, "corpus"), Path(folder, "index")
        shutil.copytree(settings.corpus, corpus)
        shutil.copytree(settings.index, index)
        changed = {"corpus": corpus, "index": index, "token": token, "embed_origins": (OTHERS,)}
        copied = settings.model_copy(update=changed)
        source = AssistantSource(Composition(copied).open_assistant, index / "CURRENT")
        source.refresh()
        config = uvicorn.Config(create_app(copied, source), **{**options(copied), "port": 0})
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}", token
        finally:
            server.should_exit = True
            thread.join()


def photograph(browser: Browser, origin: str, token: str) -> dict[str, int]:
    """Write every picture, in both languages and themes; return the sizes in bytes by name."""

    def sign_in(page: Page) -> None:
        page.locator("#token").fill(token)
        page.locator(".sign-in button").click()
        page.locator(".upkeep [type=file]").wait_for()

    def rebuild(page: Page) -> None:
        sign_in(page)
        page.locator("form[action*='/rebuild'] button").click()
        page.locator(".build tbody tr").first.wait_for(timeout=60_000)

    sizes = {}
    for language in ("ja", "en"):
        asked = f"/?q={quote(COUNTRIES[language])}"
        missing = f"/?q={quote(NOWHERE[language])}"
        for theme in ("light", "dark"):
            views: dict[str, tuple[str, Act, dict[str, int]]] = {
                "chat": (asked, rest, DESK),
                "evidence": (asked, open_evidence, DESK),
                "evidence-phone": (asked, open_evidence, PHONE),
                "table": (f"/?q={quote(RANKED[language])}", rest, DESK),
                "embed": (f"/embed{asked.removeprefix('/')}", rest, FRAME),
                "not-found": (missing, rest, DESK),
                "library": ("/sign-in", sign_in, DESK),
                "rebuild": ("/sign-in", rebuild, DESK),
            }
            for name, (path, act, size) in views.items():
                context = browser.new_context(
                    viewport=size, locale=language, color_scheme=theme, reduced_motion="reduce"
                )
                file = FOLDER / "screenshots" / f"{name}-{language}-{theme}.webp"
                picture = take(context.new_page(), origin + path, act)
                sizes[file.name] = write(picture, file)
                if (name, language, theme) == ("evidence", "ja", "light"):
                    sizes["chat.png"] = write(picture, FOLDER / "chat.png")
                context.close()
    return sizes


def rest(page: Page) -> None:
    """Leave a page as it is."""
    page.locator("main").wait_for()


def open_evidence(page: Page) -> None:
    """Open the first citation beside the answer, or over it."""
    page.locator(".citation .origin").first.click()
    page.locator("#evidence mark").first.wait_for()


def take(page: Page, address: str, act: Act) -> Image.Image:
    """Open a page, act on it, and return its picture."""
    page.goto(address)
    act(page)
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def write(picture: Image.Image, file: Path) -> int:
    """Write a picture as WebP, or as a PNG of few colours; return its size in bytes."""
    file.parent.mkdir(exist_ok=True)
    if file.suffix == ".png":
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)
    else:
        picture.save(file, "WEBP", quality=72, method=6)
    return file.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
