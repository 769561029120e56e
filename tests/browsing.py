"""A real browser for the tests of the pages; the fixtures over it stand in conftest.py.

Needs Chromium on the PATH; where there is none those tests are skipped, unless CI=true.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
needs_browser = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true",
    reason="no Chromium on the PATH: install it to run the tests of the pages",
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # ms, for a machine that does much else
Opened = Callable[..., Page]
SCRIPTS = ["theme.js", "page.js"]  # of every page
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"


@contextmanager
def launched() -> Iterator[Browser]:
    """Give a browser."""
    if CHROMIUM is None:
        pytest.fail("CI needs Chromium on the PATH to test the pages")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opening(browser: Browser, origin: str) -> Iterator[Opened]:
    """Give a function that opens a path; at the end nothing may have failed or left the origin."""
    contexts, faults = [], []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith(origin) else faults.append(request.url),
        )
        page.on(
            "console",
            lambda message: (
                faults.append(message.text) if message.type in {"error", "warning"} else None
            ),
        )

    def open_page(
        path: str,
        *,
        locale: str = "ja",
        width: int = 1280,
        height: int = 800,
        scripts: bool = True,
        dark: bool = False,
    ) -> Page:
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        watch(page)
        page.goto(origin + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def ask_path(question: str) -> str:
    """Return the address of a question."""
    return f"/?q={quote(question)}"


def scripts_of(page: Page) -> list[str]:
    """Return the names of the scripts that a page holds, and of elements that it must not hold."""
    return page.locator("script, iframe, base, style, meta[http-equiv]").evaluate_all(
        "all => all.map((it) => it.src ? it.src.split('/').at(-1).split('?')[0] : it.localName)"
    )


def ask(page: Page, *questions: str) -> None:
    """Ask in the chat, and wait for each answer."""
    for question in questions:
        count = page.locator(".turn").count()
        page.locator("#question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn:not(.is-pending)")).to_have_count(count + 1)


def holding(page: Page, addresses: str) -> list[Route]:
    """Hold what is fetched from there; each is in the list, and goes on by `continue_()`."""
    held: list[Route] = []
    page.route(addresses, lambda route: held.append(route))
    return held


def expect_address(page: Page, ending: str) -> None:
    """Wait until the page's address ends like this; what has been clicked may not be there yet."""
    expect(page).to_have_url(re.compile(re.escape(ending) + "$"))


def violations(page: Page) -> list[tuple[str, str]]:
    """Return what axe-core finds: the rule, and the first element that breaks it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]
