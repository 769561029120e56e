from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from briefqa.comprehension import PassageScores, ReadSpan, SpanReader
from briefqa.comprehension.matches import CONCEPTS_FOUND, Asked, match
from briefqa.comprehension.network import NEVER, Scores
from briefqa.comprehension.tokens import FLAGS, TOKEN_LIMIT, Words, read_words, split
from briefqa.errors import ModelError
from briefqa.query import Concept, Wording
from briefqa.records import BlockKind
from training.reader import write_reader
from training.reader_data import Encoded, Encoder, collate
from training.reader_network import ReaderNetwork, Sizes
from training.reader_vocabulary import tables_of

LISTS = {"words": ["会議", "開く", "#2", "円"], "characters": ["会", "円"], "parts": ["名詞-数詞"]}
SLIDE: list[tuple[BlockKind, str]] = [
    ("heading", "防災会議の概要"),
    ("bullet", "・１,２００人が参加、会場は青葉市。"),
    ("row", "参加費：500円"),
]


def concept(*terms: str, importance: float = 2.0) -> Concept:
    wording = Wording(terms, 1.0)
    return Concept(terms[0], terms[0], (wording,), importance, is_name=False, is_known=True)


def words_of(*blocks: tuple[BlockKind, str]) -> Words:
    return read_words(blocks, tables_of(LISTS))


def flag(words: Words, name: str) -> list[bool]:
    return list(words.flags[:, FLAGS.index(name)])


def test_words_know_their_block_and_the_number_stays_whole() -> None:
    words = words_of(*SLIDE)
    texts = [
        SLIDE[block][1][start:end]
        for block, start, end in zip(words.block, words.start, words.end, strict=True)
    ]
    assert texts[:4] == ["防災", "会議", "の", "概要"]
    assert "１,２００" in texts
    row = texts[-4:]
    assert row == ["費", "：", "500", "円"]
    assert flag(words, "label")[-5:] == [True, True, False, False, False]
    assert flag(words, "number")[-2:] == [True, False]
    assert flag(words, "first") == [
        i == 0 or words.block[i] != words.block[i - 1] for i in range(len(words))
    ]
    assert list(words.word[-2:]) == [1, 5]  # #3 is not listed, 円 is


def test_full_and_half_width_words_are_the_same() -> None:
    assert [s for s, _ in split("ＣＯ２は１０％")] == [s for s, _ in split("CO2は10%")]


@given(st.lists(st.text(max_size=60), max_size=4))
def test_words_stand_in_their_blocks_in_order(texts: list[str]) -> None:
    blocks: list[tuple[BlockKind, str]] = [("body", text) for text in texts]
    words = words_of(*blocks)
    assert len(words) <= TOKEN_LIMIT
    places = list(zip(words.block.tolist(), words.start.tolist(), words.end.tolist(), strict=True))
    assert places == sorted(places)
    for block, start, end in places:
        assert 0 <= start < end <= len(texts[block])


def test_matches_say_where_the_question_stands() -> None:
    passage = words_of(("heading", "会議"), ("body", "参加費は五円"), ("body", "天気"))
    asked = Asked.of(
        [concept("会議", importance=3.0), concept("円", importance=1.0)], words_of(("body", "円"))
    )
    found = match(asked, passage)
    at = {
        (int(b), int(s)): i
        for i, (b, s) in enumerate(zip(passage.block, passage.start, strict=True))
    }
    yen = at[1, 5]
    assert found[yen, 0] == 1.0  # the same surface
    assert found[yen, 1] == 1.0
    assert_allclose(found[:, CONCEPTS_FOUND], 1.0)  # both concepts stand on the passage
    block, heading = CONCEPTS_FOUND - 2, CONCEPTS_FOUND - 1
    assert_allclose(found[yen, [block, heading]], [0.25, 0.75])
    assert_allclose(found[-1, [block, heading]], [0.0, 0.75])
    assert match(asked, words_of()).shape == (0, found.shape[1])


def test_half_of_a_wording_of_two_words_counts_half() -> None:
    passage = words_of(("body", "会議"))
    asked = Asked.of([concept("会議", "円")], words_of(("body", "円")))
    assert match(asked, passage)[0, 1] == 0.5


@pytest.fixture(scope="module")
def network() -> ReaderNetwork:
    torch.manual_seed(7)
    sizes = Sizes(
        *(len(LISTS[name]) + 2 for name in ("words", "characters", "parts")),
        vector=8,
        width=16,
        character=4,
        part=4,
    )
    made = ReaderNetwork(sizes, torch.randn(sizes.words, 8)).eval()
    with torch.no_grad():
        made.tuned.weight.normal_()
        for parameter in made.parameters():  # what is written is rounded to float16
            parameter.copy_(parameter.half().float())
        vectors = made.get_buffer("vectors")
        vectors.copy_((vectors + made.tuned.weight).half().float() - made.tuned.weight)
    return made


@pytest.fixture(scope="module")
def folder(network: ReaderNetwork, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reader")
    weights = {name: p.detach().numpy() for name, p in network.named_parameters()}
    write_reader(path, LISTS, network.get_buffer("vectors").numpy(), weights)
    return path


CONCEPTS = [concept("参加"), concept("円", importance=1.0)]


def test_numpy_computes_what_torch_trained(network: ReaderNetwork, folder: Path) -> None:
    reader = SpanReader.load(folder)
    question = reader.encode_question("参加費は何円？", CONCEPTS)
    found = reader.read(question, reader.encode_passage(SLIDE))
    question_words, passage = words_of(("body", "参加費は何円？")), words_of(*SLIDE)
    asked = Asked.of(CONCEPTS, question_words)
    figures = match(asked, passage)
    sides = [
        {name: getattr(words, name) for name in ("word", "part", "characters", "flags", "block")}
        for words in (question_words, passage)
    ]
    short = words_of(("body", "青葉市"))
    shorter = {name: getattr(short, name) for name in sides[1]}
    shorter["match"] = match(asked, short)
    none = np.zeros((0, 2), np.int32)
    batch = [
        Encoded(sides[0], {**sides[1], "match": figures}, none, "g"),
        Encoded(sides[0], shorter, none, "g"),  # padded, which must change nothing
    ]
    with torch.no_grad():
        spans, no_answer = network(*collate(batch))
    n = len(passage)
    # What is kept of a passage is in float16.
    assert_allclose(found.none, float(no_answer[0]), atol=5e-3)
    best = found.best(n * n)
    assert_allclose(best[0].score, float(spans[0].max()), atol=2e-2)
    allowed = (spans[0] > NEVER / 2).sum()
    assert len(best) == int(allowed)
    own = reader.read(question, reader.encode_passage([("body", "青葉市")]))
    assert_allclose(own.best(1)[0].score, float(spans[1].max()), atol=2e-2)


def test_spans_stay_in_their_block(folder: Path) -> None:
    reader = SpanReader.load(folder)
    found = reader.read(reader.encode_question("円", CONCEPTS), reader.encode_passage(SLIDE))
    for span in found.best(1_000):
        assert 0 <= span.start < span.end <= len(SLIDE[span.block][1])


def test_nothing_to_read_gives_no_span(folder: Path) -> None:
    reader = SpanReader.load(folder)
    question = reader.encode_question("円", [])
    assert reader.read(question, reader.encode_passage([])).best(3) == []
    assert reader.read(question, reader.encode_passage([("body", "\n")])).best(3) == []


def test_the_best_spans_come_first_by_their_place() -> None:
    words = words_of(("body", "会議は円"))  # three words
    spans = np.full((3, 3), NEVER)
    spans[0, 0], spans[0, 1], spans[2, 2] = 1.0, 3.0, 2.0
    scores = PassageScores(words, Scores(spans, none=0.5))
    assert scores.best(2) == [ReadSpan(0, 0, 3, 3.0), ReadSpan(0, 3, 4, 2.0)]
    assert_allclose(scores.total, np.log(np.exp([1.0, 3.0, 2.0]).sum()), rtol=1e-6)


@pytest.mark.parametrize("file", ["model.safetensors", "vocabulary.json"])
def test_a_damaged_model_is_named(folder: Path, tmp_path: Path, file: str) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / file).write_bytes(b"\x00damaged")
    with pytest.raises(ModelError, match="cannot be read") as raised:
        SpanReader.load(tmp_path)
    assert "make -C training reader" in str(raised.value.hint)


def test_encoder_leaves_out_what_is_no_span_of_words() -> None:
    from training.reading_examples import AnswerSpan, ReadingExample, TextBlock

    class OneQuery:
        concepts = tuple(CONCEPTS)

    encoder = Encoder(tables_of(LISTS), lambda _: OneQuery())  # type: ignore[arg-type,return-value]
    blocks = (TextBlock("body", "参加費は500円"),)
    answered = encoder.encode(ReadingExample("円は？", blocks, (AnswerSpan(0, 4, 8),), "g"))
    assert answered is not None
    assert answered.spans.tolist() == [[3, 4]]
    lost = encoder.encode(ReadingExample("円は？", blocks, (AnswerSpan(1, 0, 2),), "g"))
    assert lost is None
