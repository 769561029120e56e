"""Pictures and boxes: kept with their generation, linked to the next, verified when read."""

import errno
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from briefqa.errors import IndexCorruptError, IndexWriteError
from briefqa.index import (
    BuildReport,
    Generation,
    build_index,
    check_index,
    load_generation,
    roll_back,
)
from briefqa.index import pages as pages_module
from briefqa.index.pages import LIST
from briefqa.records import Box, Briefing, Document, Page
from tests.fakes import HashEmbedder
from tests.faults import AlteredDisk, HookedDisk, Step, seeded
from tests.generations import (
    FOREST,
    HARBOUR,
    MARKET,
    PicturingReader,
    build,
    files_under,
    picturing,
    write_corpus,
)


def load(index: Path) -> Generation:
    loaded = load_generation(index, HashEmbedder())
    assert loaded.notices == ()
    return loaded.generation


def briefing(generation: Generation, briefing_id: str) -> Briefing:
    return next(one for one in generation.contents.briefings if one.id == briefing_id)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus", harbour=HARBOUR, market=MARKET)


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    """The index of two briefings of two slides, with pictures."""
    build(corpus, tmp_path / "index", reading=picturing())
    return tmp_path / "index"


def test_pages_and_pictures_are_those_that_the_reader_made(index: Path) -> None:
    generation = load(index)
    harbour = briefing(generation, "harbour")
    assert harbour.pages == harbour.digest[:16]
    box = Box(0, 1, 0.1, 0.2, 0.3, 0.4, (0.1, 0.3))
    assert generation.pages.page(harbour, 2) == Page(2, 960.0, 540.0, (box,), "0002.webp", ("1",))
    drawn = generation.pages.picture(harbour, 2)
    assert drawn is not None
    assert drawn.decode() == harbour.slides[1].text * 2
    assert generation.pages.page(harbour, 3) is None
    assert generation.pages.picture(harbour, 0) is None
    assert [one.is_sound for one in check_index(index)] == [True]


def test_without_pictures_there_are_boxes_alone(tmp_path: Path, corpus: Path) -> None:
    report = build(corpus, tmp_path / "index", reading=picturing(pictures=False))
    generation = load(tmp_path / "index")
    harbour = briefing(generation, "harbour")
    page = generation.pages.page(harbour, 1)
    assert page is not None
    assert (page.picture, len(page.boxes)) == ("", 1)
    assert generation.pages.picture(harbour, 1) is None
    assert (report.pictures, list(tmp_path.rglob("*.webp"))) == (0, [])


def test_formats_without_pages_have_none(tmp_path: Path, corpus: Path) -> None:
    build(corpus, tmp_path / "index")
    generation = load(tmp_path / "index")
    harbour = briefing(generation, "harbour")
    assert (harbour.pages, generation.pages.page(harbour, 1)) == ("", None)
    assert not (tmp_path / "index" / "gen-1" / "pages").exists()


def test_pictures_of_unchanged_files_are_linked_and_nothing_is_left_over(
    index: Path, corpus: Path
) -> None:
    reader = PicturingReader()
    (corpus / "market.txt").write_text(FOREST, encoding="utf-8")
    build(corpus, index, reading=picturing(reader))
    assert reader.read_names == ["market.txt"]
    old, new = (files_of(index / name) for name in ("gen-1", "gen-2"))
    harbour = briefing(load(index), "harbour").pages
    shared = {name for name in new if old.get(name) == new[name]}
    assert shared == {f"pages/{harbour}/{one}" for one in ("0001.webp", "0002.webp", "pages.jsonl")}
    assert sorted(path.name for path in index.iterdir()) == [".lock", "CURRENT", "gen-1", "gen-2"]


def files_of(folder: Path) -> dict[str, int]:
    """Return the inode of each file by its name in the folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in paths}


@pytest.mark.parametrize("code", [errno.EPERM, errno.EXDEV, errno.EMLINK])
def test_where_no_links_can_be_made_pictures_are_copied(
    index: Path, corpus: Path, code: int
) -> None:
    steps: list[Step] = []

    def refuse_links(step: Step) -> None:
        steps.append(step)
        if step.operation == "link":
            raise OSError(code, "no links here")

    (corpus / "market.txt").write_text(FOREST, encoding="utf-8")
    build(corpus, index, reading=picturing(), disk=HookedDisk(refuse_links))
    assert load(index).name == "gen-2"
    assert [one.is_sound for one in check_index(index)] == [True, True]
    copied = [step.path for step in steps if step.operation == "copy"]
    synced = {step.path for step in steps if step.operation == "sync"}
    assert len(copied) == 3
    assert set(copied) <= synced


def test_older_pictures_go_with_the_last_generation_that_has_them(
    index: Path, corpus: Path
) -> None:
    for text in ("鐘が鳴る。", FOREST, HARBOUR * 2):
        build(write_corpus(corpus, one=text), index, reading=picturing())
    assert sorted(path.name for path in index.glob("gen-*")) == ["gen-3", "gen-4"]
    assert all(one.is_sound for one in check_index(index))
    assert roll_back(index) == "gen-3"
    generation = load(index)
    assert generation.pages.picture(briefing(generation, "one"), 1) is not None


def test_two_files_of_the_same_content_share_their_pictures(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", a=HARBOUR, b=HARBOUR)
    report = build(corpus, tmp_path / "index", reading=picturing())
    assert tuple(map(str, report.warnings)) == (
        "b.txt has the same content as a.txt. Remove one of the two.",
    )
    generation = load(tmp_path / "index")
    a, b = (briefing(generation, one) for one in "ab")
    assert a.pages == b.pages
    assert generation.pages.picture(a, 1) == generation.pages.picture(b, 1) is not None
    reader = PicturingReader()
    (corpus / "a.txt").unlink()
    build(corpus, tmp_path / "index", reading=picturing(reader))
    assert reader.read_names == []
    generation = load(tmp_path / "index")
    assert generation.pages.picture(briefing(generation, "b"), 1) is not None


def test_a_stale_briefing_keeps_its_pictures(index: Path, corpus: Path) -> None:
    before = load(index)
    kept = before.pages.picture(briefing(before, "market"), 1)
    (corpus / "market.txt").write_bytes(b"")
    for _ in range(3):  # also when the first generation is gone
        report = build(write_harbour(corpus), index, reading=picturing())
        states = {file.source: file.state for file in report.files}
        assert states["market.txt"] == "stale"
    generation = load(index)
    market = briefing(generation, "market")
    assert str(market.stale) == "the file is empty. Remove it or give it text."
    assert generation.pages.picture(market, 1) == kept is not None
    (corpus / "market.txt").write_text(MARKET, encoding="utf-8")
    build(corpus, index, reading=picturing())
    assert briefing(load(index), "market").stale is None


def write_harbour(corpus: Path) -> Path:
    path = corpus / "harbour.txt"
    path.write_text(f"{path.read_text('utf-8')}。", encoding="utf-8")
    return corpus


def test_the_same_input_gives_the_same_bytes(tmp_path: Path, corpus: Path, index: Path) -> None:
    build(corpus, tmp_path / "other", reading=picturing())
    assert files_under(index) == files_under(tmp_path / "other")


def test_a_disk_that_is_full_of_pictures_is_named(index: Path, corpus: Path) -> None:
    class Full(PicturingReader):
        def read(self, path: Path, *, pictures: Path | None) -> Document:
            raise OSError(errno.ENOSPC, "No space left on device")

    before = files_under(index)
    (corpus / "market.txt").write_text(FOREST, encoding="utf-8")
    with pytest.raises(IndexWriteError, match=r"index: disk full\. .*is untouched\. Free some"):
        build(corpus, index, reading=picturing(Full()))
    assert files_under(index) == before


# --- damage ---


def page_files(index: Path) -> list[str]:
    return [name for name in files_under(index) if "/pages/" in name or name.endswith(LIST)]


def test_every_altered_picture_is_found_when_it_is_read(index: Path) -> None:
    chance = seeded(7)
    names = page_files(index)
    assert len(names) == 7
    for name in names:
        data = (index / name).read_bytes()
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        for altered in (b"", data[:-1], data + b"\n", bytes(flipped)):
            disk = AlteredDisk(index / name, altered)
            generation = load_generation(index, HashEmbedder(), disk=disk).generation
            wrong = []
            for one in generation.contents.briefings:
                for number in (1, 2):
                    try:
                        generation.pages.picture(one, number)
                    except IndexCorruptError as error:
                        wrong.append(error.message)
            assert wrong
            assert all(message.startswith(f"{name}: ") for message in wrong)
            (checked,) = check_index(index, disk=disk)
            assert not checked.is_sound
            assert checked.problems[0].startswith(f"{name}: ")


def test_loading_reads_no_picture_nor_their_list(index: Path) -> None:
    class Noting(AlteredDisk):
        def read(self, path: Path) -> bytes:
            read.append(path.name)
            return super().read(path)

    read: list[str] = []
    load_generation(index, HashEmbedder(), disk=Noting(index / "none", b""))
    assert "briefings.jsonl" in read
    assert not [name for name in read if "page" in name or name.endswith(".webp")]


def test_boxes_are_read_and_verified_once_for_each_briefing(index: Path) -> None:
    generation = load(index)
    harbour = briefing(generation, "harbour")
    first = generation.pages.page(harbour, 1)
    shutil.rmtree(index / "gen-1" / "pages")
    assert generation.pages.page(harbour, 1) == first
    with pytest.raises(IndexCorruptError, match=r"0001\.webp: it cannot be read \(No such file"):
        generation.pages.picture(harbour, 1)


def test_a_briefing_of_another_index_is_not_found(index: Path) -> None:
    generation = load(index)
    stranger = replace(briefing(generation, "harbour"), pages="../../corpus")
    with pytest.raises(IndexCorruptError, match=r"does not list pages/\.\./\.\./corpus/pages"):
        generation.pages.page(stranger, 1)


@pytest.mark.parametrize("damaged", ["0001.webp", "pages.jsonl", LIST])
def test_a_build_mends_damaged_pictures(index: Path, corpus: Path, damaged: str) -> None:
    path = sorted((index / "gen-1").rglob(damaged))[0]
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert not check_index(index)[0].is_sound
    reader = PicturingReader()
    report = build(corpus, index, reading=picturing(reader))
    assert report.generation == "gen-2"
    assert 1 <= len(reader.read_names) <= 2
    assert check_index(index)[0].is_sound


def test_a_build_mends_a_damaged_list_of_no_pictures(tmp_path: Path, corpus: Path) -> None:
    build(corpus, tmp_path / "index")
    (tmp_path / "index" / "gen-1" / LIST).write_bytes(b"?")
    assert build(corpus, tmp_path / "index").generation == "gen-2"


def test_no_more_boxes_stay_in_memory_than_is_said(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_module, "_KEPT", 1)
    generation = load(index)
    harbour, market = (briefing(generation, one) for one in ("harbour", "market"))
    assert generation.pages.page(harbour, 1) is not None
    assert generation.pages.page(market, 1) is not None
    shutil.rmtree(index / "gen-1" / "pages")
    assert generation.pages.page(market, 2) is not None
    with pytest.raises(IndexCorruptError):
        generation.pages.page(harbour, 2)


# --- the report, file by file ---


def test_the_report_tells_of_each_file(tmp_path: Path, corpus: Path, index: Path) -> None:
    write_corpus(
        corpus, harbour=HARBOUR, market="市場の図\f休みの日\f道の図", forest=FOREST, empty=""
    )
    report = build(corpus, index, reading=picturing())
    assert [summary(report, name) for name in ("empty", "forest", "harbour", "market")] == [
        ("", "failed", 0, 0, 0, ()),
        ("forest", "added", 2, 2, 2, ()),
        ("harbour", "unchanged", 2, 2, 2, ()),
        ("market", "changed", 3, 3, 3, (("diagram", (1, 3)),)),
    ]
    seconds = {file.source: file.seconds for file in report.files}
    assert seconds["harbour.txt"] == 0
    assert min(seconds[f"{name}.txt"] for name in ("empty", "forest", "market")) > 0
    assert [str(file.failure) for file in report.files if file.failure] == [
        "the file is empty. Remove it or give it text."
    ]
    assert report.pictures == 7


def summary(report: BuildReport, name: str) -> tuple[object, ...]:
    (file,) = (file for file in report.files if file.source == f"{name}.txt")
    return file.id, file.state, file.slides, file.passages, file.pictures, file.losses


def test_a_build_reads_in_processes_of_their_own_unless_told_otherwise(tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "corpus", harbour=HARBOUR, market=MARKET, empty="")
    build(corpus, tmp_path / "here")
    report = build_index(corpus, tmp_path / "index", HashEmbedder())
    assert [file.state for file in report.files] == ["failed", "added", "added"]
    assert files_under(tmp_path / "index") == files_under(tmp_path / "here")
