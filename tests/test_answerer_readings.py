import math

import numpy as np
import pytest
from numpy.testing import assert_allclose

from briefqa.answerer.readings import PassageReader, Readings, read_blocks
from briefqa.answerer.units import units_of
from briefqa.comprehension import SpanReader
from briefqa.passages import split_passages
from briefqa.records import Briefing, Hit
from tests.asking import assistant_of, assistant_over, reader
from tests.slides import slide_of as celled

TABLE = celled(
    [
        ["会社名", "担当者", "契約額"],
        ["青葉製作所", "山田 太郎", "12万円"],
        ["港運輸", "佐藤 花子", "8万円"],
    ],
    title="委託先",
)
DECK = """青葉市の防災
参加者：1,200人
会場：市民ホール
---
予算
総額は約30億円。
"""


@pytest.fixture(scope="module")
def model() -> SpanReader:
    return reader()


def read(question: str, *, passages: int = 2) -> tuple[Readings, PassageReader]:
    assistant = assistant_over({"deck": DECK})
    query, hits = assistant.find(question, 10)
    passage_reader = PassageReader(reader())
    return passage_reader.read(query, hits[:passages], assistant), passage_reader


def test_spans_and_no_answer_share_one() -> None:
    readings, _ = read("参加者は何人？")
    total = math.fsum(one.probability for one in readings.likely) + readings.none
    assert 0.9 < total <= 1.0 + 1e-6  # all but the spans beyond the likeliest
    shares = [math.exp(one.log_share) for one in readings.reads]
    assert_allclose(math.fsum(shares) + readings.none, 1.0, rtol=1e-5)
    assert [one.probability for one in readings.likely] == sorted(
        (one.probability for one in readings.likely), reverse=True
    )


def test_the_span_asked_for_is_likeliest_and_found_by_its_place() -> None:
    readings, _ = read("参加者は何人？")
    best = readings.likely[0]
    text = best.slide.blocks[best.position].text
    assert "1,200" in text[best.start : best.end]
    unit = next(unit for unit in units_of(best.slide) if unit.position == best.position)
    assert readings.agreement(unit, best.start, best.end) >= best.probability


def test_nothing_read_is_no_answer() -> None:
    readings, passage_reader = read("参加者は何人？", passages=0)
    assert (readings.likely, readings.none) == ((), 1.0)
    assert isinstance(passage_reader, PassageReader)


def test_a_passage_of_another_index_is_read_anew() -> None:
    passage_reader = PassageReader(reader())
    for deck, wanted in (
        ("会場：市民ホール\n", "市民ホール"),
        ("会場：青葉小学校\n", "青葉小学校"),
    ):
        assistant = assistant_over({"deck": deck})
        query, _ = assistant.find("会場はどこ？", 1)
        passage = split_passages(assistant.briefing("deck"))[0]
        hit = Hit(passage, 1.0, 1, 1.0, 1, 1.0)
        best = passage_reader.read(query, [hit], assistant).likely[0]
        assert best.slide.blocks[best.position].text[best.start : best.end] in wanted
        assert np.isfinite(best.probability)


def test_cells_are_read_with_the_heads_of_their_columns() -> None:
    briefing = Briefing("deck", "委託", "", "", "ja", "deck.pptx", "0", (TABLE,))
    (passage,) = split_passages(briefing)
    assert list(read_blocks(TABLE, passage)) == [
        ("title", "委託先"),
        ("row", "会社名\u3000担当者\u3000契約額"),
        ("row", "青葉製作所\u3000担当者：山田 太郎\u3000契約額：12万円"),
        ("row", "港運輸\u3000担当者：佐藤 花子\u3000契約額：8万円"),
    ]


def test_spans_of_cells_are_found_by_their_places_without_the_heads() -> None:
    briefing = Briefing("deck", "委託", "", "", "ja", "deck.pptx", "0", (TABLE,))
    assistant = assistant_of((briefing,))
    query, hits = assistant.find("港運輸の契約額はいくらですか", 10)
    found = PassageReader(reader()).read(query, hits, assistant)
    rows = [one for one in found.likely if TABLE.blocks[one.position].cells]
    texts = [TABLE.blocks[one.position].text[one.start : one.end] for one in rows]
    assert "8万円" in texts
    assert not any(text.startswith(("契約額", "担当者：")) for text in texts[:3])


def test_a_part_of_a_long_block_is_read_by_its_place_in_the_block() -> None:
    slide = celled(("body", "港の工事が続いた。" * 90 + "総額は約30億円である。"))
    briefing = Briefing("deck", "港", "", "", "ja", "deck.pptx", "0", (slide,))
    first, second = split_passages(briefing)
    ((kind, text),) = read_blocks(slide, second)
    assert (kind, text) == ("body", second.text)
    query, _ = assistant_of((briefing,)).find("総額はいくらですか", 1)
    hit = Hit(second, 1.0, 1, 1.0, 1, 1.0)
    best = PassageReader(reader()).read(query, [hit], assistant_of((briefing,))).likely[0]
    assert "30億円" in slide.blocks[0].text[best.start : best.end]
    assert first.end <= second.start
