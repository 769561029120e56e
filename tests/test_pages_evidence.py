"""The evidence in a real browser: the panel, previews, turning to other slides, enlarging."""

import pytest
from playwright.sync_api import expect

from tests.browsing import Opened, ask, ask_path, expect_address, holding, needs_browser
from tests.exhibits import BUS, QUESTION, SPENDING, WARM
from tests.pictured import PICTURE

pytestmark = needs_browser


def test_a_citation_opens_its_slide_beside_the_chat(opened: Opened) -> None:
    page = opened(ask_path(SPENDING))
    page.locator(".citation .origin").first.click()
    evidence = page.locator("#evidence")
    expect(evidence.locator(".slide-title")).to_have_text("訪日旅行")
    assert evidence.locator("mark").evaluate("mark => mark.textContent") == WARM.citations[0].quote
    expect(evidence.locator("mark")).to_be_in_viewport()
    expect(page.locator(".value")).to_be_in_viewport()
    evidence.get_by_role("link", name="前のスライド").click()
    expect(evidence.locator(".slide-title")).to_have_text("観光の動向")
    page.locator(".citation .origin").last.click()
    expect(evidence.locator("mark")).to_have_text("観光庁 2024年度")


@pytest.mark.parametrize("way", ["back", "escape", "button"])
@pytest.mark.parametrize("width", [390, 1280])
def test_evidence_closes_and_the_focus_returns(opened: Opened, way: str, width: int) -> None:
    page = opened(ask_path(QUESTION), width=width)
    page.locator(".citation .origin").click()
    expect(page.locator("#evidence mark")).to_be_in_viewport()
    if way == "back":
        page.go_back()
    elif way == "escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="閉じる").click()
    expect(page.locator("#evidence")).to_be_hidden()
    expect(page.locator(".citation .origin")).to_be_focused()
    expect_address(page, ask_path(QUESTION))


def test_a_second_escape_goes_back_no_further(opened: Opened) -> None:
    page = opened("/")
    ask(page, QUESTION, SPENDING)
    page.locator(".citation .origin").last.click()
    expect(page.locator("#evidence mark")).to_be_in_viewport()
    page.evaluate("""
        new Promise((gone) => {
          addEventListener("popstate", () => setTimeout(gone, 200));
          const escape = {key: "Escape", bubbles: true};
          document.body.dispatchEvent(new KeyboardEvent("keydown", escape));
          document.body.dispatchEvent(new KeyboardEvent("keydown", escape));
        })
    """)
    expect(page.locator("#evidence")).to_be_hidden()
    expect(page.locator(".question").filter(visible=True)).to_have_text([QUESTION, SPENDING])


def test_a_slide_that_comes_late_is_the_one_asked_for_last_or_none(opened: Opened) -> None:
    page = opened(ask_path(SPENDING))
    held = holding(page, "**/slides/*")
    opening = page.locator(".citation .origin")
    for place in (0, 1):
        with page.expect_request("**/slides/*"):
            opening.nth(place).click()
    for route in reversed(held):
        with page.expect_response("**/slides/*"):
            route.continue_()
        expect(page.locator("#evidence .slide-title")).to_have_text("観光の動向")
    page.go_back()
    expect(page.locator("#evidence")).to_be_hidden()
    expect_address(page, ask_path(SPENDING))
    with page.expect_request("**/slides/*"):
        opening.first.click()
    page.keyboard.press("Escape")
    page.wait_for_function("history.state.evidence === null")
    with page.expect_response("**/slides/*"):
        held[-1].continue_()
    page.wait_for_timeout(100)  # in which it would be shown
    expect(page.locator("#evidence")).to_be_hidden()


def test_the_chat_shows_the_picture_of_a_citation(opened: Opened) -> None:
    page = opened(ask_path(BUS))
    page.locator(".citation .origin").click()
    expect(page.locator("#evidence .picture-edge rect")).to_have_count(1)
    expect(page.locator("#evidence .picture img")).to_have_js_property("naturalWidth", 1280)
    expect(page.locator("#evidence .picture img")).to_be_in_viewport()


def test_a_marker_previews_its_quote_under_the_pointer_and_by_keyboard(opened: Opened) -> None:
    page = opened(ask_path(QUESTION))
    preview = page.locator("#preview")
    chip = page.locator(".answer .chip")
    chip.hover()
    expect(preview.locator("blockquote")).to_contain_text("2024年の訪日客数")
    expect(preview).to_contain_text("スライド2")
    expect(chip).to_have_attribute("aria-describedby", "preview")
    preview.hover()
    page.wait_for_timeout(200)  # longer than the pause in which the pointer may cross
    expect(preview).to_be_visible()
    page.mouse.move(5, 500)
    expect(preview).to_be_hidden()
    chip.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(preview).to_be_visible()
    page.keyboard.press("Escape")
    expect(preview).to_be_hidden()
    expect(chip).not_to_have_attribute("aria-describedby", "preview")


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


# Enlarging


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
    page.wait_for_function(
        "least => document.querySelector('#zoom img').getBoundingClientRect().width > least",
        arg=2 * before,
    )
    expect(page.locator("#zoom rect").first).to_be_in_viewport()
    page.locator("#zoom-pane").press("0")
    page.wait_for_function(
        "width => document.querySelector('#zoom img').getBoundingClientRect().width === width",
        arg=before,
    )
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
