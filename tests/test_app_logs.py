"""What the log holds of a request, and never: questions, answers, tokens, names of files sent."""

import logging
from pathlib import Path

import pytest

from briefqa.corpus import IN_THIS_PROCESS
from briefqa.upkeep import Upkeep
from tests.fakes import FakeAssistant, HashEmbedder
from tests.serving import HTML, make_app, make_client

TOKEN = "bqa_himitsu-no-aikotoba"  # noqa: S105 - made up
CANARY = "kanaria"


@pytest.mark.long
def test_a_thousand_canaries_are_not_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, is_long: bool
) -> None:
    (tmp_path / "a.txt").write_text("港の歴史", "utf-8")
    upkeep = Upkeep(
        tmp_path, tmp_path / "index", embedder=HashEmbedder, reading=lambda: IN_THIS_PROCESS
    )
    client = make_client(make_app(FakeAssistant(), upkeep=upkeep, token=TOKEN))
    caplog.set_level(logging.DEBUG, "briefqa")
    for number in range(1_000 if is_long else 100):
        said = f"{CANARY}{number}"
        asked = {"question": said, "conversation": said, "id": said, "briefings": [said]}
        client.post("/ask", json=asked)
        client.post("/ask", json={"question": said, "conversation": "new"})
        client.post("/ask", json={"question": said}, headers={"Accept": "text/event-stream"})
        client.get("/ask", params={"q": said, said: said})
        client.get("/", params={"q": said}, headers=HTML)
        client.post("/search", json={"question": said})
        client.post("/export", json={"questions": [said], "format": "csv"})
        client.get("/suggestions", params={"q": said})
        client.post("/ask", content=said.encode(), headers={"Authorization": f"Bearer {said}"})
        client.post("/sign-in", data={"token": said, "next": f"/{said}"})
        client.post(
            "/briefings",
            files={"file": (f"{said}.exe", said.encode())},
            headers={"Authorization": f"Bearer {TOKEN}"},
        )
    assert caplog.text.count("POST /ask 200") >= 200
    assert CANARY not in caplog.text
    assert TOKEN not in caplog.text


def test_logs_hold_sizes_and_status_but_no_question(caplog: pytest.LogCaptureFixture) -> None:
    client = make_client(make_app())
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
