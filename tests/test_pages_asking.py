"""Asking in a real browser: by key and by button, of some briefings alone, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browsing import Opened, ask, ask_path, expect_address, needs_browser
from tests.exhibits import QUESTION, SPENDING
from tests.fakes import KANKO, KANKO_QUOTE, FakeAssistant

pytestmark = needs_browser


@pytest.mark.parametrize(
    ("locale", "heading", "label"),
    [("ja", "資料に訊く。", "訊く"), ("en", "Ask the slides.", "Ask")],
)
def test_without_scripts_a_question_is_asked_and_its_slide_opened(
    opened: Opened, locale: str, heading: str, label: str
) -> None:
    page = opened("/", locale=locale, scripts=False)
    expect(page.locator(".intro h1")).to_have_text(heading)
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


def test_an_example_is_asked_in_place(opened: Opened) -> None:
    page = opened("/")
    page.evaluate("window.stays = true")
    page.get_by_role("button", name=QUESTION).click()
    expect(page.locator(".question")).to_have_text(QUESTION)
    expect(page.locator(".value")).to_have_text("3,687万人")
    assert page.evaluate("window.stays") is True


def test_enter_asks_in_place_and_shift_enter_starts_a_line(opened: Opened) -> None:
    page = opened("/")
    page.evaluate("window.stays = true")
    expect(page.locator("textarea")).to_be_focused()
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
    expect(page.locator(".turn").last.locator(".lead")).to_have_text("Not found in the briefings.")
    expect_address(page, "/?q=How+many+visitors%3F")
    assert page.evaluate("window.stays") is True


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


def test_a_server_that_has_gone_is_named(opened: Opened) -> None:
    page = opened("/", locale="en")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('gone')); }")
    page.locator("textarea").fill("x")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")


# In place


@pytest.mark.parametrize("width", [390, 1280])
def test_a_new_question_stands_at_the_top_and_no_answer_behind_the_box(
    opened: Opened, width: int
) -> None:
    page = opened("/", locale="en", width=width)
    for number, question in enumerate(("How many shelters are there in all wards?",) * 3, start=1):
        page.locator("textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn:not(.is-pending)")).to_have_count(number)
        top = page.locator(".question").last.evaluate("it => it.getBoundingClientRect().top")
        assert 0 <= top < 100
    expect(page.locator(".suggestions")).to_be_visible()  # the last that comes
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot = page.locator(".turn-foot").last.evaluate("it => it.getBoundingClientRect().bottom")
    assert foot <= page.locator(".dock").evaluate("it => it.getBoundingClientRect().top")


def test_questions_that_lead_on_are_asked_by_their_buttons(opened: Opened) -> None:
    page = opened("/")
    ask(page, QUESTION)
    page.locator(".suggestions button").click()
    expect(page.locator(".question")).to_have_text([QUESTION, SPENDING])
    expect(page.locator(".turn").first.locator(".suggestions")).to_have_count(0)
    expect(page.locator(".turn").last.locator(".suggestions button")).to_have_text(SPENDING)


def test_without_scripts_a_permanent_link_leads_on_within_its_conversation(
    opened: Opened, assistant: FakeAssistant
) -> None:
    page = opened(f"{ask_path(QUESTION)}&briefing={KANKO.id}", scripts=False)
    assistant.scopes.clear()
    assistant.histories.clear()
    page.locator(".suggestions button").click()
    expect(page.locator(".question")).to_have_text(SPENDING)
    assert assistant.scopes[0].briefings == {KANKO.id}
    assert [turn.question for turn in assistant.histories[0]] == [QUESTION]


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
    expect(page.locator("[data-unscope]")).to_have_count(1)
    assistant.scopes.clear()
    ask(page, QUESTION)
    assert assistant.scopes[0].briefings == {KANKO.id}
    expect(page.locator(".asked-of a")).to_have_text(["観光白書の要点"])
    expect_address(page, f"&briefing={KANKO.id}")
    expect(page.locator(".suggestions")).to_be_visible()  # the last that is asked of the server
    assistant.scopes.clear()
    page.reload()
    expect(page.locator("[data-unscope]")).to_have_count(1)
    expect(page.locator(".asked-of a")).to_have_text(["観光白書の要点"])
    assert assistant.scopes[0].briefings == {KANKO.id}


def test_without_scripts_the_briefings_that_are_ticked_are_kept(
    opened: Opened, assistant: FakeAssistant
) -> None:
    page = opened("/briefings/kanko-2024", scripts=False)
    page.get_by_role("link", name="この資料に訊く").click()
    expect(page.locator("#scope summary")).to_have_text("選んだ資料1件")
    page.locator("#question").fill("Who?")
    page.get_by_role("button", name="訊く", exact=True).click()
    expect(page.locator(".asked-of a")).to_have_text(["観光白書の要点"])
    assert assistant.scopes[-1].briefings == {KANKO.id}
    expect(page.locator("[value=kanko-2024]")).to_be_checked()
    page.get_by_role("link", name="すべての資料に訊く").click()
    expect(page.locator(".asked-of")).to_have_count(0)
    expect(page.locator(".question")).to_have_text("Who?")
    assert assistant.scopes[-1].briefings == frozenset()


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
