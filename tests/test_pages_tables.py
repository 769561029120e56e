"""What the chat quotes of tables, charts and pictures, and briefings of one title."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from briefqa.records import Answer, Box, Citation, Nearest, Row
from tests.browsing import Opened, ask_path, needs_browser, violations
from tests.exhibits import QUESTION, exhibits
from tests.fakes import KANKO, FakeAssistant
from tests.pictured import KOTSU, PAGE, PICTURE, SLIDE, TEXT, webp

pytestmark = needs_browser
ROW = "東線\t駅前〜港\t48"
POINT = "2023年\t310"
TWIN = replace(KANKO, id="kanko-2023", date="2023-06", source="twin.pdf")
SECOND = replace(KOTSU, id="kotsu-b", source="別紙.pdf", slides=KOTSU.slides[1:])


def citing(text: str, *quotes: str, rows: tuple[Row, ...] = (), briefing: str = KOTSU.id) -> Answer:
    cited = tuple(
        Citation(marker, briefing, KOTSU.title, 1, SLIDE.title, quote, start, start + len(quote))
        for marker, quote in enumerate(quotes, start=1)
        for start in [TEXT.index(quote)]
    )
    return Answer("answered", text, 0.9, cited, original=text, rows=rows)


CHARTED = replace(
    PAGE, boxes=(*PAGE.boxes, Box(TEXT.index(POINT), TEXT.index("2024年"), 0.2, 0.6, 0.7, 0.9))
)
TALL = replace(
    KOTSU, id="tate", title="縦の資料", slides=(replace(SLIDE, briefing_id="tate", number=1),)
)
PAGES = {
    (KOTSU.id, 1): (CHARTED, PICTURE),
    (TALL.id, 1): (replace(PAGE, width=540.0, height=960.0), webp(720, 1280)),
}
LINES = "駅前〜港は48便、港〜空港は12便であり、二つの区間の便数がこの表には一行ずつ示されている。"
ANSWERS = {
    "東線の便数は？": citing("48", ROW, rows=(Row("東線", "48", 1),)),
    "便数は？": replace(
        citing(
            LINES, ROW, "港〜空港\t12", rows=(Row("駅前〜港", "48", 1), Row("港〜空港", "12", 2))
        ),
        type="list",
    ),
    "2023年の利用者は？": citing("310", POINT),
    "運賃は？": Answer("not_found", None, 0.1, (), (Nearest(KOTSU.id, 1, SLIDE.title, 0.5),)),
}


@pytest.fixture(scope="module")
def assistant() -> FakeAssistant:
    return exhibits(TWIN, SECOND, TALL, answers=ANSWERS, pages=PAGES)


SIZES = pytest.mark.parametrize(("width", "locale"), [(390, "ja"), (1280, "en")])
CELLS = "rows => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"


def cells_of(page: Page, table: str) -> list[list[str]]:
    expect(page.locator(table)).to_be_visible()
    found: list[list[str]] = page.locator(f"{table} tr").evaluate_all(CELLS)
    return found


@SIZES
@pytest.mark.parametrize("scripts", [True, False])
def test_a_quoted_row_shows_its_cells_beside_their_heads(
    opened: Opened, width: int, locale: str, scripts: bool
) -> None:
    page = opened(ask_path("東線の便数は？"), width=width, locale=locale, scripts=scripts)
    assert cells_of(page, "blockquote .cells") == [
        ["路線", "東線"],
        ["区間", "駅前〜港"],
        ["便数", "48"],
    ]
    expect(page.locator("blockquote mark")).to_have_text("48")
    expect(page.locator(".rows")).to_have_count(0)  # it would say the same once more


@SIZES
def test_the_rows_of_an_answer_stand_under_what_the_slide_calls_them(
    opened: Opened, width: int, locale: str
) -> None:
    page = opened(ask_path("便数は？"), width=width, locale=locale)
    heads = page.locator(".rows thead th")
    expect(heads).to_have_count(3)
    assert heads.all_inner_texts()[:2] == ["区間", "便数"]
    expect(heads.first).to_have_attribute("lang", "ja")
    expect(heads.first).to_be_visible()
    assert violations(page) == []


def test_the_preview_of_a_marker_shows_the_cells_too(opened: Opened) -> None:
    page = opened(ask_path("東線の便数は？"))
    page.locator(".answer .chip").hover()
    assert cells_of(page, "#preview .cells")[2] == ["便数", "48"]
    assert violations(page) == []


@SIZES
@pytest.mark.parametrize("scripts", [True, False])
def test_a_quote_of_a_chart_says_which_of_its_points_is_meant(
    opened: Opened, width: int, locale: str, scripts: bool
) -> None:
    page = opened(ask_path("2023年の利用者は？"), width=width, locale=locale, scripts=scripts)
    assert cells_of(page, "blockquote .cells") == [["2023年"], ["利用者（万人）", "310"]]
    start = TEXT.index(POINT)
    page.goto(page.url.split("/?")[0] + f"/briefings/kotsu-2025/slides/1?mark={start}-{start + 9}")
    said = {
        "ja": "印はグラフ全体に付いています。引用した値は 2023年、利用者（万人）：310",
        "en": "The whole chart is marked. Quoted from it: 2023年, 利用者（万人）: 310",
    }
    expect(page.locator(".picture-caption")).to_have_text(said[locale])


def test_marks_are_seen_on_a_light_and_on_a_dark_ground(opened: Opened) -> None:
    """The picture's upper half is white, its lower a dark blue; both have a line in two tones."""
    chart = TEXT.index(POINT)
    page = opened(f"/briefings/kotsu-2025/slides/1?mark=0-8&mark={chart}-{chart + 9}")
    expect(page.locator(".picture img")).to_have_js_property("complete", True)
    for rect, ground in zip(
        page.locator(".picture-edge rect").all(), ("light", "dark"), strict=True
    ):
        place = rect.bounding_box()
        assert place is not None
        picture = page.screenshot(
            clip={"x": place["x"] + 20, "y": place["y"] - 6, "width": 4, "height": 12}
        )
        rows = Image.open(BytesIO(picture)).convert("RGB").crop((1, 0, 2, 12)).get_flattened_data()
        brightest = [sum(pixel) / 3 for pixel in rows]
        yellow = [red > 220 and green > 180 and blue < 120 for red, green, blue in rows]
        assert any(yellow), (ground, list(rows))
        assert min(brightest) < 60, (ground, list(rows))


@pytest.mark.parametrize("width", [390, 1280])
def test_a_tall_slide_is_enlarged_to_the_window_and_seen_whole(opened: Opened, width: int) -> None:
    page = opened("/briefings/tate/slides/1?mark=0-8", width=width)
    page.locator("[data-zoom]").click()
    image = page.locator("#zoom img")
    expect(image).to_have_js_property("naturalHeight", 1280)
    expect(image).to_be_in_viewport(ratio=1)


@SIZES
def test_a_near_slide_that_is_a_picture_says_that_its_words_were_not_read(
    opened: Opened, width: int, locale: str
) -> None:
    page = opened(ask_path("運賃は？"), width=width, locale=locale)
    said = {
        "ja": "このスライドはほとんどが画像で、その中の文字は読み取れていません。",
        "en": "This slide is mostly a picture, whose words could not be read.",
    }
    expect(page.locator(".near .note")).to_have_text(said[locale])
    assert violations(page) == []


# Briefings of one title


@SIZES
def test_briefings_of_one_title_are_told_apart_where_they_are_chosen(
    opened: Opened, width: int, locale: str
) -> None:
    page = opened("/?briefing=kanko-2023&briefing=kotsu-b", width=width, locale=locale)
    by_date = {"ja": "観光白書の要点（2023年6月）", "en": "観光白書の要点 (June 2023)"}[locale]
    by_file = {"ja": "市の交通（別紙.pdf）", "en": "市の交通 (別紙.pdf)"}[locale]
    chips = page.locator(".scope-chips .pill > span:first-child")
    expect(chips).to_have_text([by_file, by_date])
    page.locator("#scope summary").click()
    expect(page.locator("#scope small", has_text="別紙.pdf")).to_be_visible()
    expect(page.locator("#scope small", has_text="交通.pptx")).to_be_visible()
    page.locator("#scope [value=kanko-2024]").check()
    expect(chips).to_have_count(3)


def test_without_scripts_chips_the_library_and_citations_tell_them_apart_too(
    opened: Opened,
) -> None:
    page = opened("/?briefing=kotsu-b", scripts=False)
    origin = page.url.split("/?")[0]
    expect(page.locator(".scope-chips .pill > span:first-child")).to_have_text(
        "市の交通（別紙.pdf）"
    )
    page.goto(origin + ask_path(QUESTION) + "&briefing=kanko-2024")
    expect(page.locator(".origin cite")).to_have_text("観光白書の要点（2024年6月）")
    expect(page.locator(".asked-of a")).to_have_text("観光白書の要点（2024年6月）")
    page.goto(origin + "/briefings")
    expect(page.locator(".shelf .facts code")).to_have_text(["交通.pptx", "別紙.pdf"])
    expect(page.locator(".shelf-box").first).to_have_attribute(
        "aria-label", "市の交通（交通.pptx）を選ぶ"
    )


# The original


@SIZES
@pytest.mark.parametrize("scripts", [True, False])
def test_a_slide_leads_to_its_picture_and_to_the_original_file(
    opened: Opened, width: int, locale: str, scripts: bool
) -> None:
    page = opened("/briefings/kotsu-2025/slides/1", width=width, locale=locale, scripts=scripts)
    said = {
        "ja": ["スライド1を画像で開く", "元のファイルを保存（PPTX、スライド1）"],
        "en": ["Open Slide 1 as a picture", "Download the original (PPTX, Slide 1)"],
    }
    links = page.locator(".slide-file a")
    expect(links).to_have_text(said[locale])
    expect(links.last).to_have_attribute("href", "/briefings/kotsu-2025/source")
    with page.expect_popup() as opened_picture:
        links.first.click()
    expect(opened_picture.value.locator("img")).to_have_js_property("naturalWidth", 1280)
