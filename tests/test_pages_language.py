"""The language of the pages in a real browser: the switch, and what is said in which."""

from playwright.sync_api import expect

from tests.browsing import Opened, ask_path, needs_browser

pytestmark = needs_browser


def test_without_scripts_the_language_is_switched_and_kept(opened: Opened) -> None:
    page = opened(ask_path("Who?"), locale="ja", scripts=False)
    page.get_by_role("link", name="English").click()
    expect(page.locator(".lead")).to_have_text("Not found in the briefings.")
    expect(page.locator(".question")).to_have_text("Who?")
    page.locator("textarea").fill("How many visitors?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".lead")).to_have_text("Not found in the briefings.")
