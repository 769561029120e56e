"""Silver questions and the slides that they are asked over, made of tiny made texts."""

import gzip
import json
import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.reading_examples import ReadingExample, TextBlock
from training.silver import silver_examples
from training.silver.cloze import ask_values
from training.silver.draft import Asked, Page
from training.silver.enumerations import ask_lists
from training.silver.facts import ask_definitions, ask_places, ask_reasons, ask_short_names
from training.silver.labels import label_drafts
from training.silver.values import find_values
from training.silver.words import last_phrase
from training.slides import render, split_sentences

TEXT = (
    "また、港町市は、2019年4月に潮風図書館を開館しました。総務省の調査（図表1-2）によると、利用者数は約30万人である。"
    "蔵書は12万冊となっている。\n貸出カードは、窓口で申請した日に交付されます。"
    "休館日は月曜日です。夜間は、返却口を利用できます。"
)


def seeded(seed: int) -> random.Random:
    return random.Random(seed)


def page(text: str, title: str = "図書館の概要") -> Page:
    return Page(title, text, "made/1", "made")


def answers(asked: list[Asked], text: str) -> list[tuple[str, str]]:
    return [(one.kind, text[slice(*one.answers[0])]) for one in asked]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, len(TEXT) - 1), st.integers(1, 30))
def test_a_rendered_answer_is_the_answer_of_the_text(seed: int, start: int, length: int):
    answer = TEXT[start : start + length].strip()
    if not answer or "\n" in answer:
        return
    start = TEXT.index(answer, start)

    blocks, span = render(TEXT, (start, start + len(answer)), seeded(seed), title="図書館 概要")

    assert span is not None
    shown = blocks[span.block].text[span.start : span.end]
    assert unicodedata.normalize("NFKC", shown) == unicodedata.normalize("NFKC", answer)
    assert blocks[0].kind == "heading"
    assert all(block.text.strip() == block.text for block in blocks)


def test_a_text_without_answer_is_rendered_without_span():
    blocks, span = render(TEXT, None, seeded(1), title="図書館")

    assert span is None
    assert blocks[0] == TextBlock("heading", "図書館")


def test_polite_endings_become_noun_endings_in_some_slides_only():
    shown = {
        block.text
        for seed in range(60)
        for block in render("潮風図書館を開館しました。", None, seeded(seed), title="館")[0]
    }

    bare = {text.lstrip("・◼■●○⚫➢•◆✓-□▶① ") for text in shown}
    assert {"潮風図書館を開館", "潮風図書館を開館。", "潮風図書館を開館しました。"} <= bare
    assert bare <= {
        *("潮風図書館を開館", "潮風図書館を開館。", "潮風図書館を開館しました"),
        *("潮風図書館を開館しました。", "館"),
    }


def test_sentences_end_outside_brackets():
    text = "一（二。）三。四"

    assert [text[a:b] for a, b in split_sentences(text)] == ["一（二。）三。", "四"]


def test_values_are_found_whole_with_their_kinds():
    text = "2019年4月に約30万人、費用は6,000億円、前年比12.5％増、50人以上、第3回、10～12件"

    assert [
        (value.kind, value.text, text[value.core : value.end]) for value in find_values(text)
    ] == [
        ("date", "2019年4月", "2019年4月"),
        ("count", "約30万人", "30万人"),
        ("money", "6,000億円", "6,000億円"),
        ("percent", "12.5％", "12.5％"),
        ("count", "50人以上", "50人以上"),
    ]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [("総務省は、世帯の利用率", "世帯の利用率"), ("調べた「海の図書館」", "海の図書館")],
)
def test_the_last_noun_phrase_stops_at_verbs_and_particles(text: str, phrase: str):
    assert last_phrase(text) == phrase


def test_a_level_is_asked_for_by_its_quantity():
    text = "港町市の図書館の利用者数は約30万人である。"

    asked = list(ask_values(page(text), seeded(2)))

    assert answers(asked, text) == [("count", "約30万人")]
    assert [text[slice(*span)] for span in asked[0].answers] == ["約30万人", "30万人"]
    assert "利用者数" in asked[0].question


def test_two_like_values_that_a_question_fits_are_not_asked_for():
    text = "図書館の利用者数は30万人である。図書館の利用者数は40万人である。"

    assert list(ask_values(page(text), seeded(2))) == []


def test_a_date_is_asked_for_by_what_was_done():
    text = "港町市は、2019年4月に潮風図書館を開館した。"

    asked = list(ask_values(page(text), seeded(0)))

    assert answers(asked, text) == [("date", "2019年4月")]
    assert "潮風図書館" in asked[0].question


@pytest.mark.parametrize(
    ("ask", "text", "kind", "answer"),
    [
        (
            ask_definitions,
            "移動図書館とは、本を積んで回る車である。",
            "definition",
            "本を積んで回る車",
        ),
        (ask_places, "潮風図書館は港町市潮見町にある図書館である。", "place", "港町市潮見町"),
        (
            ask_reasons,
            "高齢者の利用を増やすため、港町市は、送迎車を導入した。",
            "reason",
            "高齢者の利用を増やすため",
        ),
        (ask_short_names, "情報通信技術（ICT）を使う。", "short", "情報通信技術"),
        (ask_lists, "絵本、雑誌、新聞などの資料を置く。", "list", "絵本、雑誌、新聞"),
    ],
)
def test_facts_are_asked_for(ask, text: str, kind: str, answer: str):
    asked = [one for seed in range(8) for one in ask(page(text), seeded(seed))]

    assert (kind, answer) in answers(asked, text)


def test_the_heading_above_decides_between_like_rows():
    text = "\n".join(
        (
            "■朗読の集い\n日時：5月10日(土)14時〜16時\n場所：潮風図書館\n定員：30人(抽選)",
            "■製本の教室\n日時：6月7日(土)10時〜12時\n場所：港町公民館\n定員：12人",
        )
    )

    drafts = [d for seed in range(5) for d in label_drafts([page(text)], seeded(seed))]

    told = {
        (draft.kind, "朗読" in draft.question, draft.blocks[span.block].text[span.start : span.end])
        for draft in drafts
        for span in draft.answers
    }
    assert told == {
        ("label-when", True, "5月10日(土)14時〜16時"),
        ("label-where", True, "潮風図書館"),
        ("label-capacity", True, "30人"),
        ("label-when", False, "6月7日(土)10時〜12時"),
        ("label-where", False, "港町公民館"),
        ("label-capacity", False, "12人"),
    }


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder with a few records in each file that silver questions need."""

    def write(name: str, records: list[dict[str, str]]) -> None:
        with gzip.open(tmp_path / f"{name}.train.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)

    names = [
        ("Chile", "チリ"),
        ("Kenya", "ケニア"),
        ("Peru", "ペルー"),
        ("Laos", "ラオス"),
        ("Fiji", "フィジー"),
    ]
    names += [("Nepal", "ネパール"), ("Cuba", "キューバ"), ("Iran", "イラン"), ("Oman", "オマーン")]
    write("cldr_names_enja", [{"a": a, "b": b, "source": "CLDR/territories"} for a, b in names])
    towns = "、".join(
        f"海浜県{name}市"
        for name in ("港町", "川口", "山田", "松原", "竹田", "梅津", "花巻", "星野")
    )
    text = f"{towns}が参加した。" * 2
    passages = [TEXT.replace("12万冊", f"{n}万冊") for n in range(20, 40)] + [text]
    write(
        "ict_whitepaper_heading_passage_ja",
        [{"a": f"図書館の概要{n}", "b": b, "source": "made"} for n, b in enumerate(passages)],
    )
    return tmp_path


def test_examples_are_the_same_for_a_seed_and_other_for_another(data: Path):
    first = list(silver_examples(data, seed=3, limit=40))

    assert first == list(silver_examples(data, seed=3, limit=40))
    assert first != list(silver_examples(data, seed=4, limit=40))
    assert len(first) == 40


def test_every_example_is_a_slide_with_its_answers_inside(data: Path):
    examples = list(silver_examples(data, seed=3))

    assert all(example.blocks[0].kind == "heading" for example in examples)
    assert all(3 <= len(example.blocks) <= 25 for example in examples)
    assert all(is_inside(example) for example in examples)
    assert {bool(example.answers) for example in examples} == {True, False}
    assert {example.question.isascii() for example in examples} == {True, False}


def is_inside(example: ReadingExample) -> bool:
    return all(
        0 <= span.start < span.end <= len(example.blocks[span.block].text)
        for span in example.answers
    )


def test_no_data_gives_no_examples(tmp_path: Path):
    assert list(silver_examples(tmp_path, seed=1)) == []
