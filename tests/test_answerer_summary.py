"""Summaries: which questions ask for one, and which lines make it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefqa.answerer.salience import choose, lines_of, title_line, weights_of
from briefqa.answerer.summary import LINES, summarise
from briefqa.answerer.summary_request import SummaryRequest, read_summary_request
from briefqa.assistant import Assistant
from briefqa.evaluate.questions import read_questions
from briefqa.query.question import language_of
from briefqa.readers.layout import arrange
from briefqa.records import Answer, Briefing, Slide
from tests.asking import BOUSAI, assistant_over, slide_of

ROOT = Path(__file__).parent.parent
QUESTION_FILES = sorted(
    path
    for folder in ("tests/data", "training/questions")
    for path in (ROOT / folder).glob("*.jsonl")
    if path.stem != "follow_ups"  # conversations
)
KANKO = """青葉市の観光

夏祭りの来場者は2023年に8万人であった。
---
観光の課題

・宿泊施設が足りない
・指定避難所は観光客にも開く
---
まとめ

・宿泊施設を2030年までに20軒ふやす
・港の観光船を再開する
"""
IS_ASKED = {
    "このスライドの要点は？": SummaryRequest("current"),
    "次のスライドの内容は？": SummaryRequest("current", 1),
    "前のスライドには何が書かれていますか": SummaryRequest("current", -1),
    "What does this slide say?": SummaryRequest("current"),
    "スライド19の内容": SummaryRequest("slide", 19),
    "slide 19 の内容を教えて": SummaryRequest("slide", 19),
    "スライド１９を要約していただけますか。": SummaryRequest("slide", 19),
    "19枚目の要約": SummaryRequest("slide", 19),
    "三枚目のスライドのポイントを3点で教えてください": SummaryRequest("slide", 3),
    "第3スライドについて説明して": SummaryRequest("slide", 3),
    "12ページには何が書かれていますか": SummaryRequest("slide", 12),
    "最後のスライドをまとめて": SummaryRequest("slide", -1),
    "防災計画のスライド3の内容": SummaryRequest("slide", 3, "防災計画"),
    "スライド7": SummaryRequest("slide", 7),
    "What is on slide 7?": SummaryRequest("slide", 7),
    "summarise slide 3": SummaryRequest("slide", 3),
    "Could you summarize the third slide, please?": SummaryRequest("slide", 3),
    "What are the key points of slide 12?": SummaryRequest("slide", 12),
    "the last slide": SummaryRequest("slide", -1),
    "Summarize slide 3 of the Flood Plan": SummaryRequest("slide", 3, "Flood Plan"),
    "資料全体の要約": SummaryRequest("briefing"),
    "この資料の要点は？": SummaryRequest("briefing"),
    "資料の内容を3行でまとめて": SummaryRequest("briefing"),
    "この資料には何が書いてありますか": SummaryRequest("briefing"),
    "要約して": SummaryRequest("briefing"),
    "summarize the briefing": SummaryRequest("briefing"),
    "What is this presentation about?": SummaryRequest("briefing"),
    "Give me a short summary of the whole deck in five bullet points.": SummaryRequest("briefing"),
    "避難所について資料は何と言っていますか": SummaryRequest("topic", topic="避難所"),
    "資料は避難所について何と言っていますか": SummaryRequest("topic", topic="避難所"),
    "この資料では、防災ＤＸについてどのように説明されていますか？": SummaryRequest(
        "topic", topic="防災ＤＸ"
    ),
    "「早期警報」について何が書かれていますか": SummaryRequest("topic", topic="早期警報"),
    "避難所について詳しく教えてください": SummaryRequest("topic", topic="避難所"),
    "青葉市について教えて": SummaryRequest("topic", topic="青葉市"),
    "総合防災訓練についてまとめて": SummaryRequest("topic", topic="総合防災訓練"),
    "総合防災訓練の概要": SummaryRequest("topic", topic="総合防災訓練"),
    "総合防災訓練の要点は？": SummaryRequest("topic", topic="総合防災訓練"),
    "スライド3の避難所について説明して": SummaryRequest("topic", 3, "避難所"),
    "What does the briefing say about DX?": SummaryRequest("topic", topic="DX"),
    "What is said in the slides about early warning?": SummaryRequest(
        "topic", topic="early warning"
    ),
    "Tell me about the flood drill in the deck": SummaryRequest("topic", topic="flood drill"),
    "give me an overview of shelters": SummaryRequest("topic", topic="shelters"),
    "Explain the evacuation plan": SummaryRequest("topic", topic="evacuation plan"),
}
IS_NOT_ASKED = [
    "避難所とは何ですか",
    "避難所の概要スライドはどこ",
    "避難所の目的は",
    "避難所の数について教えてください",
    "訓練の会場について教えてください",
    "なぜ避難所が必要かについて説明して",
    "対象国の一覧をまとめて",
    "避難所について説明したのは誰ですか",
    "棚や机などをまとめて何と言いますか",
    "スライド19の参加者数は",
    "スライドは何枚ありますか",
    "資料の目的は何ですか",
    "要約筆記の人数は",
    "まとめ役は誰ですか",
    "防災課はこの計画に関して何と言いましたか",
    "What is a shelter?",
    "How many slides are there?",
    "What does the deck say about the number of shelters?",
    "Explain why shelters are needed",
    "What is the main purpose of the plan?",
    "Who wrote the summary?",
    "？",
    "",
]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Briefings to look slides up in."""

    made: Mapping[str, Briefing]

    def briefing(self, briefing_id: str) -> Briefing:
        return self.made[briefing_id]

    def slide(self, briefing_id: str, number: int) -> Slide:
        return self.made[briefing_id].slides[number - 1]


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return assistant_over({"bousai": BOUSAI, "kanko": KANKO})


def summary(assistant: Assistant, question: str, current: tuple[str, int] | None = None) -> Answer:
    request = read_summary_request(question)
    assert request is not None
    query, hits = assistant.find(request.topic or question, 24)
    answer = summarise(request, query, hits, assistant, current=current)
    for citation in answer.citations:
        text = assistant.slide(citation.briefing, citation.slide).text
        assert text[citation.start : citation.end] == citation.quote
    return answer


def briefing_of(*slides: Slide) -> Briefing:
    return Briefing("bousai", "青葉市の防災", "2024-10", "", "ja", "bousai.txt", "0", slides)


def said(answer: Answer) -> list[str]:
    return (answer.text or "").split("\n")


@pytest.mark.parametrize("question", IS_ASKED)
def test_a_request_for_a_summary_is_read_in_both_languages(question: str) -> None:
    expected = replace(IS_ASKED[question], language=language_of(question))
    assert read_summary_request(question) == expected


@pytest.mark.parametrize("question", IS_NOT_ASKED)
def test_a_question_for_less_than_a_summary_is_none(question: str) -> None:
    assert read_summary_request(question) is None


@pytest.mark.parametrize(
    "path",
    QUESTION_FILES,
    ids=lambda path: path.name,
)
def test_no_question_with_an_answer_of_its_own_is_taken_for_a_request(path: Path) -> None:
    questions = [q.text for q in read_questions(path) if q.type != "summary"]
    assert [text for text in questions if read_summary_request(text) is not None] == []


def test_a_question_longer_than_any_request_is_none() -> None:
    assert read_summary_request("あ" * 190 + "の概要") is None
    assert read_summary_request("スライド3" + " " * 1_900 + "の要点は") == SummaryRequest(
        "slide", 3
    )


def test_a_slide_is_summed_up_by_its_title_and_its_lines_in_their_order(
    assistant: Assistant,
) -> None:
    answer = summary(assistant, "防災計画のスライド2の要点は？")
    assert (answer.status, answer.type, answer.text) == ("answered", "summary", answer.original)
    assert said(answer) == [
        "避難所の整備",
        "指定避難所の数：128か所",
        "福祉避難所は36か所で、うち12か所に非常用電源※1がある。",
        "収容人数は約４万５千人",
    ]
    assert [(c.marker, c.slide, c.quote) for c in answer.citations] == [
        (1, 2, "避難所の整備"),
        (2, 2, "指定避難所の数：128か所"),
        (3, 2, "福祉避難所は36か所で、\nうち12か所に非常用電源※1がある。"),
        (4, 2, "収容人数は約４万５千人"),
    ]
    assert answer.coverage == "「青葉市の防災」のスライド2"


def test_the_slide_that_was_cited_last_is_this_slide(assistant: Assistant) -> None:
    last = said(summary(assistant, "このスライドの要点は？", ("kanko", 3)))
    assert last == ["まとめ", "宿泊施設を2030年までに20軒ふやす", "港の観光船を再開する"]
    previous = summary(assistant, "前のスライドは？", ("kanko", 3))
    assert {(c.briefing, c.slide) for c in previous.citations} == {("kanko", 2)}


def test_a_number_means_a_slide_of_the_briefing_spoken_of_unless_another_is_named(
    assistant: Assistant,
) -> None:
    assert said(summary(assistant, "スライド2の内容", ("kanko", 3)))[0] == "観光の課題"
    assert said(summary(assistant, "What is on the last slide?", ("kanko", 1)))[0] == "まとめ"
    named = summary(assistant, "観光の課題のスライド2の内容", ("bousai", 1))
    assert said(named)[0] == "観光の課題"


@pytest.mark.parametrize(
    ("question", "current", "message"),
    [
        (
            "スライド9の内容",
            ("kanko", 1),
            "「青葉市の防災」のスライドは3枚で、スライド9はありません。",
        ),
        (
            "What is on slide 9?",
            ("bousai", 1),
            "“青葉市の防災” has 6 slides; there is no slide 9.",
        ),
        (
            "次のスライドの内容",
            ("kanko", 3),
            "「青葉市の防災」のスライドは3枚で、スライド4はありません。",
        ),
        (
            "このスライドの要点は？",
            None,
            "どのスライドのことか分かりません。番号でお尋ねください（例：スライド3の要点は？）。",
        ),
        (
            "クジラについて教えて",
            None,
            "「クジラ」について述べたスライドは見つかりませんでした。",
        ),
        (
            "XYZについて教えて",  # the topic alone would be English
            None,
            "「XYZ」について述べたスライドは見つかりませんでした。",
        ),
        (
            "What does the briefing say about whales?",
            None,
            "No slide was found that speaks of “whales”.",
        ),
    ],
)
def test_what_is_not_there_is_not_found_with_a_message_and_the_nearest_slides(
    assistant: Assistant, question: str, current: tuple[str, int] | None, message: str
) -> None:
    answer = summary(assistant, question, current)
    assert (answer.status, answer.text, answer.citations) == ("not_found", None, ())
    assert (answer.message, len(answer.nearest)) == (message, 3)


def test_nothing_can_be_summed_up_where_there_is_no_briefing() -> None:
    answer = summary(assistant_over({}), "資料全体の要約")
    assert (answer.status, answer.nearest) == ("not_found", ())


def test_a_topic_is_summed_up_by_the_lines_that_hold_it_or_stand_under_it(
    assistant: Assistant,
) -> None:
    answer = summary(assistant, "避難所について資料は何と言っていますか")
    assert [(c.briefing, c.slide) for c in answer.citations] == [
        ("bousai", 2),
        ("bousai", 2),
        ("bousai", 2),
        ("kanko", 2),
    ]
    # Slide 6 repeats a line of slide 2, and slide 4 speaks of 避難 without 避難所.
    assert said(answer) == [
        "指定避難所の数：128か所",
        "福祉避難所は36か所で、うち12か所に非常用電源※1がある。",
        "収容人数は約４万５千人",
        "指定避難所は観光客にも開く",
    ]


def test_a_topic_may_be_confined_to_a_slide_and_asked_for_in_english(
    assistant: Assistant,
) -> None:
    confined = summary(assistant, "スライド2の避難所について説明して", ("kanko", 1))
    assert said(confined) == ["指定避難所は観光客にも開く"]
    english = summary(assistant, "What does the briefing say about the hazard map?")
    assert "ハザードマップとは、災害の危険がある場所と避難の道筋を示す地図である。" in said(english)


def test_the_newest_briefing_speaks_first_of_a_topic(assistant: Assistant) -> None:
    query, hits = assistant.find("避難所", 24)
    request = SummaryRequest("topic", topic="避難所")
    dates = {"bousai": "2023", "kanko": "2024-04"}
    made = {one.id: replace(one, date=dates[one.id]) for one in assistant.briefings}
    cited = [c.briefing for c in summarise(request, query, hits, Shelf(made)).citations]
    assert cited == ["kanko", "bousai", "bousai", "bousai"]


def test_a_briefing_is_summed_up_by_a_line_of_each_slide_and_more_of_its_conclusion(
    assistant: Assistant,
) -> None:
    answer = summary(assistant, "この資料の要点は？", ("kanko", 1))
    assert [(c.slide, line) for c, line in zip(answer.citations, said(answer), strict=True)] == [
        (1, "夏祭りの来場者は2023年に8万人であった。"),
        (2, "宿泊施設が足りない"),
        (3, "宿泊施設を2030年までに20軒ふやす"),
        (3, "港の観光船を再開する"),
    ]
    assert answer.coverage == "「青葉市の防災」全体"


def test_a_summary_has_at_most_eight_lines_and_keeps_headings_with_what_they_head() -> None:
    lines = [
        f"・{town}では避難所を{count}か所ふやす"
        for count, town in enumerate("甲乙丙丁戊己庚辛", 11)
    ]
    slide = slide_of(
        ("heading", "避難所の整備"),
        ("heading", "北部の計画"),
        *(("bullet", line) for line in lines[:4]),
        ("heading", "南部の計画"),
        *(("bullet", line) for line in lines[4:]),
        title="避難所の整備",
    )
    shelf = Shelf({"bousai": briefing_of(slide)})
    query, hits = assistant_over({"bousai": slide.text}).find("避難所", 24)
    answer = summarise(SummaryRequest("slide", 1), query, hits, shelf)
    found = said(answer)
    assert len(found) == len(answer.citations) == LINES
    assert found[0] == "避難所の整備"
    headings = [line for line in found if line.endswith("の計画")]
    assert headings[0] == "北部の計画"
    for heading in headings:  # a heading stands right above a line of its own
        assert found[found.index(heading) + 1].endswith("ふやす")


def test_a_figure_goes_with_its_label_and_a_remark_with_what_it_is_about() -> None:
    slide = slide_of(
        ("heading", "備蓄の状況"),
        ("body", "飲料水の備蓄量"),
        ("body", "90万リットル"),
        ("body", "早期警報の全地区への導入を承認した"),
        ("body", "（市議会）"),
        ("row", "2022年度 2023年度"),
        ("source", "出典：青葉市"),
        title="備蓄の状況",
    )
    lines = lines_of(slide, weights_of(briefing_of(slide)))
    assert [(line.text, line.quote.text) for line in lines if line.telling > 0] == [
        ("飲料水の備蓄量 90万リットル", "飲料水の備蓄量\n\n90万リットル"),
        (
            "早期警報の全地区への導入を承認した （市議会）",
            "早期警報の全地区への導入を承認した\n\n（市議会）",
        ),
    ]
    title = title_line(slide)
    assert title is not None
    assert (title.text, title.quote.start) == ("備蓄の状況", 0)


def test_a_line_that_says_the_same_again_is_not_chosen() -> None:
    slide = slide_of(
        ("body", "避難所の耐震化を進める"),
        ("body", "避難所の耐震化を進める方針"),
        ("body", "消防団の装備を更新する"),
    )
    weights = weights_of(briefing_of(slide))
    lines = lines_of(slide, weights)
    ranked = [(line, float(3 - at)) for at, line in enumerate(lines)]
    chosen = choose(ranked, 3, terms=lambda line: line.terms, weights=weights)
    assert [line.text for line in chosen] == ["避難所の耐震化を進める", "消防団の装備を更新する"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.text(st.sampled_from("避難所の数は128か所。・（市）\n ※1 図：Aab"), max_size=60),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(["スライド1の要点", "資料全体の要約", "避難所について"]),
)
def test_every_quote_is_verbatim_and_there_is_one_for_each_line(
    texts: list[str], question: str
) -> None:
    slides = tuple(
        arrange(text, briefing_id="bousai", number=number)
        for number, text in enumerate(texts, start=1)
    )
    briefing = briefing_of(*slides)
    request = read_summary_request(question)
    assert request is not None
    query, hits = assistant_over({"bousai": BOUSAI}).find(question, 24)
    near = [hit for hit in hits if hit.passage.slide <= len(slides)]
    answer = summarise(request, query, near, Shelf({"bousai": briefing}))
    assert len(answer.citations) <= LINES
    for citation in answer.citations:
        text = slides[citation.slide - 1].text
        assert text[citation.start : citation.end] == citation.quote != ""
    stated = "".join((answer.text or "").split())
    assert stated == "".join("".join(c.quote.split()) for c in answer.citations)
