"""Slides that say the same are cited together; where they differ, both values are given."""

import pytest

from briefqa.assistant import Assistant
from briefqa.records import Quantity
from tests.asking import assistant_over

OLD = """青葉市の避難所
---
避難所の状況（2024年3月時点）
・指定避難所の数：128か所
・備蓄倉庫の数：15棟
・訓練の参加者：300人
"""
NEW = """青葉市の防災
---
防災の現状
・指定避難所の数：131か所（2025年4月現在）
・備蓄倉庫の数：１５棟
・訓練の開催数：12回
"""


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return assistant_over({"new": NEW, "old": OLD})


def test_the_newest_value_comes_first_and_the_other_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("指定避難所の数は？").answer
    assert (answer.text, answer.value, answer.as_of) == (
        "131か所",
        Quantity(131.0, "か所"),
        "2025-04",
    )
    (other,) = answer.alternatives
    assert (other.text, other.value, other.as_of, other.markers) == (
        "128か所",
        Quantity(128.0, "か所"),
        "2024-03",
        (2,),
    )
    assert [(c.marker, c.briefing) for c in answer.citations] == [(1, "new"), (2, "old")]


def test_an_equal_value_in_other_digits_is_cited_beside_and_is_no_conflict(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("備蓄倉庫は何棟ですか").answer
    assert answer.alternatives == ()
    assert sorted(c.briefing for c in answer.citations) == ["new", "old"]


def test_figures_under_other_words_are_no_conflict() -> None:
    other = "訓練の記録\n---\n・避難訓練の参加者：350人\n---\n・消火訓練の参加者：120人\n"
    answer = assistant_over({"deck": other}).ask("避難訓練の参加者は何人ですか").answer
    assert (answer.text, answer.alternatives) == ("350人", ())


def test_figures_of_other_years_are_no_conflict() -> None:
    years = "目標\n---\n・2030年度の削減目標：46％\n---\n・2035年度の削減目標：60％\n"
    answer = assistant_over({"deck": years}).ask("2035年度の削減目標は何％ですか").answer
    assert (answer.text, answer.alternatives) == ("60％", ())


def test_a_name_under_the_same_label_of_a_newer_briefing_comes_first() -> None:
    old = "青葉市\n---\n市の体制（2023年4月時点）\n\n市長：山田太郎\n副市長：佐藤花子\n"
    new = "青葉市\n---\n市の体制（2025年4月時点）\n\n市長：鈴木一郎\n副市長：佐藤花子\n"
    answer = assistant_over({"old": old, "new": new}).ask("市長は誰ですか").answer
    assert (answer.text, answer.as_of) == ("鈴木一郎", "2025-04")
    assert [(other.text, other.as_of) for other in answer.alternatives] == [("山田太郎", "2023-04")]
    assert (
        assistant_over({"old": old, "new": new}).ask("副市長は誰ですか").answer.alternatives == ()
    )


@pytest.mark.parametrize(
    ("one", "other", "question"),
    [
        ("2023年度の避難所数：120か所", "2024年度の避難所数：128か所", "避難所数は？"),
        ("避難所の整備数：120か所", "避難所の整備数の目標：200か所", "避難所の整備数は？"),
        ("東部地区の避難所数：120か所", "西部地区の避難所数：80か所", "避難所数は？"),
        ("訓練の参加者：延べ1,200人", "訓練の参加者：350人", "訓練の参加者は何人ですか"),
        ("訓練の来場者数：約270人", "訓練の来場者数：268人", "訓練の来場者数は？"),
    ],
)
def test_figures_of_other_things_are_no_conflict(one: str, other: str, question: str) -> None:
    deck = f"計画\n---\n現状\n・{one}\n---\n状況\n・{other}\n"
    answer = assistant_over({"deck": deck}).ask(question).answer
    assert (answer.status, answer.alternatives) == ("answered", ())


@pytest.mark.parametrize(
    ("line", "held"),
    [
        (
            "避難所は2024年3月時点で128か所、防災士は2023年4月現在で300人である。",
            ("2024-03", "2023-04"),
        ),
        ("避難所は128か所（2024年3月現在）、防災士は300人である。", ("2024-03", "")),
        ("避難所は128か所、防災士は300人（2023年4月現在）である。", ("", "2023-04")),
        ("2024年3月時点で避難所は128か所、防災士は300人である。", ("2024-03", "2024-03")),
    ],
)
def test_a_figure_held_when_its_own_words_say(line: str, held: tuple[str, str]) -> None:
    assistant = assistant_over({"deck": f"市\n---\n状況\n{line}\n"})
    answers = [assistant.ask(q).answer for q in ("避難所は何か所ですか", "防災士は何人ですか")]
    assert [a.text for a in answers] == ["128か所", "300人"]
    assert tuple(a.as_of for a in answers) == held


def test_dates_of_other_years_are_a_conflict() -> None:
    deck = "市\n---\n式典\n・式典の開催日：2024年9月1日\n---\n予定\n・式典の開催日：2025年9月1日\n"
    answer = assistant_over({"deck": deck}).ask("式典の開催日はいつですか").answer
    said = {answer.text, *(other.text for other in answer.alternatives)}
    assert said == {"2024年9月1日", "2025年9月1日"}
