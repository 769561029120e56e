"""The pages by keyboard alone, in a real browser: what is reached, and in which order."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Opened, ask_path, expect_address, needs_browser
from tests.exhibits import BUS, QUESTION, SPENDING

pytestmark = needs_browser

HEAD = {
    "ja": ["本文へ", "briefqa", "資料一覧", "API", "English", "暗い表示にする"],
    "en": ["Skip to content", "briefqa", "Briefings", "API", "日本語", "Switch to dark"],
}
ANSWERED = {
    "ja": [
        "よりどころ 1",
        "1",
        "確からしさ 高い",
        "答えをコピー",
        "この答えが出るまで",
        "この質問へのリンク",
        SPENDING,
        "q",
        "訊く",
        "すべての資料（4件）",
        "書き出す",
        "新しい会話",
    ],
    "en": [
        "Evidence 1",
        "1",
        "Confidence high",
        "Copy answer",
        "How this came about",
        "Link to this question",
        SPENDING,
        "q",
        "Ask",
        "All 4 briefings",
        "Export",
        "New conversation",
    ],
}
NAME = (
    "(e => e.ariaLabel || e.textContent.trim().split('\\n')[0] || e.name)(document.activeElement)"
)


def tabbed(page: Page, count: int, *, key: str = "Tab") -> list[str]:
    """Return the names of what the key reaches; each must be seen to have the focus."""
    names = []
    for _ in range(count):
        page.keyboard.press(key)
        names.append(page.evaluate(NAME))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid" or names[-1] == "q"
    return names


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("locale", ["ja", "en"])
def test_the_whole_page_is_reached_by_keyboard_and_left_again(
    opened: Opened, locale: str, width: int
) -> None:
    page = opened(ask_path(QUESTION), locale=locale, width=width)
    wanted = [*HEAD[locale], *ANSWERED[locale]]
    assert tabbed(page, len(wanted)) == wanted
    assert tabbed(page, len(wanted) - 1, key="Shift+Tab") == wanted[-2::-1]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_slide_is_opened_read_turned_enlarged_and_left_by_keyboard(
    opened: Opened, width: int
) -> None:
    page = opened(ask_path(BUS), locale="en", width=width)
    page.locator(".answer .chip").focus()
    page.keyboard.press("Enter")
    evidence = page.locator("#evidence")
    expect(evidence.locator(".slide-title")).to_have_text("路線バスの見直し")
    expect(evidence.locator("#evidence-body")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(evidence.locator(".slide-count")).to_contain_text("Slide 2 of 2")
    page.keyboard.press("ArrowLeft")
    expect(evidence.locator(".slide-count")).to_contain_text("Slide 1 of 2")
    evidence.get_by_role("link", name="Enlarge").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#zoom")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#zoom")).to_be_hidden()
    expect(evidence).to_be_visible()
    page.keyboard.press("Escape")
    expect(evidence).to_be_hidden()
    expect(page.locator(".answer .chip")).to_be_focused()
    expect_address(page, ask_path(BUS))


def test_on_a_phone_the_focus_stays_in_the_sheet(opened: Opened) -> None:
    page = opened(ask_path(SPENDING), width=390)
    page.locator(".answer .chip").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-body")).to_be_focused()
    for key in ["Tab"] * 12 + ["Shift+Tab"] * 12:
        page.keyboard.press(key)
        # None but the sheet's own, and the browser's own bar, which a page knows as its body.
        assert page.evaluate(
            "document.activeElement === document.body"
            " || document.getElementById('evidence').contains(document.activeElement)"
        )


def test_the_skip_link_leads_past_the_head(opened: Opened) -> None:
    page = opened(ask_path(QUESTION), locale="en")
    assert tabbed(page, 1) == ["Skip to content"]
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert tabbed(page, 1) == ["Evidence 1"]


@pytest.mark.parametrize("path", ["/briefings", "/briefings/kotsu-2025", "/docs", "/?q=Who%3F"])
def test_all_that_can_be_pressed_on_a_page_is_reached_in_its_order(
    opened: Opened, path: str
) -> None:
    page = opened(path, locale="en")
    wanted = page.evaluate(
        """[...document.querySelectorAll("a[href], button, input, textarea, summary, [tabindex]")]
        .filter((it) => it.checkVisibility() && it.tabIndex >= 0 && it.type !== "hidden")
        .map((it, place) => { it.dataset.place = place; return String(place); })"""
    )
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.place"))
    assert reached == wanted
