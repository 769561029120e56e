"""The HTTP API: what each route answers, and the problems it answers with."""

import json
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from briefqa.app import AssistantSource, create_app, schemas
from briefqa.app.problems import problem_of
from briefqa.errors import (
    BriefqaError,
    EmbedderError,
    IndexCorruptError,
    IndexIncompatibleError,
    SettingsError,
)
from briefqa.records import Scope, Turn
from briefqa.settings import Settings
from tests.fakes import KANKO_QUOTE, SLIDES, FakeAssistant
from tests.pictured import KOTSU, PAGES, PICTURE
from tests.replies import ANSWERS, BOUSAI, OLDER
from tests.serving import HTML, NOWHERE, make_app, make_client

ANSWER = {
    "id": None,
    "question": "訪日客数は？",
    "interpreted_as": None,
    "language": "ja",
    "status": "answered",
    "type": "text",
    "answer": "3,687万人",
    "answer_original": None,
    "value": None,
    "as_of": None,
    "computed": False,
    "conflict": False,
    "confidence": 0.93,
    "citations": [
        {
            "marker": 1,
            "briefing": "kanko-2024",
            "briefing_title": "観光白書の要点",
            "slide": 2,
            "slide_title": "訪日旅行",
            "quote": KANKO_QUOTE,
            "start": 7,
            "end": 25,
        }
    ],
    "rows": [],
    "coverage": "",
    "alternatives": [],
    "nearest": [],
    "message": "",
    "notices": [],
    "slides_searched": 2,
    "conversation": None,
    "generation": "gen-1",
    "timings_ms": {"search": 1.0, "answer": 0.5, "total": 1.5},
}
SUMMARY = {
    "id": "kanko-2024",
    "title": "観光白書の要点",
    "date": "2024-06",
    "date_from": "",
    "publisher": "観光庁",
    "publisher_from": "",
    "language": "ja",
    "source": "kanko.txt",
    "format": "text",
    "slide_count": 2,
    "incomplete_slides": [],
    "stale": "",
}


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> TestClient:
    return make_client(make_app(assistant))


def test_post_ask_gives_the_answer_object(client: TestClient) -> None:
    response = client.post("/ask", json={"question": "訪日客数は？"})
    assert (response.status_code, response.json()) == (200, ANSWER)
    assert list(response.json()) == list(ANSWER)
    assert described(ANSWER) == ANSWER


def described(answer: dict[str, object]) -> dict[str, object]:
    """Return what the API's description lets through of an answer object."""
    model = schemas.AnswerObject.model_validate(answer)
    return model.model_dump(by_alias=True, exclude_unset=True)


def test_post_ask_carries_the_id_back(client: TestClient) -> None:
    response = client.post("/ask", json={"question": "訪日客数は？", "id": "d001"})
    assert response.json() == {**ANSWER, "id": "d001"}


def test_ask_by_address_gives_the_same_object(client: TestClient) -> None:
    assert client.get("/ask", params={"q": "訪日客数は？"}).json() == ANSWER


def test_not_found_has_no_answer_and_the_nearest_slides(client: TestClient) -> None:
    body = client.post("/ask", json={"question": "Who?"}).json()
    assert (body["status"], body["answer"], body["citations"]) == ("not_found", None, [])
    assert body["nearest"] == [
        {"briefing": "kanko-2024", "slide": 2, "slide_title": "訪日旅行", "score": 0.71}
    ]


@pytest.mark.parametrize("question", ANSWERS)
def test_every_kind_of_answer_is_described(question: str) -> None:
    client = make_client(make_app(FakeAssistant((BOUSAI, OLDER), answers=ANSWERS)))
    body = client.post("/ask?trace=true", json={"question": question}).json()
    assert described(body) == body


def test_a_value_its_date_and_what_disagrees_are_given() -> None:
    client = make_client(make_app(FakeAssistant((BOUSAI, OLDER), answers=ANSWERS)))
    body = client.get("/ask", params={"q": "指定避難所は何か所ですか？"}).json()
    assert (body["value"], body["as_of"]) == ({"value": 128, "unit": "か所"}, "2024-06")
    assert body["conflict"] is True
    assert body["alternatives"] == [
        {
            "answer": "121か所",
            "answer_original": "121か所",
            "value": {"value": 121, "unit": "か所"},
            "as_of": "2023-03",
            "markers": [2],
        }
    ]


TRACE = {
    "terms": ["訪日", "客"],
    "expansions": [{"from": "訪日客", "to": "inbound", "weight": 0.5}],
    "hits": [
        {"passage": "kanko-2024/2/2", "score": 2.5, "lexical_rank": 1, "dense_rank": 0},
        {"passage": "kanko-2024/1/1", "score": 0.25, "lexical_rank": 0, "dense_rank": 2},
    ],
    "spans": [],
    "probability": None,
    "threshold": 0.0,
}


def test_the_trace_is_given_where_it_is_asked_for(client: TestClient) -> None:
    asked = {"question": "訪日客数は？"}
    assert client.post("/ask?trace=true", json=asked).json() == {**ANSWER, "trace": TRACE}
    assert client.get("/ask?q=訪日客数は？&trace=true").json() == {**ANSWER, "trace": TRACE}
    assert client.post("/ask?trace=false", json=asked).json() == ANSWER


# Events


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    parts = [part.split("\n") for part in text.removesuffix("\n\n").split("\n\n")]
    return [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in parts
    ]


def test_an_answer_comes_as_events_where_they_are_asked_for() -> None:
    client = make_client(make_app(FakeAssistant(sentences=("3,687万人です。[1]",))))
    response = client.post(
        "/ask", json={"question": "訪日客数は？"}, headers={"Accept": "text/event-stream"}
    )
    assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert events(response.text) == [
        ("draft", ANSWER),
        ("sentence", {"text": "3,687万人です。[1]"}),
        ("answer", {**ANSWER, "answer": "3,687万人です。[1]"}),
    ]


def test_events_go_on_a_conversation_and_hold_the_trace(assistant: FakeAssistant) -> None:
    client = make_client(make_app(assistant))
    asked = {"question": "訪日客数は？", "conversation": "new"}
    headers = {"Accept": "text/event-stream"}
    for _ in range(2):
        response = client.post("/ask?trace=true", json=asked, headers=headers)
        last = events(response.text)[-1][1]
        asked["conversation"] = str(last["conversation"])
    assert last["trace"] == TRACE
    assert assistant.histories == [(), (EARLIER,)]


# Conversations

EARLIER = Turn("訪日客数は？", "3,687万人", (("kanko-2024", 2),))


def test_earlier_turns_are_passed_on_and_nothing_is_kept(
    client: TestClient, assistant: FakeAssistant
) -> None:
    turns = [
        {"question": "何？", "answer": None},
        {"question": "訪日客数は？", "answer": "3,687万人", "cited": [["kanko-2024", 2]]},
    ]
    body = client.post("/ask", json={"question": "では？", "conversation": turns}).json()
    assert assistant.histories == [(Turn("何？", ""), EARLIER)]
    assert body["conversation"] is None


def test_a_question_alone_begins_no_conversation(
    client: TestClient, assistant: FakeAssistant
) -> None:
    client.post("/ask", json={"question": "訪日客数は？"})
    client.post("/ask", json={"question": "では？", "conversation": None})
    assert assistant.histories == [(), ()]


def test_a_new_conversation_is_kept_and_goes_on_under_its_id(assistant: FakeAssistant) -> None:
    client = make_client(make_app(assistant))
    first = client.post("/ask", json={"question": "訪日客数は？", "conversation": "new"}).json()
    name = first["conversation"]
    second = client.post("/ask", json={"question": "Who?", "conversation": name}).json()
    third = client.get("/ask", params={"q": "では？", "conversation": name}).json()
    assert name == second["conversation"] == third["conversation"]
    assert len(name) >= 20
    assert assistant.histories == [(), (EARLIER,), (EARLIER, Turn("Who?", ""))]
    assert first["notices"] == third["notices"] == []


def test_what_a_follow_up_is_read_as_is_said_and_kept() -> None:
    assistant = FakeAssistant(
        (BOUSAI, OLDER), answers=ANSWERS, wholes={"いつ？": "2045年度の避難所は？"}
    )
    client = make_client(make_app(assistant))
    first = client.post("/ask", json={"question": "何？", "conversation": "new"}).json()
    asked = {"question": "いつ？", "conversation": first["conversation"]}
    body = client.post("/ask", json=asked).json()
    assert (body["question"], body["interpreted_as"]) == ("いつ？", "2045年度の避難所は？")
    client.post("/ask", json={**asked, "question": "次は？"})
    assert [turn.question for turn in assistant.histories[-1]] == ["何？", "2045年度の避難所は？"]


@pytest.mark.parametrize(
    ("question", "notice"),
    [
        (
            "では？",
            "conversationのIDが不明です（期限切れか、発行されていないものです）。"
            'この質問だけを読みました。新しく始めるには"new"を送ってください。',
        ),
        (
            "And?",
            "Unknown conversation id: it has expired or was never given out, so this question was"
            ' read on its own. Send "new" to begin a conversation.',
        ),
    ],
)
def test_a_conversation_that_is_not_kept_begins_anew_with_a_notice(
    client: TestClient, assistant: FakeAssistant, question: str, notice: str
) -> None:
    asked = {"question": question, "conversation": "himitsu"}
    body = client.post("/ask", json=asked).json()
    assert body["notices"] == [notice]
    assert body["conversation"] not in {"himitsu", None}
    assert assistant.histories == [()]


def test_a_page_asked_again_answers_from_the_same_turns(assistant: FakeAssistant) -> None:
    client = make_client(make_app(assistant))
    page = client.get("/?q=訪日客数は？", headers=HTML).text
    name = re.search(r'name="conversation" value="([^"]+)"', page)[1]  # type: ignore[index]
    for _ in range(2):
        client.get("/", params={"q": "では？", "conversation": name}, headers=HTML)
    assert assistant.histories == [(), (EARLIER,), (EARLIER,)]


def test_slides_that_the_index_no_longer_has_are_left_out_of_earlier_turns(
    client: TestClient, assistant: FakeAssistant
) -> None:
    places = [["gone", 1], ["kanko-2024", 2], ["kanko-2024", 9]]
    turns = [{"question": "訪日客数は？", "answer": "3,687万人", "cited": places}]
    response = client.post("/ask", json={"question": "では？", "conversation": turns})
    assert response.status_code == 200
    assert assistant.histories == [(EARLIER,)]


@pytest.mark.parametrize(
    ("conversation", "field"),
    [
        ("", "body.conversation.id"),
        ("x" * 201, "body.conversation.id"),
        (7, "body.conversation.turns"),
        ({"question": "何？"}, "body.conversation.turns"),
        ([{"question": "何？"}] * 21, "body.conversation.turns"),
        ([{"question": ""}], "body.conversation.turns.0.question"),
        ([{"question": "himitsu" * 300}], "body.conversation.turns.0.question"),
        ([{"question": "何？", "answer": "himitsu" * 300}], "body.conversation.turns.0.answer"),
        ([{"question": "何？", "himitsu": 1}], "body.conversation.turns.0.(unknown field)"),
        ([{"question": "何？", "cited": [["a", 0]]}], "body.conversation.turns.0.cited.0.1"),
        ([{"question": "何？", "cited": [["a"]]}], "body.conversation.turns.0.cited.0.1"),
        ([{"question": "何？", "cited": [["a", 1]] * 101}], "body.conversation.turns.0.cited"),
        (["himitsu"], "body.conversation.turns.0"),
    ],
)
def test_a_conversation_that_does_not_fit_is_refused_and_not_repeated(
    client: TestClient, conversation: object, field: str
) -> None:
    response = client.post("/ask", json={"question": "?", "conversation": conversation})
    assert response.status_code == 422
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert "himitsu" not in response.text
    assert len(response.content) <= 2048


def test_every_way_of_asking_passes_the_scope_on(
    client: TestClient, assistant: FakeAssistant
) -> None:
    scope = {"briefings": ["kanko-2024"], "since": "2024", "until": "2024-12-31"}
    client.post("/ask", json={"question": "何？", **scope})
    client.post("/search", json={"question": "何？", **scope})
    client.get("/ask", params={"q": "何？", **scope})
    assert assistant.scopes == [Scope(frozenset({"kanko-2024"}), "2024", "2024-12-31")] * 3


def test_search_gives_hits_with_ranks_and_trace(client: TestClient) -> None:
    body = client.post("/search", json={"question": "訪日客", "limit": 3}).json()
    assert body == {
        "question": "訪日客",
        "language": "ja",
        "hits": [
            {
                "passage": "kanko-2024/2/2",
                "briefing": "kanko-2024",
                "slide": 2,
                "kind": "bullet",
                "text": SLIDES[1].text[6:25],
                "start": 6,
                "end": 25,
                "score": 2.5,
                "lexical": {"rank": 1, "score": 8.25},
                "dense": {"rank": 2, "score": 0.75},
            }
        ],
        "trace": {
            "terms": ["訪日", "客"],
            "expansions": [{"from": "訪日客", "to": "inbound", "weight": 0.5}],
        },
        "generation": "gen-1",
        "timings_ms": {"total": 1.0},
    }
    assert schemas.SearchObject.model_validate(body).model_dump(by_alias=True) == body


def test_briefings_are_listed(client: TestClient) -> None:
    body = client.get("/briefings").json()
    lost = {
        "source": "shashin.txt",
        "slide": 0,
        "failure": "empty",
        "reason": "The file holds no text.",
    }
    assert body == {"briefings": [SUMMARY], "unreadable": [lost], "generation": "gen-1"}
    assert schemas.BriefingList.model_validate(body).model_dump() == body


def test_briefings_are_listed_the_newest_first() -> None:
    undated = replace(BOUSAI, id="mei", date="")
    client = make_client(make_app(FakeAssistant((undated, OLDER, KOTSU, BOUSAI))))
    ids = ["kotsu-2025", "bousai-2024", "bousai-2023", "mei"]
    assert [one["id"] for one in client.get("/briefings").json()["briefings"]] == ids
    page = client.get("/briefings", headers=HTML).text
    assert re.findall(r'<h2 lang="ja"><a href="/briefings/([^"]+)', page) == ids


def test_a_briefing_has_its_outline(client: TestClient) -> None:
    body = client.get("/briefings/kanko-2024").json()
    shown = {"is_hidden": False, "losses": [], "picture": None}
    outline = [
        {"number": 1, "title": "観光の動向", "section": "", **shown},
        {"number": 2, "title": "訪日旅行", "section": "観光の動向", **shown},
    ]
    assert body == {**SUMMARY, "slides": outline}
    assert schemas.BriefingObject.model_validate(body).model_dump() == body


def test_a_slide_holds_its_text_as_written(client: TestClient) -> None:
    body = client.get("/briefings/kanko-2024/slides/2").json()
    assert body["text"] == SLIDES[1].text
    assert body["text"][7:25] == KANKO_QUOTE
    assert body["blocks"][2] == {
        "kind": "bullet",
        "start": 26,
        "end": 44,
        "text": "\uf06c旅行消費額は8兆円で、過去最高。",
        "level": 0,
        "table": 0,
        "is_head": False,
        "cells": [],
    }
    assert (body["picture"], body["width"], body["boxes"], body["marks"]) == (None, None, [], [])
    assert schemas.SlideObject.model_validate(body).model_dump() == body


PICTURE_PATH = "/briefings/kotsu-2025/slides/1/picture"


@pytest.fixture
def pictured() -> TestClient:
    return make_client(make_app(FakeAssistant((KOTSU,), pages=PAGES)))


def test_a_briefing_tells_where_its_date_is_from_and_what_is_missing(pictured: TestClient) -> None:
    body = pictured.get("/briefings/kotsu-2025").json()
    told = {name: body[name] for name in ("date_from", "publisher_from", "format", "stale")}
    assert told == {
        "date_from": "metadata",
        "publisher_from": "slide",
        "format": "pptx",
        "stale": "交通.pptx: the file is truncated.",
    }
    assert body["incomplete_slides"] == [1, 2]
    assert body["slides"] == [
        {
            "number": 1,
            "title": "路線バスの見直し",
            "section": "",
            "is_hidden": False,
            "losses": [{"kind": "diagram", "detail": "図1"}, {"kind": "pictures", "detail": ""}],
            "picture": f"{PICTURE_PATH}?v=0123456789ab",
        },
        {
            "number": 2,
            "title": "",
            "section": "",
            "is_hidden": True,
            "losses": [{"kind": "no_text", "detail": ""}],
            "picture": None,
        },
    ]
    assert schemas.BriefingObject.model_validate(body).model_dump() == body


def test_a_slide_has_its_cells_its_boxes_and_what_is_marked(pictured: TestClient) -> None:
    body = pictured.get("/briefings/kotsu-2025/slides/1?mark=0-2&mark=10-11").json()
    assert body["blocks"][4]["cells"][0] == {
        "start": 47,
        "end": 49,
        "text": "東線",
        "header": "路線",
    }
    assert [block["is_head"] for block in body["blocks"]].index(True) == 3
    assert (body["width"], body["height"]) == (960.0, 540.0)
    assert body["boxes"][1] == {
        "start": 10,
        "end": 23,
        **{"left": 0.1, "top": 0.3, "right": 0.9, "bottom": 0.4},
    }
    assert body["marks"] == [
        {"left": 0.1, "top": 0.1, "right": 0.2, "bottom": 0.2},
        {"left": 0.1, "top": 0.3, "right": 0.9, "bottom": 0.4},
    ]
    assert schemas.SlideObject.model_validate(body).model_dump() == body


def test_a_slide_s_picture_is_kept_as_long_as_its_address_names_its_version(
    pictured: TestClient,
) -> None:
    address = pictured.get("/briefings/kotsu-2025/slides/1").json()["picture"]
    lasting, plain = pictured.get(address), pictured.get(PICTURE_PATH)
    assert lasting.content == plain.content == PICTURE
    assert lasting.headers["content-type"] == "image/webp"
    assert lasting.headers["x-content-type-options"] == "nosniff"
    assert lasting.headers["content-security-policy"].startswith("default-src 'none';")
    assert lasting.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert plain.headers["cache-control"] == "private, no-cache"
    assert pictured.get(f"{PICTURE_PATH}?v=old").headers["cache-control"] == "private, no-cache"


def test_a_picture_that_the_client_has_is_not_sent_again(pictured: TestClient) -> None:
    tag = pictured.get(PICTURE_PATH).headers["etag"]
    for known in (tag, f'"x", W/{tag}', "*"):
        same = pictured.get(PICTURE_PATH, headers={"If-None-Match": known})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert pictured.get(PICTURE_PATH, headers={"If-None-Match": '"x"'}).status_code == 200


def test_a_slide_is_a_page_for_browsers_and_json_for_programs(client: TestClient) -> None:
    kinds = {
        accept: client.get("/briefings/kanko-2024/slides/2", headers={"Accept": accept}).headers[
            "content-type"
        ]
        for accept in ("*/*", "application/json, text/html;q=0.5", HTML["Accept"])
    }
    assert list(kinds.values()) == [
        "application/json",
        "application/json",
        "text/html; charset=utf-8",
    ]


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}
    ready = {"status": "ready", "generation": "gen-1", "briefings": 1, "slides": 2}
    assert client.get("/readyz").json() == ready


def test_openapi_describes_every_route_and_its_problems(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    routes = {
        (method.upper(), path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert set(routes) == {
        ("POST", "/ask"),
        ("GET", "/ask"),
        ("POST", "/search"),
        ("GET", "/briefings"),
        ("GET", "/briefings/{briefing_id}"),
        ("GET", "/briefings/{briefing_id}/slides/{number}"),
        ("GET", "/briefings/{briefing_id}/slides/{number}/picture"),
        ("GET", "/suggestions"),
        ("POST", "/export"),
        ("GET", "/export"),
        ("GET", "/briefings/{briefing_id}/source"),
        ("POST", "/briefings"),
        ("DELETE", "/briefings/{briefing_id}"),
        ("POST", "/briefings/{briefing_id}/remove"),
        ("POST", "/rebuild"),
        ("POST", "/rollback"),
        ("GET", "/builds/current"),
        ("GET", "/builds/last"),
        ("GET", "/healthz"),
        ("GET", "/readyz"),
    }
    failures = {
        (status, *response["content"])
        for operation in routes.values()
        for status, response in operation["responses"].items()
        if int(status) >= 400
    }
    assert failures == {
        (status, "application/problem+json")
        for status in ("400", "401", "403", "404", "409", "413", "422", "429", "503")
    }
    example = document["components"]["schemas"]["AnswerObject"]["examples"][0]
    assert described(example) == example


# Problems


def problem(client: TestClient, method: str, path: str, **request: object) -> tuple[int, str]:
    response = client.request(method, path, **request)
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.content) <= 2048
    assert body["status"] == response.status_code
    assert body["instance"] == f"urn:uuid:{response.headers['x-request-id']}"
    assert all(body[name] for name in ("title", "detail"))
    return response.status_code, body["type"]


@pytest.mark.parametrize(
    ("method", "path", "request_", "expected"),
    [
        ("GET", "/nothing", {}, (404, "/docs#not-found")),
        ("GET", "/static/nothing.css", {}, (404, "/docs#not-found")),
        ("GET", "/static/../messages.toml", {}, (404, "/docs#not-found")),
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


def test_what_json_cannot_hold_is_left_out_of_a_detail() -> None:
    kind = problem_of(
        IndexCorruptError("gen-3/\udc81\x00.bin: it is missing.", hint="Build\nanew.")
    )
    assert kind.detail == "gen-3/  .bin: it is missing. Build anew."


def test_an_error_that_the_request_causes_is_not_repeated(client: TestClient) -> None:
    for path in ("/briefings/himitsu", "/ask?q=x&briefings=himitsu"):
        body = client.get(path)
        assert body.json()["detail"] == "GET /briefings lists the ids."
        assert "himitsu" not in body.text


def test_before_the_first_load_the_client_is_told_to_wait() -> None:
    client = make_client(create_app(Settings(), AssistantSource(FakeAssistant, NOWHERE)))
    assert problem(client, "GET", "/readyz") == (503, "/docs#loading")
    assert client.get("/readyz").headers["retry-after"] == "1"


# Logs


def test_logs_hold_sizes_and_status_but_no_question(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    client.post("/ask", json={"question": "himitsu"})
    client.get("/ask", params={"q": "himitsu"})
    client.get("/", params={"q": "himitsu"})
    client.get("/nothing%0Ainjected")
    lines = [record.getMessage() for record in caplog.records if record.name == "briefqa.requests"]
    assert [line.split(" ", 1)[1].split(" out=")[0] for line in lines] == [
        "POST /ask 200 in=22",
        "GET /ask 200 in=0",
        "GET / 200 in=0",
        "GET /nothing%0Ainjected 404 in=0",
    ]
    own = [record for record in caplog.records if record.name.startswith(("briefqa", "uvicorn"))]
    assert not [record for record in own if "himitsu" in record.getMessage()]


def test_questions_are_logged_when_switched_on(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client = make_client(make_app(log_questions=True))
    client.post("/ask", json={"question": "訪日\n客数は？"})
    lines = [record.getMessage() for record in caplog.records if record.name == "briefqa.questions"]
    assert [line.split(" ", 1)[1] for line in lines] == ['"訪日\\n客数は？"']


def test_suggestions_lead_on_from_a_question(client: TestClient, assistant: FakeAssistant) -> None:
    asked = {"q": "訪日客数は？", "briefings": "kanko-2024"}
    assert client.get("/suggestions", params=asked).json() == {"suggestions": ["旅行消費額は？"]}
    assert assistant.scopes == [Scope(frozenset({"kanko-2024"}))]
    assert client.get("/suggestions?q=Who?").json() == {"suggestions": []}
    assert problem(client, "GET", "/suggestions") == (422, "/docs#invalid-request")
