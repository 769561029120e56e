"""A hundred payloads in questions, answers, names and slides, in a real browser."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from briefqa.records import Answer, Block, Briefing, Citation, Nearest, Slide
from tests.browsing import SCRIPTS, Opened, needs_browser, scripts_of
from tests.fakes import FakeAssistant
from tests.payloads import PAYLOADS

pytestmark = needs_browser


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
def assistant() -> FakeAssistant:
    return FakeAssistant(HOSTILE, answers=hostile_answers())


def test_there_are_a_hundred_payloads() -> None:
    assert len(set(PAYLOADS)) == 100


@pytest.mark.parametrize("part", range(4))  # side by side
def test_no_payload_runs_from_a_question_an_answer_a_name_or_a_slide(
    opened: Opened, part: int
) -> None:
    page = opened("/")
    origin = page.url.rstrip("/")
    for number, payload in list(enumerate(PAYLOADS))[part::4]:
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
