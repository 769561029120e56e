"""Which questions lead on from an answer, when they are tried, and that each is answered."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefqa.assistant import Assistant
from briefqa.conversation.turns import turn_of
from briefqa.glossary import GlossaryEntry
from briefqa.query import QUESTION_LIMIT
from briefqa.records import Answer, Citation, Language, Reply, Row, Slide
from briefqa.suggestions import Places, Suggestions, places_of
from tests.asking import BOUSAI, assistant_over, slide_of

ROOT = Path(__file__).parent.parent
GLOSSARY = (GlossaryEntry("EWS", "早期警報システム", 0.8, "bousai/1"),)
SOUKAI = slide_of(
    ("heading", "総会"),
    ("row", "日時：6月3日"),
    ("row", "会場：公民館（EWSあり）"),
    ("row", "議長：森氏"),
    title="総会",
)
SHELTERS = slide_of(
    ("heading", "避難所の数"),
    ("row", "東町\t12か所"),
    ("row", "西町\t8か所"),
    ("row", "南町\t5か所"),
    ("row", "北町\t3か所"),
    title="市内にある指定避難所の数の町ごとの一覧と推移",
)


class Script:
    """Answers each question in a place of its own on the slide, or where `at` says."""

    def __init__(
        self, *, confidence: float = 0.9, at: dict[str, int] | None = None, rows: str = ""
    ) -> None:
        self.asked: list[str] = []
        self.rows_asked: list[str] = []
        self._confidence = confidence
        self._at = at or {}
        self._no_rows = rows

    def ask(self, question: str) -> Reply:
        self.asked.append(question)
        return replied(question, self._at.get(question, len(self.asked)), self._confidence)

    def find_row(self, question: str, slide: Slide) -> Places:
        self.rows_asked.append(question)
        at = 100 + len(self.rows_asked)
        is_found = not self._no_rows or self._no_rows not in question
        return frozenset({(slide.briefing_id, slide.number, at)} if is_found else ())


def replied(
    question: str,
    at: int = 0,
    confidence: float = 0.9,
    *,
    language: Language = "ja",
    rows: tuple[Row, ...] = (),
) -> Reply:
    cited = Citation(1, SOUKAI.briefing_id, "防災", SOUKAI.number, "", "会場", at, at + 2)
    answer = Answer("answered", "公民館", confidence, (cited,), rows=rows)
    return Reply(None, question, language, answer, "gen-1")


def suggestions(script: Script, render: dict[str, str] | None = None) -> Suggestions:
    english = render or {}
    return Suggestions(
        (),
        GLOSSARY,
        ask=script.ask,
        find_row=script.find_row,
        render=lambda label: english.get(label, ""),
    )


def led_on(
    question: str, script: Script, *, slide: Slide = SOUKAI, tries: int = 9
) -> tuple[str, ...]:
    return suggestions(script).of(replied(question), [slide], tries=tries)


def test_a_slide_leads_to_its_labelled_rows_then_to_its_points_then_to_its_names() -> None:
    script = Script()
    assert led_on("総会の会場は？", script) == (
        "総会の日時は？",
        "総会の議長は？",
        "総会の要点は？",
    )
    assert led_on("どこ？", Script(at={"総会の会場は？": 0, "総会の要点は？": 0})) == (
        "総会の日時は？",
        "総会の議長は？",
        "EWSとは何ですか？",
    )


def test_what_the_question_speaks_of_goes_before_the_rest_of_its_slide() -> None:
    assert led_on("EWSはどこ？", Script())[0] == "EWSとは何ですか？"


def test_what_rests_on_the_same_words_or_on_a_guess_is_not_shown() -> None:
    everywhere = dict.fromkeys(
        ("総会の日時は？", "総会の会場は？", "総会の議長は？", "総会の要点は？"), 0
    )
    assert led_on("総会の会場は？", Script(at=everywhere)) == ("EWSとは何ですか？",)
    assert led_on("総会の会場は？", Script(at=everywhere, confidence=0.5)) == ()
    assert led_on("総会の会場は？", Script(confidence=0.3)) == ("総会の要点は？",)


def test_nothing_is_tried_twice_nor_while_nobody_may_wait() -> None:
    script = Script()
    learned = suggestions(script)
    reply = replied("総会の会場は？")
    assert learned.of(reply, [SOUKAI], tries=0) == ()
    assert script.asked == []
    assert learned.of(reply, [SOUKAI], tries=1) == ("総会の日時は？",)
    everything = learned.of(reply, [SOUKAI], tries=9)
    asked = list(script.asked)
    assert learned.of(reply, [SOUKAI], tries=9) == everything
    assert script.asked == asked


def test_a_question_of_two_slides_leads_on_from_the_one_that_answers_it() -> None:
    other = replace(SOUKAI, number=7)
    script = Script()
    learned = suggestions(script)
    reply = replied("どこ？")
    assert learned.of(reply, [other], tries=9) == ()
    assert "総会の日時は？" in script.asked
    assert "総会の日時は？" in learned.of(reply, [SOUKAI], tries=9)


def test_no_question_longer_than_one_may_be_is_made_of_an_other_row() -> None:
    asked = "西町、" + "あ" * (QUESTION_LIMIT - 3)
    longer = slide_of(("row", "西町\t8か所"), ("row", "南が丘町\t5か所"), ("row", "北町\t3か所"))
    script = Script()
    led_on(asked, script, slide=longer, tries=0)
    assert script.rows_asked == [asked.replace("西町", "北町")]


def test_the_rows_that_follow_are_asked_for_in_the_same_words() -> None:
    script = Script()
    assert led_on("南町の避難所はいくつ？", script, slide=SHELTERS, tries=0) == (
        "北町の避難所はいくつ？",
        "東町の避難所はいくつ？",
    )
    assert script.asked == []
    without = Script(rows="北町")
    assert led_on("南町の避難所はいくつ？", without, slide=SHELTERS, tries=0) == (
        "東町の避難所はいくつ？",
        "西町の避難所はいくつ？",
    )


@pytest.mark.parametrize("question", ["南町と北町の避難所は？", "南町内会の数は？", "避難所は？"])
def test_what_names_no_row_or_two_leads_to_no_other(question: str) -> None:
    script = Script()
    assert led_on(question, script, slide=SHELTERS, tries=0) == ()
    assert script.rows_asked == []


def test_rows_are_asked_for_in_english_where_a_rule_renders_their_labels() -> None:
    names = {"東町": "Higashi", "西町": "Nishi", "北町": "Kita"}
    reply = replied("shelters in Higashi", SHELTERS.text.index("東町"), language="en")
    found = suggestions(Script(), names).of(reply, [SHELTERS], tries=0)
    assert found == ("shelters in Nishi", "shelters in Kita")  # 南町 has no English here


def test_what_rests_on_other_briefings_is_left_out() -> None:
    reply = replied("総会の会場は？")
    learned = suggestions(Script())
    assert learned.of(reply, [SOUKAI], tries=9, within=lambda _: False) == ()


# Of an assistant


def test_what_can_be_known_ahead_is_found_out_until_somebody_asks() -> None:
    assistant = assistant_over({"bousai": BOUSAI})
    reply = assistant.draft("総合防災訓練の会場は？")
    assert assistant.suggestions(reply) == ()
    assistant.prepare(0.0)
    assert assistant.suggestions(reply) == ()
    assistant.prepare(60.0)
    assert assistant.suggestions(reply) == (
        "総合防災訓練の日時は？",
        "総合防災訓練の参加者は？",
        "総合防災訓練の要点は？",
    )


LAWFUL = ("briefing.dev.jsonl", "briefing.later.jsonl")


@pytest.fixture(scope="module")
def briefed() -> Assistant:
    text = (ROOT / "corpus" / "climate-briefing-2025.txt").read_text("utf-8")
    assistant = assistant_over({"climate-briefing-2025": text})
    assistant.prepare(600.0)
    return assistant


@pytest.mark.parametrize("name", LAWFUL)
@pytest.mark.long
def test_each_suggestion_is_answered_alone_and_after_its_question(
    briefed: Assistant, name: str, is_long: bool
) -> None:
    lines = (ROOT / "tests" / "data" / name).read_text("utf-8").splitlines()
    lines = lines if is_long else lines[::3]
    led = 0
    for question in (json.loads(line)["question"] for line in lines):
        reply = briefed.draft(question)
        for suggestion in briefed.suggestions(reply):
            led += 1
            assert suggestion != question
            for history in ((), (turn_of(reply),)):
                answered = briefed.draft(suggestion, history=history)
                assert answered.answer.status == "answered", (question, suggestion)
                assert answered.interpreted_as is None
                assert places_of(answered) != places_of(reply)
    assert led > len(lines) / 2


def test_a_refusal_leads_nowhere(briefed: Assistant) -> None:
    assert briefed.suggestions(briefed.draft("火星の人口は？"), tries=9) == ()
