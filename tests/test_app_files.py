"""Files to keep: exports of answers, and the originals of briefings."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from starlette.testclient import TestClient

from briefqa.app import AssistantSource, create_app
from briefqa.app.files import attachment
from briefqa.corpus import IN_THIS_PROCESS, Reading, find_files, read_corpus
from briefqa.records import Briefing
from briefqa.settings import Settings
from briefqa.upkeep import Upkeep
from tests.fakes import KANKO_QUOTE, FakeAssistant, HashEmbedder
from tests.serving import make_app, make_client

QUESTION = "訪日客数は？"


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> TestClient:
    return make_client(make_app(assistant))


# Exports


def test_answers_are_written_anew_as_markdown(client: TestClient) -> None:
    body = {"questions": [QUESTION, "Who?"], "format": "markdown"}
    response = client.post("/export", json=body)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-disposition"] == (
        'attachment; filename="briefqa.md"; '
        "filename*=UTF-8''%E8%B3%AA%E5%95%8F%E3%81%A8%E7%AD%94%E3%81%88.md"
    )
    assert response.text.startswith(f"# 質問と答え\n\n## {QUESTION}\n\n**3,687万人**")
    assert KANKO_QUOTE in response.text
    assert "## Who?" in response.text


def test_what_a_client_says_was_answered_is_not_taken(client: TestClient) -> None:
    body = {"questions": [QUESTION], "format": "csv", "answers": ["42"]}
    assert client.post("/export", json=body).status_code == 422


def test_answers_are_written_as_a_table_and_as_a_document(client: TestClient) -> None:
    asked = {"q": QUESTION, "language": "en"}
    table = client.get("/export", params={**asked, "format": "csv"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.content.startswith(b"\xef\xbb\xbfQuestion,Answer")
    document = client.get("/export", params={**asked, "format": "docx"})
    assert document.headers["content-disposition"].endswith("questions-and-answers.docx")
    words = [paragraph.text for paragraph in Document(io.BytesIO(document.content)).paragraphs]
    assert words[:3] == ["Questions and answers", QUESTION, "3,687万人"]


def test_a_scope_is_kept_to(client: TestClient, assistant: FakeAssistant) -> None:
    client.get(
        "/export",
        params={"q": QUESTION, "format": "csv", "briefings": "kanko-2024", "since": "2024"},
    )
    (scope,) = assistant.scopes
    assert (scope.briefings, scope.since) == (frozenset({"kanko-2024"}), "2024")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"questions": [], "format": "csv"}, 422),
        ({"questions": ["x"] * 101, "format": "csv"}, 422),
        ({"questions": ["x"] * 100, "format": "csv"}, 200),
        ({"questions": ["x"], "format": "pdf"}, 422),
        ({"questions": ["x"], "format": "csv", "language": "fr"}, 422),
        ({"questions": ["x", "  "], "format": "csv"}, 422),
        ({"questions": ["x"], "format": "csv", "briefings": ["none"]}, 404),
    ],
)
def test_exports_are_bounded(client: TestClient, body: dict[str, object], status: int) -> None:
    assert client.post("/export", json=body).status_code == status


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.pdf", "attachment; filename=\"briefqa.pdf\"; filename*=UTF-8''a.pdf"),
        (
            'a"; filename=b.exe',
            "attachment; filename=\"briefqa.exe\"; filename*=UTF-8''a%22%3B%20filename%3Db.exe",
        ),
        ("a\r\nX: y", "attachment; filename=\"briefqa\"; filename*=UTF-8''a%0D%0AX%3A%20y"),
        (
            "白書.表",
            "attachment; filename=\"briefqa\"; filename*=UTF-8''%E7%99%BD%E6%9B%B8.%E8%A1%A8",
        ),
        ("\udcff.pdf", "attachment; filename=\"briefqa.pdf\"; filename*=UTF-8''%FF.pdf"),
    ],
)
def test_no_name_breaks_out_of_its_header(name: str, expected: str) -> None:
    assert attachment(name) == expected


# Originals

PAGE = "<!doctype html><title>港</title><h1>港</h1><p>船は三隻ある。<script>alert(1)</script>"


def read(folder: Path, reading: Reading) -> Briefing:
    (briefing,) = read_corpus(folder, reading=reading).briefings
    return briefing


def given(briefing: Briefing, corpus: Path) -> TestClient:
    upkeep = Upkeep(corpus, corpus / "none", embedder=HashEmbedder, reading=lambda: IN_THIS_PROCESS)
    source = AssistantSource(lambda: FakeAssistant([briefing]), Path(__file__))
    source.refresh()
    return make_client(create_app(Settings(), source, upkeep))


@pytest.mark.parametrize("reading", [IN_THIS_PROCESS, replace(IN_THIS_PROCESS, pictures=False)])
def test_the_original_is_given_as_an_attachment_and_never_shown(
    tmp_path: Path, reading: Reading
) -> None:
    (tmp_path / "港.html").write_text(PAGE, "utf-8")
    (tmp_path / "港.toml").write_text('date = "2024"', "utf-8")
    response = given(read(tmp_path, reading), tmp_path).get("/briefings/港/source")
    assert response.status_code == 200
    assert response.text == PAGE
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment; ")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_another_file_in_its_place_is_not_given(tmp_path: Path) -> None:
    path = tmp_path / "港.html"
    path.write_text(PAGE, "utf-8")
    client = given(read(tmp_path, IN_THIS_PROCESS), tmp_path)
    path.write_text(PAGE + " ", "utf-8")
    response = client.get("/briefings/港/source")
    assert (response.status_code, response.json()["type"]) == (404, "/docs#no-source")
    path.unlink()
    assert client.get("/briefings/港/source").json()["type"] == "/docs#no-source"
    assert client.get("/briefings/none/source").json()["type"] == "/docs#unknown-briefing"


def test_no_name_of_a_briefing_leads_out_of_the_corpus(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("港", "utf-8")
    (tmp_path / "himitsu.txt").write_text("秘密", "utf-8")
    (outside,) = (file for file in find_files(tmp_path) if file.source == "himitsu.txt")
    briefing = replace(read(corpus, IN_THIS_PROCESS), source="../himitsu.txt")
    assert outside.path.exists()
    assert given(briefing, corpus).get("/briefings/a/source").status_code == 404
