import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pptx import Presentation

from briefqa.office import find_office, render_to_pdf
from tests.timing import wait_until

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "資料 第1回.pptx"
    presentation = Presentation()
    for title in ("一枚目", "隠した二枚目", "三枚目"):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
    presentation.slides[1]._element.set("show", "0")
    presentation.save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "printed"
    path.mkdir()
    return path


def program(tmp_path: Path, body: str) -> str:
    """Return a program that stands in for LibreOffice: a shell script."""
    path = tmp_path / "office"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_pdf_that_was_printed_is_returned(deck: Path, folder: Path, tmp_path: Path) -> None:
    office = program(tmp_path, "printf '%%PDF-1.4\\n%%%%EOF\\n' > deck.pdf")
    printed = render_to_pdf(deck, folder, office=office, seconds=60)
    assert printed == folder / "deck.pdf"
    assert printed.read_bytes() == PDF


def test_success_without_a_pdf_is_a_failure(deck: Path, folder: Path, tmp_path: Path) -> None:
    assert render_to_pdf(deck, folder, office=program(tmp_path, "exit 0"), seconds=60) is None
    assert not (folder / "deck.pptx").exists()


def test_output_that_is_no_pdf_is_a_failure(deck: Path, folder: Path, tmp_path: Path) -> None:
    office = program(tmp_path, "echo Error > deck.pdf")
    assert render_to_pdf(deck, folder, office=office, seconds=60) is None


def test_what_takes_too_long_is_killed_with_all_that_it_started(
    deck: Path, folder: Path, tmp_path: Path
) -> None:
    office = program(tmp_path, "sleep 60 & echo $! > child; wait")
    started = time.monotonic()
    assert render_to_pdf(deck, folder, office=office, seconds=2) is None
    assert time.monotonic() - started < 30
    child = int((folder / "child").read_text(encoding="utf-8"))
    assert wait_until(lambda: not is_running(child), patience=20.0)


def test_what_is_wanted_no_more_is_killed_at_once(deck: Path, folder: Path, tmp_path: Path) -> None:
    office = program(tmp_path, "touch begun; sleep 60")
    printed = render_to_pdf(
        deck,
        folder,
        office=office,
        seconds=60,
        is_wanted=lambda: not (folder / "begun").exists(),
    )
    assert printed is None


def test_an_interrupted_build_does_not_wait_for_it(deck: Path, tmp_path: Path) -> None:
    corpus, begun = tmp_path / "corpus", tmp_path / "begun"
    corpus.mkdir()
    deck.rename(corpus / "deck.pptx")
    settings = {
        "BRIEFQA_CORPUS": str(corpus),
        "BRIEFQA_INDEX": str(tmp_path / "index"),
        "BRIEFQA_OFFICE": program(tmp_path, f"touch '{begun}'; sleep 60"),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "briefqa", "build"],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as build:
        while not begun.exists():
            assert build.poll() is None
            time.sleep(0.05)
        build.send_signal(signal.SIGINT)
        build.communicate(timeout=20)  # less than what LibreOffice may take
    assert build.returncode == 130


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[0] != "Z"  # a zombie has ended, and waits for its parent alone


def test_the_program_sees_nothing_of_the_environment_and_has_limits(
    deck: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFQA_LLM_KEY", "geheim")
    office = program(tmp_path, 'env > seen; ulimit -v > memory; echo "$@" > words')
    assert render_to_pdf(deck, folder, office=office, seconds=60) is None
    assert "geheim" not in (folder / "seen").read_text(encoding="utf-8")
    assert f"HOME={folder.resolve()}" in (folder / "seen").read_text(encoding="utf-8")
    assert (folder / "memory").read_text(encoding="utf-8") == f"{2 << 20}\n"
    assert '"ExportHiddenSlides"' in (folder / "words").read_text(encoding="utf-8")


def test_the_source_is_left_as_it_is(deck: Path, folder: Path, tmp_path: Path) -> None:
    data, beside = deck.read_bytes(), set(deck.parent.iterdir())
    render_to_pdf(deck, folder, office=program(tmp_path, "echo x > deck.pptx"), seconds=60)
    assert deck.read_bytes() == data
    assert set(deck.parent.iterdir()) == {*beside, tmp_path / "office"}


@pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_hidden_slides_too(deck: Path, folder: Path) -> None:
    office = find_office()
    assert office is not None
    printed = render_to_pdf(deck, folder, office=office, seconds=60)
    assert printed is not None
    assert printed.read_bytes().count(b"/Type/Page/") == 3
