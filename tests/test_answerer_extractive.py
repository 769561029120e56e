"""Answers out of six slides about disaster prevention, with the words they rest on."""

import pytest

from briefqa.answerer.extractive import title_of
from briefqa.answerer.spans import plain
from briefqa.assistant import Assistant
from briefqa.records import Answer
from tests.asking import BOUSAI, assistant_over, slide_of


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return assistant_over({"bousai": BOUSAI})


def quotes(answer: Answer) -> list[tuple[int, str]]:
    return [(citation.slide, citation.quote) for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "text", "slide", "quote"),
    [
        (
            "福祉避難所は何か所ですか",
            "36か所",
            2,
            "福祉避難所は36か所で、\nうち12か所に非常用電源※1がある。",
        ),
        (
            "非常用電源がある福祉避難所は何か所？",
            "12か所",
            2,
            "福祉避難所は36か所で、\nうち12か所に非常用電源※1がある。",
        ),
        ("収容人数は何人ですか", "約４万５千人", 2, "収容人数は約４万５千人"),
        ("総合防災訓練の日時は？", "2024年9月1日（日）", 3, "日時：2024年9月1日（日）"),
        ("地図はいつ配布されましたか", "2019年度", 4, "2019年度に全戸へ配布した。"),
        ("総合防災訓練の会場は？", "青葉中央公園", 3, "会場：青葉中央公園"),
        ("訓練には誰が参加しますか", "市民、消防団、自衛隊", 3, "参加者：市民、消防団、自衛隊"),
        (
            "ハザードマップとは何ですか",
            "災害の危険がある場所と避難の道筋を示す地図である",
            4,
            "ハザードマップとは、災害の危険がある場所と避難の道筋を示す地図である。",
        ),
        (
            "EWSとは何の略ですか",
            "早期警報システム",
            6,
            "早期警報システム（EWS）を全地区に導入した。",
        ),
        (
            "協定を結んだ都市をすべて教えてください",
            "札幌市 仙台市 新潟市 静岡市 広島市 福岡市",
            5,
            "札幌市 仙台市 新潟市\n静岡市 広島市 福岡市",
        ),
        (
            "飲料水の備蓄量は何リットルですか",
            "90万リットル",
            6,
            "飲料水は90万リットルを備蓄している。",
        ),
    ],
)
def test_the_shortest_stretch_that_answers_is_said_and_its_unit_quoted(
    assistant: Assistant, question: str, text: str, slide: int, quote: str
) -> None:
    answer = assistant.ask(question).answer
    assert (answer.status, answer.text) == ("answered", text)
    assert quotes(answer) == [(slide, quote)]
    assert answer.confidence >= 0.5


@pytest.mark.parametrize(
    ("question", "text", "slide"),
    [
        ("Where is the disaster drill held?", "青葉中央公園", 3),
        ("Who takes part in the disaster drill?", "市民、消防団、自衛隊", 3),
        ("What is a hazard map?", "災害の危険がある場所と避難の道筋を示す地図である", 4),
        ("What does EWS stand for?", "早期警報システム", 6),
        ("How much drinking water is stored?", "90万リットル", 6),
    ],
)
def test_an_english_question_is_answered_from_a_japanese_slide(
    assistant: Assistant, question: str, text: str, slide: int
) -> None:
    reply = assistant.ask(question)
    assert reply.language == "en"
    assert (reply.answer.original, reply.answer.citations[0].slide) == (text, slide)


def test_every_slide_that_says_the_same_is_cited(assistant: Assistant) -> None:
    answer = assistant.ask("指定避難所は何か所ありますか").answer
    assert answer.text == "128か所"
    assert quotes(answer) == [(2, "指定避難所の数：128か所"), (6, "指定避難所の数：128か所")]
    first, second = answer.citations
    assert (first.marker, first.start, first.end, first.slide_title) == (1, 9, 22, "避難所の整備")
    assert (second.marker, second.start, second.end, second.slide_title) == (
        2,
        29,
        42,
        "備蓄の状況",
    )
    assert {citation.briefing_title for citation in answer.citations} == {"青葉市の防災"}


@pytest.mark.parametrize(
    "question",
    [
        "京都市の指定避難所は何か所ですか",
        "札幌市の人口は何人ですか",
        "2031年の総合防災訓練はいつですか",
        "火星の衛星はいくつありますか",
        "What is the capital of Iceland?",
        "何ですか",
        "What is it?",
        "？？？",
    ],
)
def test_what_no_slide_supports_is_not_found_with_the_three_nearest(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question).answer
    assert (answer.status, answer.text, answer.citations) == ("not_found", None, ())
    assert answer.confidence < 0.5
    scores = [near.score for near in answer.nearest]
    assert len({near.slide for near in answer.nearest}) == 3
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_the_nearest_slides_of_a_missing_city_are_those_of_what_it_lacks(
    assistant: Assistant,
) -> None:
    nearest = assistant.ask("京都市の指定避難所は何か所ですか").answer.nearest
    assert [(near.slide, near.slide_title) for near in nearest[:2]] == [
        (2, "避難所の整備"),
        (6, "備蓄の状況"),
    ]


def test_a_long_unit_is_quoted_around_the_answer() -> None:
    lead = "この施設は地域の学習を支える場として長く親しまれ、" * 12
    school = assistant_over(
        {"kyoiku": f"図書館の案内\n\n{lead}蔵書は12万冊を数え、{lead}今に至る。"}
    )
    answer = school.ask("図書館の蔵書は何冊ですか").answer
    assert answer.text == "12万冊"
    (citation,) = answer.citations
    assert len(citation.quote) == 200
    assert citation.quote[100:104] == "12万冊"


def test_an_empty_briefing_answers_nothing() -> None:
    answer = assistant_over({}).ask("避難所は何か所ですか").answer
    assert answer == Answer("not_found", None, 0.0, type="count")


def test_marks_without_words_are_no_answer() -> None:
    marks = assistant_over({"bousai": "避難所の数\n\n・※1\n\n・※"})
    assert marks.ask("避難所の数は？").answer.status == "not_found"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("避難所※１の数は12", "避難所の数は12"),
        ("12か所※", "12か所"),
        ("警報*2", "警報"),
        ("1※2,300人", "1※2,300人"),
        ("2*10人", "2*10人"),
        ("5*3", "5*3"),
        ("※2024年", "2024年"),
        ("11月24日（日）※２日延長", "11月24日（日）２日延長"),
    ],
)
def test_marks_of_notes_are_not_said_unless_figures_would_run_together(
    text: str, shown: str
) -> None:
    assert plain(text) == shown


def test_a_slide_without_title_is_named_by_how_it_begins() -> None:
    assert title_of(slide_of(("body", "防災"), title="題名")) == "題名"
    assert title_of(slide_of(("body", "防災" * 20))) == "防災" * 20
    assert title_of(slide_of(("body", "防災" * 20 + "計"))) == "防災" * 19 + "防…"
    assert title_of(slide_of()) == ""
