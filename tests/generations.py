"""Small corpora and the generations built from them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from briefqa.corpus import IN_THIS_PROCESS, FileReader, Reading
from briefqa.index import BuildReport, build_index
from briefqa.index.files import DISK, FileSystem
from briefqa.readers import read_document
from briefqa.records import Box, Document, Loss, Page
from tests.fakes import HashEmbedder

HARBOUR = "港の歴史\n国際海事機関（IMO）は一九五八年に設けられた。\n---\n船の数\n船は三隻ある。"
MARKET = "市場の案内\n魚市場は朝五時に開く。\n---\n休みの日\n水曜日は休む。"
FOREST = "森の手入れ\n杉を百本植えた。\n---\n道具\n鋸と鎌を使う。"


def write_corpus(folder: Path, **briefings: str) -> Path:
    """Write one text file a briefing, in place of those that were in `folder`."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in briefings.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


class PicturingReader:
    """Reads text files, and draws each slide: its picture is the slide's text, twice.

    Of slides that speak of a 図 it loses a diagram. `read_names` are those of the files that it
    was given.
    """

    def __init__(self) -> None:
        self.read_names: list[str] = []

    def read(self, path: Path, *, pictures: Path | None) -> Document:
        self.read_names.append(path.name)
        document = read_document(path.read_bytes(), path=path)
        pages = []
        for slide in document.slides:
            name = f"{slide.number:04d}.webp" if pictures is not None else ""
            if pictures is not None:
                (pictures / name).write_text(slide.text * 2, encoding="utf-8")
            box = Box(0, 1, 0.1, 0.2, 0.3, 0.4, (0.1, 0.3))
            pages.append(Page(slide.number, 960.0, 540.0, (box,), name, ("1",)))
        slides = tuple(
            replace(
                one,
                has_picture=pictures is not None,
                losses=(Loss("diagram", "図1"),) if "図" in one.text else (),
            )
            for one in document.slides
        )
        return replace(document, slides=slides, pages=tuple(pages))

    @contextmanager
    def opened(self, workers: int) -> Iterator[FileReader]:
        yield self


def picturing(reader: PicturingReader | None = None, *, pictures: bool = True) -> Reading:
    """Return how to read with pictures of slides."""
    opened = (reader or PicturingReader()).opened
    return Reading(open_reader=opened, workers=1, pictures=pictures)


def build(
    corpus: Path, index: Path, *, reading: Reading = IN_THIS_PROCESS, disk: FileSystem = DISK
) -> BuildReport:
    """Build with a fake embedder."""
    return build_index(corpus, index, HashEmbedder(), reading=reading, disk=disk)


def build_two(folder: Path) -> Path:
    """Build gen-1 (harbour, market) and gen-2 (harbour, forest); return the index folder.

    Every file of a generation has something in it, and each differs between the two.
    """
    corpus, index = folder / "corpus", folder / "index"
    write_corpus(corpus, harbour=HARBOUR, market=MARKET, empty="")
    build(corpus, index)
    write_corpus(corpus, harbour=HARBOUR.replace("IMO", "WMO"), forest=FOREST * 2, blank=" ")
    build(corpus, index)
    return index


def files_under(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by relative path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
