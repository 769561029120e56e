"""What holds for every page in a real browser: accessibility, speed, size, no foreign script."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from briefqa.records import Answer, Block, Briefing, Citation, Nearest, Slide
from tests.browsing import SCRIPTS, Opened, ask_path, launched, needs_browser, opening, scripts_of
from tests.fakes import ANSWERED, KANKO, NOT_FOUND, FakeAssistant
from tests.payloads import PAYLOADS
from tests.pictured import KOTSU, PAGES
from tests.replies import ANSWERS, BOUSAI, OLDER, WHOLES
from tests.serving import make_app, running

pytestmark = needs_browser
AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
QUESTION = "訪日客数は？"
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

HOSTILE_TEXT = "\n".join(PAYLOADS)
HOSTILE = [
    Briefing(
        f"kiken-{number}",
        payload,
        "2024",
        payload,
        "ja",
        payload,
        "0",
        (
            Slide(
                f"kiken-{number}",
                1,
                payload,
                payload,
                payload,
                (Block("body", 0, len(payload), payload),),
            ),
        ),
    )
    for number, payload in enumerate(PAYLOADS)
]


def hostile_answers() -> dict[str, Answer]:
    return {
        payload: Answer(
            "answered",
            payload,
            0.6,
            (Citation(1, f"kiken-{number}", payload, 1, payload, payload, 0, len(payload)),),
            (Nearest(f"kiken-{number}", 1, payload, 0.5),),
        )
        for number, payload in enumerate(PAYLOADS)
    }


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    answers = {QUESTION: ANSWERED, "Who?": NOT_FOUND, **ANSWERS, **hostile_answers()}
    briefings = (KANKO, BOUSAI, OLDER, KOTSU, *HOSTILE)
    assistant = FakeAssistant(briefings, answers=answers, wholes=WHOLES, pages=PAGES)
    with running(make_app(assistant)) as port:
        yield f"http://localhost:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser, origin: str) -> Iterator[Opened]:
    with opening(browser, origin) as open_page:
        yield open_page


# Accessibility


def violations(page: Page) -> list[tuple[str, str]]:
    """Return what axe-core finds: the rule, and the first element that breaks it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]


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
    for path in ("/", ask_path(QUESTION), "/"):  # the first warms the browser up
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
    assert min(paints[1:]) < FIRST_PAINT
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
    page.wait_for_timeout(300)
    assert [value for value, is_expected in page.evaluate("shifts") if not is_expected] == []


# Hostile text


def test_there_are_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) == 100


def test_no_payload_runs_from_a_question_an_answer_a_name_or_a_slide(opened: Opened) -> None:
    page = opened("/")
    origin = page.url.rstrip("/")
    for number, payload in enumerate(PAYLOADS):
        page.goto(f"{origin}/?q={quote(payload, safe='')}")
        assert page.locator(".question").evaluate("e => e.textContent") == payload
        page.evaluate("document.querySelectorAll('details').forEach((it) => { it.open = true; })")
        page.locator(".answer .chip").hover()
        page.goto(f"{origin}/briefings/kiken-{number}/slides/1?mark=0-5")
        assert page.locator(".slide-text").evaluate("e => e.textContent") == payload
        page.goto(f"{origin}/briefings/kiken-{number}")
        assert page.evaluate("window.hit") is None, payload
        assert scripts_of(page) == SCRIPTS, payload
    page.goto(f"{origin}/briefings")
    expect(page.locator(".shelf").first).to_contain_text(PAYLOADS[0])
    assert page.evaluate("window.hit") is None


def test_no_payload_runs_from_what_scripts_put_together(opened: Opened) -> None:
    """The chat's own additions: turns, panels, previews, chips, kept conversations, copies."""
    page = opened("/")
    for count, payload in enumerate(PAYLOADS[::4], start=1):
        page.locator("#question").fill(payload)
        page.keyboard.press("Enter")
        expect(page.locator(".turn:not(.is-pending)")).to_have_count(count)
        page.locator(".answer .chip").last.hover()
        expect(page.locator("#preview")).to_be_visible()
    page.locator("#scope summary").click()
    for box in page.locator("#scope input[name=briefing]").all()[:60]:
        box.check()
    page.keyboard.press("Escape")
    page.locator(".citation .origin").last.click()
    expect(page.locator("#evidence .slide-title")).to_be_visible()
    page.locator("#evidence [data-copy]").click()
    page.goto(page.url.split("/?")[0])
    page.locator("#earlier-list button").first.click()
    expect(page.locator(".turn:not(.is-pending)")).to_have_count(len(PAYLOADS[::4]))
    assert page.evaluate("window.hit") is None
    assert scripts_of(page) == [*SCRIPTS, "chat.js"]
