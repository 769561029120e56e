"""The chat in a small frame, in a real browser: as a page of its own, and in a page of others."""

from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Opened, ask_path, needs_browser, violations
from tests.exhibits import QUESTION, exhibits
from tests.replies import ANSWERS
from tests.serving import make_app, running

pytestmark = needs_browser


class Frame(BaseHTTPRequestHandler):
    """The page of another site: a frame with the address in its query."""

    def do_GET(self) -> None:
        address = unquote(urlsplit(self.path).query)
        page = f'<iframe src="{escape(address)}" width="360" height="480"></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def others() -> Iterator[str]:
    with ThreadingHTTPServer(("localhost", 0), Frame) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def origin(others: str) -> Iterator[str]:
    with running(make_app(exhibits(), embed_origins=(others,))) as port:
        yield f"http://localhost:{port}"


def framed(question: str) -> str:
    return f"/embed{ask_path(question).removeprefix('/')}"


PATHS = ("/embed", "/embed?briefing=kanko-2024", *map(framed, [QUESTION, "Who?", *ANSWERS]))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("width", "locale"), [(320, "ja"), (600, "en"), (320, "en"), (600, "ja")])
def test_axe_finds_no_violation_and_nothing_scrolls_sideways(
    opened: Opened, origin: str, width: int, locale: str, dark: bool
) -> None:
    page = opened("/embed", width=width, height=480, locale=locale, dark=dark)
    found = {}
    for path in PATHS:
        page.goto(origin + path)
        is_wide = page.evaluate("document.documentElement.scrollWidth") > width
        found[path] = (violations(page), is_wide)
    assert found == {path: ([], False) for path in PATHS}


@pytest.mark.parametrize(
    ("locale", "anew", "onward"),
    [("ja", "新しい会話", "briefqaで開く"), ("en", "New conversation", "Open in briefqa")],
)
def test_a_question_is_asked_by_enter_answered_in_the_frame_and_opened_beside_it(
    opened: Opened, locale: str, anew: str, onward: str
) -> None:
    page = opened("/embed", width=360, height=480, locale=locale)
    page.locator("#question").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".value")).to_have_text("3,687万人")
    expect(page.locator(".turn-tools a")).to_have_text(onward)
    expect(page.locator("[data-copy]")).to_have_count(0)  # there is no script that would copy
    with page.expect_popup() as slide:
        page.locator(".citation .origin").click()
    expect(slide.value.locator("h1")).to_have_text("訪日旅行")
    expect(page.locator("#question")).to_be_in_viewport()
    page.get_by_role("link", name=anew).click()
    expect(page.locator(".examples")).to_be_visible()


def test_the_page_of_an_origin_that_is_named_holds_it(
    browser: Browser, origin: str, others: str
) -> None:
    page = browser.new_page(locale="ja", viewport={"width": 800, "height": 600})
    page.goto(f"{others}/?{quote(origin + framed(QUESTION), safe='')}")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".value")).to_have_text("3,687万人")
    frame.locator("#question").fill("指定避難所は何か所ですか？")
    frame.locator("#question").press("Enter")
    expect(frame.locator(".conflict .reading")).to_have_count(2)
    page.close()


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_page_of_the_api_says_how_it_is_put_into_a_frame(
    opened: Opened, origin: str, others: str, locale: str
) -> None:
    page = opened("/docs", locale=locale)
    said = page.locator("#frame + p")
    expect(said.locator("code")).to_have_text(others)
    expect(page.locator("#frame + p + .example")).to_have_text(
        f'<iframe src="{origin}/embed" title="briefqa" width="400" height="560"></iframe>'
    )
    assert violations(page) == []
