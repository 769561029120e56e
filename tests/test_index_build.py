"""Building: what is reported, what is reused, and that nothing but the corpus counts."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefqa.corpus import IN_THIS_PROCESS
from briefqa.dense import FlatIndex
from briefqa.errors import EmbedderError, IndexMissingError, IndexWriteError, ReadError
from briefqa.glossary import GlossaryEntry
from briefqa.index import build_index, current_name, load_generation
from briefqa.index.contents import (
    FILE_NAMES,
    Contents,
    contents_from_files,
    contents_to_files,
)
from briefqa.lexical import LexicalIndex
from briefqa.records import Block, Briefing, Cell, Loss, Passage, Slide, Unreadable
from briefqa.remarks import Remark
from briefqa.termlists import PARALLEL_FROM, cut, cutting
from tests.fakes import HashEmbedder
from tests.generations import FOREST, HARBOUR, MARKET, build, files_under, write_corpus

texts = st.text(max_size=6)
numbers = st.integers(0, 99)
cells = st.builds(Cell, numbers, numbers, texts, texts)
blocks = st.builds(
    Block,
    st.sampled_from(["bullet", "row", "chart"]),
    numbers,
    numbers,
    texts,
    numbers,
    st.lists(cells, max_size=2).map(tuple),
    numbers,
    st.booleans(),
)
losses = st.builds(Loss, st.sampled_from(["pictures", "chart"]), texts)
slides = st.builds(
    Slide,
    texts,
    numbers,
    texts,
    texts,
    texts,
    st.lists(blocks, max_size=2).map(tuple),
    st.lists(losses, max_size=2).map(tuple),
    st.booleans(),
    st.booleans(),
)
remarks = st.builds(
    Remark,
    st.tuples(texts) | st.tuples(texts, texts),
    st.lists(st.tuples(texts, texts | st.integers()), max_size=2).map(tuple),
    texts,
)
briefings = st.builds(
    Briefing,
    texts,
    texts,
    texts,
    texts,
    texts,
    texts,
    texts,
    st.lists(slides, max_size=2).map(tuple),
    st.sampled_from(["pdf", "pptx"]),
    st.sampled_from(["", "slide"]),
    st.sampled_from(["", "name"]),
    texts,
    st.none() | remarks,
)
passages = st.builds(Passage, texts, texts, numbers, st.just("row"), numbers, numbers, texts, texts)
entries = st.builds(GlossaryEntry, texts, texts, st.floats(0, 1), texts)
surrogates = st.builds(
    Unreadable,
    st.text(st.characters(categories=["Cs"])),
    numbers,
    remarks,
    st.sampled_from([None, "damaged"]),
    texts,
)


@st.composite
def contents(draw: st.DrawFn) -> Contents:
    found = draw(st.lists(passages, max_size=3))
    return Contents(
        briefings=tuple(draw(st.lists(briefings, max_size=2))),
        unreadable=tuple(draw(st.lists(surrogates, max_size=2))),
        passages=tuple(found),
        terms=LexicalIndex.build([list(passage.text) for passage in found]),
        bigrams=LexicalIndex.build([list(passage.id) for passage in found]),
        dense=FlatIndex.build(np.ones((len(found), 2), dtype=np.float32)),
        glossary=tuple(draw(st.lists(entries, max_size=2))),
    )


def test_reasons_that_an_older_index_keeps_as_text_are_read() -> None:
    """Before remarks had their values apart, they were kept as they are in English."""
    built = Contents(
        briefings=(
            Briefing("bousai", "", "", "", "", "", "", (), stale=Remark(("it is broken",))),
        ),
        unreadable=(Unreadable("kara.txt", 0, Remark(("the file is empty. Remove it.",))),),
        passages=(),
        terms=LexicalIndex.build([]),
        bigrams=LexicalIndex.build([]),
        dense=FlatIndex.build(np.ones((0, 2), dtype=np.float32)),
        glossary=(),
    )
    files = contents_to_files(built)
    as_before = {
        name: data.replace(b'{"sentences": ["it is broken"]}', b'"it is broken"').replace(
            b'{"sentences": ["the file is empty. Remove it."]}', b'"the file is empty. Remove it."'
        )
        for name, data in files.items()
    }
    assert sum(as_before[name] != files[name] for name in files) == 2
    loaded = contents_from_files(as_before)
    assert (loaded.briefings, loaded.unreadable) == (built.briefings, built.unreadable)


@given(contents())
def test_saving_and_loading_contents_changes_nothing(built: Contents) -> None:
    files = contents_to_files(built)
    loaded = contents_from_files(files)
    assert tuple(sorted(files)) == tuple(sorted(FILE_NAMES))
    assert contents_to_files(loaded) == files
    assert loaded.briefings == built.briefings
    assert loaded.unreadable == built.unreadable
    assert loaded.passages == built.passages
    assert loaded.glossary == built.glossary


def test_a_first_build_adds_all(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", harbour=HARBOUR, market=MARKET)
    report = build(corpus, tmp_path / "new" / "index")
    assert (report.generation, report.is_new) == ("gen-1", True)
    assert report.added == ("harbour", "market")
    assert (report.changed, report.removed, report.unchanged) == ((), (), ())
    assert (report.briefings, report.slides, report.passages) == (2, 4, 4)
    assert report.reused_vectors == 0
    assert report.seconds > 0
    loaded = load_generation(tmp_path / "new" / "index", HashEmbedder())
    assert loaded.notices == ()
    assert [p.id for p in loaded.generation.contents.passages] == [
        "harbour/1/1",
        "harbour/2/1",
        "market/1/1",
        "market/2/1",
    ]
    entry = GlossaryEntry("IMO", "国際海事機関", 0.8, "harbour/1")
    assert loaded.generation.contents.glossary == (entry,)


def test_a_rebuild_tells_what_changed_and_embeds_only_that(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    write_corpus(corpus, harbour=HARBOUR, market=MARKET, shed="小屋は北にある。")
    build(corpus, index)
    write_corpus(corpus, harbour=HARBOUR, market=MARKET.replace("五時", "六時"), forest=FOREST)
    embedder = HashEmbedder()
    report = build_index(corpus, index, embedder)
    assert report.generation == "gen-2"
    assert report.added == ("forest",)
    assert report.changed == ("market",)
    assert report.removed == ("shed",)
    assert report.unchanged == ("harbour",)
    assert (report.reused_vectors, embedder.embedded) == (3, 3)
    contents = load_generation(index, embedder).generation.contents
    wanted = embedder.embed_queries([p.indexed_text for p in contents.passages])
    assert contents.dense.vectors().tobytes() == wanted.tobytes()


def test_another_embedder_embeds_all_again(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", harbour=HARBOUR), tmp_path / "index"
    build(corpus, index)
    other = HashEmbedder(revision="2")
    report = build_index(corpus, index, other)
    assert (report.is_new, report.reused_vectors, other.embedded) == (True, 0, 2)
    assert report.unchanged == ("harbour",)


def test_equal_passages_are_embedded_once(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", one="鐘が鳴る。\n---\n鐘が鳴る。")
    (corpus / "one.toml").write_text('title = "鐘"', encoding="utf-8")
    embedder = HashEmbedder()
    assert build_index(corpus, tmp_path / "index", embedder).passages == 2
    assert embedder.embedded == 1


def test_nothing_changed_publishes_nothing(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", harbour=HARBOUR), tmp_path / "index"
    build(corpus, index)
    before = files_under(index)
    report = build(corpus, index)
    assert (report.generation, report.is_new) == ("gen-1", False)
    assert report.unchanged == ("harbour",)
    assert files_under(index) == before


def test_nothing_changed_mends_a_damaged_generation(tmp_path: Path) -> None:
    corpus, index = write_corpus(tmp_path / "corpus", harbour=HARBOUR), tmp_path / "index"
    build(corpus, index)
    (index / "gen-1" / "dense.faiss").write_bytes(b"")
    report = build(corpus, index)
    assert (report.generation, report.is_new) == ("gen-2", True)
    assert load_generation(index, HashEmbedder()).notices == ()


def test_two_generations_are_kept_and_foreign_files_left_alone(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    (index / "gen-x").mkdir(parents=True)
    (index / "README.md").write_text("What this folder is for.")
    (index / "notes.tmp").write_text("mine")
    for text in (HARBOUR, MARKET, FOREST, HARBOUR):
        build(write_corpus(corpus, one=text), index)
    names = sorted(path.name for path in index.iterdir())
    assert names == [".lock", "CURRENT", "README.md", "gen-3", "gen-4", "gen-x", "notes.tmp"]
    assert current_name(index) == "gen-4"


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", harbour=HARBOUR, market=MARKET, empty="")
    build(corpus, tmp_path / "one")
    build(corpus, tmp_path / "two")
    assert files_under(tmp_path / "one") == files_under(tmp_path / "two")


@pytest.mark.parametrize("shift", [-86_400, 365 * 86_400], ids=["a day back", "a year on"])
def test_the_clock_has_no_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shift: int
) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    build(write_corpus(corpus, harbour=HARBOUR), tmp_path / "unshifted")
    build(write_corpus(corpus, harbour=HARBOUR, market=MARKET), tmp_path / "unshifted")
    build(write_corpus(corpus, harbour=HARBOUR), index)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + shift)
    write_corpus(corpus, harbour=HARBOUR, market=MARKET)
    for path in corpus.iterdir():
        os.utime(path, (now + shift, now + shift))
    assert build(corpus, index).generation == "gen-2"
    assert load_generation(index, HashEmbedder()).generation.name == "gen-2"
    assert files_under(index) == files_under(tmp_path / "unshifted")


def test_one_bad_file_is_named_and_the_rest_indexed(tmp_path: Path) -> None:
    good = {f"note{number:02d}": f"{HARBOUR}{number}" for number in range(99)}
    corpus = write_corpus(tmp_path / "corpus", **good)
    (corpus / "broken.txt").write_bytes(b"")
    report = build(corpus, tmp_path / "index")
    assert (report.briefings, [one.source for one in report.unreadable]) == (99, ["broken.txt"])
    loaded = load_generation(tmp_path / "index", HashEmbedder())
    assert loaded.generation.contents.unreadable == report.unreadable


def test_an_empty_corpus_publishes_nothing(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus")
    with pytest.raises(ReadError, match=r"holds no briefing\. Put a file into it\."):
        build(corpus, tmp_path / "index")
    assert list(files_under(tmp_path / "index")) == [".lock"]
    with pytest.raises(IndexMissingError, match="Run `briefqa build`"):
        load_generation(tmp_path / "index", HashEmbedder())


def test_a_corpus_of_unreadable_files_names_them(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", a="", b="", c="", d="")
    with pytest.raises(ReadError, match=r"a\.txt: .*b\.txt: .*c\.txt: .*; and 1 more\)"):
        build(corpus, tmp_path / "index")


def test_an_embedder_that_gives_no_numbers_is_refused(tmp_path: Path) -> None:
    class Broken(HashEmbedder):
        def embed_passages(self, texts):
            return np.full((len(texts), self.dimension), np.nan, dtype=np.float32)

    corpus = write_corpus(tmp_path / "corpus", harbour=HARBOUR)
    with pytest.raises(EmbedderError, match="no numbers"):
        build_index(corpus, tmp_path / "index", Broken())


def test_progress_goes_through_the_stages(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    corpus = write_corpus(tmp_path / "corpus", harbour=HARBOUR, market=MARKET)
    build_index(
        corpus,
        tmp_path / "index",
        HashEmbedder(),
        reading=IN_THIS_PROCESS,
        progress=lambda stage, done, total, name="": told.append((stage, done, total)),
    )
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    last = {stage: (done, total) for stage, done, total in told}
    assert stages == ["read", "passages", "vectors", "terms", "write"]
    assert last == {
        "read": (2, 2),
        "passages": (2, 2),
        "vectors": (4, 4),
        "terms": (4, 4),
        "write": (17, 17),
    }


def test_processes_cut_the_same_terms_in_the_same_order() -> None:
    many = [f"第{number}号の船が港を出た" for number in range(2_100)]
    done: list[int] = []
    with cutting(len(many), processes=2) as cutter:
        cutter.add(many[:700])
        cutter.add(many[700:])
        parallel = cutter.collect(done.append)
    assert done == [1000, 2000, 2100]
    assert parallel == [cut(many[start : start + 1000]) for start in range(0, 2_100, 1000)]


class Deadly(str):
    """A text that ends the process it is sent to."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (9,)


def test_a_process_that_dies_is_a_build_that_fails() -> None:
    def cut_deadly_text() -> None:
        with cutting(PARALLEL_FROM, processes=2) as cutter:
            cutter.add([Deadly("船")])
            cutter.collect(lambda done: None)

    with pytest.raises(IndexWriteError, match="died, most likely out of memory"):
        cut_deadly_text()
