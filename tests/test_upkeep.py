"""Changes of corpus and index in the background: one at a time, whole or not at all."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from briefqa.corpus import IN_THIS_PROCESS, FileReader, Reading
from briefqa.errors import (
    IndexLockedError,
    InputError,
    MisnamedFileError,
    NameTakenError,
    UnsupportedFormatError,
)
from briefqa.index import current_name
from briefqa.index.lock import writing
from briefqa.upkeep import Build, Upkeep, is_running
from tests.fakes import HashEmbedder

HARBOUR = "港の歴史\n\n船は三隻ある。"
MARKET = "市場の案内\n\n水曜日は休む。"


class Folders:
    """A corpus of one briefing, and no index yet."""

    def __init__(self, folder: Path) -> None:
        self.corpus, self.index, self.sent = (folder / name for name in ("corpus", "index", "sent"))
        self.corpus.mkdir()
        self.sent.mkdir()
        (self.corpus / "minato.txt").write_text(HARBOUR, "utf-8")

    def upkeep(self, reading: Reading = IN_THIS_PROCESS) -> Upkeep:
        return Upkeep(self.corpus, self.index, embedder=HashEmbedder, reading=lambda: reading)

    def send(self, name: str, text: str = MARKET) -> Path:
        path = self.sent / name
        path.write_text(text, "utf-8")
        return path

    def names(self) -> list[str]:
        return sorted(path.name for path in self.corpus.iterdir())


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def ended(upkeep: Upkeep) -> Build:
    """Wait for the build that runs, and return it."""
    deadline = time.monotonic() + 60
    while is_running(upkeep.current()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    build = upkeep.last()
    assert build is not None
    assert build is upkeep.current()
    return build


def waiting() -> tuple[Reading, Callable[[], None]]:
    """Return a reading that waits until the function is called."""
    going = threading.Event()

    @contextmanager
    def open_reader(workers: int) -> Iterator[FileReader]:
        going.wait(60)
        with IN_THIS_PROCESS.open_reader(workers) as reader:
            yield reader

    return Reading(open_reader=open_reader, workers=1, pictures=False), going.set


def test_a_rebuild_tells_how_it_goes_and_how_it_went(folders: Folders) -> None:
    upkeep = folders.upkeep()
    assert (upkeep.current(), upkeep.last()) == (None, None)
    started = upkeep.rebuild()
    assert (started.number, started.task, started.state) == (1, "rebuild", "running")
    build = ended(upkeep)
    assert (build.state, build.generation, build.failure) == ("done", "gen-1", None)
    assert build.report is not None
    assert build.report.added == ("minato",)
    assert build.stage == "write"


def test_files_that_have_not_changed_are_read_again_when_asked_for(folders: Folders) -> None:
    upkeep = folders.upkeep()
    seconds = []
    for build in (upkeep.rebuild, upkeep.rebuild, upkeep.reread):
        assert build().task == "rebuild"
        report = ended(upkeep).report
        assert report is not None
        seconds.append([file.seconds > 0 for file in report.files])
    assert seconds == [[True], [False], [True]]


def test_files_are_added_under_their_names(folders: Folders) -> None:
    upkeep = folders.upkeep()
    upkeep.add([folders.send("ichiba.txt"), folders.send("mori.md", "# 森\n\n木は杉。")])
    build = ended(upkeep)
    assert (build.task, build.subjects) == ("add", ("ichiba.txt", "mori.md"))
    assert build.report is not None
    assert build.report.added == ("ichiba", "minato", "mori")
    assert folders.names() == ["ichiba.txt", "minato.txt", "mori.md"]


def test_what_cannot_be_read_enters_no_corpus(folders: Folders) -> None:
    upkeep = folders.upkeep()
    pdf = folders.send("ichiba.txt", "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
    with pytest.raises(MisnamedFileError, match=r"ichiba\.txt: its content is PDF"):
        upkeep.add([folders.send("mori.txt"), pdf])
    with pytest.raises(UnsupportedFormatError):
        upkeep.add([folders.send("glossary.toml", '"森" = "forest"')])
    assert folders.names() == ["minato.txt"]
    assert (upkeep.current(), upkeep.last()) == (None, None)


def test_no_file_is_overwritten(folders: Folders) -> None:
    upkeep = folders.upkeep()
    with pytest.raises(NameTakenError):
        upkeep.add([folders.send("minato.txt", MARKET)])
    assert (folders.corpus / "minato.txt").read_text("utf-8") == HARBOUR
    upkeep.add([folders.send("minato.txt", HARBOUR)])  # the very same: nothing to copy
    assert ended(upkeep).state == "done"


def test_a_briefing_is_removed_with_its_sidecar(folders: Folders) -> None:
    (folders.corpus / "ichiba.txt").write_text(MARKET, "utf-8")
    (folders.corpus / "ichiba.toml").write_text('title = "市場"', "utf-8")
    upkeep = folders.upkeep()
    upkeep.rebuild()
    ended(upkeep)
    upkeep.remove("ichiba", "ichiba.txt")
    build = ended(upkeep)
    assert (build.number, build.generation) == (2, "gen-2")
    assert build.report is not None
    assert build.report.removed == ("ichiba",)
    assert folders.names() == ["minato.txt"]


def test_the_only_briefing_stays(folders: Folders) -> None:
    with pytest.raises(InputError, match="minato is the only briefing"):
        folders.upkeep().remove("minato", "minato.txt")
    assert folders.names() == ["minato.txt"]


def test_no_name_leads_out_of_the_corpus(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "himitsu.txt").write_text("秘密", "utf-8")
    upkeep = folders.upkeep()
    upkeep.remove("himitsu", "../himitsu.txt")
    assert ended(upkeep).state == "done"
    assert (tmp_path / "himitsu.txt").exists()


def test_the_generation_before_comes_back(folders: Folders) -> None:
    upkeep = folders.upkeep()
    upkeep.rebuild()
    ended(upkeep)
    upkeep.add([folders.send("ichiba.txt")])
    ended(upkeep)
    upkeep.roll_back()
    build = ended(upkeep)
    assert (build.state, build.generation, build.report) == ("done", "gen-1", None)
    assert current_name(folders.index) == "gen-1"


def test_what_fails_says_why_and_leaves_the_way_free(folders: Folders) -> None:
    upkeep = folders.upkeep()
    upkeep.roll_back()
    build = ended(upkeep)
    assert build.state == "failed"
    assert "there is no index yet" in str(build.failure)
    upkeep.rebuild()
    assert ended(upkeep).state == "done"


def test_one_change_at_a_time(folders: Folders) -> None:
    reading, go_on = waiting()
    upkeep = folders.upkeep(reading)
    upkeep.rebuild()
    for change in (upkeep.rebuild, upkeep.roll_back, lambda: upkeep.add([folders.send("a.txt")])):
        with pytest.raises(IndexLockedError):
            change()
    go_on()
    assert ended(upkeep).number == 1
    assert folders.names() == ["minato.txt"]


def test_eight_at_once_are_one_that_wins(folders: Folders) -> None:
    reading, go_on = waiting()
    upkeep = folders.upkeep(reading)
    refused: list[str] = []

    def try_rebuild() -> None:
        try:
            upkeep.rebuild()
        except IndexLockedError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=try_rebuild) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    go_on()
    assert ended(upkeep).number == 1
    assert len(refused) == 7


def test_a_build_of_another_process_is_waited_for(folders: Folders) -> None:
    upkeep = folders.upkeep()
    folders.index.mkdir()
    with writing(folders.index), pytest.raises(IndexLockedError):
        upkeep.rebuild()
    upkeep.rebuild()
    assert ended(upkeep).state == "done"


def test_a_bug_in_a_build_does_not_end_all_building(folders: Folders) -> None:
    def fail() -> HashEmbedder:
        raise RuntimeError("a bug")

    upkeep = Upkeep(folders.corpus, folders.index, embedder=fail, reading=lambda: IN_THIS_PROCESS)
    threading_hook, threading.excepthook = threading.excepthook, lambda _: None
    try:
        upkeep.rebuild()
        build = ended(upkeep)
    finally:
        threading.excepthook = threading_hook
    assert (build.state, str(build.failure)) == ("failed", "briefqa has failed.")
    upkeep.require_idle()
