"""`briefqa build`, `add` and `remove`: what they say, what they change, and what they never do."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Queue

import pytest

from briefqa.cli import main
from briefqa.cli.build import is_of_corpus
from briefqa.cli.build_report import UNCHANGED_SHOWN, report_lines
from briefqa.index import BuildReport, FileReport
from briefqa.index.lock import writing
from briefqa.records import Unreadable
from briefqa.remarks import Remark

HARBOUR = "港の歴史\n\n船は三隻ある。"
MARKET = "市場の案内\n\n水曜日は休む。"
NO_LIBREOFFICE = {"BRIEFQA_OFFICE": "none"}


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Finished]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, in the folder at hand."""

    def call(*arguments: str) -> Finished:
        monkeypatch.setattr(sys, "argv", ["briefqa", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Finished(int(ended.value.code or 0), out, err)

    return call


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a corpus of two briefings and no index."""
    (tmp_path / "work" / "corpus").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    write(Path("corpus"), harbour=HARBOUR, 市場=MARKET)
    return tmp_path / "work"


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# build


def test_build_ends_with_a_table_of_files_and_the_totals(run: Run, folder: Path) -> None:
    (folder / "corpus" / "空.txt").write_bytes(b"")
    ended = run("build")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0].split() == [
        *("file", "state", "slides", "passages", "pictures", "seconds", "not", "read")
    ]
    assert lines[1].startswith("harbour.txt  added        1         1         0      0.")
    assert lines[2].startswith("市場.txt     added        1         1         0      0.")
    assert lines[3].startswith("空.txt       failed       -         -         -      0.")
    assert lines[4] == ("  unreadable 空.txt: the file is empty. Remove it or give it text.")
    assert lines[5].startswith(
        "gen-1 is in use: 2 briefings, 2 slides, 2 passages (0 vectors reused), 0 pictures in "
    )
    assert len(lines) == 6


def test_a_rebuild_tells_what_changed(run: Run, folder: Path) -> None:
    run("build")
    assert "gen-1 is up to date: 2 briefings" in run("build").out
    (folder / "corpus" / "市場.txt").unlink()
    (folder / "corpus" / "harbour.txt").write_bytes(b"")
    write(folder / "corpus", forest="森の手入れ\n\n杉を百本植えた。")
    lines = run("build").out.splitlines()
    assert [line.split()[:2] for line in lines[1:5]] == [
        ["forest.txt", "added"],
        ["harbour.txt", "stale"],
        ["removed", "市場"],
        ["stale", "harbour.txt:"],
    ]
    assert lines[4] == "  stale      harbour.txt: its earlier version stays in use"
    assert lines[5].startswith("  unreadable harbour.txt: the file is empty.")


def test_json_is_one_object_on_one_line(run: Run, folder: Path) -> None:
    ended = run("build", "--json")
    assert (ended.code, ended.err, ended.out.count("\n")) == (0, "", 1)
    report = json.loads(ended.out)
    assert (report["generation"], report["added"]) == ("gen-1", ["harbour", "市場"])
    assert report["files"][1] | {"seconds": 0} == {
        "source": "市場.txt",
        "id": "市場",
        "state": "added",
        "slides": 1,
        "passages": 1,
        "pictures": 0,
        "losses": {},
        "seconds": 0,
        "failure": "",
    }


def test_nothing_that_can_be_read_ends_with_1(run: Run, folder: Path) -> None:
    for path in (folder / "corpus").iterdir():
        path.write_bytes(b"")
    ended = run("build")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("briefqa: corpus: none of its files can be read (harbour.txt: ")


def test_an_office_that_is_not_there_is_named(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFQA_OFFICE", "/opt/none/soffice")
    assert run("build") == Finished(
        1,
        "",
        "briefqa: office is '/opt/none/soffice', but there is no such program. "
        "Give the path of LibreOffice's soffice, or none.\n",
    )


def report_of(files: list[FileReport]) -> BuildReport:
    return BuildReport("gen-1", True, (), (), (), (), (), (), 1, 1, 1, 0, 1.0, 0, tuple(files))


def test_losses_name_the_slides() -> None:
    losses = (("chart", (4,)), ("pictures", (3, 7, 8, 9)))
    file = FileReport("白書.pdf", "hakusho", "added", 1_200, 40, 12, losses, 3.14)
    lines = list(report_lines(report_of([file])))
    assert lines[1] == (
        "白書.pdf  added   1,200        40        12      3.1  chart: 4; pictures: 3, 7-9"
    )


def test_slides_without_text_stand_in_the_table_alone() -> None:
    empty = Unreadable("白書.pdf", 2, Remark(("the slide has no text",)))
    broken = Unreadable("b.pdf", 0, Remark(("the file is empty",)))
    report = replace(report_of([]), unreadable=(empty, broken))
    assert list(report_lines(report))[1:2] == ["  unreadable b.pdf: the file is empty"]


def test_many_unchanged_files_are_counted() -> None:
    same = [FileReport(f"{n}.txt", f"{n}", "unchanged") for n in range(UNCHANGED_SHOWN + 1)]
    lines = list(report_lines(report_of([*same, FileReport("new.txt", "new", "added")])))
    assert [line.split()[0] for line in lines] == ["file", "new.txt", "and", "gen-1"]
    assert lines[2] == "and 31 files unchanged"


def test_a_long_name_keeps_its_end() -> None:
    lines = list(report_lines(report_of([FileReport("白" * 60 + "書.pdf", "a", "added")])))
    assert lines[1].startswith("白" * 13 + "…" + "白" * 7 + "書.pdf  added")


def test_files_are_read_again_when_asked_for(run: Run, folder: Path) -> None:
    run("build")
    again = json.loads(run("build", "--json", "--reread").out)
    assert [(one["state"], one["seconds"] > 0) for one in again["files"]] == [
        ("unchanged", True),
        ("unchanged", True),
    ]
    assert not again["is_new"]


def test_a_file_that_is_added_while_another_build_runs_waits_for_it(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    run("build")
    write(tmp_path, forest="森の手入れ\n\n杉を百本植えた。")
    begun = threading.Event()

    def build_for_a_while() -> None:
        with writing(folder / "index"):
            begun.set()
            time.sleep(2)

    other = threading.Thread(target=build_for_a_while)
    other.start()
    begun.wait()
    ended = run("add", str(tmp_path / "forest.txt"))
    other.join()
    assert ended.code == 0
    assert "another build is running; this one begins when that has ended." in ended.err
    assert "gen-2 is in use: 3 briefings" in ended.out


# build --watch


class Watching:
    """`briefqa build --watch` in a process of its own; `seen` are its lines so far."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "briefqa", "build", "--watch"],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A shell gives a command in the background no Ctrl-C; see tests/conftest.py.
            env={**os.environ, **NO_LIBREOFFICE},
        )
        self._lines: Queue[str] = Queue()
        self.seen: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line.decode().rstrip("\n"))

    def wait_for(self, beginning: str, seconds: float = 120) -> str:
        """Return the next line that begins so."""
        end = time.monotonic() + seconds
        while True:
            line = self._lines.get(timeout=end - time.monotonic())
            self.seen.append(line)
            if line.startswith(beginning):
                return line


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    started = Watching(folder)
    yield started
    started.process.kill()
    started.process.wait()
    assert started.process.stdout is not None
    started.process.stdout.close()


def test_watching_builds_after_each_change_until_interrupted(
    folder: Path, watching: Watching
) -> None:
    watching.wait_for("gen-1 is in use: 2 briefings")
    watching.wait_for("briefqa: watching corpus")
    write(folder / "corpus", forest="森の手入れ\n\n杉を百本植えた。")
    watching.wait_for("briefqa: changed: forest.txt.")
    watching.wait_for("gen-2 is in use: 3 briefings")
    for path in (folder / "corpus").iterdir():
        path.unlink()
    watching.wait_for("briefqa: corpus: the corpus folder holds no briefing.")
    write(folder / "corpus", harbour=HARBOUR)
    watching.wait_for("gen-3 is in use: 1 briefing,")
    watching.process.send_signal(signal.SIGINT)
    assert watching.process.wait(60) == 130
    watching.wait_for("briefqa: no longer watching; the index stays as last built.")
    assert not [line for line in watching.seen if "Traceback" in line]


def test_no_folder_to_watch_is_one_line(run: Run, folder: Path) -> None:
    ended = run("build", "--watch", "--corpus", "none")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("briefqa: none: the corpus folder does not exist.")


@pytest.mark.parametrize(
    ("name", "counts"),
    [("a.pdf", True), ("b/白書.pptx", True), (".a.pdf", False), (".git/a", False), ("~$a", False)],
)
def test_changes_of_hidden_files_build_nothing(tmp_path: Path, name: str, counts: bool) -> None:
    assert is_of_corpus(tmp_path / name, tmp_path) is counts


# add


def test_add_copies_and_builds(run: Run, folder: Path) -> None:
    outside = folder.parent
    write(outside, 森=HARBOUR + "。")
    (outside / "森.toml").write_text('title = "森の白書"', encoding="utf-8")
    ended = run("add", str(outside / "森.txt"), str(outside / "森.toml"))
    assert ended.code == 0
    assert ended.err.splitlines() == [
        f"briefqa: copied to corpus/{name}." for name in ("森.txt", "森.toml")
    ]
    assert "gen-1 is in use: 3 briefings" in ended.out
    assert names(folder / "corpus") == ["harbour.txt", "市場.txt", "森.toml", "森.txt"]
    assert (outside / "森.txt").exists()


def test_add_makes_the_corpus_folder(run: Run, folder: Path) -> None:
    shutil.rmtree(folder / "corpus")
    write(folder.parent, harbour=HARBOUR)
    assert run("add", "../harbour.txt").code == 0
    assert names(folder / "corpus") == ["harbour.txt"]


def test_add_never_takes_the_place_of_another_file(run: Run, folder: Path) -> None:
    write(folder.parent, harbour=MARKET + "。", forest=HARBOUR + "。")
    ended = run("add", "../forest.txt", "../harbour.txt")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "briefqa: corpus/harbour.txt: there is another file of this name. "
        "Rename yours, or replace the other with --replace.\n"
    )
    assert (folder / "corpus" / "harbour.txt").read_text("utf-8") == HARBOUR
    assert names(folder / "corpus") == ["harbour.txt", "市場.txt"]
    assert run("add", "../harbour.txt", "--replace").code == 0
    assert (folder / "corpus" / "harbour.txt").read_text("utf-8") == MARKET + "。"


def test_add_of_what_is_there_already_builds(run: Run, folder: Path) -> None:
    ended = run("add", "corpus/harbour.txt")
    assert (ended.code, ended.err) == (0, "briefqa: the corpus has these files already.\n")
    assert "gen-1 is in use: 2 briefings" in ended.out


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("../empty.txt", "empty.txt: the file is empty. Remove it or give it text."),
        ("../none.pdf", "../none.pdf: there is no such file. Give the path of a file"),
        ("..", "..: there is no such file. Give the path of a file, not of a folder."),
        ("../.hidden.txt", "../.hidden.txt: files whose names begin so are not read."),
        ("../bad.toml", "bad.toml: unknown key 'titel'."),
        ("../other/forest.txt", "forest.txt is named twice."),
    ],
)
def test_what_cannot_be_added_leaves_the_corpus_alone(
    run: Run, folder: Path, file: str, problem: str
) -> None:
    outside = folder.parent
    write(outside, empty="", forest=HARBOUR + "。", **{".hidden": HARBOUR})
    (outside / "other").mkdir()
    write(outside / "other", forest=HARBOUR + "！")
    (outside / "bad.toml").write_text('titel = "x"', encoding="utf-8")
    ended = run("add", "../forest.txt", file)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"briefqa: {problem}")
    assert names(folder / "corpus") == ["harbour.txt", "市場.txt"]
    assert not (folder / "index").exists()


# remove


def test_remove_deletes_file_and_sidecar_and_builds(run: Run, folder: Path) -> None:
    (folder / "corpus" / "市場.toml").write_text('title = "市場"', encoding="utf-8")
    run("build")
    ended = run("remove", "市場", "--yes")
    assert ended.code == 0
    assert ended.err.splitlines() == [
        "briefqa: deleted corpus/市場.txt.",
        "briefqa: deleted corpus/市場.toml.",
    ]
    assert "  removed    市場" in ended.out.splitlines()
    assert names(folder / "corpus") == ["harbour.txt"]


def test_a_sidecar_that_describes_another_file_too_stays(run: Run, folder: Path) -> None:
    (folder / "corpus" / "市場.toml").write_text('title = "市場"', encoding="utf-8")
    (folder / "corpus" / "市場.md").write_text("# 市場\n\n朝五時に開く。", encoding="utf-8")
    report = json.loads(run("build", "--json").out)
    ids = {file["source"]: file["id"] for file in report["files"]}
    assert run("remove", ids["市場.md"], "--yes").code == 0
    assert names(folder / "corpus") == ["harbour.txt", "市場.toml", "市場.txt"]


def test_remove_asks_first(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("build")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    ended = run("remove", "市場")
    assert (ended.code, ended.out.strip()) == (1, "")  # the question's blank goes to stdout
    assert ended.err.startswith("Delete corpus/市場.txt? [y/N]:")
    assert names(folder / "corpus") == ["harbour.txt", "市場.txt"]


def test_remove_of_an_unknown_id_names_near_ones(run: Run, folder: Path) -> None:
    run("build")
    assert run("remove", "harbor", "--yes") == Finished(
        1, "", "briefqa: There is no briefing 'harbor'. Did you mean harbour?\n"
    )
    for name in ("../harbour", "corpus/harbour.txt", "/etc/passwd"):
        assert run("remove", name, "--yes").code == 1
    assert names(folder / "corpus") == ["harbour.txt", "市場.txt"]


def test_the_only_briefing_is_not_removed(run: Run, folder: Path) -> None:
    run("build")
    assert run("remove", "市場", "--yes").code == 0
    ended = run("remove", "harbour", "--yes")
    assert ended.code == 1
    assert ended.err.startswith("briefqa: harbour is the only briefing, and an index needs one.")
    assert names(folder / "corpus") == ["harbour.txt"]


def test_a_file_that_is_gone_is_removed_from_the_index(run: Run, folder: Path) -> None:
    run("build")
    (folder / "corpus" / "市場.txt").unlink()
    ended = run("remove", "市場", "--yes")
    assert (ended.code, ended.err) == (0, "briefqa: 市場.txt is not in corpus any more.\n")
    assert "  removed    市場" in ended.out.splitlines()


def test_remove_without_an_index_says_how_to_make_one(run: Run, folder: Path) -> None:
    assert run("remove", "harbour", "--yes") == Finished(
        1, "", "briefqa: index: there is no index yet. Run `briefqa build`.\n"
    )
