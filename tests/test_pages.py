"""The pages in a real browser: with and without scripts, in both languages, on phone and desk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from briefqa.records import (
    Alternative,
    Answer,
    Block,
    Briefing,
    Citation,
    Nearest,
    Row,
    Slide,
    TraceSpan,
    Working,
)
from tests.browsing import SCRIPTS, Opened, ask_path, launched, needs_browser, opening, scripts_of
from tests.fakes import KANKO, KANKO_QUOTE, NOT_FOUND, SLIDES, FakeAssistant
from tests.pictured import KOTSU, PAGES
from tests.replies import ANSWERS, BOUSAI, CONFLICT, OLDER, ROWS, WHOLES
from tests.serving import make_app, running

pytestmark = needs_browser

PAYLOADS = (
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "'-window.hit++-'",
    "</textarea><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "<iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
    "<a href=javascript:window.hit=1 autofocus onfocus=window.hit=1>x</a>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<img src=https://evil.example/x.png>",
    "{{ 7*7 }}{% print(1) %}",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<template><script>window.hit=1</script></template>",
    "javascript:window.hit=1",
)
HOSTILE_TEXT = "\n".join(PAYLOADS)
HOSTILE_SLIDE = Slide(
    "kiken", 1, HOSTILE_TEXT, PAYLOADS[0], PAYLOADS[1], (Block("body", 0, 40, HOSTILE_TEXT[:40]),)
)
HOSTILE = Briefing(
    "kiken",
    PAYLOADS[2],
    "<b>",
    PAYLOADS[1],
    'ja" onload="hit=1',
    PAYLOADS[0],
    "0",
    (HOSTILE_SLIDE,),
)
HOSTILE_ANSWER = Answer(
    "answered",
    PAYLOADS[0],
    0.6,
    (Citation(1, "kiken", PAYLOADS[2], 1, PAYLOADS[0], HOSTILE_TEXT, 0, len(HOSTILE_TEXT)),),
    (Nearest("kiken", 1, PAYLOADS[0], 0.5),),
    original=PAYLOADS[1],
    as_of=PAYLOADS[2],
    rows=(Row(PAYLOADS[3], PAYLOADS[4], 1), Row(PAYLOADS[5], PAYLOADS[6], 9)),
    is_computed=True,
    coverage=PAYLOADS[7],
    alternatives=(Alternative(PAYLOADS[8], PAYLOADS[9], None, PAYLOADS[10], (1, 9)),),
    notices=(PAYLOADS[11],),
    working=Working((TraceSpan(PAYLOADS[12], "kiken", 1, 1.0, {PAYLOADS[13]: 1.0}),), 0.5, 0.5),
)
HOSTILE_REFUSAL = Answer("not_found", None, 0.0, message=PAYLOADS[0])
WARM = Answer(
    "answered",
    "8兆円",
    0.6,
    (
        Citation(
            1, KANKO.id, KANKO.title, 2, "訪日旅行", "旅行消費額は8兆円で、\n過去最高。", 27, 44
        ),
        Citation(2, KANKO.id, KANKO.title, 1, "観光の動向", "観光庁 2024年度", 7, 17),
    ),
)
LISTED = Answer(
    "answered",
    "観光の動向 観光庁",
    0.6,
    (Citation(1, KANKO.id, KANKO.title, 1, "観光の動向", SLIDES[0].text, 0, 17),),
)
QUESTION = "訪日客数は？"


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    answers = {
        QUESTION: Answer(
            "answered",
            "3,687万人",
            0.93,
            (Citation(1, KANKO.id, KANKO.title, 2, "訪日旅行", KANKO_QUOTE, 7, 25),),
        ),
        "旅行消費額は？": WARM,
        "動向は？": LISTED,
        "How many visitors?": NOT_FOUND,
        "何が見直されますか？": Answer(
            "answered",
            "路線バス",
            0.9,
            (Citation(1, KOTSU.id, KOTSU.title, 1, "路線バスの見直し", "路線バスの見直し", 0, 8),),
        ),
        **ANSWERS,
        "refuse": HOSTILE_REFUSAL,
        **dict.fromkeys(PAYLOADS, HOSTILE_ANSWER),
    }
    briefings = (KANKO, HOSTILE, BOUSAI, OLDER, KOTSU)
    wholes = {**WHOLES, "whole": PAYLOADS[4]}
    with running(
        make_app(FakeAssistant(briefings, answers=answers, wholes=wholes, pages=PAGES))
    ) as port:
        yield f"http://localhost:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser, origin: str) -> Iterator[Opened]:
    with opening(browser, origin) as open_page:
        yield open_page


# Without scripts


@pytest.mark.parametrize(
    ("locale", "heading", "label"),
    [("ja", "資料に訊く。", "訊く"), ("en", "Ask the slides.", "Ask")],
)
def test_without_scripts_a_question_is_asked_and_its_slide_opened(
    opened: Opened, locale: str, heading: str, label: str
) -> None:
    page = opened("/", locale=locale, scripts=False)
    expect(page.locator(".intro h1")).to_have_text(heading)
    page.locator("textarea").fill(QUESTION)
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.locator(".value")).to_have_text("3,687万人")
    expect(page.locator("blockquote mark")).to_have_text("３,６８７万人")
    page.locator(".citation .origin").click()
    expect(page.locator(".slide-text mark")).to_have_text(KANKO_QUOTE)
    expect(page.locator("h1")).to_have_text("訪日旅行")


def test_without_scripts_an_example_is_asked_by_its_button(opened: Opened) -> None:
    page = opened("/", scripts=False)
    page.get_by_role("button", name=QUESTION).click()
    expect(page.locator(".question")).to_have_text(QUESTION)


def test_without_scripts_the_language_is_switched_and_kept(opened: Opened) -> None:
    page = opened(ask_path("Who?"), locale="ja", scripts=False)
    page.get_by_role("link", name="English").click()
    expect(page.locator(".lead")).to_have_text("Not found in the briefings.")
    expect(page.locator(".question")).to_have_text("Who?")
    page.locator("textarea").fill("How many visitors?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".lead")).to_have_text("Not found in the briefings.")


# With scripts


def test_enter_asks_in_place_and_shift_enter_starts_a_line(opened: Opened) -> None:
    page = opened("/")
    page.evaluate("window.stays = true")
    page.keyboard.type("訪日")
    page.keyboard.press("Shift+Enter")
    expect(page.locator("textarea")).to_have_value("訪日\n")
    page.locator("textarea").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".value")).to_have_text("3,687万人")
    expect(page.locator(".intro")).to_be_hidden()
    page.keyboard.type("How many visitors?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".lead")).to_have_text("Not found in the briefings.")
    assert page.evaluate("window.stays") is True
    assert page.url.endswith("/?q=How+many+visitors%3F")


def test_the_enter_that_ends_a_composition_sends_nothing(opened: Opened) -> None:
    page = opened("/")
    page.locator("textarea").focus()
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.imeSetComposition", {"text": "ほうにち", "selectionStart": 4, "selectionEnd": 4}
    )
    session.send(
        "Input.dispatchKeyEvent",
        {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "code": "Enter", "key": "Enter"},
    )
    session.send("Input.insertText", {"text": "訪日"})
    expect(page.locator("textarea")).to_have_value("訪日")
    expect(page.locator(".turn")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)


def test_a_citation_opens_its_slide_beside_the_chat(opened: Opened) -> None:
    page = opened(ask_path("旅行消費額は？"))
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
    assert page.url.endswith(ask_path(QUESTION))


def test_back_and_forward_walk_through_the_questions(opened: Opened) -> None:
    page = opened("/")
    for answers, question in enumerate((QUESTION, "旅行消費額は？"), start=1):
        page.locator("textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".question").last).to_have_text(question)
        expect(page.locator(".value")).to_have_count(answers)  # the answer before is there at once
    page.go_back()
    expect(page.locator(".question").filter(visible=True)).to_have_text([QUESTION])
    page.go_back()
    expect(page.locator(".intro")).to_be_visible()
    page.go_forward()
    page.go_forward()
    shown = page.locator(".question").filter(visible=True)
    expect(shown).to_have_text([QUESTION, "旅行消費額は？"])
    page.reload()
    expect(shown).to_have_text([QUESTION, "旅行消費額は？"])
    expect(page.locator(".value")).to_have_count(2)
    page.go_back()
    expect(shown).to_have_text([QUESTION])


def test_the_skip_link_and_a_fragment_keep_the_conversation(opened: Opened) -> None:
    page = opened("/")
    page.evaluate("window.stays = true")
    for question in (QUESTION, "旅行消費額は？"):
        page.locator("textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".value").last).to_be_visible()
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert "#" not in page.url
    page.evaluate("location.hash = 'log'")
    page.wait_for_url("**#log")
    expect(page.locator(".question")).to_have_text([QUESTION, "旅行消費額は？"])
    page.go_back()
    page.go_back()
    expect(page.locator(".question").filter(visible=True)).to_have_text([QUESTION])
    assert page.evaluate("window.stays") is True


def test_a_server_that_has_gone_is_named(opened: Opened) -> None:
    page = opened("/", locale="en")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('gone')); }")
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")


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
        "All 5 briefings",
        "Export",
        "New conversation",
    ]


# Every kind of answer


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
            "8枚のスライドを探しました。見つからないことは、その事柄が誤りだという意味ではありません。",
        ]
    )
    expect(page.locator(".nearest li")).to_have_count(2)


# Conversations


def test_without_scripts_a_follow_up_is_read_from_what_came_before_and_mended(
    opened: Opened,
) -> None:
    page = opened(ask_path("How many shelters are there?"), locale="en", scripts=False)
    page.locator("textarea").fill("And the renewal?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".interpretation summary")).to_have_text(
        "Read as When does the renewal begin? Edit"
    )
    expect(page.locator(".value")).to_have_text("27 January 2026")
    page.reload()
    expect(page.locator(".value")).to_have_text("27 January 2026")
    page.locator(".interpretation summary").click()
    page.locator(".interpretation [name=q]").fill("Who?")
    page.locator(".interpretation button").click()
    expect(page.locator(".question")).to_have_text("Who?")
    assert "conversation=" in page.url
    page.go_back()
    page.locator(".permalink").click()
    assert page.url.endswith("/?q=When+does+the+renewal+begin%3F")
    expect(page.locator(".value")).to_have_text("27 January 2026")


def test_a_follow_up_in_place_has_the_address_of_its_whole_question(opened: Opened) -> None:
    page = opened("/", locale="en")
    for number, question in enumerate(
        ("How many shelters are there?", "And the renewal?"), start=1
    ):
        page.locator("textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".value")).to_have_count(number)
    expect(page.locator(".interpretation bdi")).to_have_text("When does the renewal begin?")
    page.wait_for_url("**/?q=When+does+the+renewal+begin%3F")
    page.locator(".interpretation summary").click()
    page.locator(".interpretation [name=q]").fill("How many shelters are there?")
    page.locator(".interpretation button").click()
    expect(page.locator(".turn")).to_have_count(3)
    expect(page.locator(".value").last).to_have_text("128 places")
    page.go_back()
    page.wait_for_url("**/?q=When+does+the+renewal+begin%3F")
    expect(page.locator(".value").filter(visible=True)).to_have_count(2)


def test_a_question_after_going_back_follows_up_what_is_shown(opened: Opened) -> None:
    page = opened("/", locale="en")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if "/?q=" in request.url else None)
    for number, question in enumerate(("How many shelters are there?", "Who?"), start=1):
        page.locator("textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn:not(.is-pending)")).to_have_count(number)
    first = page.locator(".turn").first.get_attribute("data-conversation")
    assert f"conversation={first}" in sent[-1]
    page.go_back()
    page.locator("textarea").fill("And the renewal?")
    page.keyboard.press("Enter")
    expect(page.locator(".interpretation")).to_be_visible()
    assert f"conversation={first}" in sent[-1]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_new_question_stands_at_the_top_and_no_answer_behind_the_box(
    opened: Opened, width: int
) -> None:
    page = opened("/", locale="en", width=width)
    for number, question in enumerate(("How many shelters are there in all wards?",) * 3, start=1):
        page.locator("textarea").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".turn:not(.is-pending)")).to_have_count(number)
        top = page.locator(".question").last.evaluate("it => it.getBoundingClientRect().top")
        assert 0 <= top < 100
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    foot = page.locator(".turn-foot").last.evaluate("it => it.getBoundingClientRect().bottom")
    assert foot <= page.locator(".dock").evaluate("it => it.getBoundingClientRect().top")


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
    assert "trace" not in page.url


def test_without_scripts_the_trace_is_a_page(opened: Opened) -> None:
    page = opened(ask_path(QUESTION), scripts=False)
    page.get_by_role("link", name="この答えが出るまで").click()
    expect(page.locator(".value")).to_have_text("3,687万人")
    expect(page.locator("details.trace .decision")).to_have_text(
        "答えは候補から選んだものではありません。"
    )
    assert page.url.endswith("&trace=true")


# Looks


PATHS = (
    "/",
    ask_path(QUESTION),
    ask_path("旅行消費額は？"),
    ask_path("Who?"),
    ask_path("あ" * 300),
    ask_path("W" * 300),
    *map(ask_path, ANSWERS),
    ask_path("When does the renewal begin?") + "&trace=true",
    ask_path(PAYLOADS[0]) + "&trace=true",
    "/briefings",
    "/briefings/kanko-2024",
    "/briefings/kanko-2024/slides/2?mark=7-25",
    "/briefings/kiken/slides/1",
    "/briefings/kotsu-2025",
    "/briefings/kotsu-2025/slides/1?mark=0-4",
    "/briefings/kotsu-2025/slides/1?mark=47-49",
    "/briefings/kotsu-2025/slides/2",
    "/docs",
)


@pytest.mark.parametrize(("width", "locale", "dark"), [(390, "ja", True), (1280, "en", False)])
def test_no_page_scrolls_sideways(
    opened: Opened, origin: str, width: int, locale: str, dark: bool
) -> None:
    page = opened("/", width=width, locale=locale, dark=dark)
    wide = {}
    for path in PATHS:
        page.goto(origin + path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth") > width
    assert wide == dict.fromkeys(PATHS, False)


CONTRAST = """
() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgb(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) return color;
    }
    return [255, 255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || !element.checkVisibility()) continue;
    const [a, b] = [rgb(getComputedStyle(element).color), behind(element)].map(luminance);
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([element.className || element.tagName, ratio.toFixed(2)]);
  }
  return poor;
}
"""


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_has_the_contrast_of_wcag_aa(opened: Opened, origin: str, dark: bool) -> None:
    page = opened("/", dark=dark)
    poor = {}
    for path in PATHS:
        page.goto(origin + path)
        poor[path] = page.evaluate(CONTRAST)
    assert poor == {path: [] for path in PATHS}


def test_marked_words_have_contrast_on_the_marker_itself(opened: Opened) -> None:
    """The marker lies behind the lower part of light paper's letters: ink on it, as on a chip."""
    page = opened(ask_path(QUESTION))
    colors = page.locator("blockquote mark").evaluate(
        "m => [getComputedStyle(m).color, getComputedStyle(m).backgroundImage]"
    )
    assert colors[0] == "rgb(23, 25, 30)"
    assert "rgb(255, 223, 61)" in colors[1]


def test_slide_text_is_exactly_as_written_and_in_its_own_language(opened: Opened) -> None:
    page = opened("/briefings/kanko-2024/slides/2?mark=7-25", locale="en")
    assert page.locator(".slide-text").evaluate("e => e.textContent") == SLIDES[1].text
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".card").get_attribute("lang") == "ja"
    expect(page.locator(".slide-count")).to_contain_text("Slide 2 of 2")
    expect(page.locator("time")).to_have_text("June 2024")


def test_a_quote_shows_a_space_between_blocks_and_none_where_a_sentence_wraps(
    opened: Opened, origin: str
) -> None:
    width = "span => span.getBoundingClientRect().width"
    page = opened(ask_path("動向は？"))
    assert page.locator("blockquote").evaluate("e => e.textContent") == SLIDES[0].text
    assert page.locator("blockquote .wrap").evaluate(width) > 2
    expect(page.locator("blockquote mark")).to_have_text(["観光の動向", "", "観光庁"])
    page.goto(origin + ask_path("旅行消費額は？"))
    assert page.locator("blockquote .fold").first.evaluate(width) == 0


# Pictures, tables, notes and what was not read

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


def test_the_chat_shows_the_picture_of_a_citation(opened: Opened) -> None:
    page = opened(ask_path("何が見直されますか？"))
    page.locator(".citation .origin").click()
    expect(page.locator("#evidence .picture-edge rect")).to_have_count(1)
    expect(page.locator("#evidence .picture img")).to_have_js_property("naturalWidth", 1280)
    expect(page.locator("#evidence .picture img")).to_be_in_viewport()


# Hostile text


def test_no_script_runs_from_a_page_with_hostile_text(opened: Opened, origin: str) -> None:
    page = opened("/")
    for payload in PAYLOADS:
        page.goto(origin + ask_path(payload))
        expect(page.locator(".question")).to_have_text(payload)
        expect(page.locator(".value")).to_have_text(PAYLOADS[0])
        assert page.evaluate("window.hit") is None
        assert scripts_of(page) == [*SCRIPTS, "chat.js"]


def test_no_script_runs_from_a_hostile_trace_refusal_or_interpretation(
    opened: Opened, origin: str
) -> None:
    page = opened(ask_path(PAYLOADS[0]) + "&trace=true")
    expect(page.locator(".span-words")).to_have_text(PAYLOADS[12])
    expect(page.locator(".conflict .reading").last).to_contain_text(PAYLOADS[8])
    expect(page.locator(".remark")).to_have_text(PAYLOADS[11])
    page.locator("textarea").fill("whole")
    page.keyboard.press("Enter")
    expect(page.locator(".interpretation bdi")).to_have_text(PAYLOADS[4])
    expect(page.locator(".interpretation [name=q]")).to_have_value(PAYLOADS[4])
    page.goto(origin + ask_path("refuse"))
    expect(page.locator(".lead")).to_have_text(PAYLOADS[0])
    assert page.evaluate("window.hit") is None
    assert scripts_of(page) == [*SCRIPTS, "chat.js"]


def test_no_script_runs_from_hostile_text_fetched_by_the_chat(opened: Opened) -> None:
    page = opened("/")
    for number, payload in enumerate(PAYLOADS, start=1):
        page.locator("textarea").fill(payload)
        page.keyboard.press("Enter")
        expect(page.locator(".value")).to_have_count(number)
        expect(page.locator(".question").last).to_have_text(payload)
    page.locator(".citation .origin").last.click()
    text = page.locator("#evidence .slide-text")
    expect(text).to_be_visible()
    assert text.evaluate("e => e.textContent") == HOSTILE_TEXT
    assert page.evaluate("window.hit") is None
    assert scripts_of(page) == [*SCRIPTS, "chat.js"]


def test_hostile_names_stay_text_on_every_page(opened: Opened, origin: str) -> None:
    page = opened("/")
    for path in ("/briefings", "/briefings/kiken", "/briefings/kiken/slides/1"):
        page.goto(origin + path)
        expect(page.locator("main")).to_contain_text(PAYLOADS[2])
        assert page.evaluate("window.hit") is None
