"""The pages by keyboard alone, in a real browser."""

from tests.browsing import Opened, ask_path, needs_browser
from tests.exhibits import QUESTION

pytestmark = needs_browser


def test_the_whole_page_is_reached_by_keyboard(opened: Opened) -> None:
    page = opened(ask_path(QUESTION), locale="en")
    names = []
    for _ in range(17):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate(
                "(e => e.ariaLabel || e.textContent.trim().split('\\n')[0] || e.name)"
                "(document.activeElement)"
            )
        )
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid" or names[-1] == "q"
    assert names[:6] == [
        *("Skip to content", "briefqa", "Briefings", "API", "日本語", "Switch to dark")
    ]
    assert names[6:] == [
        "Evidence 1",
        "1",
        "Confidence high",
        "Copy answer",
        "How this came about",
        "Link to this question",
        "q",
        "Ask",
        "All 4 briefings",
        "Export",
        "New conversation",
    ]
