"""What the API answers where something is wrong: with the request, the index, the server."""

import re
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from briefqa.app import AssistantSource, create_app, problems
from briefqa.app.failures import problem_of
from briefqa.errors import (
    BriefqaError,
    EmbedderError,
    IndexCorruptError,
    IndexIncompatibleError,
    SettingsError,
)
from briefqa.remarks import Remark
from briefqa.settings import Settings
from tests.fakes import FakeAssistant
from tests.serving import HTML, NOWHERE, make_app, make_client, problem


@pytest.fixture
def client() -> TestClient:
    return make_client(make_app())


@pytest.mark.parametrize(
    ("method", "path", "request_", "expected"),
    [
        ("GET", "/nothing", {}, (404, "/docs#not-found")),
        ("GET", "/static/nothing.css", {}, (404, "/docs#not-found")),
        ("GET", "/static/../messages/en/pages.po", {}, (404, "/docs#not-found")),
        ("GET", "/briefings/none", {}, (404, "/docs#unknown-briefing")),
        ("GET", "/briefings/none/slides/1", {}, (404, "/docs#unknown-briefing")),
        ("GET", "/briefings/kanko-2024/slides/3", {}, (404, "/docs#unknown-slide")),
        ("GET", "/briefings/kanko-2024/slides/0", {}, (404, "/docs#unknown-slide")),
        ("GET", "/briefings/kanko-2024/slides/1/picture", {}, (404, "/docs#no-picture")),
        ("GET", "/briefings/kanko-2024/slides/3/picture", {}, (404, "/docs#unknown-slide")),
        ("GET", "/briefings/none/slides/1/picture", {}, (404, "/docs#unknown-briefing")),
        ("GET", "/briefings/kanko-2024/slides/two", {}, (422, "/docs#invalid-request")),
        ("GET", "/briefings/kanko-2024/slides/" + "9" * 5000, {}, (422, "/docs#invalid-request")),
        ("DELETE", "/briefings", {}, (405, "/docs#method-not-allowed")),
        ("GET", "/ask", {}, (422, "/docs#invalid-request")),
        ("POST", "/ask", {"json": {"question": "  "}}, (422, "/docs#invalid-question")),
        ("POST", "/ask", {"json": {"question": "あ" * 2001}}, (422, "/docs#invalid-request")),
        ("POST", "/ask", {"json": {"question": "何？", "x": 1}}, (422, "/docs#invalid-request")),
        (
            "POST",
            "/ask",
            {"json": {"question": "?", "since": "June"}},
            (422, "/docs#invalid-request"),
        ),
        (
            "POST",
            "/search",
            {"json": {"question": "?", "until": "2025-02-29"}},
            (422, "/docs#invalid-request"),
        ),
        ("GET", "/ask?q=x&since=2025-99", {}, (422, "/docs#invalid-request")),
        (
            "POST",
            "/search",
            {"json": {"question": "?", "limit": 0}},
            (422, "/docs#invalid-request"),
        ),
        (
            "POST",
            "/ask",
            {"json": {"question": "?", "briefings": ["none"]}},
            (404, "/docs#unknown-briefing"),
        ),
        ("POST", "/ask", {"content": b"question=x"}, (422, "/docs#invalid-request")),
    ],
)
def test_refusals_are_problem_documents(
    client: TestClient,
    method: str,
    path: str,
    request_: dict[str, object],
    expected: tuple[int, str],
) -> None:
    assert problem(client, method, path, **request_) == expected


def test_a_validation_problem_names_fields_and_never_repeats_the_input(client: TestClient) -> None:
    secret = "himitsu" * 30
    body = {"question": secret * 20, "since": secret, secret: secret, "briefings": [secret * 20]}
    response = client.post("/ask", json=body)
    assert "himitsu" not in response.text
    assert [error["field"] for error in response.json()["errors"]] == [
        "body.briefings.0",
        "body.since",
        "body.question",
        "body.(unknown field)",
    ]


def test_a_date_that_is_on_no_calendar_is_named(client: TestClient) -> None:
    errors = client.get("/ask?q=x&since=2025-99&until=2025").json()["errors"]
    detail = "Give a date such as 2025, 2025-06 or 2025-06-11"
    assert errors == [{"field": "query.since", "detail": detail}]


def test_the_allowed_methods_are_named(client: TestClient) -> None:
    assert client.put("/search").headers["allow"] == "POST"


def test_a_bug_is_a_500_without_its_trace(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(FakeAssistant):
        def search(self, *_: object, **__: object) -> None:  # type: ignore[override]
            raise RuntimeError("himitsu")

    client = make_client(make_app(Broken()), raises=False)
    assert problem(client, "POST", "/search", json={"question": "?"}) == (500, "/docs#internal")
    response = client.post("/search", json={"question": "?"})
    assert "himitsu" not in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_an_error_that_the_request_causes_is_not_repeated(client: TestClient) -> None:
    for path in ("/briefings/himitsu", "/ask?q=x&briefings=himitsu"):
        body = client.get(path)
        assert body.json()["detail"] == "GET /briefings lists the ids."
        assert "himitsu" not in body.text


# Without an index that can be used


@pytest.fixture
def empty_client() -> TestClient:
    source = AssistantSource(FakeAssistant, NOWHERE)
    source.refresh()
    return make_client(create_app(Settings(), source))


def test_without_an_index_the_server_lives_but_is_not_ready(empty_client: TestClient) -> None:
    assert empty_client.get("/healthz").status_code == 200
    for path in ("/readyz", "/briefings", "/ask?q=x", "/"):
        assert problem(empty_client, "GET", path) == (503, "/docs#no-index")


def test_without_an_index_the_page_says_what_to_run(empty_client: TestClient) -> None:
    page = empty_client.get("/", headers={**HTML, "Accept-Language": "ja"})
    assert page.status_code == 503
    assert "索引がまだありません" in page.text
    assert "<code>briefqa build</code>" in page.text


def failing_client(error: BriefqaError) -> TestClient:
    def fail() -> FakeAssistant:
        raise error

    source = AssistantSource(fail, Path(__file__))
    source.refresh()
    return make_client(create_app(Settings(), source))


@pytest.mark.parametrize(
    ("kind", "slug"),
    [
        (IndexCorruptError, "unusable-index"),
        (IndexIncompatibleError, "unusable-index"),
        (EmbedderError, "unusable-index"),
        (SettingsError, "unusable-settings"),
    ],
)
def test_what_keeps_the_index_from_use_is_said(kind: type[BriefqaError], slug: str) -> None:
    client = failing_client(
        kind("gen-3/dense.bin: its digest differs.", hint="Run `briefqa build`.")
    )
    assert problem(client, "POST", "/ask", json={"question": "himitsu"}) == (503, f"/docs#{slug}")
    body = client.post("/ask", json={"question": "himitsu"})
    assert body.json()["detail"] == "gen-3/dense.bin: its digest differs. Run `briefqa build`."
    page = client.get("/", headers=HTML)
    assert page.status_code == 503
    assert "gen-3/dense.bin: its digest differs." in page.text


@pytest.mark.parametrize("filler", ["a", '"', "\\", "\n", "災", "\U0001f38c"])
def test_an_error_however_long_keeps_its_beginning_its_hint_and_the_limit(filler: str) -> None:
    client = failing_client(
        IndexCorruptError("gen-3" + filler * 5000, hint="Mend." + filler * 5000)
    )
    assert problem(client, "GET", "/readyz") == (503, "/docs#unusable-index")
    detail = client.get("/readyz").json()["detail"]
    assert detail.startswith("gen-3")
    assert "Mend." in detail


JAPANESE = {"Accept-Language": "ja"}


@pytest.mark.parametrize("kind", problems.PROBLEMS, ids=lambda kind: kind.slug)
def test_every_problem_has_a_title_and_a_detail_in_japanese(kind: problems.Problem) -> None:
    pages = make_app().state.pages
    request = Request(
        {"type": "http", "query_string": b"", "headers": [(b"accept-language", b"ja")]}
    )
    for said in (kind.title, kind.detail):
        assert re.search("[ぁ-ヿ]", pages.say(request, Remark((said,))))


def test_a_document_is_in_the_language_asked_for(client: TestClient) -> None:
    english = client.get("/briefings/none")
    japanese = client.get("/briefings/none", headers=JAPANESE)
    assert english.json()["title"] == "No briefing has this id"
    assert japanese.json()["title"] == "このIDの資料はありません。"
    assert japanese.json()["type"] == english.json()["type"]
    assert "Accept-Language" in japanese.headers["vary"]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "必須の項目です。"),
        ({"question": ""}, "1文字以上にしてください。"),
        ({"question": "あ" * 2001}, "2,000文字以内にしてください。"),
        ({"question": "?", "x": 1}, "この項目はありません。"),
        (
            {"question": "?", "since": "June"},
            "2025、2025-06、2025-06-11のような日付を指定してください。",
        ),
        ({"question": "?", "briefings": ["a"] * 2000}, "1,000個以内にしてください。"),
    ],
)
def test_what_is_wrong_with_a_field_is_said_in_japanese(
    client: TestClient, body: dict[str, object], detail: str
) -> None:
    (error,) = client.post("/ask", json=body, headers=JAPANESE).json()["errors"]
    assert error["detail"] == detail


def test_an_index_of_another_version_is_told_of_in_japanese() -> None:
    def open_it() -> FakeAssistant:
        raise IndexIncompatibleError(
            "the index has format {found}, this briefqa reads format {format}.",
            hint="Run `briefqa build`.",
            values={"found": "1", "format": 2},
            subject="gen-3",
        )

    source = AssistantSource(open_it, Path(__file__))
    source.refresh()
    client = make_client(create_app(Settings(), source))
    said = (
        "gen-3: 索引の形式は1ですが、このbriefqaが読むのは形式2です。"
        "`briefqa build`を実行してください。"
    )
    assert client.get("/briefings", headers=JAPANESE).json()["detail"] == said
    page = client.get("/", headers={**HTML, **JAPANESE}).text
    assert 'lang="ja">gen-3: 索引の形式は1ですが' in page
    assert "<code>briefqa build</code>を実行してください。" in page


def test_an_index_at_fault_says_in_english_what_has_no_japanese_words() -> None:
    kind = problem_of(IndexCorruptError("gen-3/dense.faiss: it is damaged.", hint="Mend."))
    assert kind.remark is not None
    assert str(kind.remark) == "gen-3/dense.faiss: it is damaged. Mend."


def test_a_long_error_keeps_the_document_small_and_its_hint(client: TestClient) -> None:
    kind = problem_of(IndexCorruptError("長" * 5_000, hint="Mend."))
    assert str(kind.remark).endswith("… Mend.") or str(kind.remark).endswith("…. Mend.")
    assert len(str(kind.remark).encode()) < 1_000


def test_what_json_cannot_hold_is_left_out_of_a_detail() -> None:
    kind = problem_of(
        IndexCorruptError("gen-3/\udc81\x00.bin: it is missing.", hint="Build\nanew.")
    )
    assert str(kind.remark) == "gen-3/  .bin: it is missing. Build anew."


def test_before_the_first_load_the_client_is_told_to_wait() -> None:
    client = make_client(create_app(Settings(), AssistantSource(FakeAssistant, NOWHERE)))
    assert problem(client, "GET", "/readyz") == (503, "/docs#loading")
    assert client.get("/readyz").headers["retry-after"] == "1"
