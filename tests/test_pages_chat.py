"""What the chat keeps, restricts, previews, copies and enlarges, in a real browser."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from briefqa.records import Answer, Citation, Reply
from tests.browsing import Opened, ask_path, launched, needs_browser, opening
from tests.fakes import ANSWERED, KANKO, KANKO_QUOTE, FakeAssistant
from tests.pictured import KOTSU, PAGES, PICTURE
from tests.replies import ANSWERS, BOUSAI, OLDER, WHOLES
from tests.serving import make_app, running

pytestmark = needs_browser
QUESTION = "訪日客数は？"
BUS = "何が見直されますか？"
BUS_ANSWER = Answer(
    "answered",
    "路線バス",
    0.9,
    (Citation(1, KOTSU.id, KOTSU.title, 1, "路線バスの見直し", "路線バスの見直し", 0, 8),),
)


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    answers = {QUESTION: ANSWERED, BUS: BUS_ANSWER, **ANSWERS}
    briefings = (KANKO, BOUSAI, OLDER, KOTSU)
    return FakeAssistant(briefings, answers=answers, wholes=WHOLES, pages=PAGES)


@pytest.fixture(scope="module")
def origin(assistant: FakeAssistant) -> Iterator[str]:
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


def ask(page: Page, *questions: str) -> None:
    for question in questions:
        count = page.locator(".turn").count()
        page.locator("#question").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn:not(.is-pending)")).to_have_count(count + 1)


# Answers as they come


def test_the_slides_words_come_first_and_a_language_model_s_in_their_place(
    browser: Browser,
) -> None:
    told = threading.Event()

    class Slow(FakeAssistant):
        async def rephrased(self, draft: Reply) -> AsyncGenerator[str | Reply, None]:
            await asyncio.to_thread(told.wait, 10)
            async for step in super().rephrased(draft):
                yield step

    said = "訪日客は3,687万人です。"
    assistant = Slow((KANKO,), answers={QUESTION: ANSWERED}, sentences=[said])
    with (
        running(make_app(assistant)) as port,
        opening(browser, f"http://localhost:{port}") as opened,
    ):
        page = opened("/")
        page.locator("#question").fill(QUESTION)
        page.keyboard.press("Enter")
        expect(page.locator(".value")).to_have_text("3,687万人")
        told.set()
        expect(page.locator(".value")).to_have_text(said)
        expect(page.locator(".turn")).to_have_count(1)
        expect(page.locator(".citation")).to_have_count(1)
        assert page.evaluate("new URL(location).searchParams.get('q')") == QUESTION


def test_questions_that_lead_on_are_asked_by_their_buttons(opened: Opened) -> None:
    page = opened("/")
    ask(page, QUESTION)
    page.locator(".suggestions button").click()
    expect(page.locator(".question")).to_have_text([QUESTION, "旅行消費額は？"])
    expect(page.locator(".suggestions")).to_have_count(0)


# Earlier questions


def test_the_arrow_keys_bring_earlier_questions_back(opened: Opened) -> None:
    page = opened("/")
    field = page.locator("#question")
    ask(page, QUESTION, "Who?", QUESTION)
    for key, value in (
        *(("ArrowUp", QUESTION), ("ArrowUp", "Who?"), ("ArrowUp", "Who?")),
        *(("ArrowDown", QUESTION), ("ArrowDown", ""), ("ArrowDown", "")),
    ):
        field.press(key)
        expect(field).to_have_value(value)


def test_the_arrow_keys_leave_alone_what_has_been_written(opened: Opened) -> None:
    page = opened("/")
    field = page.locator("#question")
    ask(page, "Who?")
    field.fill("草稿")
    field.press("ArrowUp")
    expect(field).to_have_value("草稿")
    field.fill("")
    field.press("ArrowUp")
    field.press_sequentially("!")
    field.press("ArrowUp")
    expect(field).to_have_value("Who?!")


# Conversations


def test_a_conversation_is_there_again_after_a_reload(opened: Opened) -> None:
    page = opened("/", locale="en")
    ask(page, "How many shelters are there?", "And the renewal?")
    page.reload()
    expect(page.locator(".question")).to_have_text(
        ["How many shelters are there?", "And the renewal?"]
    )
    expect(page.locator(".value")).to_have_text(["128 places", "27 January 2026"])
    expect(page.locator(".interpretation bdi")).to_have_text("When does the renewal begin?")
    ask(page, "Who?")
    page.go_back()
    expect(page.locator(".question").filter(visible=True)).to_have_count(2)


def test_a_conversation_is_opened_again_from_an_empty_chat_and_goes_on(
    opened: Opened, assistant: FakeAssistant, origin: str
) -> None:
    page = opened("/", locale="en")
    expect(page.locator("#earlier")).to_be_hidden()
    ask(page, "How many shelters are there?", "Who?")
    page.goto(origin)
    page.get_by_role("button", name="How many shelters are there? (2 questions)").click()
    expect(page.locator(".question")).to_have_text(["How many shelters are there?", "Who?"])
    expect(page.locator(".value")).to_have_text("128 places")
    expect(page.locator(".question").last).to_be_focused()
    ask(page, "And the renewal?")
    # What leads on from the answer is asked too, on its own.
    histories = [[turn.question for turn in history] for history in assistant.histories[-3:]]
    assert ["How many shelters are there?", "Who?"] in histories
    page.goto(origin)
    expect(page.locator("#earlier-list button")).to_have_text(
        ["How many shelters are there? (3 questions)"]
    )


def test_conversations_are_cleared(opened: Opened) -> None:
    page = opened("/")
    ask(page, QUESTION)
    page.get_by_role("link", name="新しい会話").click()
    expect(page.locator("#earlier-list button")).to_have_text([f"{QUESTION}（1問）"])
    page.get_by_role("button", name="すべて消す").click()
    expect(page.locator("#earlier")).to_be_hidden()
    page.reload()
    expect(page.locator("#earlier")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize(
    "kept", ["{", "[1, {}]", '[{"id": "a", "turns": [{"question": 1}]}]', "null"]
)
def test_what_is_kept_may_be_anything(opened: Opened, kept: str) -> None:
    page = opened("/")
    page.evaluate("kept => localStorage.setItem('briefqa.conversations', kept)", kept)
    page.reload()
    expect(page.locator("#earlier")).to_be_hidden()
    ask(page, QUESTION)
    expect(page.locator(".value")).to_have_text("3,687万人")


# Some briefings alone


def test_questions_are_put_to_the_briefings_that_are_ticked(
    opened: Opened, assistant: FakeAssistant
) -> None:
    page = opened("/")
    summary = page.locator("#scope summary")
    expect(summary).to_have_text("すべての資料（4件）")
    summary.click()
    page.get_by_label("観光白書の要点").check()
    page.get_by_label("市の交通").check()
    expect(summary).to_have_text("選んだ資料2件")
    page.get_by_role("link", name="市の交通を外す").click()
    expect(page.locator(".scope-chip")).to_have_count(1)
    ask(page, QUESTION)
    assert assistant.scopes[-1].briefings == {KANKO.id}
    expect(page.locator(".asked-of a")).to_have_text(["観光白書の要点"])
    assert page.url.endswith(f"&briefing={KANKO.id}")
    page.reload()
    expect(page.locator(".scope-chip")).to_have_count(1)
    assert assistant.scopes[-1].briefings == {KANKO.id}


def test_without_scripts_the_briefings_that_are_ticked_are_kept(
    opened: Opened, assistant: FakeAssistant
) -> None:
    page = opened("/briefings/kanko-2024", scripts=False)
    page.get_by_role("link", name="この資料に訊く").click()
    expect(page.locator("#scope summary")).to_have_text("選んだ資料1件")
    page.locator("#question").fill("Who?")
    page.get_by_role("button", name="訊く", exact=True).click()
    assert assistant.scopes[-1].briefings == {KANKO.id}
    expect(page.locator("[value=kanko-2024]")).to_be_checked()
    page.get_by_role("link", name="すべての資料に訊く").click()
    assert assistant.scopes[-1].briefings == frozenset()
    expect(page.locator(".asked-of")).to_have_count(0)


def test_the_picker_closes_by_escape_and_beside_it(opened: Opened) -> None:
    page = opened("/")
    summary = page.locator("#scope summary")
    fieldset = page.locator("#scope fieldset")
    summary.click()
    page.get_by_label("観光白書の要点").press("Escape")
    expect(fieldset).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.locator(".intro h1").click()
    expect(fieldset).to_be_hidden()


# Evidence


def test_a_marker_previews_its_quote_under_the_pointer_and_by_keyboard(opened: Opened) -> None:
    page = opened(ask_path(QUESTION))
    preview = page.locator("#preview")
    chip = page.locator(".answer .chip")
    chip.hover()
    expect(preview.locator("blockquote")).to_contain_text("2024年の訪日客数")
    expect(preview).to_contain_text("スライド2")
    expect(chip).to_have_attribute("aria-describedby", "preview")
    preview.hover()
    page.wait_for_timeout(200)
    expect(preview).to_be_visible()
    page.mouse.move(5, 500)
    expect(preview).to_be_hidden()
    chip.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    assert chip.get_attribute("aria-describedby") is None


@pytest.mark.parametrize("width", [390, 1280])
def test_slides_are_turned_by_the_arrow_keys(opened: Opened, width: int) -> None:
    page = opened(ask_path(QUESTION), width=width)
    page.locator(".citation .origin").click()
    title = page.locator("#evidence .slide-title")
    expect(title).to_have_text("訪日旅行")
    page.keyboard.press("ArrowLeft")
    expect(title).to_have_text("観光の動向")
    page.keyboard.press("ArrowRight")
    expect(title).to_have_text("訪日旅行")
    page.locator("#evidence").get_by_role("link", name="前のスライド").press("Enter")
    expect(title).to_have_text("観光の動向")
    page.keyboard.press("Escape")
    expect(page.locator(".citation .origin")).to_be_focused()


def test_the_quote_is_copied_with_its_source(opened: Opened) -> None:
    page = opened(ask_path(QUESTION))
    page.locator(".citation .origin").click()
    button = page.get_by_role("button", name="引用をコピー")
    button.click()
    expect(page.get_by_role("status")).to_have_text("コピーしました")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"「{KANKO_QUOTE}」\n観光白書の要点、スライド2、2024年6月"


def test_the_answer_is_copied_with_its_quotes(opened: Opened) -> None:
    page = opened(ask_path("How many shelters are there?"), locale="en")
    page.get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied.splitlines()[:5] == [
        "How many shelters are there?",
        "128 places",
        "As written: 128か所",
        "As of 2024-06",
        "",
    ]
    assert copied.splitlines()[-1] == f"{BOUSAI.title}, slide 1, 2024-10"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_slide_is_enlarged_and_closed_again(opened: Opened, width: int) -> None:
    page = opened(ask_path(BUS), width=width)
    page.locator(".citation .origin").click()
    opener = page.locator("#evidence").get_by_role("link", name="拡大")
    opener.press("Enter")
    image = page.locator("#zoom img")
    expect(image).to_have_js_property("naturalWidth", 1280)
    width_of = "image => image.getBoundingClientRect().width"
    before = image.evaluate(width_of)
    page.keyboard.press("+")
    page.get_by_role("button", name="さらに拡大").click()
    assert image.evaluate(width_of) > 2 * before
    expect(page.locator("#zoom rect").first).to_be_in_viewport()
    page.locator("#zoom-pane").press("0")
    assert image.evaluate(width_of) == before
    page.keyboard.press("Escape")
    expect(page.locator("#zoom")).to_be_hidden()
    expect(page.locator("#evidence")).to_be_visible()
    expect(opener).to_be_focused()


def test_without_scripts_a_slide_is_enlarged_by_its_own_address(opened: Opened) -> None:
    page = opened("/briefings/kotsu-2025/slides/1", scripts=False)
    expect(page.get_by_role("button", name="引用をコピー")).to_have_count(0)
    # Chromium's own page around a picture breaks our policy on styles, and says so: not opened.
    address = page.get_by_role("link", name="拡大").get_attribute("href")
    assert address is not None
    assert page.request.get(page.url.split("/briefings")[0] + address).body() == PICTURE


# Files to keep


def test_the_conversation_is_written_to_a_file(opened: Opened) -> None:
    page = opened("/", locale="en")
    ask(page, "How many shelters are there?", "And the renewal?")
    page.locator("#export summary").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Markdown").click()
    assert started.value.suggested_filename.endswith(".md")
    lines = started.value.path().read_text(encoding="utf-8").splitlines()
    headings = [line for line in lines if line.startswith("## ")]
    assert headings == ["## How many shelters are there?", "## When does the renewal begin?"]
    expect(page.locator("#export summary")).to_be_focused()
    expect(page.locator("#export ul")).to_be_hidden()


@pytest.mark.parametrize(("name", "suffix"), [("Word", ".docx"), ("CSV", ".csv")])
def test_without_scripts_the_answer_on_the_page_is_written_to_a_file(
    opened: Opened, name: str, suffix: str
) -> None:
    page = opened(ask_path(QUESTION) + "&briefing=kanko-2024", scripts=False)
    page.locator("#export summary").click()
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    assert started.value.suggested_filename.endswith(suffix)


# Not found


def test_what_is_not_found_shows_near_slides_and_how_to_ask_again(opened: Opened) -> None:
    page = opened(ask_path("2045年度の避難所は？"))
    expect(page.locator(".near .thumb")).to_have_count(2)
    expect(page.locator(".near .thumb-text").first).to_contain_text("128か所")
    expect(page.locator(".hints li")).to_have_count(3)
    page.locator(".near").first.click()
    expect(page.locator("#evidence .slide-title")).to_have_text("避難所の整備")


# Theme


def test_the_theme_is_switched_and_kept(opened: Opened, origin: str) -> None:
    page = opened("/")
    ground = "() => getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(246, 246, 244)"
    page.get_by_role("button", name="暗い表示にする").click()
    assert page.evaluate(ground) == "rgb(19, 21, 24)"
    page.goto(f"{origin}/briefings")
    assert page.evaluate(ground) == "rgb(19, 21, 24)"
    page.get_by_role("button", name="明るい表示にする").click()
    assert page.evaluate(ground) == "rgb(246, 246, 244)"
