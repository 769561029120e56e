"""`briefqa token`, and what `briefqa serve` asks of it."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefqa.cli import main
from briefqa.tokens import read_token

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in this process and an empty folder; return its code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["briefqa", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return (int(ended.value.code or 0), *capsys.readouterr())

    return call


def test_a_token_is_printed_once_and_alone(run: Run) -> None:
    code, out, err = run("token", "--days", "7")
    assert code == 0
    assert re.fullmatch(r"bqa_[\w-]{43}\n", out)
    assert err.startswith("briefqa: Good for 7 days.")
    kept = read_token(Path("index"))
    assert kept is not None
    assert kept.judge(out.strip(), now=0) == "valid"


def test_the_next_one_ends_the_one_before(run: Run) -> None:
    first, second = (run("token")[1].strip() for _ in range(2))
    kept = read_token(Path("index"))
    assert kept is not None
    assert (kept.judge(first, now=0), kept.judge(second, now=0)) == ("wrong", "valid")


def test_it_is_removed_and_that_is_said(run: Run) -> None:
    run("token")
    assert run("token", "--remove") == (0, "The token is removed.\n", "")
    assert read_token(Path("index")) is None
    assert run("token", "--remove") == (0, "There was no token.\n", "")


def test_an_address_that_others_reach_asks_for_a_token(run: Run) -> None:
    code, _, err = run("serve", "--host", "192.0.2.1")
    assert code == 1
    assert "there is no token to ask for. Make one with `briefqa token`" in err


def test_with_a_token_it_is_listened_on(run: Run) -> None:
    run("token")
    code, _, err = run("serve", "--host", "192.0.2.1")  # which this machine does not have
    assert code == 1
    assert err.startswith("briefqa: Port 8000 of 192.0.2.1 cannot be used")


def test_a_token_of_the_settings_that_is_too_short_is_not_repeated(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFQA_TOKEN", "himitsu")
    code, _, err = run("serve")
    assert code == 1
    assert "BRIEFQA_TOKEN is not usable, but it must be a bearer token of 16" in err
    assert "himitsu" not in err
