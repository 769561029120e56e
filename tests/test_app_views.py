"""What the templates are given: marks, sizes, words, addresses."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.app import turns, views
from briefqa.app.addresses import Addresses
from briefqa.app.negotiation import qualities
from briefqa.app.resources import fingerprint
from briefqa.app.segments import split_at_marks
from briefqa.app.sentences import pieces_of
from briefqa.records import (
    Answer,
    Block,
    Briefing,
    Citation,
    Language,
    Reply,
    Row,
    Slide,
    Unreadable,
)
from briefqa.remarks import Remark
from tests.fakes import KANKO, SLIDES, FakeAssistant
from tests.pictured import KOTSU, PAGES
from tests.replies import (
    BOUSAI,
    COMPUTED,
    CONFLICT,
    COUNT,
    LISTED,
    OLDER,
    ROWS,
    SUMMARY,
    cite,
)
from tests.serving import HTML, make_app, make_client

TEXTS = st.text(alphabet="aあ１ 　\n\r\t<&\"'\uf06c\u200b🎌", max_size=60)


class TextOf(HTMLParser):
    """Collects the text of HTML, as a browser would."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data


@given(TEXTS)
def test_verbatim_changes_no_character(text: str) -> None:
    assert TextOf(str(views.verbatim(text))).text == text


@given(TEXTS, st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=4))
def test_segments_rebuild_the_text_and_mark_what_is_asked(
    text: str, marks: list[tuple[int, int]]
) -> None:
    segments = split_at_marks(text, marks)
    assert "".join(segment.text for segment in segments) == text
    asked = [any(start <= n < end for start, end in marks) for n in range(len(text))]
    assert [segment.is_marked for segment in segments for _ in segment.text] == asked


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(sorted).map(tuple)


@given(TEXTS, st.lists(SPANS, max_size=5), st.lists(SPANS, max_size=3))
def test_the_stretches_of_a_slide_rebuild_its_text(
    text: str, spans: list[tuple[int, int]], marks: list[tuple[int, int]]
) -> None:
    blocks = tuple(
        Block("body", start, end, text[start:end]) for start, end in spans if end <= len(text)
    )
    view = views.slide_view(KANKO, Slide("kanko-2024", 1, text, "", "", blocks), marks)
    rebuilt = [segment.text for part in view.shown for segment in part.segments]
    assert "".join(rebuilt) == text


def test_a_slide_is_cut_at_its_blocks_and_marked_inside_them() -> None:
    view = views.slide_view(KANKO, SLIDES[1], [(7, 25), (900, 901)])
    assert view.marks == ((7, 25),)
    assert [
        (stretch.kind, [(segment.text, segment.is_marked) for segment in stretch.segments])
        for stretch in view.shown
    ] == [
        ("heading", [("訪日旅行", False)]),
        ("between", [("\n\n", False)]),
        ("bullet", [("\uf06c", False), ("2024年の訪日客数：３,６８７万人", True)]),
        ("between", [("\n", False)]),
        ("bullet", [("\uf06c旅行消費額は8兆円で、\n過去最高。", False)]),
        ("between", [("\n\n", False)]),
        ("source", [("（出典）観光庁", False)]),
    ]
    apart = [stretch.is_apart for stretch in view.shown if stretch.kind != "between"]
    assert apart == [False, True, False, True]


@given(TEXTS, st.integers(0, 60))
def test_a_stretch_after_an_empty_line_stands_apart(text: str, start: int) -> None:
    blocks = (Block("body", start, len(text), text[start:]),) if start < len(text) else ()
    view = views.slide_view(KANKO, Slide("kanko-2024", 1, text, "", "", blocks), [])
    position = 0
    for stretch in view.shown:
        before = text[:position]
        assert stretch.is_apart == (before[len(before.rstrip()) :].count("\n") > 1)
        position += sum(len(segment.text) for segment in stretch.segments)


AREAS = "北海道 東北\n\n関東 中部の一\n部地域\n\n九州"
AREA_SLIDE = Slide(
    "chiiki",
    1,
    AREAS,
    "",
    "",
    (
        Block("row", 0, 6, "北海道 東北"),
        Block("body", 8, 19, "関東 中部の一部地域"),
        Block("row", 21, 23, "九州"),
    ),
)
AREA = Briefing("chiiki", "地域", "", "", "ja", "chiiki.txt", "0", (AREA_SLIDE,))


def area_reply(words: str, start: int, end: int) -> Reply:
    citation = Citation(1, "chiiki", "地域", 1, "", AREAS[start:end], start, end)
    return Reply(None, "何？", "ja", Answer("answered", words, 0.9, (citation,)), "gen-1")


@given(st.integers(0, 22), st.integers(1, 23), st.sampled_from(["東北", "東北関東", "なし"]))
def test_the_parts_of_a_quote_rebuild_it(start: int, end: int, words: str) -> None:
    (view,) = turns.turn(area_reply(words, start, max(end, start + 1)), (AREA,)).citations
    segments = [segment for part in view.parts for segment in part.segments]
    assert "".join(segment.text for segment in segments) == view.citation.quote


def test_a_quote_is_cut_at_its_blocks_and_the_answers_words_marked() -> None:
    (view,) = turns.turn(area_reply("東北 関東", 4, 23), (AREA,)).citations
    assert [
        (part.kind, [(segment.text, segment.is_marked) for segment in part.segments])
        for part in view.parts
    ] == [
        ("row", [("東北", True)]),
        ("between", [("\n\n", True)]),
        ("body", [("関東", True), (" 中部の一\n部地域", False)]),
        ("between", [("\n\n", False)]),
        ("row", [("九州", False)]),
    ]


def test_a_quote_keeps_the_lines_between_blocks_and_none_within_a_sentence() -> None:
    reply = area_reply("九州", 0, 23)
    assistant = FakeAssistant((AREA,), answers={reply.question: reply.answer})
    page = make_client(make_app(assistant)).get("/?q=何？", headers=HTML).text
    quote = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL)
    assert quote is not None
    assert quote[1] == (
        '北海道 東北<span class="block-between">\n\n</span><br>'
        '関東 中部の一<span class="fold">\n</span>部地域'
        '<span class="block-between">\n\n</span><br><mark>九州</mark>'
    )


def test_a_line_break_folds_next_to_japanese_and_wraps_between_other_words() -> None:
    assert views.verbatim("あ\nb") == 'あ<span class="fold">\n</span>b'
    assert views.verbatim("a\n b") == 'a<span class="wrap">\n </span>b'


@pytest.mark.parametrize(
    ("quote", "words", "found"),
    [
        ("2024年の訪日客数：３,６８７万人", "3,687万人", ((11, 18),)),
        ("東京\nタワー", "東京タワー", ((0, 6),)),
        ("㌔は千", "キロ", ((0, 1),)),
        ("観光庁", "文化庁", ()),
        ("観光庁", "", ()),
    ],
)
def test_the_words_of_the_answer_are_found_in_its_quote(
    quote: str, words: str, found: tuple[tuple[int, int], ...]
) -> None:
    assert views.find_words(quote, words) == found


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("3,687万人", "value"),
        ("2024年11月11日", "value"),
        ("あ" * 11, "value"),
        ("あ" * 12, "phrase"),
        ("あ\nい", "phrase"),
        ("あ" * 41, "passage"),
    ],
)
def test_short_answers_are_set_large(words: str, size: str) -> None:
    assert turns.size_of(words) == size


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "high"), (0.8, "high"), (0.79, "fair"), (0.5, "fair"), (0.49, "low"), (0.0, "low")],
)
def test_confidence_in_words(confidence: float, word: str) -> None:
    assert turns.confidence_in_words(confidence) == word


def test_marks_that_are_no_offsets_are_left_out() -> None:
    given_marks = ["6-23", "", "a-b", "1-2-3", "-1-2", "٣-٤", "9" * 5000 + "-1"]
    assert views.parse_marks(given_marks) == [(6, 23)]


def test_addresses_escape_what_they_carry() -> None:
    addresses = Addresses("ja", (("q", "a&b"),), "0a")
    assert addresses.ask("何&何?") == "/?q=%E4%BD%95%26%E4%BD%95%3F&lang=ja"
    assert addresses.slide("a/b", 2) == "/briefings/a%2Fb/slides/2?lang=ja"
    assert addresses.in_language("en") == "?q=a%26b&lang=en"
    assert addresses.asset("style.css") == "/static/style.css?v=0a"


@pytest.mark.parametrize(
    ("header", "weights"),
    [
        ("", {}),
        ("ja,en;q=0.5", {"ja": 1.0, "en": 0.5}),
        ("JA ; q=0.3", {"ja": 0.3}),
        ("ja;q=x, en;q=7, fr;q=nan", {"ja": 0.0, "en": 0.0, "fr": 0.0}),
    ],
)
def test_qualities(header: str, weights: dict[str, float]) -> None:
    assert qualities(header) == weights


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("", "fr,en-GB;q=0.5,ja;q=0.3", "en"),
        ("", "fr", "en"),
        ("", "ja;q=0", "en"),
        ("?lang=ja", "en", "ja"),
        ("?lang=fr", "ja", "ja"),
    ],
)
def test_the_language_of_the_interface(query: str, header: str, language: str) -> None:
    headers = {**HTML, "Accept-Language": header}
    page = make_client(make_app()).get(f"/{query}", headers=headers)
    assert page.headers["content-language"] == language
    assert page.headers["vary"] == "Accept, Accept-Language"
    assert f'<html lang="{language}">' in page.text


# Answers


def bousai_turn(answer: Answer, language: Language = "ja") -> turns.Turn:
    return turns.turn(Reply(None, "?", language, answer, "gen-1"), (BOUSAI, OLDER))


def test_a_rendering_is_in_the_question_s_language_and_its_original_in_the_slide_s() -> None:
    words = bousai_turn(COUNT, "en").words
    assert (words.text, words.language) == ("128 places", "en")
    assert (words.original, words.original_language) == ("128か所", "ja")
    same = bousai_turn(CONFLICT, "en").words
    assert (same.text, same.language, same.original) == ("128か所", "ja", "")


def test_markers_in_a_language_model_s_sentences_are_links_to_their_quotes() -> None:
    said = "There are 128 shelters. [1] They are open. [7]"
    first, chip, second, unknown = pieces_of(said, bousai_turn(COUNT, "en").citations)
    assert (first, second, unknown) == ("There are 128 shelters.", " They are open.", "[7]")
    assert isinstance(chip, turns.CitationView)
    assert chip.citation.marker == 1


def test_each_value_has_its_own_markers_and_its_own_words_marked() -> None:
    view = bousai_turn(CONFLICT)
    assert [one.citation.marker for one in view.words.citations] == [1]
    assert [(one.text, one.as_of) for one in view.readings] == [
        ("128か所", "2024-06"),
        ("121か所", "2023-03"),
    ]
    assert [one.citation.marker for one in view.readings[1].citations] == [2]
    assert marked(view.citations[1]) == ["121か所"]


def marked(view: turns.CitationView) -> list[str]:
    segments = [segment for part in view.parts for segment in part.segments]
    return [segment.text for segment in segments if segment.is_marked]


def test_rows_of_one_quote_are_all_marked_in_it() -> None:
    quote = "北区：54か所\n南区：41か所\n東区：33か所"
    rows = tuple(replace(row, marker=1) for row in ROWS)
    view = bousai_turn(replace(COMPUTED, rows=rows, citations=(cite(1, BOUSAI, 1, quote),)))
    assert marked(view.citations[0]) == ["54か所", "41か所", "33か所"]
    assert [one.citations[0].citation.marker for one in view.rows] == [1, 1, 1]
    assert not view.is_folded


def test_quotes_beside_rows_are_folded_and_a_long_list_is_its_rows_alone() -> None:
    computed, listed = bousai_turn(COMPUTED), bousai_turn(LISTED)
    assert (computed.is_rows_alone, computed.is_folded, computed.markers) == (False, True, ())
    assert (listed.is_rows_alone, listed.has_values) == (True, True)
    names = tuple(replace(row, value="") for row in ROWS)
    assert not bousai_turn(replace(LISTED, rows=names)).has_values


def test_a_row_whose_citation_is_missing_has_no_marker() -> None:
    (row,) = bousai_turn(replace(COMPUTED, rows=(Row("西区", "0か所", 9),))).rows
    assert row.citations == ()


def test_a_summary_has_a_point_for_each_line_where_each_is_cited() -> None:
    lines = bousai_turn(SUMMARY).lines
    assert [(line.text, line.citations[0].citation.marker) for line in lines] == [
        ("飲料水の備蓄額は約3,000億円", 1),
        ("備蓄の更新は2026年1月27日に始める", 2),
    ]
    assert bousai_turn(replace(SUMMARY, citations=SUMMARY.citations[:1])).lines == ()


# Static files


def test_static_files_are_named_by_their_content(tmp_path_factory: pytest.TempPathFactory) -> None:
    folders = [tmp_path_factory.mktemp("static") for _ in range(3)]
    for folder, content in zip(folders, ("a", "a", "b"), strict=True):
        (folder / "style.css").write_text(content)
    first, same, other = (fingerprint(folder) for folder in folders)
    assert first == same
    assert first != other


# Pages as text


@pytest.mark.parametrize(
    "path",
    [
        "/?q=訪日客数は？",
        "/?q=Who",
        "/briefings/kanko-2024/slides/2",
        "/briefings",
        "/briefings/kotsu-2025",
        "/briefings/kotsu-2025/slides/1?mark=0-60",
    ],
)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_page_has_inline_script_or_style_or_a_foreign_address(path: str, language: str) -> None:
    client = make_client(make_app(FakeAssistant((KANKO, KOTSU), pages=PAGES)))
    page = client.get(path, headers={**HTML, "Accept-Language": language}).text
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|https?://", page)
    assert set(re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)) == {""}


def test_a_page_keeps_the_language_chosen_in_its_links() -> None:
    page = make_client(make_app()).get("/?q=Who&lang=ja", headers=HTML).text
    inner = re.findall(r'href="(/[^"]*|\?[^"]*)"', page)
    files = ("/static/", "/export?")
    kept = [address for address in inner if not address.startswith(files)]
    assert {re.search(r"lang=(\w+)", address)[1] for address in kept} == {"ja", "en"}  # type: ignore[index]
    assert [address for address in kept if "lang=en" in address] == ["?q=Who&amp;lang=en"]


def test_a_question_that_is_too_long_is_refused_on_the_page() -> None:
    page = make_client(make_app()).get(
        "/", params={"q": "あ" * 2001}, headers={**HTML, "Accept-Language": "en"}
    )
    assert page.status_code == 422
    assert "This question cannot be asked." in page.text
    assert "あ" * 201 not in page.text


def test_notices_are_shown() -> None:
    assistant = FakeAssistant(notices=[Remark(("gen-3 failed its check; gen-2 is served.",))])
    page = make_client(make_app(assistant)).get("/", headers=HTML).text
    assert "gen-3 failed its check; gen-2 is served." in page


def test_what_could_not_be_read_is_listed() -> None:
    page = make_client(make_app()).get("/briefings", headers=HTML).text
    assert ">shashin.txt</b>" in page
    assert "The file holds no text." in page


def test_slides_that_could_not_be_read_are_listed_by_file() -> None:
    assistant = FakeAssistant()
    assistant.unreadable = tuple(
        Unreadable("hako.pdf", n, Remark(("no text",))) for n in (2, 3, 4, 9)
    )
    client = make_client(make_app(assistant))
    page = client.get("/briefings", headers={**HTML, "Accept-Language": "en"}).text
    assert '>hako.pdf</b> <span class="lost-slides">Slides 2-4, 9</span>' in page
    assert page.count("hako.pdf") == 1


def test_the_api_description_lists_routes_fields_examples_and_problems() -> None:
    page = make_client(make_app()).get("/docs", headers=HTML).text
    for text in (
        "<b>POST</b> /ask",
        "<b>GET</b> /briefings/{briefing_id}/slides/{number}",
        '<tr><th scope="row"><code>since</code></th><td>string or null <small>(query)</small></td>',
        "{&#34;question&#34;: &#34;訪日客数は何人ですか？&#34;}",
        'id="unknown-slide"',
    ):
        assert text in page


def test_the_api_description_sets_code_and_sorts_what_fails() -> None:
    page = make_client(make_app()).get("/docs", headers=HTML).text
    assert "`" not in page
    assert "the slide&#39;s <code>text[start:end]</code> is <code>quote</code>." in page
    section = (
        r"<code><b>(\w+)</b> ([^<]+)</code></h3>(?:(?!</section>).)*Fails with</dt><dd>([0-9, ]+) –"
    )
    failing = {
        f"{method} {path}": fails for method, path, fails in re.findall(section, page, re.DOTALL)
    }
    assert failing["POST /ask"] == "400, 401, 403, 404, 413, 422, 429, 503"
    assert failing["GET /briefings/{briefing_id}"] == "401, 404, 422, 503"
    assert "GET /healthz" not in failing
