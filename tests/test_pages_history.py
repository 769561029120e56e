"""Conversations in a real browser: back and forward, follow-ups, and what the browser keeps."""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import Opened, ask, ask_path, expect_address, needs_browser
from tests.exhibits import QUESTION, SPENDING
from tests.fakes import FakeAssistant

pytestmark = needs_browser


def test_back_and_forward_walk_through_the_questions(opened: Opened) -> None:
    page = opened("/")
    shown = page.locator(".question").filter(visible=True)
    ask(page, QUESTION, SPENDING)
    page.go_back()
    expect(shown).to_have_text([QUESTION])
    page.go_back()
    expect(page.locator(".intro")).to_be_visible()
    page.go_forward()
    expect(shown).to_have_text([QUESTION])
    page.go_forward()
    expect(shown).to_have_text([QUESTION, SPENDING])
    page.reload()
    expect(shown).to_have_text([QUESTION, SPENDING])
    expect(page.locator(".value")).to_have_count(2)
    page.go_back()
    expect(shown).to_have_text([QUESTION])


def test_the_skip_link_and_a_fragment_keep_the_conversation(opened: Opened) -> None:
    page = opened("/")
    page.evaluate("window.stays = true")
    ask(page, QUESTION, SPENDING)
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    expect(page).not_to_have_url(re.compile("#"))
    page.evaluate("location.hash = 'log'")
    page.wait_for_url("**#log")
    expect(page.locator(".question")).to_have_text([QUESTION, SPENDING])
    page.go_back()
    expect(page).not_to_have_url(re.compile("#"))
    page.go_back()
    expect(page.locator(".question").filter(visible=True)).to_have_text([QUESTION])
    assert page.evaluate("window.stays") is True


# Follow-ups


def test_without_scripts_a_follow_up_is_read_from_what_came_before_and_mended(
    opened: Opened,
) -> None:
    page = opened(ask_path("How many shelters are there?"), locale="en", scripts=False)
    page.locator("textarea").fill("And the renewal?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".interpretation summary")).to_have_text(
        "Read as When does the renewal begin? Edit"
    )
    expect(page.locator(".value")).to_have_text("27 January 2026")
    page.reload()
    expect(page.locator(".value")).to_have_text("27 January 2026")
    page.locator(".interpretation summary").click()
    page.locator(".interpretation [name=q]").fill("Who?")
    page.locator(".interpretation button").click()
    expect(page.locator(".question")).to_have_text("Who?")
    expect(page).to_have_url(re.compile("conversation="))
    page.go_back()
    expect(page.locator(".question")).to_have_text("And the renewal?")
    page.locator(".permalink").click()
    expect_address(page, "/?q=When+does+the+renewal+begin%3F")
    expect(page.locator(".value")).to_have_text("27 January 2026")


def test_a_follow_up_in_place_has_the_address_of_its_whole_question(opened: Opened) -> None:
    page = opened("/", locale="en")
    ask(page, "How many shelters are there?", "And the renewal?")
    expect(page.locator(".interpretation bdi")).to_have_text("When does the renewal begin?")
    expect_address(page, "/?q=When+does+the+renewal+begin%3F")
    page.locator(".interpretation summary").click()
    page.locator(".interpretation [name=q]").fill("How many shelters are there?")
    page.locator(".interpretation button").click()
    expect(page.locator(".turn:not(.is-pending)")).to_have_count(3)
    expect(page.locator(".value").last).to_have_text("128 places")
    page.go_back()
    expect_address(page, "/?q=When+does+the+renewal+begin%3F")
    expect(page.locator(".value").filter(visible=True)).to_have_count(2)


def test_a_question_after_going_back_follows_up_what_is_shown(opened: Opened) -> None:
    page = opened("/", locale="en")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/?q=" in request.url else None)
    ask(page, "How many shelters are there?", "Who?")
    first = page.locator(".turn").first.get_attribute("data-conversation")
    assert f"conversation={first}" in sent[-1]
    page.go_back()
    expect(page.locator(".question").filter(visible=True)).to_have_count(1)
    page.locator("textarea").fill("And the renewal?")
    page.keyboard.press("Enter")
    expect(page.locator(".interpretation")).to_be_visible()
    assert f"conversation={first}" in sent[-1]


# What the browser keeps


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
    expect(page.locator(".question").filter(visible=True)).to_have_count(3)
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
    assistant.histories.clear()
    ask(page, "And the renewal?")
    # What leads on from the answer is asked too, on its own.
    histories = [[turn.question for turn in history] for history in assistant.histories]
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
