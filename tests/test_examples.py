"""Example questions made from briefings, and which of them are shown."""

from dataclasses import replace

import pytest

from briefqa.examples import LIMIT, example_questions
from briefqa.glossary import GlossaryEntry
from briefqa.records import Answer, Briefing, Citation, Language, Reply
from tests.asking import BOUSAI, assistant_over, slide_of
from tests.fakes import KANKO

GLOSSARY = (
    GlossaryEntry("EWS", "早期警報システム", 0.8, "bousai/6"),
    GlossaryEntry("GDP", "Gross Domestic Product", 0.8, "bousai/6"),
    GlossaryEntry("協議会", "青葉市防災協議会", 0.8, "bousai/6"),
)


def briefing(*titles: str) -> Briefing:
    slides = tuple(
        slide_of(("heading", title), ("row", f"会場：第{i}会議室"), title=title)
        for i, title in enumerate(titles, start=1)
    )
    return Briefing("bousai", "防災", "2024", "", "ja", "bousai.txt", "0", slides)


class Script:
    """Answers each question on a slide of its own, or on the one that the script names for it."""

    def __init__(self, *, confidence: float = 0.9, slides: dict[str, int] | None = None) -> None:
        self.asked: list[str] = []
        self._confidence = confidence
        self._slides = slides or {}

    def ask(self, question: str) -> Reply:
        self.asked.append(question)
        slide = self._slides.get(question, len(self.asked))
        cited = Citation(1, "bousai", "防災", slide, "", "会場", 0, 2)
        answer = Answer("answered", "会場", self._confidence, (cited,))
        return Reply(None, question, "ja", answer, "gen-1")


def examples(
    script: Script,
    *titles: str,
    glossary: tuple[GlossaryEntry, ...] = (),
    language: Language = "ja",
) -> tuple[str, ...]:
    return example_questions([briefing(*titles)], glossary, language, ask=script.ask)


def test_rows_are_asked_about_by_their_slides_title() -> None:
    assert examples(Script(), "防災訓練", "避難所の整備") == (
        "防災訓練の会場は？",
        "避難所の整備の会場は？",
    )


def test_rows_and_the_abbreviations_of_titles_take_turns() -> None:
    assert examples(Script(), "防災訓練", "避難所の整備", "EWSの導入", glossary=GLOSSARY) == (
        "防災訓練の会場は？",
        "EWSとは何ですか？",
        "避難所の整備の会場は？",
    )


def test_an_abbreviation_of_no_title_comes_last() -> None:
    assert examples(Script(), "防災訓練", "避難所の整備", glossary=GLOSSARY) == (
        "防災訓練の会場は？",
        "避難所の整備の会場は？",
        "EWSとは何ですか？",
    )


def test_no_more_than_four_are_asked_and_each_of_another_slide() -> None:
    titles = ("防災訓練", "避難所", "備蓄品", "観光案内", "学校教育", "図書館")
    script = Script(slides={"避難所の会場は？": 1})  # where 防災訓練の会場 is answered, too
    assert examples(script, *titles) == (
        "防災訓練の会場は？",
        "備蓄品の会場は？",
        "観光案内の会場は？",
        "学校教育の会場は？",
    )
    assert len(script.asked) == LIMIT + 1


def test_questions_answered_without_confidence_are_not_shown() -> None:
    script = Script(confidence=0.59)
    assert examples(script, "防災訓練", "避難所") == ()
    assert script.asked == ["防災訓練の会場は？", "避難所の会場は？"]


def test_several_briefings_give_an_example_each_the_newest_first() -> None:
    ask = Script().ask

    def answered(question: str) -> Reply:
        """Answer in the briefing that the question names by the first letter of its subject."""
        reply = ask(question)
        there = {"防": "old", "図": "new", "水": "newest"}[question[0]]
        (cited,) = reply.answer.citations
        answer = replace(reply.answer, citations=(replace(cited, briefing=there),))
        return replace(reply, answer=answer)

    briefings = [
        replace(briefing("防災訓練", "防災計画"), id="old", date="2023"),
        replace(briefing("図書館", "図書室"), id="new", date="2024"),
        replace(briefing("水道", "水路"), id="newest", date="2025-03"),
    ]
    found = example_questions(briefings, (), "ja", ask=answered)
    assert found[:3] == ("水道の会場は？", "図書館の会場は？", "防災訓練の会場は？")
    assert found[3:] == ("水路の会場は？",)


def test_a_briefing_that_gives_none_at_first_has_more_turns_before_others_give_a_second() -> None:
    script = Script()

    def answered(question: str) -> Reply:
        reply = script.ask(question)
        there = "old" if question[0] == "防" else "new"
        (cited,) = reply.answer.citations
        sure = 0.1 if question.startswith("防災訓練") else 0.9
        answer = replace(reply.answer, confidence=sure, citations=(replace(cited, briefing=there),))
        return replace(reply, answer=answer)

    briefings = [
        replace(briefing("防災訓練", "防災計画"), id="old", date="2023"),
        replace(briefing("図書館", "図書室"), id="new", date="2024"),
    ]
    assert example_questions(briefings, (), "ja", ask=answered) == (
        "図書館の会場は？",
        "防災計画の会場は？",
        "図書室の会場は？",
    )


@pytest.mark.parametrize(
    "title", ["", "防", "備蓄は足りるか", "青葉市における防災訓練と避難所の整備計画"]
)
def test_a_title_too_short_or_too_long_or_a_sentence_is_no_subject(title: str) -> None:
    assert examples(Script(), title) == ()


def test_english_examples_need_a_subject_in_latin_letters() -> None:
    assert examples(Script(), "EWSの導入", "防災訓練", glossary=GLOSSARY, language="en") == (
        "Where is EWS held?",
    )
    only_names = example_questions([KANKO], GLOSSARY, "en", ask=Script().ask)
    assert only_names == ("What is EWS?",)


def test_the_examples_of_a_briefing_are_answered_by_it() -> None:
    assistant = assistant_over({"bousai": BOUSAI})
    japanese, english = assistant.examples("ja"), assistant.examples("en")
    assert japanese == ("総合防災訓練の日時は？", "EWSとは何ですか？")
    assert english == ("What is EWS?",)
    for question in (*japanese, *english):
        assert assistant.ask(question).answer.confidence >= 0.6
    assert assistant.examples("ja") is japanese
