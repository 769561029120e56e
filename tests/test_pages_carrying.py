"""What is carried away from the pages, in a real browser: copies and files."""

import pytest
from playwright.sync_api import expect

from tests.browsing import Opened, ask, ask_path, needs_browser
from tests.exhibits import QUESTION
from tests.fakes import KANKO_QUOTE
from tests.replies import BOUSAI

pytestmark = needs_browser


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
    assert copied.splitlines()[-1] == f"{BOUSAI.title}, slide 1, October 2024"


# Files


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
