"""`briefqa inspect` as a command: what it prints, writes and refuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from briefqa.cli import main

DECK = """防災訓練の実施状況
2024年度の参加校：412校
---
備蓄の状況
飲料水の備蓄量は12,500リットルである。
---
食料の備蓄は3日分
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "防災 2024.txt"
    path.write_text(DECK, encoding="utf-8")
    return path


def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["briefqa", "inspect", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return (int(ended.value.code or 0), *capsys.readouterr())


def test_a_malformed_sidecar_is_warned_of_and_the_file_shown(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    deck.with_suffix(".toml").write_text("date = 'soon'", encoding="utf-8")
    code, out, err = run(monkeypatch, capsys, str(deck))
    assert code == 0
    assert "防災訓練の実施状況" in out
    assert err.startswith("briefqa: 防災 2024.toml: date 'soon' is no ISO date. Write ")
    assert err.endswith("The briefing is read without it.\n")


def test_a_file_is_shown_slide_by_slide(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(monkeypatch, capsys, str(deck))
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "防災 2024.txt"
    assert [line for line in out.splitlines() if line.startswith("Slide ")] == [
        "Slide 1  防災訓練の実施状況",
        "Slide 2  備蓄の状況",
        "Slide 3  食料の備蓄は3日分",
    ]


@pytest.mark.parametrize(
    ("given", "numbers"),
    [(("2",), [2]), (("2-3",), [2, 3]), (("3", "1"), [1, 3]), (("1,3-3",), [1, 3])],
)
def test_slides_are_chosen_by_numbers_and_ranges(
    deck: Path,
    given: tuple[str, ...],
    numbers: list[int],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    chosen = [part for one in given for part in ("--slide", one)]
    code, out, _ = run(monkeypatch, capsys, str(deck), "--json", *chosen)
    assert code == 0
    assert [slide["number"] for slide in json.loads(out)["slides"]] == numbers


@pytest.mark.parametrize("given", ["x", "0", "3-2", "", "1-", "1-99999"])
def test_what_is_no_range_is_refused(
    deck: Path, given: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(monkeypatch, capsys, str(deck), "--slide", given)
    assert (code, out) == (2, "")
    assert "--slide" in err


def test_the_page_is_written(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = deck.with_name("out.html")
    code, out, err = run(monkeypatch, capsys, str(deck), "--html", str(page))
    assert (code, out, err) == (0, "", f"briefqa: the page is in {page}.\n")
    assert "飲料水の備蓄量は12,500リットルである。" in page.read_text(encoding="utf-8")


def test_errors_are_one_line(
    deck: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = deck.with_name("空.txt")
    empty.touch()
    for arguments, told in (
        ((str(empty),), "空.txt: "),
        ((str(deck.with_name("none.txt")),), "none.txt: "),
        ((str(deck.parent),), f"{deck.parent.name}: "),
        ((str(deck), "--slide", "4"), "防災 2024.txt has no slide 4. It has slides 1 to 3."),
        ((str(deck), "--html", str(deck.parent / "no" / "out.html")), "cannot be written"),
    ):
        code, out, err = run(monkeypatch, capsys, *arguments)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert told in err
    assert run(monkeypatch, capsys, str(deck), "--json", "--html", "x.html")[0] == 2


def test_nothing_heavy_is_imported(deck: Path) -> None:
    code = (
        "import sys; from briefqa.cli import app;"
        "app(['inspect', sys.argv[1]], standalone_mode=False);"
        "print(sorted({'faiss', 'torch', 'fastapi', 'jinja2'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(deck)], capture_output=True, check=True)
    assert done.stderr.decode() == "[]\n"
