"""Questions over HTTP: answers of every kind, traces, events, suggestions, and searches."""

import json

import pytest
from starlette.testclient import TestClient

from briefqa.app import schemas
from briefqa.records import Scope, Turn
from tests.fakes import KANKO_QUOTE, SLIDES, FakeAssistant
from tests.replies import ANSWERS, BOUSAI, OLDER
from tests.serving import described, make_app, make_client, problem

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


def test_suggestions_lead_on_from_a_question(client: TestClient, assistant: FakeAssistant) -> None:
    asked = {"q": "訪日客数は？", "briefings": "kanko-2024"}
    assert client.get("/suggestions", params=asked).json() == {"suggestions": ["旅行消費額は？"]}
    assert assistant.scopes == [Scope(frozenset({"kanko-2024"}))]
    assert client.get("/suggestions?q=Who?").json() == {"suggestions": []}
    assert problem(client, "GET", "/suggestions") == (422, "/docs#invalid-request")


# Events


EARLIER = Turn("訪日客数は？", "3,687万人", (("kanko-2024", 2),))


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
        ("suggestions", {"suggestions": ["旅行消費額は？"]}),
    ]


def test_events_go_on_a_conversation_and_hold_the_trace(assistant: FakeAssistant) -> None:
    client = make_client(make_app(assistant))
    asked = {"question": "訪日客数は？", "conversation": "new"}
    headers = {"Accept": "text/event-stream"}
    for _ in range(2):
        response = client.post("/ask?trace=true", json=asked, headers=headers)
        last = dict(events(response.text))["answer"]
        asked["conversation"] = str(last["conversation"])
    assert last["trace"] == TRACE
    assert assistant.histories == [(), (EARLIER,)]
