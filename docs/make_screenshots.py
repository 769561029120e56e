"""Take the pictures of the README: start the server on the built index and photograph the chat.

python docs/make_screenshots.py        needs the index, playwright and Chromium on the PATH
"""

import shutil
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import uvicorn
from playwright.sync_api import Page, sync_playwright

from briefqa.app import AssistantSource, create_app
from briefqa.app.server import options
from briefqa.composition import Composition
from briefqa.settings import Settings, load_settings

PICTURE = Path(__file__).parent / "chat.png"
QUESTION = "JCMのパートナー国は何か国ですか？"
SIZE = {"width": 1200, "height": 570}
LIMIT = 150_000  # bytes
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",  # coloured letter edges would double the file
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main() -> int:
    """Write the picture; return 1 with a line on stderr when something is missing."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    settings = load_settings()
    if chromium is None or not (settings.index / "CURRENT").exists():
        print(
            "screenshots need Chromium on the PATH and an index: run `briefqa build`.",
            file=sys.stderr,
        )
        return 1
    server, port = start(settings)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            page = browser.new_page(viewport=SIZE, locale="ja", color_scheme="light")
            photograph(page, f"http://localhost:{port}/?q={quote(QUESTION)}")
            browser.close()
    finally:
        server.should_exit = True
    size = PICTURE.stat().st_size
    print(f"{PICTURE.name}: {size:,} bytes")
    return 0 if size <= LIMIT else 1


def start(settings: Settings) -> tuple[uvicorn.Server, int]:
    """Serve the index in a thread; return the server and the port it chose."""
    source = AssistantSource(Composition(settings).open_assistant, settings.index / "CURRENT")
    source.refresh()
    config = uvicorn.Config(create_app(settings, source), **{**options(settings), "port": 0})
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return server, server.servers[0].sockets[0].getsockname()[1]


def photograph(page: Page, address: str) -> None:
    """Ask, open the first citation beside the answer, and write the picture."""
    page.goto(address)
    page.locator(".citation .origin").first.click()
    page.locator("#evidence mark").first.wait_for()
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)
    page.screenshot(path=PICTURE)


if __name__ == "__main__":
    sys.exit(main())
