"""What holds for every page in a real browser: accessibility, speed, size, no foreign script."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Opened, ask_path, needs_browser, violations
from tests.exhibits import QUESTION
from tests.replies import ANSWERS

pytestmark = needs_browser
SLIDE = "/briefings/kotsu-2025/slides/1?mark=0-4"
PATHS = (
    "/",
    "/?briefing=kanko-2024",
    ask_path(QUESTION),
    ask_path("Who?"),
    ask_path("あ" * 2001),
    *map(ask_path, ANSWERS),
    ask_path("When does the renewal begin?") + "&trace=true",
    "/briefings",
    "/briefings/kanko-2024",
    "/briefings/kotsu-2025",
    SLIDE,
    "/briefings/kotsu-2025/slides/2",
    "/docs",
    "/nothing",
)
FIRST_PAINT = 300  # ms
FIRST_PAGE = 120_000  # bytes

# Accessibility


@pytest.mark.parametrize(
    ("width", "locale", "dark"),
    [(390, "ja", True), (390, "en", False), (1280, "ja", False), (1280, "en", True)],
)
def test_axe_finds_no_violation_on_any_page(
    browser: Browser, origin: str, width: int, locale: str, dark: bool
) -> None:
    context = browser.new_context(
        locale=locale,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    found = {}
    for path in PATHS:
        page.goto(origin + path)
        found[path] = violations(page)
    context.close()
    assert found == {path: [] for path in PATHS}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_violation_in_what_opens(opened: Opened, width: int, dark: bool) -> None:
    page = opened(ask_path(QUESTION), width=width, dark=dark)
    page.locator(".answer .chip").focus()
    expect(page.locator("#preview")).to_be_visible()
    assert violations(page) == []
    page.locator("#scope summary").click()
    page.locator("#scope input[name=briefing]").first.check()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator(".citation .origin").click()
    expect(page.locator("#evidence .slide-title")).to_be_visible()
    assert violations(page) == []
    page.goto(page.url.split("/?")[0] + SLIDE)
    page.locator("[data-zoom]").click()
    expect(page.locator("#zoom")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", ask_path(QUESTION), "/briefings", SLIDE])
def test_pages_can_be_read_at_twice_the_size(opened: Opened, path: str) -> None:
    """At 200 % a window of 1280 pixels is one of 640, at 400 % one of 320 (WCAG 1.4.4, 1.4.10)."""
    for width in (640, 320):
        page = opened(path, width=width, height=512)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


# Speed and size


def test_the_first_page_is_small_and_painted_at_once(browser: Browser, origin: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    paints = []
    for path in ("/", ask_path(QUESTION)) * 5:  # a machine that does much else delays some
        page.goto(origin + path, wait_until="load")
        paints.append(
            page.evaluate(
                "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
                " ?? new Promise((found) => new PerformanceObserver((list) =>"
                " found(list.getEntries().at(-1).startTime)).observe({type: 'paint'}))"
            )
        )
    context.close()
    fresh = browser.new_context()
    page = fresh.new_page()
    page.goto(origin, wait_until="networkidle")
    sizes = page.evaluate(
        "['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))"
        ".map((entry) => [entry.name, entry.transferSize])"
    )
    fresh.close()
    assert min(paints[0::2]) < FIRST_PAINT, paints
    assert min(paints[1::2]) < FIRST_PAINT, paints
    assert 0 < sum(size for _, size in sizes) < FIRST_PAGE, sizes


WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts.push([entry.value, entry.hadRecentInput]);
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_shifts_while_an_answer_comes(opened: Opened, width: int) -> None:
    page = opened("/", width=width)
    page.evaluate(WATCH_SHIFTS)
    page.route("**/?q=*", lambda route: (page.wait_for_timeout(700), route.continue_()))
    for count, question in enumerate((QUESTION, "How many shelters are there?"), start=1):
        page.locator("#question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn:not(.is-pending)")).to_have_count(count)
        expect(page.locator(".suggestions")).to_be_visible()
    page.evaluate("new Promise((seen) => requestAnimationFrame(() => setTimeout(seen, 100)))")
    assert [value for value, is_expected in page.evaluate("shifts") if not is_expected] == []
