"""Pages of briefings and slides in a real browser: pictures, tables, notes, what was not read."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browsing import Opened, needs_browser
from tests.fakes import SLIDES
from tests.pictured import KOTSU

pytestmark = needs_browser


def test_slide_text_is_exactly_as_written_and_in_its_own_language(opened: Opened) -> None:
    page = opened("/briefings/kanko-2024/slides/2?mark=7-25", locale="en")
    assert page.locator(".slide-text").evaluate("e => e.textContent") == SLIDES[1].text
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".card").get_attribute("lang") == "ja"
    expect(page.locator(".slide-count")).to_contain_text("Slide 2 of 2")
    expect(page.locator("time")).to_have_text("June 2024")


KOTSU_SLIDE = "/briefings/kotsu-2025/slides/1"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_cited_words_are_marked_on_the_picture(opened: Opened, width: int) -> None:
    page = opened(f"{KOTSU_SLIDE}?mark=4-8", width=width)
    image = page.locator(".picture img")
    expect(image).to_have_js_property("naturalWidth", 1280)
    expect(image).to_have_attribute("alt", "スライド1の画像：路線バスの見直し")
    place = image.bounding_box()
    mark = page.locator(".picture-fill rect").bounding_box()
    assert place is not None
    assert mark is not None
    found = [
        (mark["x"] - place["x"]) / place["width"],
        (mark["y"] - place["y"]) / place["height"],
        mark["width"] / place["width"],
        mark["height"] / place["height"],
    ]
    assert found == pytest.approx([0.3, 0.1, 0.2, 0.1], abs=0.003)
    expect(page.locator(".slide-words .slide-text")).to_be_hidden()
    page.locator(".slide-words summary").click()
    expect(page.locator(".slide-words mark")).to_have_text("の見直し")


def test_the_picture_s_place_is_kept_before_it_has_come(browser: Browser, origin: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.route("**/picture**", lambda route: route.abort())
    page.goto(origin + KOTSU_SLIDE)
    place = page.locator(".picture img").bounding_box()
    context.close()
    assert place is not None
    assert place["width"] / place["height"] == pytest.approx(16 / 9, abs=0.01)


def test_words_that_no_picture_shows_are_marked_in_the_text(opened: Opened) -> None:
    start = KOTSU.slides[0].text.index("港〜空港")
    page = opened(f"{KOTSU_SLIDE}?mark={start}-{start + 4}")
    expect(page.locator(".slide-words td mark")).to_have_text("港〜空港")
    expect(page.locator(".slide-words td mark")).to_be_visible()
    expect(page.locator(".picture rect")).to_have_count(0)


def test_a_table_a_chart_notes_and_losses_are_shown_as_what_they_are(opened: Opened) -> None:
    page = opened(KOTSU_SLIDE, locale="en")
    page.locator(".slide-words summary").click()
    table, chart = page.locator(".grid").all()
    rows = "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
    assert table.locator("tr").evaluate_all(rows) == [
        ["路線", "区間", "便数"],
        ["東線", "駅前〜港", "48"],
        ["港〜空港", "12"],
    ]
    assert chart.locator("tr").evaluate_all(rows) == [
        ["", "利用者（万人）"],
        ["2023年", "310"],
        ["2024年", "295"],
    ]
    text = (
        "(text) => [...text.querySelectorAll('thead')].map((e) => e.remove()) && text.textContent"
    )
    written = page.locator(".slide-text").first.evaluate(text)
    assert written + page.locator(".notes .slide-text").inner_text() == KOTSU.slides[0].text
    expect(page.get_by_role("heading", name="Speaker notes")).to_be_visible()
    expect(page.locator(".losses li")).to_have_text(
        [
            "A diagram was not read. 図1",
            "Most of the slide is a picture whose words were not read.",
        ]
    )


def test_a_briefing_shows_its_slides_what_is_missing_and_where_its_date_is_from(
    opened: Opened,
) -> None:
    page = opened("/briefings/kotsu-2025", locale="en")
    expect(page.locator(".facts")).to_contain_text("3 February 2025 (from the file's metadata)")
    expect(page.locator(".notice")).to_contain_text("an earlier one is used")
    expect(page.locator(".thumb img")).to_have_js_property("naturalWidth", 1280)
    expect(page.locator(".is-hidden .tag")).to_have_text(["Hidden slide", "partly read"])
    page.locator(".losses summary").click()
    page.locator(".losses a").first.click()
    expect(page.locator("h1")).to_have_text("路線バスの見直し")
