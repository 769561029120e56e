"""The laws of answers (docs/architecture.md) over generated slides and questions."""

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from briefqa.answerer.spans import plain
from briefqa.errors import QuestionError
from briefqa.query import check_question
from briefqa.records import Answer
from briefqa.text.normalise import squeeze
from briefqa.text.terms import terms
from tests.asking import BOUSAI, assistant_over, embedder

WORDS = """
    避難所 訓練 学校 観光客 図書館 青葉市 新潟県 フランス 佐藤花子 教育委員会 株式会社アオバ JAXA
    EWS 早期警報システム 令和6年度 2024年 9月1日 １２ 3,000 1億2,300万円 4万5千人 128か所 45% -3℃
    v2.1 三か国 ※1 ※ *2 （注1） の は と、 。 ： （ ） ・ → 目的 会場： 日時： とは ために 増加した
    を開く
    """.split()  # noqa: SIM905 - a list of words reads best as words
BREAKS = ("", "", "", " ", "　", "\n", "\n\n", "\n・", "\n　", "\n※1 ", "\n（出典）", "\n---\n")
# Of other things than disaster prevention.
ELSEWHERE = """
    交響曲 楽譜 酵母 発酵 将棋 棋士 恐竜 化石 万年筆 銀河 望遠鏡 陶芸 茶碗 刺繍 俳句 落語 蜂蜜
    violin orchestra sourdough yeast dinosaur fossil galaxy telescope pottery haiku penguin
    """.split()  # noqa: SIM905 - as above


@st.composite
def slide_texts(draw: st.DrawFn) -> str:
    """Draw slides of words, figures and marks, cut over lines at any place."""
    pieces = draw(
        st.lists(
            st.tuples(st.sampled_from(WORDS), st.sampled_from(BREAKS)), min_size=1, max_size=40
        )
    )
    return "".join(word + cut for word, cut in pieces)


@st.composite
def questions(draw: st.DrawFn) -> str:
    """Draw questions about such words, of any kind."""
    subject = "".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)))
    endings = [
        "は？",
        "は何ですか",
        "はいつですか",
        "は何か所ですか",
        "はどこですか",
        "はいくらですか",
    ]
    endings += [
        "は誰ですか",
        "とは",
        "の一覧",
        "はなぜですか",
        "は何の略ですか",
        " how many?",
        " when?",
    ]
    return subject + draw(st.sampled_from(endings))


def ask(slides: str, question: str) -> tuple[Answer, dict[int, str]]:
    assistant = assistant_over({"bousai": slides})
    texts = {slide.number: slide.text for slide in assistant.briefings[0].slides}
    return assistant.ask(question).answer, texts


def assert_lawful(answer: Answer, texts: dict[int, str]) -> None:
    for citation in answer.citations:
        assert texts[citation.slide][citation.start : citation.end] == citation.quote
        assert citation.quote.strip()
    assert [citation.marker for citation in answer.citations] == list(
        range(1, len(answer.citations) + 1)
    )
    assert len({citation.slide for citation in answer.citations}) == len(answer.citations)
    assert 0.0 <= answer.confidence <= 1.0
    assert len(answer.nearest) <= 3
    if answer.text is None:
        assert (answer.status, answer.citations) == ("not_found", ())
        return
    assert answer.status == "answered"
    assert answer.text.strip()
    held = [
        squeezed
        for citation in answer.citations
        for squeezed in (squeeze(citation.quote), squeeze(plain(citation.quote)))
    ]
    # As written: of an English answer, a rule may have rendered the figure.
    original = answer.original or ""
    said = {squeeze(original), squeeze(plain(original))}
    assert any(words in quote for words in said for quote in held)
    for figure in re.findall(r"\d+", squeeze(original)):
        assert any(figure in quote for quote in held)


@settings(max_examples=300, deadline=None)
@given(slide_texts(), questions())
def test_quotes_are_verbatim_and_hold_what_is_said(slides: str, question: str) -> None:
    answer, texts = ask(slides, question)
    assert_lawful(answer, texts)


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=40))
def test_no_text_makes_the_answerer_fail(slides: str, question: str) -> None:
    try:
        check_question(question)
    except QuestionError:
        assume(False)
    answer, texts = ask(slides, question)
    assert_lawful(answer, texts)


@settings(max_examples=100, deadline=None)
@given(slide_texts(), st.data())
def test_a_question_of_the_slides_own_words_is_answered_lawfully(
    slides: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, max(0, len(slides) - 5)))
    question = slides[start : start + 12].replace("\n", "") + "は？"
    answer, texts = ask(slides, question)
    assert_lawful(answer, texts)


FIXED = {"bousai": BOUSAI}


def test_the_words_of_other_things_do_not_stand_in_the_briefing() -> None:
    assert set(terms(" ".join(ELSEWHERE))).isdisjoint(terms(BOUSAI))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(ELSEWHERE), min_size=1, max_size=4, unique=True),
    st.sampled_from(
        ["は何ですか", "はいつですか", "は何人ですか", "は何か所？", "はどこですか", "?", "とは"]
    ),
)
def test_what_the_briefings_do_not_speak_of_is_not_found(words: list[str], ending: str) -> None:
    answer = assistant_over(FIXED).ask("と".join(words) + ending).answer
    assert (answer.status, answer.text, answer.citations) == ("not_found", None, ())
    assert len(answer.nearest) == 3


def test_the_same_question_has_the_same_answer_from_assistants_built_apart() -> None:
    first, second = assistant_over(FIXED), assistant_over(FIXED)
    asked = ("福祉避難所は何か所ですか", "Where is the disaster drill held?", "火星の衛星は？")
    assert [first.ask(q).answer for q in asked] == [second.ask(q).answer for q in asked]
    assert embedder() is embedder()
