"""Hostile text in every field of answers, slides and briefings, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browsing import SCRIPTS, Opened, ask_path, needs_browser, scripts_of
from tests.fakes import FakeAssistant
from tests.tainted import TAINTED_TEXT, TAINTS, tainted

pytestmark = needs_browser


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return tainted()


def test_no_script_runs_from_a_page_with_hostile_text(opened: Opened, origin: str) -> None:
    page = opened("/")
    for payload in TAINTS:
        page.goto(origin + ask_path(payload))
        expect(page.locator(".question")).to_have_text(payload)
        expect(page.locator(".value")).to_have_text(TAINTS[0])
        assert page.evaluate("window.hit") is None
        assert scripts_of(page) == [*SCRIPTS, "chat.js"]


def test_no_script_runs_from_a_hostile_trace_refusal_or_interpretation(
    opened: Opened, origin: str
) -> None:
    page = opened(ask_path(TAINTS[0]) + "&trace=true")
    expect(page.locator(".span-words")).to_have_text(TAINTS[12])
    expect(page.locator(".conflict .reading").last).to_contain_text(TAINTS[8])
    expect(page.locator(".remark")).to_have_text(TAINTS[11])
    page.locator("textarea").fill("whole")
    page.keyboard.press("Enter")
    expect(page.locator(".interpretation bdi")).to_have_text(TAINTS[4])
    expect(page.locator(".interpretation [name=q]")).to_have_value(TAINTS[4])
    page.goto(origin + ask_path("refuse"))
    expect(page.locator(".lead")).to_have_text(TAINTS[0])
    assert page.evaluate("window.hit") is None
    assert scripts_of(page) == [*SCRIPTS, "chat.js"]


def test_no_script_runs_from_hostile_text_fetched_by_the_chat(opened: Opened) -> None:
    page = opened("/")
    for number, payload in enumerate(TAINTS, start=1):
        page.locator("textarea").fill(payload)
        page.keyboard.press("Enter")
        expect(page.locator(".value")).to_have_count(number)
        expect(page.locator(".question").last).to_have_text(payload)
    page.locator(".citation .origin").last.click()
    text = page.locator("#evidence .slide-text")
    expect(text).to_be_visible()
    assert text.evaluate("e => e.textContent") == TAINTED_TEXT
    assert page.evaluate("window.hit") is None
    assert scripts_of(page) == [*SCRIPTS, "chat.js"]


def test_hostile_names_stay_text_on_every_page(opened: Opened, origin: str) -> None:
    page = opened("/")
    for path in ("/briefings", "/briefings/kiken", "/briefings/kiken/slides/1"):
        page.goto(origin + path)
        expect(page.locator("main")).to_contain_text(TAINTS[2])
        assert page.evaluate("window.hit") is None
