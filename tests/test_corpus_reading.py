"""Reading what changed, several files at once: order, what is kept, what is tried again."""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pptx import Presentation

from briefqa.corpus import Corpus, FileReader, Known, Reading, files, read_corpus
from briefqa.errors import DamagedFileError, ReadError, ReadLimitError
from briefqa.office import find_office
from briefqa.records import Document
from briefqa.remarks import Remark
from tests.generations import PicturingReader, picturing

HARBOUR = "港の歴史\n\n船は三隻ある。"
MARKET = "市場の案内\n\n水曜日は休む。"


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def known(corpus: Corpus) -> Known:
    return Known(corpus.briefings, corpus.unreadable)


class FailingReader(PicturingReader):
    """Fails with `error` on files whose name begins with `bad`."""

    error: type[ReadError] = DamagedFileError

    def read(self, path: Path, *, pictures: Path | None) -> Document:
        document = super().read(path, pictures=pictures)
        if path.name.startswith("bad"):
            raise self.error(path, "it is broken", hint="Save it again.")
        return document


class ReversingReader(PicturingReader):
    """Is done with the files in the reverse of the order in which it was given them."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._all_given = threading.Barrier(count)
        self._turn = threading.Condition()
        self._waiting = count

    def read(self, path: Path, *, pictures: Path | None) -> Document:
        self._all_given.wait()
        with self._turn:
            self._turn.wait_for(lambda: path.name == f"f{self._waiting - 1}.txt")
            document = super().read(path, pictures=pictures)
            self._waiting -= 1
            self._turn.notify_all()
        return document


def test_which_file_is_done_first_makes_no_difference(tmp_path: Path) -> None:
    write(tmp_path, **{f"f{number}": f"{HARBOUR}{number}" for number in range(4)})
    reader = ReversingReader(4)
    told: list[tuple[int, int, str]] = []
    found = read_corpus(
        tmp_path,
        reading=Reading(open_reader=reader.opened, workers=4),
        report=lambda done, total, name: told.append((done, total, name)),
    )
    assert reader.read_names == ["f3.txt", "f2.txt", "f1.txt", "f0.txt"]
    assert found == read_corpus(tmp_path, reading=picturing())
    assert (told[0], told[-1]) == ((0, 4, "f0.txt"), (4, 4, "f3.txt"))


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, harbour=HARBOUR, market=MARKET)
    before = read_corpus(tmp_path)
    write(tmp_path, market=MARKET + "。", forest="森の手入れ\n\n杉を百本植えた。")
    reader = PicturingReader()
    told: list[tuple[int, int, str]] = []
    read_corpus(
        tmp_path,
        known=known(before),
        reading=picturing(reader),
        report=lambda done, total, name: told.append((done, total, name)),
    )
    assert reader.read_names == ["forest.txt", "market.txt"]
    # Both may be done before the first is told.
    begun, ended = (0, 2, "forest.txt"), (2, 2, "market.txt")
    assert told in ([begun, ended], [begun, (1, 2, "market.txt"), ended])


def test_nothing_to_read_opens_no_reader(tmp_path: Path) -> None:
    write(tmp_path, harbour=HARBOUR)
    before = read_corpus(tmp_path)

    @contextmanager
    def refuse(workers: int) -> Iterator[FileReader]:
        raise AssertionError
        yield

    after = read_corpus(tmp_path, known=known(before), reading=Reading(open_reader=refuse))
    assert after == before


@pytest.mark.parametrize(
    ("name", "recipes"),
    [
        ("a.pdf", ("text", "pictures", "pictures")),
        ("a.PPTX", ("text", "pictures", "printed")),
        ("a.md", ("text", "text", "text")),
        ("a.docx", ("text", "text", "text")),
        ("a", ("text", "pictures", "printed")),
    ],
)
def test_files_are_read_again_where_other_pictures_are_wanted(
    name: str, recipes: tuple[str, ...]
) -> None:
    readings = (Reading(pictures=False), Reading(), Reading(office="/usr/bin/soffice"))
    assert tuple(reading.recipe(Path(name)) for reading in readings) == recipes


def test_other_rules_of_reading_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, harbour=HARBOUR)
    before = read_corpus(tmp_path)
    monkeypatch.setattr(files, "READING_VERSION", 99)
    reader = PicturingReader()
    after = read_corpus(tmp_path, known=known(before), reading=picturing(reader))
    assert reader.read_names == ["harbour.txt"]
    assert after.briefings[0].id == before.briefings[0].id


def test_damaged_pictures_are_made_again(tmp_path: Path) -> None:
    write(tmp_path, harbour=HARBOUR, market=MARKET)
    before = read_corpus(tmp_path, reading=picturing())
    reader = PicturingReader()
    damaged = Known(before.briefings, (), lambda briefing: briefing.id != "market")
    after = read_corpus(tmp_path, known=damaged, reading=picturing(reader))
    assert reader.read_names == ["market.txt"]
    assert after == before


# --- files that cannot be read ---


def test_a_file_that_is_broken_is_not_tried_again(tmp_path: Path) -> None:
    write(tmp_path, bad=HARBOUR, market=MARKET)
    before = read_corpus(tmp_path, reading=picturing(FailingReader()))
    (failure,) = before.unreadable
    assert (failure.source, str(failure.reason)) == ("bad.txt", "it is broken. Save it again.")
    assert failure.failure == "damaged"
    reader = FailingReader()
    after = read_corpus(tmp_path, known=known(before), reading=picturing(reader))
    assert reader.read_names == []
    assert after == before


def test_a_file_that_met_a_limit_is_tried_again(tmp_path: Path) -> None:
    write(tmp_path, bad=HARBOUR, market=MARKET)
    reader = FailingReader()
    reader.error = ReadLimitError
    before = read_corpus(tmp_path, reading=picturing(reader))
    reader.read_names.clear()
    assert read_corpus(tmp_path, known=known(before), reading=picturing(reader)) == before
    assert reader.read_names == ["bad.txt"]


def test_a_changed_file_that_cannot_be_read_keeps_its_earlier_version(tmp_path: Path) -> None:
    write(tmp_path, bad=HARBOUR)
    first = read_corpus(tmp_path, reading=picturing())
    write(tmp_path, bad=MARKET)
    second = read_corpus(tmp_path, known=known(first), reading=picturing(FailingReader()))
    reason = Remark(("it is broken", "Save it again."))
    assert second.briefings == (replace(first.briefings[0], stale=reason),)
    (failure,) = second.unreadable
    assert (failure.source, failure.slide, failure.reason) == ("bad.txt", 0, reason)
    assert failure.digest not in ("", first.briefings[0].digest)
    assert [(one.briefing_id, one.failure) for one in second.files] == [("bad", reason)]
    # It stays so without being tried again, until it can be read.
    reader = FailingReader()
    third = read_corpus(tmp_path, known=known(second), reading=picturing(reader))
    assert (third, reader.read_names) == (second, [])
    write(tmp_path, bad=HARBOUR)
    assert read_corpus(tmp_path, known=known(third), reading=picturing(reader)) == first
    assert reader.read_names == []


def test_a_stale_briefing_whose_pictures_are_damaged_has_none(tmp_path: Path) -> None:
    write(tmp_path, bad=HARBOUR)
    first = read_corpus(tmp_path, reading=picturing(), looks=_made(tmp_path.parent / "looks"))
    assert first.briefings[0].pages == first.briefings[0].digest[:16]
    write(tmp_path, bad=MARKET)
    damaged = Known(first.briefings, (), lambda briefing: False)
    (stale,) = read_corpus(tmp_path, known=damaged, reading=picturing(FailingReader())).briefings
    assert (stale.pages, [slide.has_picture for slide in stale.slides]) == ("", [False])


def test_a_file_that_changes_while_it_is_read_is_named(tmp_path: Path) -> None:
    class Slow(PicturingReader):
        def read(self, path: Path, *, pictures: Path | None) -> Document:
            document = super().read(path, pictures=pictures)
            path.write_text(MARKET * 2, encoding="utf-8")
            return document

    write(tmp_path, harbour=HARBOUR)
    corpus = read_corpus(tmp_path, reading=picturing(Slow()))
    assert corpus.briefings == ()
    assert str(corpus.unreadable[0].reason) == "the file changed while it was read. Build again."
    assert corpus.unreadable[0].failure == "unavailable"


def test_a_bug_in_a_reader_ends_the_build(tmp_path: Path) -> None:
    class Buggy(PicturingReader):
        def read(self, path: Path, *, pictures: Path | None) -> Document:
            raise KeyError(path.name)

    write(tmp_path, harbour=HARBOUR, market=MARKET)
    with pytest.raises(KeyError):
        read_corpus(tmp_path, reading=picturing(Buggy()))


@pytest.mark.parametrize(
    ("name", "file_format"), [("a.md", "markdown"), ("a.txt", "text"), ("a.xyz", "html")]
)
def test_the_format_is_what_the_file_was_read_as(
    tmp_path: Path, name: str, file_format: str
) -> None:
    (tmp_path / name).write_text(
        "<html><h1>港</h1><p>船</p></html>" if file_format == "html" else HARBOUR, encoding="utf-8"
    )
    assert read_corpus(tmp_path).briefings[0].format == file_format


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_a_powerpoint_deck_has_the_pictures_that_libreoffice_prints(tmp_path: Path) -> None:
    deck = Presentation()
    for title in ("Harbour", "Market"):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
    (tmp_path / "corpus").mkdir()
    deck.save(tmp_path / "corpus" / "deck.pptx")
    looks = _made(tmp_path / "looks")
    reading = Reading(office=find_office())
    (briefing,) = read_corpus(tmp_path / "corpus", reading=reading, looks=looks).briefings
    assert [slide.has_picture for slide in briefing.slides] == [True, True]
    (folder,) = looks.iterdir()
    assert sorted(path.name for path in folder.iterdir()) == [
        *("0001.webp", "0002.webp", "pages.jsonl")
    ]
    unprinted = read_corpus(tmp_path / "corpus", reading=Reading()).briefings[0]
    assert [slide.has_picture for slide in unprinted.slides] == [False, False]
    assert unprinted.digest != briefing.digest


# --- names ---


def test_a_renamed_file_keeps_its_id(tmp_path: Path) -> None:
    write(tmp_path, harbour=HARBOUR)
    before = read_corpus(tmp_path)
    (tmp_path / "harbour.txt").rename(tmp_path / "港（最終）.txt")
    (after,) = read_corpus(tmp_path, known=known(before)).briefings
    assert (after.id, after.source) == ("harbour", "港（最終）.txt")
    assert {slide.briefing_id for slide in after.slides} == {"harbour"}


def test_a_file_renamed_without_its_sidecar_keeps_its_id(tmp_path: Path) -> None:
    write(tmp_path, harbour=HARBOUR)
    (tmp_path / "harbour.toml").write_text('title = "港"', encoding="utf-8")
    before = read_corpus(tmp_path)
    (tmp_path / "harbour.txt").rename(tmp_path / "最終.txt")
    (after,) = read_corpus(tmp_path, known=known(before)).briefings
    assert (after.id, after.title) == ("harbour", "港の歴史")
    assert after.digest != before.briefings[0].digest
    assert after.content == before.briefings[0].content


def test_reading_afresh_reads_what_is_known_too(tmp_path: Path) -> None:
    write(tmp_path, harbour=HARBOUR, bad="壊れている。")
    reader = FailingReader()
    before = read_corpus(tmp_path, reading=picturing(reader))
    afresh = replace(picturing(reader), is_afresh=True)
    after = read_corpus(tmp_path, known=known(before), reading=afresh)
    assert after == before
    assert sorted(reader.read_names) == ["bad.txt", "bad.txt", "harbour.txt", "harbour.txt"]


def test_names_that_a_mac_takes_apart_are_the_same_names(tmp_path: Path) -> None:
    write(tmp_path, ガイド=HARBOUR)
    before = read_corpus(tmp_path)
    apart = unicodedata.normalize("NFD", "ガイド.txt")
    (tmp_path / "ガイド.txt").rename(tmp_path / apart)
    reader = PicturingReader()
    after = read_corpus(tmp_path, known=known(before), reading=picturing(reader))
    assert (after, reader.read_names) == (before, [])
    assert after.briefings[0].source == "ガイド.txt"


def test_lock_files_of_office_are_no_briefings(tmp_path: Path) -> None:
    write(tmp_path, harbour=HARBOUR)
    write(tmp_path, **{"~$harbour": "x"})
    corpus = read_corpus(tmp_path)
    assert [one.source for one in corpus.files] == ["harbour.txt"]


def test_date_and_publisher_say_where_they_are_from(tmp_path: Path) -> None:
    write(tmp_path, kanko_20240611=HARBOUR)
    (briefing,) = read_corpus(tmp_path).briefings
    assert (briefing.date, briefing.date_from) == ("2024-06-11", "name")
    assert (briefing.publisher, briefing.publisher_from) == ("", "")
    sidecar = tmp_path / "kanko_20240611.toml"
    sidecar.write_text('date = "2025"\npublisher = "港湾局"', encoding="utf-8")
    (briefing,) = read_corpus(tmp_path).briefings
    assert (briefing.date, briefing.date_from) == ("2025", "sidecar")
    assert (briefing.publisher, briefing.publisher_from) == ("港湾局", "sidecar")


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
