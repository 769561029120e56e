"""Pictures of a real generation, served; and what a damaged one leaves of its slide."""

import logging
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from briefqa.answerer.extractive import ExtractiveAnswerer
from briefqa.assistant import Assistant
from briefqa.errors import UnknownSlideError
from briefqa.index import load_generation
from briefqa.ranker import Ranker
from tests.asking import lexicon, reader
from tests.fakes import HashEmbedder
from tests.generations import HARBOUR, build, picturing, write_corpus
from tests.serving import HTML, make_app, make_client

SLIDE = "/briefings/harbour/slides/2"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    corpus = write_corpus(tmp_path / "corpus", harbour=HARBOUR)
    build(corpus, tmp_path / "index", reading=picturing())
    return tmp_path / "index"


@pytest.fixture
def assistant(index: Path) -> Assistant:
    embedder = HashEmbedder()
    return Assistant(
        load_generation(index, embedder).generation,
        embedder=embedder,
        lexicon=lexicon(),
        ranker=Ranker.open(),
        answerer=ExtractiveAnswerer.of(embedder, reader()),
    )


@pytest.fixture
def client(assistant: Assistant) -> TestClient:
    return make_client(make_app(assistant))  # type: ignore[arg-type] # the fake is made like it


def test_the_picture_is_the_generation_s(client: TestClient, assistant: Assistant) -> None:
    address = client.get(SLIDE).json()["picture"]
    found = client.get(address)
    assert found.content == ("船の数\n船は三隻ある。" * 2).encode()
    assert "immutable" in found.headers["cache-control"]
    assert assistant.picture("harbour", 2) == found.content
    with pytest.raises(UnknownSlideError):
        assistant.picture("harbour", 3)


def test_marks_come_from_the_generation_s_boxes(client: TestClient) -> None:
    body = client.get(f"{SLIDE}?mark=0-4").json()
    assert body["marks"] == [{"left": 0.1, "top": 0.2, "right": 0.3, "bottom": 0.4}]
    page = client.get(f"{SLIDE}?mark=0-4", headers=HTML).text
    assert '<rect x="128.0" y="144.0" width="256.0" height="144.0"/>' in page


def test_a_damaged_picture_is_a_problem_that_names_it(client: TestClient, index: Path) -> None:
    (picture,) = index.glob("gen-1/pages/*/0002.webp")
    picture.chmod(0o600)
    picture.write_bytes(b"RIFF")
    found = client.get(f"{SLIDE}/picture")
    assert found.status_code == 503
    assert "0002.webp" in found.json()["detail"]


def test_damaged_boxes_leave_the_words_of_their_slides(
    client: TestClient, index: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (boxes,) = index.glob("gen-1/pages/*/*.jsonl")
    boxes.chmod(0o600)
    boxes.write_bytes(b"{}\n")
    with caplog.at_level(logging.ERROR, "briefqa.app.routes"):
        page = client.get(SLIDE, headers=HTML)
    assert page.status_code == 200
    assert "船は三隻ある。" in page.text
    assert "<img" not in page.text
    assert "slide 2 of harbour without its picture" in caplog.text
