"""What is read of real decks, which are not part of the repository, and of hostile ones."""

from pathlib import Path

import pytest

from briefqa.errors import ReadError
from briefqa.readers.pptx import PptxReader
from briefqa.records import Block, Document, Loss
from tests.decks import DECKS, decks
from tests.test_readers_pptx import check_laws

pytestmark = pytest.mark.skipif(not DECKS.is_dir(), reason="the decks are kept elsewhere")


def read(name: str) -> Document:
    path = DECKS / f"{name}.pptx"
    return PptxReader().read(path.read_bytes(), path=path, pictures=None)


def rows(document: Document, slide: int, kind: str) -> list[Block]:
    return [block for block in document.slides[slide - 1].blocks if block.kind == kind]


FILES = [*decks("pptx"), *(path for path in decks("torture") if path.suffix == ".pptx")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_gives_slides_or_says_why_not(path: Path) -> None:
    try:
        document = PptxReader().read(path.read_bytes(), path=path, pictures=None)
    except ReadError:
        return
    check_laws(document)


@pytest.mark.parametrize(
    ("name", "failure"),
    [
        ("made_billion_laughs", "damaged"),
        ("made_xxe", "damaged"),
        ("made_truncated", "truncated"),
        ("made_zipbomb_slide1", "too_large"),
        ("pythonpptx_no-slides", "empty"),
        ("poi_missing-blip-fill", "no_text_layer"),
        ("poi_clusterfuzz-testcase-minimized-POIFuzzer-5205835528404992", "damaged"),
    ],
)
def test_hostile_and_broken_files_are_refused_by_name(name: str, failure: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(f"torture/{name}")
    assert caught.value.failure == failure


def test_titles_are_found_in_a_deck_that_uses_no_placeholders() -> None:
    titles = [slide.title for slide in read("pptx/uni_keio_git").slides[:10]]
    assert titles == [
        "数値計算屋のためのGit入門", "Gitとは何か", "バージョン管理システムのご利益",
        "バージョン管理システムのご利益", "バージョン管理システムのご利益",
        "開発時間のほとんどはデバッグ", "Gitは簡単？",
        "とりあえず覚えたいコマンド", "Gitの仕組み", "git init - 管理を始める",
    ]  # fmt: skip


def test_hidden_slides_are_told() -> None:
    slides = read("pptx/oc_ospo_strategy_hidden").slides
    assert (len(slides), sum(slide.is_hidden for slide in slides)) == (64, 47)


def test_a_diagram_is_read() -> None:
    blocks = rows(read("torture/tika_testPPT_diagramData"), 1, "bullet")
    assert [(block.level, block.text) for block in blocks] == [
        (0, "President"), (1, "VP – HR"), (2, "Manager 1"), (1, "VP - Marketing"), (2, "Manager 1"),
    ]  # fmt: skip


def test_charts_are_read() -> None:
    head, first = rows(read("pptx/oc_planning_charts"), 4, "chart")[:2]
    assert [cell.text for cell in head.cells] == ["", "Person", "Entity"]
    assert [(cell.header, cell.text) for cell in first.cells] == [
        ("", "2/6/2018"), ("Person", "14"), ("Entity", "8"),
    ]  # fmt: skip


def test_a_deck_of_one_section_header_a_chapter_has_chapters() -> None:
    slides = read("pptx/oc_training_compl_process_jp").slides
    assert [slides[at].section for at in (6, 7, 8, 10)] == [
        "", "第1章 OSSとは？", "第1章 OSSとは？", "第2章 知的財産権",
    ]  # fmt: skip


def test_what_is_embedded_is_named() -> None:
    losses = read("torture/tika_testPPT_embeded").slides[0].losses
    assert Loss("embedded", "Excel.Sheet.12") in losses
    assert Loss("media", "empty.mp3") in losses
