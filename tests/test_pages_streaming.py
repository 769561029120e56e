"""A language model's sentences in a real browser: one by one, below the slides' own words."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
from playwright.sync_api import Browser, Page, expect

from briefqa.records import Answer, Citation, Reply
from tests.browsing import Opened, ask_path, needs_browser, opening
from tests.exhibits import QUESTION
from tests.fakes import ANSWERED, KANKO, FakeAssistant
from tests.serving import make_app, running

pytestmark = needs_browser
SENTENCES = ("2024年の訪日客数は3,687万人です。[1]", "資料は<b>観光庁</b>のものです。[1]")
ENGLISH = ("There were 36.87 million visitors in 2024. [1]", "The agency counted them. [1]")
VISITORS = Answer("answered", "36.87 million", 0.9, ANSWERED.citations, original="3,687万人")
NOTICE = "言語モデルの返答が時間内に終わらなかったため、スライドの言葉のまま答えています。"
WATCH = """
window.shifts = [];
window.added = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifts.push(entry.value);
}).observe({type: "layout-shift", buffered: true});
new MutationObserver((changes) => {
  for (const change of changes)
    for (const node of change.addedNodes) if (node.textContent.trim()) added.push(node.textContent);
}).observe(document.getElementById("log"), {childList: true, subtree: true});
"""


@dataclass
class Writing:
    """What a language model has been let say so far; `fails` where it stops with a notice."""

    sentences: tuple[str, ...]
    fails: bool = False
    steps: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def go_on(self) -> None:
        self.steps.release()


class Slow(FakeAssistant):
    """Says each sentence, and ends, when it is told to."""

    def __init__(self, writing: Writing, answer: Answer) -> None:
        answers = {QUESTION: answer, "How many visitors?": answer}
        super().__init__((KANKO,), answers=answers, sentences=writing.sentences)
        self._writing = writing

    async def rephrased(self, draft: Reply) -> AsyncGenerator[str | Reply, None]:
        for sentence in self._writing.sentences:
            await asyncio.to_thread(self._writing.steps.acquire, timeout=60)
            yield sentence
        await asyncio.to_thread(self._writing.steps.acquire, timeout=60)
        yield self.rephrase(draft)

    def rephrase(self, draft: Reply) -> Reply:
        if self._writing.fails:
            return replace(draft, answer=replace(draft.answer, notices=(NOTICE,)))
        space = "" if draft.language == "ja" else " "
        text = space.join(self._writing.sentences)
        original = draft.answer.original or draft.answer.text
        return replace(draft, answer=replace(draft.answer, text=text, original=original))


@contextmanager
def asking(browser: Browser, writing: Writing, answer: Answer = ANSWERED) -> Iterator[Opened]:
    with (
        running(make_app(Slow(writing, answer))) as port,
        opening(browser, f"http://localhost:{port}") as opened,
    ):
        yield opened


def ask(page: Page, question: str) -> None:
    """Ask, and wait until the answer is there and its being typed counts for no shift."""
    page.evaluate(WATCH)
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".value")).to_be_visible()
    page.wait_for_timeout(600)  # a shift within half a second of a key is the reader's own


@pytest.mark.parametrize("width", [390, 1280])
def test_sentences_come_one_by_one_below_the_slides_words_and_nothing_shifts(
    browser: Browser, width: int
) -> None:
    writing = Writing(SENTENCES)
    with asking(browser, writing) as opened:
        page = opened("/", width=width)
        ask(page, QUESTION)
        value, said = page.locator(".value"), page.locator("[data-sentences]")
        expect(value).to_have_text("3,687万人")
        expect(page.locator("[data-wording]")).to_have_attribute("aria-busy", "true")
        expect(said).to_have_text("")
        writing.go_on()
        expect(said).to_have_text("2024年の訪日客数は3,687万人です。1")
        writing.go_on()
        both = "2024年の訪日客数は3,687万人です。1資料は<b>観光庁</b>のものです。1"
        expect(said).to_have_text(both)
        expect(page.locator(".suggestions")).to_have_count(0)
        first = said.locator(".chip").first.element_handle()
        writing.go_on()
        expect(page.locator(".suggestions")).to_be_visible()
        expect(page.locator("[data-wording]")).not_to_have_attribute("aria-busy", "true")
        expect(said).to_have_text(both)
        expect(value).to_have_text("3,687万人")
        assert first.evaluate("it => it.isConnected")  # nothing was put in the place of anything
        assert page.evaluate("added.filter((words) => words.includes('のものです')).length") == 1
        assert page.evaluate("shifts") == []
        said.locator(".chip").first.click()
        expect(page.locator("#evidence .slide-title")).to_have_text("訪日旅行")


def test_english_sentences_are_parted_and_the_rendered_value_stays(browser: Browser) -> None:
    writing = Writing(ENGLISH)
    with asking(browser, writing, VISITORS) as opened:
        page = opened("/", locale="en")
        ask(page, "How many visitors?")
        for _ in range(3):
            writing.go_on()
        expect(page.locator(".suggestions")).to_be_visible()
        expect(page.locator(".value")).to_have_text("36.87 million")
        expect(page.locator("[data-sentences]")).to_have_text(
            "There were 36.87 million visitors in 2024.1 The agency counted them.1"
        )
        page.get_by_role("button", name="Copy answer").click()
        expect(page.get_by_role("status")).to_have_text("Copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "There were 36.87 million visitors in 2024." in copied


def test_what_is_taken_back_gives_way_to_the_reason(browser: Browser) -> None:
    writing = Writing(SENTENCES[:1], fails=True)
    with asking(browser, writing) as opened:
        page = opened("/")
        ask(page, QUESTION)
        writing.go_on()
        expect(page.locator("[data-sentences]")).to_contain_text("です。")
        writing.go_on()
        expect(page.locator("[data-wording]")).to_have_text(NOTICE)
        expect(page.locator("[data-sentences]")).to_have_count(0)
        expect(page.locator(".remark")).to_have_count(1)
        expect(page.locator(".value")).to_have_text("3,687万人")
        assert page.evaluate("shifts") == []


def test_without_scripts_the_page_waits_for_the_sentences(browser: Browser) -> None:
    with asking(browser, Writing(SENTENCES)) as opened:
        page = opened(ask_path(QUESTION), scripts=False)
        expect(page.locator(".value")).to_have_text("3,687万人")
        expect(page.locator("[data-sentences]")).to_contain_text("資料は<b>観光庁</b>のものです。")
        expect(page.locator(".wording-by")).to_have_text("言語モデルの言葉では")


def test_markers_that_no_quote_has_stay_words(browser: Browser) -> None:
    cited = Citation(2, KANKO.id, KANKO.title, 1, "観光の動向", "観光の動向", 0, 5)
    answer = replace(ANSWERED, citations=(*ANSWERED.citations, cited))
    with asking(browser, Writing(("A。[2][7]",)), answer) as opened:
        page = opened(ask_path(QUESTION), scripts=False)
        expect(page.locator("[data-sentences]")).to_have_text("A。2[7]")
        expect(page.locator("[data-sentences] .chip")).to_have_attribute("data-marker", "2")
