"""Whatever a reader's process does, its file alone fails, with one line that says why."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from briefqa.errors import ReaderCrashedError, ReadError, ReadLimitError
from briefqa.isolation import LIMITS, ReaderPool, reading
from briefqa.records import Document, Loss
from tests.rogue import PROGRAM
from tests.timing import wait_until

QUICK = replace(LIMITS, cpu_seconds=1, wall_seconds=60.0, memory=300 << 20, output=2_000_000)
CLOCKED = replace(QUICK, wall_seconds=3.0)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with reading(workers=4, limits=QUICK, program=PROGRAM) as pool:
        yield pool


def deed(folder: Path, words: str, *, pictures: bool = False, name: str = "deck.txt") -> Path:
    path = folder / name
    path.write_text(words, encoding="utf-8")
    if pictures:
        (folder / "pictures").mkdir()
    return path


def failure(pool: ReaderPool, path: Path) -> ReadError:
    with pytest.raises(ReadError) as caught:
        pool.read(path, pictures=None)
    error = caught.value
    assert type(error) in (ReadLimitError, ReaderCrashedError)
    assert error.path == path
    assert len(str(error)) < 200
    return error


SPLIT = "Split the file, or save it again with less on its pages."
SAVE = "Save it again as a new file, or as PDF, and build again."


@pytest.mark.parametrize(
    ("words", "kind", "message", "hint"),
    [
        ("crash", ReaderCrashedError, "its reader crashed (SIGSEGV)", SAVE),
        (f"die {int(signal.SIGABRT)}", ReaderCrashedError, "its reader crashed (SIGABRT)", SAVE),
        ("leave 3", ReaderCrashedError, "its reader gave no answer", SAVE),
        ("leave 0", ReaderCrashedError, "its reader gave no answer", SAVE),
        ("fail", ReaderCrashedError, "its reader failed (KeyError)", SAVE),
        ("write {", ReaderCrashedError, "its reader gave not the JSON of an answer", SAVE),
        (
            "spin",
            ReadLimitError,
            "reading it takes more than the 1 s of processor time that one file may take",
            SPLIT,
        ),
        (
            "hoard",
            ReadLimitError,
            "reading it takes more than the 300 MiB of memory that one file may take",
            SPLIT,
        ),
        (
            "touch 200000000",
            ReadLimitError,
            "reading it takes more than the 300 MiB of memory that one file may take",
            SPLIT,
        ),
        (
            f"die {int(signal.SIGKILL)}",
            ReadLimitError,
            "reading it takes more than the 300 MiB of memory that one file may take",
            SPLIT,
        ),
        (
            "swell 1000000",
            ReadLimitError,
            "reading it gives more than the 2 MB of output that one file may take",
            SPLIT,
        ),
        (
            "flood",
            ReadLimitError,
            "reading it gives more than the 2 MB of output that one file may take",
            SPLIT,
        ),
        ("recurse", ReadLimitError, "its parts lie deeper inside each other than is read", SAVE),
    ],
)
def test_each_end_of_a_reader_has_its_message(
    tmp_path: Path, pool: ReaderPool, words: str, kind: type, message: str, hint: str
) -> None:
    error = failure(pool, deed(tmp_path, words))
    assert type(error) is kind
    assert error.message == f"deck.txt: {message}"
    assert error.hint == hint


def test_a_reader_that_never_ends_is_killed_by_the_clock(tmp_path: Path) -> None:
    start = time.monotonic()
    with reading(workers=1, limits=CLOCKED, program=PROGRAM) as pool:
        error = failure(pool, deed(tmp_path, "sleep 60"))
    assert time.monotonic() - start < 30
    assert error.message == "deck.txt: reading it takes more than the 3 s that one file may take"


def test_the_words_of_a_refusal_are_made_visible_and_bounded(
    tmp_path: Path, pool: ReaderPool
) -> None:
    with pytest.raises(ReadError) as caught:
        pool.read(deed(tmp_path, "refuse"), pictures=None)
    assert type(caught.value) is ReadError  # what `failure` tells
    assert str(caught.value) == "deck.txt: no such\ufffd key. Look."
    error = failure(pool, deed(tmp_path, "refuse-at-large"))
    assert error.message == "deck.txt: its reader gave words that no reader writes"


def test_invisible_characters_do_not_arrive(tmp_path: Path, pool: ReaderPool) -> None:
    (slide,) = pool.read(deed(tmp_path, "hide"), pictures=None).slides
    assert slide.text == "防災計画\ufffd"
    assert [(block.start, block.end, block.text) for block in slide.blocks] == [
        (0, 5, "防災計画\ufffd")
    ]


@ON_LINUX
def test_a_reader_has_next_to_nothing(tmp_path: Path, pool: ReaderPool) -> None:
    (slide,) = pool.read(deed(tmp_path, "confess"), pictures=None).slides
    facts: dict[str, Any] = json.loads(slide.text)
    heavy = {"faiss", "torch", "numpy", "pydantic", "fastapi", "model2vec", "openai", "pytest"}
    assert heavy.isdisjoint(facts["modules"])
    assert {name.partition(".")[0] for name in facts["modules"]}.isdisjoint(heavy)
    assert facts["environment"] == {}
    assert facts["descriptors"] == [0, 1, 2, 3, 4]  # the fourth lists them
    assert facts["limits"] == {
        "AS": [300 << 20, 300 << 20],
        "CPU": [1, 2],
        "FSIZE": [QUICK.picture, QUICK.picture],
        "NOFILE": [64, 64],
        "CORE": [0, 0],
    }
    assert facts["group"]
    assert facts["session"]
    assert "NoNewPrivs:\t1\n" in facts["status"]
    assert facts["folder"] == "/"
    assert facts["threads"] == 1


def test_each_file_has_a_fresh_process(tmp_path: Path, pool: ReaderPool) -> None:
    path = deed(tmp_path, "confess")
    pids = {json.loads(pool.read(path, pictures=None).slides[0].text)["pid"] for _ in range(3)}
    assert len(pids) == 3


@ON_LINUX
def test_what_a_reader_leaves_behind_is_killed_with_it(tmp_path: Path, pool: ReaderPool) -> None:
    start = time.monotonic()
    (slide,) = pool.read(deed(tmp_path, "breed"), pictures=None).slides
    assert time.monotonic() - start < 30  # what it leaves sleeps for a minute
    assert is_gone(int(slide.text))


def is_gone(pid: int) -> bool:
    """Say whether a process ends within half a minute; a zombie has ended."""

    def has_ended() -> bool:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        return state == "Z"

    return wait_until(has_ended, patience=30.0)


def losses(document: Document) -> list[tuple[Loss, ...]]:
    return [slide.losses for slide in document.slides]


LOST = (Loss("picture"),)


def test_pictures_are_kept(tmp_path: Path, pool: ReaderPool) -> None:
    path = deed(tmp_path, "%PDF-draw well", pictures=True, name="deck.pdf")
    document = pool.read(path, pictures=tmp_path / "pictures")
    assert losses(document) == [()] * 5
    assert [page.picture for page in document.pages] == [f"{n:04d}.webp" for n in range(1, 6)]
    assert all(page.boxes for page in document.pages)
    plain = pool.read(path, pictures=None)
    assert [page.picture for page in plain.pages] == [""] * 5
    assert not any(slide.has_picture for slide in plain.slides)
    assert losses(plain) == [()] * 5


@pytest.mark.parametrize(
    "end", ["badly", "crash", "spin", "hoard", "large", "fail", "write", "recurse"]
)
def test_text_is_never_lost_for_want_of_a_picture(
    tmp_path: Path, pool: ReaderPool, end: str
) -> None:
    path = deed(tmp_path, f"%PDF-draw {end}", pictures=True, name="deck.pdf")
    check_two_are_drawn(pool.read(path, pictures=tmp_path / "pictures"), tmp_path / "pictures")


def test_text_is_kept_when_the_drawing_never_ends(tmp_path: Path) -> None:
    path = deed(tmp_path, "%PDF-draw sleep", pictures=True, name="deck.pdf")
    with reading(workers=1, limits=CLOCKED, program=PROGRAM) as pool:
        pool.read(deed(tmp_path, "say 準備", name="first.txt"), pictures=None)
        document = pool.read(path, pictures=tmp_path / "pictures")
    check_two_are_drawn(document, tmp_path / "pictures")


def check_two_are_drawn(document: Document, pictures: Path) -> None:
    assert [slide.text for slide in document.slides] == ["頁"] * 5
    assert losses(document) == [(), (), LOST, LOST, LOST]
    assert [page.picture for page in document.pages] == ["0001.webp", "0002.webp", "", "", ""]
    assert [slide.has_picture for slide in document.slides] == [True, True, False, False, False]
    assert sorted(each.name for each in pictures.iterdir()) == [
        "0001.webp",
        "0002.webp",
    ]


def test_files_at_once_do_not_disturb_each_other(tmp_path: Path, pool: ReaderPool) -> None:
    def outcome(number: int) -> str:
        words = ("say 避難所", "crash", "hoard", "say 予算")[number % 4]
        path = deed(tmp_path, words, name=f"{number}.txt")
        try:
            return pool.read(path, pictures=None).slides[0].text
        except ReadError as error:
            return error.failure

    with ThreadPoolExecutor(8) as executor:
        outcomes = list(executor.map(outcome, range(40)))
    assert outcomes == ["避難所", "crashed", "limits", "予算"] * 10


def test_no_more_readers_than_workers_run_at_once(tmp_path: Path) -> None:
    path = deed(tmp_path, "sleep 0.3")
    with reading(workers=2, limits=QUICK, program=PROGRAM) as pool:
        pool.read(deed(tmp_path, "say 準備", name="first.txt"), pictures=None)
        start = time.monotonic()
        with ThreadPoolExecutor(4) as executor:
            list(executor.map(lambda _: pool.read(path, pictures=None), range(4)))
        assert time.monotonic() - start > 0.6


@ON_LINUX
def test_the_forking_process_is_started_again_when_it_dies(tmp_path: Path) -> None:
    path = deed(tmp_path, "sleep 1")
    with reading(workers=1, limits=QUICK, program=PROGRAM) as pool:
        pool.read(deed(tmp_path, "say 準備", name="first.txt"), pictures=None)
        for signal_number in (signal.SIGKILL, signal.SIGTERM):
            killer = threading.Thread(target=kill_while_reading, args=(signal_number,))
            killer.start()
            assert pool.read(path, pictures=None).slides[0].text == "awake"
            killer.join()


def kill_while_reading(number: int) -> None:
    """Send a signal to the forking process once it has a reader."""
    zygotes: list[int] = []

    def is_reading() -> bool:
        zygotes[:] = [pid for pid in children(os.getpid()) if PROGRAM in command(pid)]
        return any(children(pid) for pid in zygotes)

    assert wait_until(is_reading)
    os.kill(zygotes[0], number)


@ON_LINUX
@pytest.mark.long
def test_the_forking_process_is_given_up_when_it_stops(tmp_path: Path, is_long: bool) -> None:
    if not is_long:
        pytest.skip("waits for seconds: pytest --long")
    path = deed(tmp_path, "say 予算")
    limits = replace(QUICK, wall_seconds=1.0)
    with reading(workers=1, limits=limits, program=PROGRAM) as pool:
        pool.read(path, pictures=None)
        os.kill(zygote_pid(), signal.SIGSTOP)
        with pytest.raises(ReadLimitError, match="takes more than the 1 s"):
            pool.read(path, pictures=None)
        assert pool.read(path, pictures=None).slides[0].text == "予算"


def zygote_pid() -> int:
    """Return the one child of this process that runs the rogue reader."""
    return next(pid for pid in children(os.getpid()) if PROGRAM in command(pid))


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(each) for each in (task / "children").read_text().split()]
    return found


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().decode().replace("\0", " ")


def test_closing_the_pool_stops_all_reading_at_once(tmp_path: Path) -> None:
    path = deed(tmp_path, "sleep 60")
    limits = replace(QUICK, wall_seconds=60.0)
    with (
        ThreadPoolExecutor(3) as executor,
        reading(workers=2, limits=limits, program=PROGRAM) as pool,
    ):
        pool.read(deed(tmp_path, "say 準備", name="first.txt"), pictures=None)
        reads = [executor.submit(pool.read, path, pictures=None) for _ in range(3)]
        time.sleep(0.2)  # until two are being read
        start = time.monotonic()
        pool.close()
        for read in reads:
            with pytest.raises(ReaderCrashedError, match="its reading was stopped"):
                read.result()
        assert time.monotonic() - start < 30  # they sleep for a minute


PARENT = """
import sys
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from briefqa.isolation import LIMITS, reading
path = Path(sys.argv[1])
with ThreadPoolExecutor(2) as executor, reading(workers=2, program="tests.rogue") as pool:
    pool.read(path.with_name("first.txt"), pictures=None)
    reads = [executor.submit(pool.read, path, pictures=None) for _ in range(2)]
    print("reading", flush=True)
    for read in reads:
        read.result()
"""


@ON_LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_reader_outlives_an_interrupted_or_killed_build(
    tmp_path: Path, number: signal.Signals
) -> None:
    path = deed(tmp_path, "sleep 60")
    deed(tmp_path, "say 準備", name="first.txt")
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"reading\n"
        (zygote,) = children(parent.pid)
        assert wait_until(lambda: len(children(zygote)) == 2)
        family = [zygote, *children(zygote)]
        parent.send_signal(number)
        parent.wait(30)  # the readers sleep for a minute
    assert all(is_gone(pid) for pid in family)
