"""Follow-up questions over HTTP: what is passed on, kept, begun anew and refused."""

import re

import pytest
from starlette.testclient import TestClient

from briefqa.records import Turn
from tests.fakes import FakeAssistant
from tests.replies import ANSWERS, BOUSAI, OLDER
from tests.serving import HTML, make_app, make_client

EARLIER = Turn("訪日客数は？", "3,687万人", (("kanko-2024", 2),))


@pytest.fixture
def assistant() -> FakeAssistant:
    return FakeAssistant()


@pytest.fixture
def client(assistant: FakeAssistant) -> TestClient:
    return make_client(make_app(assistant))


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
