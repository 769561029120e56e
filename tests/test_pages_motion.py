"""What is told beside what is shown, in a real browser: live regions, focus, motion, and print."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Opened, ask, ask_path, needs_browser
from tests.exhibits import QUESTION
from tests.fakes import KANKO_QUOTE

pytestmark = needs_browser

# Live regions


@pytest.mark.parametrize(
    ("locale", "name"), [("ja", "質問と答え"), ("en", "Questions and answers")]
)
def test_answers_come_into_a_log_that_is_read_out(opened: Opened, locale: str, name: str) -> None:
    page = opened("/", locale=locale)
    log = page.locator("#log")
    expect(log).to_have_attribute("role", "log")
    expect(log).to_have_attribute("aria-label", name)
    log.evaluate("log => { window.readOut = log; }")
    ask(page, QUESTION)
    # What a screen reader watches has been there before, is there still, and holds the answer.
    assert page.evaluate("readOut === document.getElementById('log')")
    expect(page.get_by_role("log").locator(".value")).to_have_text("3,687万人")


def test_what_was_copied_is_said_and_what_has_failed_is_an_alert(opened: Opened) -> None:
    page = opened("/", locale="en")
    ask(page, QUESTION)
    expect(page.get_by_role("status")).to_have_text("")
    page.get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('gone')); }")
    page.locator("#question").fill("Who?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("log").get_by_role("alert")).to_be_visible()


# Motion


@pytest.mark.parametrize(("wish", "motion"), [("reduce", "none"), ("no-preference", "slide-in")])
def test_the_panel_moves_only_for_those_who_do_not_mind(
    browser: Browser, origin: str, wish: str, motion: str
) -> None:
    with browser.new_context(locale="ja", reduced_motion=wish) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(origin + ask_path(QUESTION))
        page.locator(".answer .chip").click()
        expect(page.locator("#evidence .slide-text mark")).to_have_text(KANKO_QUOTE)
        expect(page.locator("#evidence")).to_have_css("animation-name", motion)


# Print


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_a_print_holds_the_answer_and_its_quotes_on_white_and_nothing_to_press(
    opened: Opened, locale: str, dark: bool
) -> None:
    page = opened(ask_path("How many shelters are there?"), locale=locale, dark=dark)
    page.emulate_media(media="print", color_scheme="dark" if dark else "light")
    for shown in (".question", ".value", ".as-written", ".conditions", ".citation", "cite"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in ("#composer", ".masthead nav", ".turn-tools", "#evidence", "#preview"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator("button").filter(visible=True)).to_have_count(0)
    expect(page.locator("html")).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    expect(page.locator("html")).to_have_css("color-scheme", "light")
    ink = page.locator(".value").evaluate("it => getComputedStyle(it).color.match(/[0-9.]+/g)")
    assert max(map(float, ink[:3])) < 64


def test_a_slide_prints_with_its_marks(opened: Opened) -> None:
    page = opened("/briefings/kanko-2024/slides/2?mark=7-25")
    page.emulate_media(media="print")
    mark = page.locator(".slide-text mark")
    expect(mark).to_have_text(KANKO_QUOTE)
    expect(mark).to_have_css("print-color-adjust", "exact")
    expect(page.locator(".slide-bar")).to_be_hidden()
