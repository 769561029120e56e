"""The pages in a real browser: with and without scripts, in both languages, on phone and desk.

Needs Chromium on the PATH; where there is none the tests are skipped, unless CI=true.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from briefqa.records import Answer, Block, Briefing, Citation, Nearest, Slide
from tests.fakes import KANKO, KANKO_QUOTE, NOT_FOUND, SLIDES, FakeAssistant
from tests.serving import make_app, running

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(
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

PAYLOADS = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "'-window.hit++-'",
    "</textarea><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<a href=javascript:window.hit=1 autofocus onfocus=window.hit=1>x</a>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<img src=https://evil.example/x.png>",
    "{{ 7*7 }}{% print(1) %}",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<template><script>window.hit=1</script></template>",
    "javascript:window.hit=1",
)
HOSTILE_TEXT = "\n".join(PAYLOADS)
HOSTILE_SLIDE = Slide(
    "kiken", 1, HOSTILE_TEXT, PAYLOADS[0], PAYLOADS[1], (Block("body", 0, 40, HOSTILE_TEXT[:40]),)
)
HOSTILE = Briefing(
    "kiken",
    PAYLOADS[2],
    "<b>",
    PAYLOADS[1],
    'ja" onload="hit=1',
    PAYLOADS[0],
    "0",
    (HOSTILE_SLIDE,),
)
HOSTILE_ANSWER = Answer(
    "answered",
    PAYLOADS[0],
    0.6,
    (Citation(1, "kiken", PAYLOADS[2], 1, PAYLOADS[0], HOSTILE_TEXT, 0, len(HOSTILE_TEXT)),),
    (Nearest("kiken", 1, PAYLOADS[0], 0.5),),
)
WARM = Answer(
    "answered",
    "8兆円",
    0.6,
    (
        Citation(
            1, KANKO.id, KANKO.title, 2, "訪日旅行", "旅行消費額は8兆円で、\n過去最高。", 27, 44
        ),
        Citation(2, KANKO.id, KANKO.title, 1, "観光の動向", "観光庁 2024年度", 7, 17),
    ),
)
LISTED = Answer(
    "answered",
    "観光の動向 観光庁",
    0.6,
    (Citation(1, KANKO.id, KANKO.title, 1, "観光の動向", SLIDES[0].text, 0, 17),),
)
QUESTION = "訪日客数は？"


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    answers = {
        QUESTION: Answer(
            "answered",
            "3,687万人",
            0.93,
            (Citation(1, KANKO.id, KANKO.title, 2, "訪日旅行", KANKO_QUOTE, 7, 25),),
        ),
        "旅行消費額は？": WARM,
        "動向は？": LISTED,
        "How many visitors?": NOT_FOUND,
        **dict.fromkeys(PAYLOADS, HOSTILE_ANSWER),
    }
    with running(make_app(FakeAssistant((KANKO, HOSTILE), answers=answers))) as port:
        yield f"http://localhost:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("CI needs Chromium on the PATH to test the pages")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, origin: str) -> Iterator[Opened]:
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
        scripts: bool = True,
        dark: bool = False,
    ) -> Page:
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        watch(page)
        page.goto(origin + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def ask_path(question: str) -> str:
    return f"/?q={quote(question)}"


# Without scripts


@pytest.mark.parametrize(
    ("locale", "heading", "label"),
    [("ja", "資料に訊く。", "訊く"), ("en", "Ask the slides.", "Ask")],
)
def test_without_scripts_a_question_is_asked_and_its_slide_opened(
    opened: Opened, locale: str, heading: str, label: str
) -> None:
    page = opened("/", locale=locale, scripts=False)
    expect(page.locator("h1")).to_have_text(heading)
    page.locator("textarea").fill(QUESTION)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".value")).to_have_text("3,687万人")
    expect(page.locator("blockquote mark")).to_have_text("３,６８７万人")
    page.locator(".citation .origin").click()
    expect(page.locator(".slide-text mark")).to_have_text(KANKO_QUOTE)
    expect(page.locator("h1")).to_have_text("訪日旅行")


def test_without_scripts_an_example_is_asked_by_its_button(opened: Opened) -> None:
    page = opened("/", scripts=False)
    page.get_by_role("button", name=QUESTION).click()
    expect(page.locator(".question")).to_have_text(QUESTION)


def test_without_scripts_the_language_is_switched_and_kept(opened: Opened) -> None:
    page = opened(ask_path("Who?"), locale="ja", scripts=False)
    page.get_by_role("link", name="English").click()
    expect(page.locator(".lead")).to_have_text("Not found in the briefings.")
    expect(page.locator(".question")).to_have_text("Who?")
    page.locator("textarea").fill("How many visitors?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".lead")).to_have_text("Not found in the briefings.")


# With scripts


def test_enter_asks_in_place_and_shift_enter_starts_a_line(opened: Opened) -> None:
    page = opened("/")
    page.evaluate("window.stays = true")
    page.keyboard.type("訪日")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("textarea")).to_have_value("訪日\n")
    page.locator("textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".value")).to_have_text("3,687万人")
    expect(page.locator(".intro")).to_be_hidden()
    page.keyboard.type("How many visitors?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".lead")).to_have_text(
        "資料の中には見つかりませんでした。"
    )
    assert page.evaluate("window.stays") is True
    assert page.url.endswith("/?q=How+many+visitors%3F")


def test_the_enter_that_ends_a_composition_sends_nothing(opened: Opened) -> None:
    page = opened("/")
    page.locator("textarea").focus()
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.imeSetComposition", {"text": "ほうにち", "selectionStart": 4, "selectionEnd": 4}
    )
    session.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "code": "Enter", "key": "Enter"},
    )
    session.send("Input.insertText", {"text": "訪日"})
    expect(page.locator("textarea")).to_have_value("訪日")
    expect(page.locator(".turn")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)


def test_a_citation_opens_its_slide_beside_the_chat(opened: Opened) -> None:
    page = opened(ask_path("旅行消費額は？"))
    page.locator(".citation .origin").first.click()
    evidence = page.locator("#evidence")
    expect(evidence.locator(".slide-title")).to_have_text("訪日旅行")
    assert evidence.locator("mark").evaluate("mark => mark.textContent") == WARM.citations[0].quote
    expect(evidence.locator("mark")).to_be_in_viewport()
    expect(page.locator(".value")).to_be_in_viewport()
    evidence.get_by_role("link", name="前のスライド").click()
    expect(evidence.locator(".slide-title")).to_have_text("観光の動向")
    page.locator(".citation .origin").last.click()
    expect(evidence.locator("mark")).to_have_text("観光庁 2024年度")


@pytest.mark.parametrize("way", ["back", "escape", "button"])
@pytest.mark.parametrize("width", [390, 1280])
def test_evidence_closes_and_the_focus_returns(opened: Opened, way: str, width: int) -> None:
    page = opened(ask_path(QUESTION), width=width)
    page.locator(".citation .origin").click()
    expect(page.locator("#evidence mark")).to_be_in_viewport()
    if way == "back":
        page.go_back()
    elif way == "escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="閉じる").click()
    expect(page.locator("#evidence")).to_be_hidden()
    expect(page.locator(".citation .origin")).to_be_focused()
    assert page.url.endswith(ask_path(QUESTION))


def test_back_and_forward_walk_through_the_questions(opened: Opened) -> None:
    page = opened("/")
    for answers, question in enumerate((QUESTION, "旅行消費額は？"), start=1):
        page.locator("textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".question").last).to_have_text(question)
        expect(page.locator(".value")).to_have_count(answers)  # the answer before is there at once
    page.go_back()
    expect(page.locator(".question").filter(visible=True)).to_have_text([QUESTION])
    page.go_back()
    expect(page.locator(".intro")).to_be_visible()
    page.go_forward()
    page.go_forward()
    shown = page.locator(".question").filter(visible=True)
    expect(shown).to_have_text([QUESTION, "旅行消費額は？"])
    page.reload()
    expect(page.locator(".question")).to_have_text(["旅行消費額は？"])
    page.go_back()
    expect(page.locator(".question")).to_have_text([QUESTION])


def test_the_skip_link_and_a_fragment_keep_the_conversation(opened: Opened) -> None:
    page = opened("/")
    page.evaluate("window.stays = true")
    for question in (QUESTION, "旅行消費額は？"):
        page.locator("textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".value").last).to_be_visible()
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert "#" not in page.url
    page.evaluate("location.hash = 'log'")
    page.wait_for_url("**#log")
    expect(page.locator(".question")).to_have_text([QUESTION, "旅行消費額は？"])
    page.go_back()
    page.go_back()
    expect(page.locator(".question").filter(visible=True)).to_have_text([QUESTION])
    assert page.evaluate("window.stays") is True


def test_a_server_that_has_gone_is_named(opened: Opened) -> None:
    page = opened("/", locale="en")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('gone')); }")
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")


def test_the_whole_page_is_reached_by_keyboard(opened: Opened) -> None:
    page = opened(ask_path(QUESTION), locale="en")
    names = []
    for _ in range(11):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate(
                "(e => e.ariaLabel || e.textContent.trim().split('\\n')[0] || e.name)"
                "(document.activeElement)"
            )
        )
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid" or names[-1] == "q"
    assert names[:5] == ["Skip to content", "briefqa", "Briefings", "API", "日本語"]
    assert names[5:11] == [
        "Evidence 1",
        "1",
        "Confidence high",
        "Link to this question",
        "q",
        "Ask",
    ]


# Looks


PATHS = (
    "/",
    ask_path(QUESTION),
    ask_path("旅行消費額は？"),
    ask_path("Who?"),
    ask_path("あ" * 300),
    ask_path("W" * 300),
    "/briefings",
    "/briefings/kanko-2024",
    "/briefings/kanko-2024/slides/2?mark=7-25",
    "/briefings/kiken/slides/1",
    "/docs",
)


@pytest.mark.parametrize(("width", "locale", "dark"), [(390, "ja", True), (1280, "en", False)])
def test_no_page_scrolls_sideways(
    opened: Opened, origin: str, width: int, locale: str, dark: bool
) -> None:
    page = opened("/", width=width, locale=locale, dark=dark)
    wide = {}
    for path in PATHS:
        page.goto(origin + path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth") > width
    assert wide == dict.fromkeys(PATHS, False)


CONTRAST = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgb(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const [a, b] = [rgb(getComputedStyle(element).color), behind(element)].map(luminance);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([element.className || element.tagName, ratio.toFixed(2)]);
  }
  return poor;
}
"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_has_the_contrast_of_wcag_aa(opened: Opened, origin: str, dark: bool) -> None:
    page = opened("/", dark=dark)
    poor = {}
    for path in PATHS:
        page.goto(origin + path)
        poor[path] = page.evaluate(CONTRAST)
    assert poor == {path: [] for path in PATHS}


def test_marked_words_have_contrast_on_the_marker_itself(opened: Opened) -> None:
    """The marker lies behind the lower part of light paper's letters: ink on it, as on a chip."""
    page = opened(ask_path(QUESTION))
    colors = page.locator("blockquote mark").evaluate(
        "m => [getComputedStyle(m).color, getComputedStyle(m).backgroundImage]"
    )
    assert colors[0] == "rgb(23, 25, 30)"
    assert "rgb(255, 223, 61)" in colors[1]


def test_slide_text_is_exactly_as_written_and_in_its_own_language(opened: Opened) -> None:
    page = opened("/briefings/kanko-2024/slides/2?mark=7-25", locale="en")
    assert page.locator(".slide-text").evaluate("e => e.textContent") == SLIDES[1].text
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".card").get_attribute("lang") == "ja"
    expect(page.locator(".slide-count")).to_contain_text("Slide 2 of 2")
    expect(page.locator("time")).to_have_text("June 2024")


def test_a_quote_shows_a_space_between_blocks_and_none_where_a_sentence_wraps(
    opened: Opened, origin: str
) -> None:
    width = "span => span.getBoundingClientRect().width"
    page = opened(ask_path("動向は？"))
    assert page.locator("blockquote").evaluate("e => e.textContent") == SLIDES[0].text
    assert page.locator("blockquote .wrap").evaluate(width) > 2
    expect(page.locator("blockquote mark")).to_have_text(["観光の動向", "", "観光庁"])
    page.goto(origin + ask_path("旅行消費額は？"))
    assert page.locator("blockquote .fold").first.evaluate(width) == 0


# Hostile text


def test_no_script_runs_from_a_page_with_hostile_text(opened: Opened, origin: str) -> None:
    page = opened("/")
    for payload in PAYLOADS:
        page.goto(origin + ask_path(payload))
        expect(page.locator(".question")).to_have_text(payload)
        expect(page.locator(".value")).to_have_text(PAYLOADS[0])
        assert page.evaluate("window.hit") is None
        assert page.locator("script, iframe, base, style, meta[http-equiv]").count() == 1


def test_no_script_runs_from_hostile_text_fetched_by_the_chat(opened: Opened) -> None:
    page = opened("/")
    for number, payload in enumerate(PAYLOADS, start=1):
        page.locator("textarea").fill(payload)
        page.keyboard.press("Enter")
        expect(page.locator(".value")).to_have_count(number)
        expect(page.locator(".question").last).to_have_text(payload)
    page.locator(".citation .origin").last.click()
    text = page.locator("#evidence .slide-text")
    expect(text).to_be_visible()
    assert text.evaluate("e => e.textContent") == HOSTILE_TEXT
    assert page.evaluate("window.hit") is None
    assert page.locator("script, iframe, base, style, meta[http-equiv]").count() == 1


def test_hostile_names_stay_text_on_every_page(opened: Opened, origin: str) -> None:
    page = opened("/")
    for path in ("/briefings", "/briefings/kiken", "/briefings/kiken/slides/1"):
        page.goto(origin + path)
        expect(page.locator("main")).to_contain_text(PAYLOADS[2])
        assert page.evaluate("window.hit") is None
