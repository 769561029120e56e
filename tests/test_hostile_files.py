"""RELIABILITY.md, cases 14 to 24: files made to harm their reader, read by the pool.

`pytest --long` reads 50,000 mutants and gives PDF bombs all the time that a file may take.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from briefqa.errors import (
    DamagedFileError,
    EmptyFileError,
    EncodingError,
    EncryptedFileError,
    MisnamedFileError,
    ReadError,
    ReadLimitError,
    TooLargeError,
    TooManyPagesError,
    TruncatedFileError,
    UnsupportedFormatError,
)
from briefqa.isolation import LIMITS, ReaderPool, reading
from briefqa.records import Document
from tests import hostile
from tests.decks import decks
from tests.mutants import mutant

MANY = 50_000  # mutants; RELIABILITY.md, case 19
FEW = 300
BATCHES = 6
SEED = 5
SMALL = 100_000  # bytes of the real decks that are read each time
KINDS = {
    "pdf": hostile.HONEST["deck.pdf"],
    "pptx": hostile.HONEST["deck.pptx"],
    "docx": hostile.HONEST["deck.docx"],
}


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with reading(workers=8) as pool:
        yield pool


def written(folder: Path, data: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(pool: ReaderPool, path: Path) -> ReadError:
    with pytest.raises(ReadError) as caught:
        pool.read(path, pictures=None)
    return caught.value


def end_of(pool: ReaderPool, path: Path, pictures: Path | None = None) -> str:
    """Return `slides`, or of what kind the failure was."""
    try:
        assert pool.read(path, pictures=pictures).slides
    except ReadError as error:
        return error.failure
    return "slides"


def text_of(document: Document) -> str:
    return "\n".join(slide.text for slide in document.slides)


@pytest.mark.parametrize("name", hostile.HONEST)
def test_the_honest_files_are_read(tmp_path: Path, pool: ReaderPool, name: str) -> None:
    """Else nothing that follows would mean anything."""
    text = text_of(pool.read(written(tmp_path, hostile.HONEST[name], name), pictures=None))
    for words in ("防災計画", "避難所は", "か所"):
        assert words in text


PACKAGE_BOMBS: dict[str, Callable[[], bytes]] = {
    "one text": hostile.pptx_text_bomb,
    "many texts": hostile.pptx_many_texts,
    "shapes": hostile.pptx_shapes_bomb,
    "entries": hostile.pptx_entries_bomb,
    "lying sizes": hostile.pptx_with_lying_sizes,
    "the same bytes": hostile.pptx_same_bytes_many_times,
}


@pytest.mark.parametrize("name", PACKAGE_BOMBS)
def test_a_package_bomb_is_refused_within_five_seconds(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, PACKAGE_BOMBS[name](), "bomb.pptx")
    # Of processor time, so that a busy machine does not fail the test.
    with reading(workers=1, limits=replace(LIMITS, cpu_seconds=5)) as pool:
        assert type(refusal(pool, path)) is TooLargeError
        assert pool.peak < 100_000_000


READ_ALL = """
import resource, sys
from pathlib import Path
from briefqa.errors import ReadError
from briefqa.isolation import reading
unit = 1 if sys.platform == "darwin" else 1024
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
honest, *bombs = map(Path, sys.argv[1:])
with reading(workers=1) as pool:
    pool.read(honest, pictures=None)
    before = peak()
    for path in bombs:
        try:
            pool.read(path, pictures=None)
        except ReadError as error:
            print(error.failure)
    print(peak() - before)
"""


def test_the_parent_does_not_grow_with_the_bombs(tmp_path: Path) -> None:
    honest = written(tmp_path, hostile.HONEST["deck.pptx"], "honest.pptx")
    bombs = [
        written(tmp_path, hostile.pptx_same_bytes_many_times(), "same.pptx"),
        written(tmp_path, hostile.pptx_entries_bomb(), "entries.pptx"),
        written(tmp_path, hostile.pdf_deflated_twice(), "twice.pdf"),
        written(tmp_path, hostile.pdf_same_page_many_times(), "pages.pdf"),
    ]
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, honest, *bombs],
        check=True,
        capture_output=True,
        text=True,
    )
    *failures, growth = done.stdout.split()
    assert failures == ["too_large", "too_large", "limits", "too_many_pages"]
    assert int(growth) < 50_000_000


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("entities.pptx", hostile.pptx_with_entities),
        ("utf16.pptx", lambda: hostile.pptx_with_entities(encoding="utf-16")),
        ("file.pptx", lambda: hostile.pptx_with_entities(external="file:///etc/passwd")),
        (
            "entities.docx",
            lambda: hostile.docx(hostile.word_paragraph("&e9;"), prolog=hostile.entity_bomb()),
        ),
        ("deep.pptx", lambda: hostile.pptx_deep(5_000)),
        ("deep.docx", lambda: hostile.docx_deep(5_000)),
    ],
)
def test_xml_that_swells_looks_elsewhere_or_sinks_is_refused(
    tmp_path: Path, pool: ReaderPool, name: str, make: Callable[[], bytes]
) -> None:
    error = refusal(pool, written(tmp_path, make(), name))
    assert type(error) is DamagedFileError
    assert re.search("declares a document type|nests more than", error.message)


def test_no_entity_is_fetched(tmp_path: Path, pool: ReaderPool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        page = f'<!DOCTYPE html SYSTEM "{address}"><html><body><p>予算<img src="{address}">'
        shown = f"# 予算\n\n![図]({address})\n"
        refusal(pool, written(tmp_path, hostile.pptx_with_entities(external=address), "x.pptx"))
        pool.read(written(tmp_path, page.encode(), "x.html"), pictures=None)
        pool.read(written(tmp_path, shown.encode(), "x.md"), pictures=None)
        with pytest.raises(TimeoutError):
            server.accept()


PDF_BOMBS: dict[str, Callable[[], bytes]] = {
    "nested forms": hostile.pdf_nested_forms,
    "deflated twice": hostile.pdf_deflated_twice,
    "deep arrays": hostile.pdf_deep_arrays,
    "large picture": hostile.pdf_large_picture,
    "tiny tiles": hostile.pdf_tiny_tiles,
    "many paths": hostile.pdf_many_paths,
    "many characters": hostile.pdf_many_characters,
    "many rules": hostile.pdf_many_rules,
    "loop of pages": hostile.pdf_page_loop,
    "loop of an outline": hostile.pdf_outline_loop,
}


@pytest.mark.long
@pytest.mark.parametrize("name", PDF_BOMBS)
def test_a_pdf_bomb_ends_in_time_and_memory(tmp_path: Path, name: str, is_long: bool) -> None:
    limits = LIMITS if is_long else replace(LIMITS, cpu_seconds=3)
    path = written(tmp_path, PDF_BOMBS[name](), "bomb.pdf")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    with reading(workers=1, limits=limits) as pool:
        pool.read(written(tmp_path, hostile.honest_pdf(1), "honest.pdf"), pictures=None)
        start = time.monotonic()
        try:
            text = text_of(pool.read(path, pictures=pictures))
        except ReadLimitError:
            text = "防災計画"
        assert time.monotonic() - start < limits.wall_seconds + 2  # with the end of the process
        assert pool.peak <= limits.memory
    assert "防災計画" in text


@pytest.mark.parametrize(
    "make", [hostile.pdf_same_page_many_times, lambda: hostile.many_pages(100_000, [])]
)
def test_a_hundred_thousand_pages_are_too_many(
    tmp_path: Path, pool: ReaderPool, make: Callable[[], bytes]
) -> None:
    error = refusal(pool, written(tmp_path, make(), "pages.pdf"))
    assert type(error) is TooManyPagesError
    assert error.message == "pages.pdf: 100,000 pages, more than the 1,000 that are read"


def test_a_page_of_200000_points_is_not_drawn_and_its_text_is_kept(
    tmp_path: Path, pool: ReaderPool
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    path = written(tmp_path, hostile.pdf_large_page(), "large.pdf")
    (slide,) = pool.read(path, pictures=pictures).slides
    assert slide.text == "防災計画\n\n避難所は12か所ある。"
    assert [loss.kind for loss in slide.losses] == ["picture"]
    assert not slide.has_picture
    assert list(pictures.iterdir()) == []


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(448)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_wrong_with_a_file_is_said_in_four_ways(
    tmp_path: Path, pool: ReaderPool, kind: str
) -> None:
    data = KINDS[kind]
    other = "docx" if kind == "pptx" else "pptx"
    locked = hostile.pdf_asking_for_a_password() if kind == "pdf" else LOCKED
    errors = {
        EmptyFileError: refusal(pool, written(tmp_path, b"", f"empty.{kind}")),
        TruncatedFileError: refusal(pool, written(tmp_path, data[:400], f"truncated.{kind}")),
        EncryptedFileError: refusal(pool, written(tmp_path, locked, f"encrypted.{kind}")),
        MisnamedFileError: refusal(pool, written(tmp_path, data, f"misnamed.{other}")),
    }
    assert [type(error) for error in errors.values()] == list(errors)
    messages = {error.message.partition(": ")[2] for error in errors.values()}
    assert len(messages) == 4
    assert all(error.hint for error in errors.values())


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("deep.html", hostile.html_deep),
        ("tags.html", hostile.html_many_tags),
        ("spans.html", hostile.html_wide_spans),
        ("quotes.md", lambda: hostile.markdown_deep(">")),
        ("brackets.md", lambda: hostile.markdown_deep("[")),
        ("lists.md", lambda: hostile.markdown_deep("- ")),
        ("emphasis.md", lambda: hostile.markdown_deep("*a_ ")),
        ("lines.txt", lambda: b"a\n" * 5_000_000),
    ],
)
@pytest.mark.long
def test_texts_that_swell_or_sink_give_slides_or_a_refusal(
    tmp_path: Path, name: str, make: Callable[[], bytes], is_long: bool
) -> None:
    limits = LIMITS if is_long else replace(LIMITS, cpu_seconds=2)
    with reading(workers=1, limits=limits) as pool:
        end = end_of(pool, written(tmp_path, make(), name))
    assert end in ("slides", "limits", "too_large", "damaged")


@pytest.mark.long
@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.filterwarnings("ignore:Duplicate name")  # of the maker of packages
def test_spoilt_files_give_slides_or_a_refusal(tmp_path: Path, batch: int, is_long: bool) -> None:
    """No hang, no crash, no exception that a reader did not foresee, and nothing out of place."""
    numbers = range(batch, MANY if is_long else FEW, BATCHES)
    with ThreadPoolExecutor(2) as executor, reading(workers=2) as pool:
        ends = executor.map(lambda number: spoilt_end(pool, tmp_path, number), numbers)
        outcomes = Counter(ends)
    failed = {end: count for end, count in outcomes.items() if end[0] in ("crashed", "limits")}
    assert failed == {}
    assert outcomes[("slides", "")] > len(numbers) / 4  # else they were spoilt too much


def spoilt_end(pool: ReaderPool, folder: Path, number: int) -> tuple[str, str]:
    """Return how the reading of a mutant ends: `slides` or the failure, and which one failed."""
    name, data = mutant(SEED, number)
    path = written(folder, data, name)
    pictures = folder / f"{name}.pages"
    if number % 4 == 0:
        pictures.mkdir()
    try:
        pool.read(path, pictures=pictures if number % 4 == 0 else None)
    except ReadError as error:
        if error.failure in ("crashed", "limits"):
            return error.failure, error.message
        return error.failure, ""
    finally:
        path.unlink()
    return "slides", ""


def test_eight_files_at_once_do_not_disturb_each_other(tmp_path: Path, pool: ReaderPool) -> None:
    files = {
        "a.pdf": hostile.honest_pdf(20),
        "b.pptx": hostile.HONEST["deck.pptx"],
        "c.pptx": hostile.pptx_entries_bomb(),
        "d.docx": hostile.HONEST["deck.docx"],
        "e.pdf": hostile.pdf_asking_for_a_password(),
        "f.html": hostile.HONEST["deck.html"],
        "g.pptx": hostile.pptx_with_entities(),
        "h.pdf": hostile.HONEST["rich.pdf"],
    }
    paths = [written(tmp_path, data, name) for name, data in files.items()]

    def end(path: Path) -> str:
        pictures = path.with_suffix(".pages")
        pictures.mkdir()
        try:
            return str(len(pool.read(path, pictures=pictures).slides))
        except ReadError as error:
            return error.failure

    with ThreadPoolExecutor(8) as executor:
        assert list(executor.map(end, paths)) == [
            "20", "3", "too_large", "1", "encrypted", "2", "damaged", "1",
        ]  # fmt: skip


MARKS = [
    *"あ1-ﾞ\u0301\t#*`[(>|_~<&\\!:.=+$%@{}\n",
    *("[]", "](", "![", "[a](", "**", "*a ", "_*", "a~~", "`a", "` `` ", "<a", "&amp;", "\\*"),
    *("a\n", "あ\n\n", "# a\n", "- a\n", "| a |\n", "---\n", "```\n", "[a]: b\n"),
]


@pytest.fixture(scope="module")
def hurried() -> Iterator[ReaderPool]:
    # Of processor time, so that a busy machine does not fail the test.
    with reading(workers=1, limits=replace(LIMITS, cpu_seconds=1)) as pool:
        yield pool


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
def test_a_megabyte_of_one_mark_takes_a_second_at_most(
    tmp_path: Path, hurried: ReaderPool, suffix: str, mark: str
) -> None:
    data = mark.encode() * (1_000_000 // len(mark.encode()))
    path = written(tmp_path, data, f"one.{suffix}")
    assert end_of(hurried, path) not in ("limits", "crashed")


INVISIBLE = "\x00\u202e\u200b\u2066\ufeff\U000e0041\u00ad\x1b"
# What each format can carry of them: XML has no control characters.
IN_XML = "\u202e\u200b\u2066\ufeff\U000e0041\u00ad"
HIDDEN: dict[str, bytes] = {
    "hidden.txt": f"予算{INVISIBLE}2億円\n防災".encode(),
    "hidden.md": f"# 予算{INVISIBLE}2億円\n\n防災\n".encode(),
    "hidden.html": f"<!DOCTYPE html><html><body><h1>予算{IN_XML}2億円</h1><p>防災".encode(),
    "hidden.pptx": hostile.pptx(
        hostile.slide_xml(
            hostile.shape(0, hostile.paragraph(f"予算{IN_XML}2億円"), placeholder="title")
            + hostile.shape(1, hostile.paragraph("防災"))
        )
    ),
    "hidden.docx": hostile.docx(
        hostile.word_paragraph(f"予算{IN_XML}2億円") + hostile.word_paragraph("防災")
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_invisible_characters_go_and_what_follows_them_stays(
    tmp_path: Path, pool: ReaderPool, name: str
) -> None:
    document = pool.read(written(tmp_path, HIDDEN[name], name), pictures=None)
    text = text_of(document)
    assert text.split() == ["予算2億円", "防災"]
    for slide in document.slides:
        shown = "".join([slide.title, *(block.text for block in slide.blocks)])
        assert not set(shown) & set(INVISIBLE)


ENDLESS = "防災計画" * 10_000
ENDLESS_TITLES: dict[str, bytes] = {
    "title.pptx": hostile.pptx(
        hostile.slide_xml(hostile.shape(0, hostile.paragraph(ENDLESS), placeholder="title"))
    ),
    "title.docx": hostile.docx(hostile.word_paragraph(ENDLESS, "Title")),
    "heading.docx": hostile.docx(hostile.word_paragraph(ENDLESS, "Heading1")),
    "title.html": f"<!DOCTYPE html><title>{ENDLESS}</title><h1>{ENDLESS}</h1>".encode(),
    "title.md": f"---\ntitle: {ENDLESS}\nauthor: {ENDLESS}\n---\n# {ENDLESS}\n".encode(),
    "title.txt": ENDLESS.encode(),
}


@pytest.mark.parametrize("name", ENDLESS_TITLES)
def test_an_endless_title_is_none_and_its_words_are_kept(
    tmp_path: Path, pool: ReaderPool, name: str
) -> None:
    """atheris found that the pool took such a file for one that crashed its reader."""
    (slide,) = pool.read(written(tmp_path, ENDLESS_TITLES[name], name), pictures=None).slides
    assert (slide.title, slide.text) == ("", ENDLESS)


@pytest.mark.parametrize("encoding", ["cp932", "utf-16", "utf-16-le", "utf-8-sig", "euc_jp"])
@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_a_text_of_another_encoding_is_decoded_or_refused_by_name(
    tmp_path: Path, pool: ReaderPool, encoding: str, suffix: str
) -> None:
    words = "防災計画の概要を述べる。避難所は市町村が開設する。備蓄は３日分とし、堤防を直す。"
    path = written(tmp_path, words.encode(encoding), f"文書.{suffix}")
    if encoding == "euc_jp":  # none of those that are read
        error = refusal(pool, path)
        assert type(error) is EncodingError
        assert error.message.startswith(f"文書.{suffix}: byte ")
    else:
        assert text_of(pool.read(path, pictures=None)) == words


def test_what_cp932_adds_to_jis_is_japanese_too(tmp_path: Path, pool: ReaderPool) -> None:
    words = "※①髙﨑市㈱ﾃｽﾄ～№Ⅱ㎡→"
    path = written(tmp_path, words.encode("cp932"), "marks.txt")
    assert text_of(pool.read(path, pictures=None)) == words


def test_noise_is_no_text(tmp_path: Path, pool: ReaderPool) -> None:
    noise = bytes(range(128, 256)) * 20
    assert type(refusal(pool, written(tmp_path, noise, "noise.txt"))) is EncodingError
    assert type(refusal(pool, written(tmp_path, noise, "noise.bin"))) is UnsupportedFormatError


ENDS = {
    "slides", "empty", "truncated", "encrypted", "misnamed", "too_large", "too_many_pages",
    "no_text_layer", "unsupported", "damaged", "limits",
}  # fmt: skip
DECKS = [path for kind in ("pdf", "pptx", "docx", "torture") for path in decks(kind)]


@pytest.mark.long
@pytest.mark.skipif(not DECKS, reason="the folder of real decks is not here")
@pytest.mark.parametrize("path", DECKS, ids=[path.name for path in DECKS])
def test_a_real_deck_gives_slides_or_a_message(tmp_path: Path, path: Path, is_long: bool) -> None:
    if not is_long and path.stat().st_size > SMALL:
        pytest.skip("a whole deck takes seconds: pytest --long")
    with reading(workers=1) as pool:
        start = time.monotonic()
        assert end_of(pool, path, tmp_path) in ENDS
        assert time.monotonic() - start < 30  # RELIABILITY.md, "Starting limits"
        assert pool.peak <= LIMITS.memory


def test_no_heavy_library_is_loaded_by_any_reader(tmp_path: Path) -> None:
    """As in the process that forks the readers; they would eat memory and start threads."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom briefqa.readers import read_document\n"
        "from briefqa.isolation import zygote\n"
        "[read_document(Path(p).read_bytes(), path=Path(p), pictures=Path(sys.argv[1]))"
        " for p in sys.argv[2:]]\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    paths = [written(tmp_path, data, name) for name, data in hostile.HONEST.items()]
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", program, pictures, *paths],
        check=True,
        capture_output=True,
        text=True,
        env={"OPENBLAS_NUM_THREADS": "1", "PATH": os.environ["PATH"]},
    )
    loaded = set(done.stdout.split())
    assert {"lxml", "selectolax", "pypdfium2"} <= loaded
    assert loaded.isdisjoint({"faiss", "torch", "numpy", "pydantic", "model2vec", "fastapi"})
