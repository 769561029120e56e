"""Every kind of answer in a real browser, what is not found, and how an answer came about."""

import re

from playwright.sync_api import expect

from tests.browsing import Opened, ask_path, expect_address, needs_browser
from tests.exhibits import QUESTION, SPENDING, TREND
from tests.fakes import SLIDES
from tests.replies import CONFLICT, ROWS

pytestmark = needs_browser


def test_an_english_answer_stands_over_the_words_as_written_and_their_date(opened: Opened) -> None:
    page = opened(ask_path("How many shelters are there?"), locale="en")
    expect(page.locator(".value")).to_have_text("128 places")
    expect(page.locator(".value")).to_have_attribute("lang", "en")
    expect(page.locator(".as-written")).to_have_text("As written 128か所")
    expect(page.locator(".as-written .original")).to_have_attribute("lang", "ja")
    expect(page.locator(".conditions")).to_have_text("As of June 2024")
    expect(page.locator("blockquote mark")).to_have_text("128か所")


def test_words_that_are_not_rendered_are_shown_once(opened: Opened) -> None:
    page = opened(ask_path(QUESTION))
    expect(page.locator(".value")).to_have_text("3,687万人")
    expect(page.locator(".as-written, .conditions, .rows, .conflict, .remark")).to_have_count(0)


def test_values_that_differ_stand_side_by_side_with_their_dates(opened: Opened) -> None:
    page = opened(ask_path("指定避難所は何か所ですか？"))
    expect(page.locator(".answer .chip")).to_have_text(["1"])
    readings = page.locator(".conflict li")
    expect(readings).to_have_text(
        ["128か所 1 2024年6月時点", "121か所 2 2023年3月時点"], use_inner_text=False
    )
    tops = readings.evaluate_all("all => all.map((li) => li.getBoundingClientRect().top)")
    assert tops[0] == tops[1]
    readings.last.locator(".chip").click()
    expect(page.locator("#evidence .slide-text mark")).to_have_text(CONFLICT.citations[1].quote)


def test_a_computed_answer_shows_its_rows_and_says_what_that_means(opened: Opened) -> None:
    page = opened(ask_path("How many shelters are there in all wards?"), locale="en")
    expect(page.locator(".value")).to_have_text("128 places")
    expect(page.locator(".computed p")).to_be_hidden()
    page.locator(".computed summary").click()
    expect(page.locator(".computed p")).to_have_text(
        "Counted, added up or compared from the rows below, each of which is cited."
    )
    cells = page.locator(".rows tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert cells[0] == ["North Ward 北区", "54 places 54か所", "1"]
    assert cells[1:] == [[row.label, row.value, str(row.marker)] for row in ROWS[1:]]
    expect(page.locator(".coverage")).to_have_text("3 rows on slide 1")
    expect(page.locator(".citation").first).to_be_hidden()
    page.locator(".quotes > summary").click()
    expect(page.locator(".citation mark")).to_have_text([row.value for row in ROWS])


def test_a_list_is_its_rows_and_a_summary_its_lines(opened: Opened, origin: str) -> None:
    page = opened(ask_path("区をすべて挙げてください"))
    expect(page.locator(".rows th[scope=row]")).to_have_text([row.label for row in ROWS])
    expect(page.locator(".value, .as-written")).to_have_count(0)
    page.goto(origin + ask_path("スライド2の要点は？"))
    expect(page.locator(".points li")).to_have_text(
        ["飲料水の備蓄額は約3,000億円 1", "備蓄の更新は2026年1月27日に始める 2"]
    )
    page.locator(".points .chip").last.click()
    expect(page.locator("#evidence .slide-text mark")).to_have_text(
        "備蓄の更新は2026年1月27日に始める"
    )


def test_a_quote_keeps_the_lines_of_blocks_and_none_where_a_sentence_wraps(
    opened: Opened, origin: str
) -> None:
    width = "span => span.getBoundingClientRect().width"
    page = opened(ask_path(TREND))
    quote = page.locator("blockquote")
    expect(quote.locator("mark")).to_have_text(["観光の動向", "観光庁"])
    assert quote.evaluate("e => e.textContent") == SLIDES[0].text
    tops = quote.locator("mark").evaluate_all(
        "all => all.map((m) => m.getBoundingClientRect().top)"
    )
    assert tops[0] < tops[1]
    page.goto(origin + ask_path(SPENDING))
    assert page.locator("blockquote .fold").first.evaluate(width) == 0


# Not found


def test_small_talk_is_refused_in_its_own_words_and_a_near_miss_with_slides(
    opened: Opened, origin: str
) -> None:
    page = opened(ask_path("Write a poem"))
    expect(page.locator(".reply > p")).to_have_text(
        ["I answer questions about the briefings, and write no poems."]
    )
    expect(page.locator(".lead")).to_have_attribute("lang", "en")
    page.goto(origin + ask_path("2045年度の避難所は？"))
    expect(page.locator(".reply > p")).to_have_text(
        [
            "資料の中には見つかりませんでした。",
            "7枚のスライドを探しました。見つからないことは、その事柄が誤りだという意味ではありません。",
        ]
    )
    expect(page.locator(".nearest li")).to_have_count(2)


def test_what_is_not_found_shows_near_slides_and_how_to_ask_again(opened: Opened) -> None:
    page = opened(ask_path("2045年度の避難所は？"))
    expect(page.locator(".near .thumb")).to_have_count(2)
    expect(page.locator(".near .thumb-text").first).to_contain_text("128か所")
    expect(page.locator(".hints li")).to_have_count(3)
    page.locator(".near").first.click()
    expect(page.locator("#evidence .slide-title")).to_have_text("避難所の整備")


# The trace


def test_how_an_answer_came_about_opens_in_place(opened: Opened) -> None:
    page = opened(ask_path("When does the renewal begin?"), locale="en")
    page.evaluate("window.stays = true")
    page.locator(".trace-link").click()
    trace = page.locator("details.trace")
    expect(trace.locator("summary").first).to_be_focused()
    expect(page.locator(".trace-link")).to_have_count(0)
    expect(trace.locator(".terms").nth(1)).to_have_text("訪日客 → inbound 0.50")
    rows = trace.locator("tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
    )
    assert rows == [
        ["Slide 2 訪日旅行", "2.500", "1", "–"],
        ["Slide 1 観光の動向", "0.250", "–", "2"],
    ]
    expect(trace.locator(".spans li")).to_have_text(
        [
            "2026年1月27日 Slide 2 3.25 fit 1.25 own 0.50",
            "3,000億円 Slide 2 -0.50 own 0.25",
        ]
    )
    trace.locator(".legend summary").click()
    expect(trace.locator(".legend div")).to_have_text(
        ["own question's words in its line", "fit has the form asked for"]
    )
    expect(trace.locator(".decision")).to_have_text(
        "The chance that there is an answer is 0.83; below 0.50, nothing is answered."
    )
    assert page.evaluate("window.stays") is True
    expect(page).not_to_have_url(re.compile("trace"))


def test_without_scripts_the_trace_is_a_page(opened: Opened) -> None:
    page = opened(ask_path(QUESTION), scripts=False)
    page.get_by_role("link", name="この答えが出るまで").click()
    expect(page.locator(".value")).to_have_text("3,687万人")
    expect(page.locator("details.trace .decision")).to_have_text(
        "答えは候補から選んだものではありません。"
    )
    expect_address(page, "&trace=true")
