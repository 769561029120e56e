"""Whole visits in a real browser: each on a phone and a desk, in both languages, with and without
scripts; at every step the page fits its window.
"""

from itertools import product

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import Opened, ask_path, expect_address, needs_browser
from tests.exhibits import BUS, QUESTION
from tests.fakes import KANKO, KANKO_QUOTE
from tests.pictured import KOTSU

pytestmark = needs_browser

SAID = {
    "ja": {
        "home": "資料に訊く。",
        "asking": "訊く",
        "confidence": "確からしさ 高い",
        "slide": "スライド2／2",
        "previous": "前のスライド",
        "library": "資料一覧",
        "new": "新しい会話",
        "all": "すべての資料（4件）",
        "one": "選んだ資料1件",
        "read as": "読み取った質問 指定避難所は何か所ですか？ 直す",
        "follow-up": "前の年は？",
        "trace": "この答えが出るまで",
        "switch": "English",
        "link": "この質問へのリンク",
    },
    "en": {
        "home": "Ask the slides.",
        "asking": "Ask",
        "confidence": "Confidence high",
        "slide": "Slide 2 of 2",
        "previous": "Previous slide",
        "library": "Briefings",
        "new": "New conversation",
        "all": "All 4 briefings",
        "one": "1 chosen briefing",
        "read as": "Read as When does the renewal begin? Edit",
        "follow-up": "And the renewal?",
        "trace": "How this came about",
        "switch": "日本語",
        "link": "Link to this question",
    },
}
WAYS = pytest.mark.parametrize(
    ("width", "locale", "scripts"), list(product((390, 1280), ("ja", "en"), (True, False)))
)


def fits(page: Page) -> None:
    """Expect that nothing of the page lies beside the window."""
    page.wait_for_function("document.documentElement.scrollWidth <= window.innerWidth")


def send(page: Page, question: str, locale: str, *, scripts: bool) -> None:
    page.locator("#question").fill(question)
    if scripts:
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name=SAID[locale]["asking"], exact=True).click()


def evidence_of(page: Page, *, scripts: bool) -> Locator:
    """Return where the slide of a citation is shown: in the panel, or as a page."""
    return page.locator("#evidence" if scripts else "#main")


@WAYS
def test_a_question_its_evidence_its_briefing_and_the_library(
    opened: Opened, width: int, locale: str, scripts: bool
) -> None:
    said = SAID[locale]
    page = opened("/", width=width, locale=locale, scripts=scripts)
    expect(page.locator("html")).to_have_attribute("lang", locale)
    expect(page.locator(".intro h1")).to_have_text(said["home"])
    fits(page)
    send(page, QUESTION, locale, scripts=scripts)
    expect(page.locator(".value")).to_have_text("3,687万人")
    expect(page.locator(".citation blockquote")).to_contain_text("2024年の訪日客数")
    confidence = page.locator(".confidence")
    expect(confidence.locator("summary")).to_have_text(said["confidence"])
    confidence.locator("summary").click()
    expect(confidence.locator("p")).to_be_visible()
    fits(page)
    page.locator(".answer .chip").click()
    evidence = evidence_of(page, scripts=scripts)
    expect(evidence.locator(".slide-text mark")).to_have_text(KANKO_QUOTE)
    expect(evidence.locator(".slide-text mark")).to_be_in_viewport()
    expect(evidence.locator(".slide-count")).to_contain_text(said["slide"])
    fits(page)
    evidence.get_by_role("link", name=said["previous"]).click()
    expect(evidence.locator(".slide-title")).to_have_text("観光の動向")
    evidence.get_by_role("link", name=KANKO.title).click()
    expect(page.locator("h1")).to_have_text(KANKO.title)
    expect(page.locator("main a", has_text="訪日旅行")).to_be_visible()
    fits(page)
    page.get_by_role("navigation").first.get_by_role("link", name=said["library"]).click()
    expect(page.locator(".shelf h2")).to_have_count(4)
    fits(page)


@WAYS
def test_a_follow_up_that_is_mended_and_how_its_answer_came_about(
    opened: Opened, width: int, locale: str, scripts: bool
) -> None:
    said = SAID[locale]
    page = opened(ask_path("訪日客数は？"), width=width, locale=locale, scripts=scripts)
    send(page, said["follow-up"], locale, scripts=scripts)
    turn = page.locator(".turn").last
    expect(turn.locator(".interpretation summary")).to_have_text(said["read as"])
    turn.locator(".interpretation summary").click()
    turn.locator(".interpretation [name=q]").fill("Who?")
    fits(page)
    turn.locator(".interpretation button").click()
    expect(turn.locator(".question")).to_have_text("Who?")
    expect(turn.locator(".lead")).to_have_text("Not found in the briefings.")
    expect(turn.locator(".near")).to_have_count(1)
    turn.get_by_role("link", name=said["trace"]).click()
    expect(page.locator("details.trace")).to_contain_text("訪日客")
    fits(page)


@WAYS
def test_one_briefing_is_chosen_asked_and_left_again(
    opened: Opened, width: int, locale: str, scripts: bool
) -> None:
    said = SAID[locale]
    page = opened("/", width=width, locale=locale, scripts=scripts)
    summary = page.locator("#scope summary")
    expect(summary).to_have_text(said["all"])
    summary.click()
    page.get_by_label(KOTSU.title).check()
    fits(page)
    if scripts:
        expect(summary).to_have_text(said["one"])
        page.keyboard.press("Escape")
    send(page, BUS, locale, scripts=scripts)
    expect(page.locator(".asked-of a")).to_have_text([KOTSU.title])
    expect(page.locator(".value")).to_have_text("路線バス")
    fits(page)
    page.locator(".turn .permalink").click()
    expect_address(page, "&briefing=kotsu-2025")
    expect(page.locator("#scope summary")).to_have_text(said["one"])
    page.locator("[data-unscope]").click()
    if not scripts:
        expect_address(page, "/")
    expect(page.locator("#scope summary")).to_have_text(said["all"])


@WAYS
def test_the_language_is_switched_with_the_question_on_the_page(
    opened: Opened, width: int, locale: str, scripts: bool
) -> None:
    said = SAID[locale]
    other = {"ja": "en", "en": "ja"}[locale]
    page = opened("/", width=width, locale=locale, scripts=scripts)
    send(page, QUESTION, locale, scripts=scripts)
    expect(page.locator(".value")).to_be_visible()
    page.get_by_role("link", name=said["switch"]).click()
    expect(page.locator("html")).to_have_attribute("lang", other)
    expect(page.locator(".question")).to_have_text(QUESTION)
    expect(page.locator(".question")).to_have_attribute("lang", "ja")
    expect(page.locator(".turn .permalink")).to_have_text(SAID[other]["link"])
    page.get_by_role("link", name=SAID[other]["new"]).click()
    expect(page.locator(".intro h1")).to_have_text(SAID[other]["home"])
