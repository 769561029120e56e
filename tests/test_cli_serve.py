"""What `briefqa serve` hands to the server."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefqa.app import server
from briefqa.cli import app
from briefqa.settings import Settings


def test_the_folders_and_the_address_are_what_the_options_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Settings] = []
    monkeypatch.setattr(server, "serve", served.append)
    monkeypatch.setenv("BRIEFQA_CORPUS", str(tmp_path / "elsewhere"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folders = ["--corpus", str(tmp_path / "decks"), "--index", str(tmp_path / "index")]
    ended = CliRunner().invoke(app, ["serve", *folders, "--port", str(port)])
    assert ended.exit_code == 0, ended.output
    (settings,) = served
    assert (settings.corpus, settings.index) == (tmp_path / "decks", tmp_path / "index")
    assert settings.port == port
