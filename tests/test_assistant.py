"""The assistant over two briefings in memory: scopes, replies, and the same answers every time."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from briefqa.assistant import Assistant
from briefqa.errors import QuestionError, UnknownBriefingError, UnknownSlideError
from briefqa.records import Answer, Hit, Passage, Quantity, Reply, Scope, Turn
from briefqa.search import preferring
from tests.asking import BOUSAI, assistant_over

KANKO = """観光の動向
---
訪日客

・2024年の訪日客数：3,687万人
・旅行消費額は8兆1,257億円
---
指定避難所と観光客

・観光客が使える指定避難所の数：45か所
"""
QUESTIONS = (
    "福祉避難所は何か所ですか",
    "総合防災訓練の会場は？",
    "協定を結んだ都市をすべて教えてください",
    "訪日客数は何人ですか",
    "旅行消費額はいくらですか",
    "火星の衛星はいくつありますか",
    "Where is the disaster drill held?",
    "What does EWS stand for?",
)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return assistant_over({"bousai": BOUSAI, "kanko": KANKO})


def timeless(reply: Reply) -> tuple[str, str, Answer]:
    return reply.question, reply.language, reply.answer


def test_a_reply_carries_the_id_the_question_as_asked_and_the_generation(
    assistant: Assistant,
) -> None:
    reply = assistant.ask(" 訪日客数は何人ですか\n", id="q-7")
    assert (reply.id, reply.question) == ("q-7", " 訪日客数は何人ですか\n")
    assert (reply.language, reply.generation) == ("ja", "gen-1")
    assert reply.answer.text == "3,687万人"
    assert assistant.ask("訪日客数は？").id is None


def test_timings_name_each_step_and_their_total(assistant: Assistant) -> None:
    timings = assistant.ask("訪日客数は？").timings_ms
    assert list(timings) == ["interpret", "search", "answer", "total"]
    assert min(timings.values()) >= 0.0
    steps = timings["interpret"] + timings["search"] + timings["answer"]
    assert timings["total"] == pytest.approx(steps, abs=0.003)
    assert list(assistant.search("訪日客数は？").timings_ms) == ["search", "total"]


def test_a_scope_keeps_to_its_briefings(assistant: Assistant) -> None:
    question = "指定避難所の数は？"
    shelters = {
        briefing: assistant.ask(question, scope=Scope(briefings=frozenset({briefing}))).answer.text
        for briefing in ("bousai", "kanko")
    }
    assert shelters == {"bousai": "128か所", "kanko": "45か所"}


def test_a_scope_that_holds_no_briefing_finds_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("訪日客数は？", scope=Scope(since="2030")).answer
    assert answer == Answer("not_found", None, 0.0, type="count")


@pytest.mark.parametrize("method", ["ask", "search"])
def test_an_unknown_briefing_in_the_scope_is_refused(assistant: Assistant, method: str) -> None:
    scope = Scope(briefings=frozenset({"bousai", "unyu"}))
    with pytest.raises(UnknownBriefingError, match="There is no briefing 'unyu'"):
        getattr(assistant, method)("避難所は？", scope=scope)


@pytest.mark.parametrize("question", ["", " \u200b", "あ" * 2_001, "\ud800"])
def test_what_cannot_be_asked_is_refused(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionError):
        assistant.ask(question)


def test_slides_are_found_by_their_number(assistant: Assistant) -> None:
    assert assistant.slide("kanko", 1).title == "観光の動向"
    assert assistant.slide("bousai", 6).title == "備蓄の状況"
    assert assistant.slide_count == 9
    assert [briefing.id for briefing in assistant.briefings] == ["bousai", "kanko"]


@pytest.mark.parametrize("number", [0, 4, -1])
def test_an_unknown_slide_is_refused(assistant: Assistant, number: int) -> None:
    with pytest.raises(UnknownSlideError) as caught:
        assistant.slide("kanko", number)
    assert caught.value.message == f"kanko has no slide {number}."
    assert caught.value.hint == "It has slides 1 to 3."
    with pytest.raises(UnknownBriefingError):
        assistant.slide("unyu", 1)


def test_a_search_names_its_terms_and_gives_as_many_hits_as_asked_for(assistant: Assistant) -> None:
    found = assistant.search("EWSの導入", limit=2)
    assert len(found.hits) == 2
    assert (found.hits[0].passage.briefing_id, found.hits[0].passage.slide) == ("bousai", 6)
    assert {"ews", "導入"} <= set(found.trace.terms)
    assert ("EWS", "早期警報システム", 0.8) in found.trace.expansions


def test_the_same_question_has_the_same_answer(assistant: Assistant) -> None:
    first = [timeless(assistant.ask(question)) for question in QUESTIONS]
    assert [timeless(assistant.ask(question)) for question in QUESTIONS] == first
    fresh = assistant_over({"bousai": BOUSAI, "kanko": KANKO})
    assert [timeless(fresh.ask(question)) for question in reversed(QUESTIONS)] == first[::-1]


def test_eight_threads_get_the_answers_that_one_gets(assistant: Assistant) -> None:
    alone = [timeless(assistant.ask(question)) for question in QUESTIONS]
    shared = assistant_over({"bousai": BOUSAI, "kanko": KANKO})  # nothing of it is cached yet
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: timeless(shared.ask(question)), QUESTIONS * 8))
    assert together == alone * 8


def test_the_same_answers_whatever_the_order_of_sets() -> None:
    script = (
        "from tests.asking import BOUSAI, assistant_over\n"
        "from tests.test_assistant import KANKO, QUESTIONS\n"
        "assistant = assistant_over({'bousai': BOUSAI, 'kanko': KANKO})\n"
        "print([assistant.ask(question).answer for question in QUESTIONS])"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=Path(__file__).parents[1],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1


def test_a_follow_up_is_made_whole_and_says_what_it_was_read_as(assistant: Assistant) -> None:
    first = assistant.ask("指定避難所の数は？", scope=Scope(briefings=frozenset({"bousai"})))
    cited = tuple((c.briefing, c.slide) for c in first.answer.citations)
    history = [Turn(first.question, first.answer.text or "", cited)]
    reply = assistant.ask("福祉避難所は？", history=history)
    assert (reply.interpreted_as, reply.answer.text) == ("福祉避難所の数は？", "36か所")
    whole = assistant.ask("ハザードマップとは何ですか", history=history)
    assert whole.interpreted_as is None


def test_small_talk_is_turned_down_politely(assistant: Assistant) -> None:
    answer = assistant.ask("Write a poem about the sea").answer
    assert (answer.status, answer.citations) == ("not_found", ())
    assert answer.message == "Sorry, I cannot do that. I answer questions about the briefings."


def test_a_slide_is_summed_up_in_its_own_lines(assistant: Assistant) -> None:
    scope = Scope(briefings=frozenset({"bousai"}))
    answer = assistant.ask("スライド3の要点は？", scope=scope).answer
    assert answer.type == "summary"
    for citation in answer.citations:
        assert citation.slide == 3
        slide = assistant.slide("bousai", 3)
        assert slide.text[citation.start : citation.end] == citation.quote


def test_a_name_that_no_briefing_holds_is_refused_by_name(assistant: Assistant) -> None:
    answer = assistant.ask("フランスの指定避難所の数は？").answer
    assert (answer.status, answer.message) == (
        "not_found",
        "「フランス」は、どのスライドにも出てきません。",
    )


def test_a_name_is_refused_as_the_question_writes_it(assistant: Assistant) -> None:
    answer = assistant.ask("ＡＥＤの数は？").answer
    assert answer.message == "「ＡＥＤ」は、どのスライドにも出てきません。"


def test_a_follow_up_needs_no_slide_that_is_gone(assistant: Assistant) -> None:
    gone = Turn("指定避難所の数は？", "128か所", (("gone", 3), ("bousai", 99)))
    reply = assistant.ask("では福祉避難所は？", history=[gone])
    assert (reply.interpreted_as, reply.answer.text) == ("福祉避難所の数は？", "36か所")
    assert assistant.ask("このスライドの要点は？", history=[gone]).answer.status == "not_found"


def test_an_english_question_gets_english_and_the_words_as_written(assistant: Assistant) -> None:
    reply = assistant.ask(
        "How many designated shelters are there?", scope=Scope(briefings=frozenset({"bousai"}))
    )
    assert (reply.answer.text, reply.answer.original) == ("128 places", "128か所")
    assert reply.answer.value == Quantity(128.0, "か所")


def test_an_explanation_traces_terms_hits_and_candidates(assistant: Assistant) -> None:
    reply = assistant.explain("指定避難所の数は？")
    assert reply.trace is not None
    assert reply.trace.terms == ("指定", "避難", "数")
    assert reply.trace.hits[0].score == max(hit.score for hit in reply.trace.hits)
    assert reply.trace.working.spans[0].text == reply.answer.original
    assert reply.trace.working.probability >= reply.trace.working.threshold
    assert assistant.ask("指定避難所の数は？").trace is None


def test_slides_of_the_answer_before_are_preferred_only_where_they_nearly_lead() -> None:
    def hit(number: int, score: float) -> Hit:
        passage = Passage(f"deck/{number}/1", "deck", number, "body", 0, 1, "x", "x")
        return Hit(passage, score, 1, 1.0, 1, 1.0)

    hits = [hit(1, 1.0), hit(2, 0.95), hit(3, 0.5)]
    assert [h.passage.slide for h in preferring(hits, [("deck", 2)])] == [2, 1, 3]
    assert [h.passage.slide for h in preferring(hits, [("deck", 3)])] == [1, 2, 3]
    assert preferring([], [("deck", 3)]) == []
