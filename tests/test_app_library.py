"""Uploads, removals, rebuilds and roll-backs over HTTP: who may, what is taken, what is told."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from briefqa.app import AssistantSource, create_app, uploads
from briefqa.corpus import IN_THIS_PROCESS
from briefqa.corpus.names import file_name
from briefqa.records import Unreadable
from briefqa.remarks import Remark
from briefqa.settings import Settings
from briefqa.upkeep import Upkeep
from tests.fakes import FakeAssistant, HashEmbedder
from tests.pictured import KOTSU, PAGES
from tests.serving import HTML, make_app, make_client, running
from tests.test_upkeep import MARKET, Folders, ended, waiting

TOKEN = "bqa_himitsu-no-aikotoba"  # noqa: S105 - made up
BEARER = {"Authorization": f"Bearer {TOKEN}"}
CHANGES = [
    ("POST", "/briefings"),
    ("POST", "/briefings/kanko-2024/remove"),
    ("DELETE", "/briefings/kanko-2024"),
    ("POST", "/rebuild"),
    ("POST", "/rollback"),
]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


@pytest.fixture
def upkeep(folders: Folders) -> Upkeep:
    return folders.upkeep()


@pytest.fixture
def client(upkeep: Upkeep) -> TestClient:
    """A client that has the token."""
    client = make_client(make_app(upkeep=upkeep, token=TOKEN))
    client.headers.update(BEARER)
    return client


def sent(name: str, text: str = MARKET) -> tuple[str, tuple[str, bytes]]:
    return ("file", (name, text.encode()))


# Who may


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_changing_is_off_without_a_token_and_says_how_it_is_switched_on(
    method: str, path: str, upkeep: Upkeep, tmp_path: Path
) -> None:
    client = make_client(make_app(upkeep=upkeep, index=tmp_path / "none"))
    response = client.request(method, path, headers=BEARER)
    assert (response.status_code, response.json()["type"]) == (403, "/docs#changing-off")
    assert "briefqa token" in response.json()["detail"]
    assert upkeep.current() is None


@pytest.mark.parametrize(("method", "path"), CHANGES)
@pytest.mark.parametrize("settings", [{}, {"allow_remote_without_login": True}])
def test_changing_asks_for_the_token_wherever_reading_does_not(
    method: str, path: str, settings: dict[str, bool], upkeep: Upkeep
) -> None:
    client = make_client(make_app(upkeep=upkeep, token=TOKEN, **settings))
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Cookie": "briefqa_session=x"}):
        assert client.request(method, path, headers=headers).status_code == 401
    assert upkeep.current() is None


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_other_sites_change_nothing_with_the_cookie_of_a_browser(
    method: str, path: str, upkeep: Upkeep
) -> None:
    client = make_client(make_app(upkeep=upkeep, token=TOKEN))
    client.post("/sign-in", data={"token": TOKEN})
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": "null"},
    ):
        assert client.request(method, path, headers=headers).status_code == 403
    assert upkeep.current() is None


def test_a_session_may_change_and_is_sent_to_the_build(upkeep: Upkeep) -> None:
    client = make_client(make_app(upkeep=upkeep, token=TOKEN))
    client.post("/sign-in", data={"token": TOKEN})
    response = client.post("/rebuild?lang=ja", headers=HTML)
    assert (response.status_code, response.headers["location"]) == (303, "/builds/current?lang=ja")
    ended(upkeep)
    assert "終わりました" in client.get("/builds/current?lang=ja", headers=HTML).text


# What is taken


def test_files_are_added(client: TestClient, folders: Folders, upkeep: Upkeep) -> None:
    response = client.post(
        "/briefings", files=[sent("2025 市場（案）.TXT"), sent("mori.md", "# 森\n\n木は杉。")]
    )
    assert (response.status_code, response.headers["location"]) == (202, "/builds/current")
    body = response.json()
    assert (body["number"], body["task"], body["state"]) == (1, "add", "running")
    assert body["subjects"] == ["2025-市場-案.txt", "mori.md"]
    report = ended(upkeep).report
    assert report is not None
    assert report.added == ("2025-市場-案", "minato", "mori")
    assert folders.names() == ["2025-市場-案.txt", "minato.txt", "mori.md"]


HOSTILE_NAMES = [
    "../../himitsu.txt",
    "..\\..\\himitsu.txt",
    "/etc/cron.d/himitsu.txt",
    "C:\\Windows\\himitsu.txt",
    "a\0b.txt",
    "CON.txt",
    "nul",
    "LPT1.pdf.txt",
    ".htaccess",
    "..",
    "~$open.txt",
    "\u202etxt.exe.txt",
    "a\u202egnp.txt",
    "\u200b\u200b.txt",
    "a/../../b.txt",
    "%2e%2e%2fx.txt",
    "a\r\nX-Injected: 1.txt",
    "あ" * 400 + ".txt",
    "x." + "y" * 300,
    " .txt",
    "-rf.txt",
    "|rm -rf *.txt",
    "a:stream.txt",
    "glossary.toml",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_that_is_sent_leads_nowhere(
    name: str, client: TestClient, folders: Folders, upkeep: Upkeep, tmp_path: Path
) -> None:
    before = {path for path in tmp_path.rglob("*") if folders.corpus not in path.parents}
    response = client.post("/briefings", files=[sent(name)])
    assert response.status_code in {202, 400, 422}
    if response.status_code == 202:
        ended(upkeep)
        (added,) = set(folders.names()) - {"minato.txt"}
        assert added == file_name(added)
        assert len(added.encode()) <= 120
    else:
        assert folders.names() == ["minato.txt"]
    after = {path for path in tmp_path.rglob("*") if folders.corpus not in path.parents}
    assert {path for path in after - before if folders.index not in (path, *path.parents)} == set()


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_made_safe_is_plain(name: str) -> None:
    made = file_name(name)
    assert "/" not in made
    assert made.replace(".", "").replace("-", "").replace("_", "").isalnum()
    assert made[0] not in ".-~"
    assert made.split(".")[0].lower() not in {"con", "nul", "lpt1"}
    assert file_name(made) == made


def test_what_cannot_be_read_is_refused_by_name(client: TestClient, folders: Folders) -> None:
    response = client.post("/briefings", files=[sent("秘.txt", "%PDF-1.7\n1 0 obj\nendobj\n")])
    assert (response.status_code, response.json()["type"]) == (422, "/docs#unusable-file")
    assert response.json()["detail"].startswith("秘.txt: its content is PDF")
    assert folders.names() == ["minato.txt"]


def test_no_file_is_overwritten(client: TestClient, folders: Folders) -> None:
    response = client.post("/briefings", files=[sent("MINATO.txt")])
    assert (response.status_code, response.json()["type"]) == (409, "/docs#name-taken")
    twice = client.post("/briefings", files=[sent("a.txt"), sent("a .txt", "別")])
    assert (twice.status_code, twice.json()["type"]) == (409, "/docs#name-taken")
    assert folders.names() == ["minato.txt"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({}, 400),
        ({"content": b"x"}, 400),
        ({"json": {"file": "x"}}, 400),
        ({"data": {"file": "x"}}, 400),
        ({"files": [("other", ("a.txt", b"x"))]}, 400),
        ({"files": [("file", ("", b""))]}, 400),
        ({"content": b"x", "headers": {"Content-Type": "multipart/form-data"}}, 400),
        (
            {
                "content": b"--x\r\n\r\n",
                "headers": {"Content-Type": "multipart/form-data; boundary=x"},
            },
            400,
        ),
        ({"files": [sent(f"{n}.txt") for n in range(21)]}, 413),
        (
            {
                "content": b"x" * 100,
                "headers": {
                    "Content-Length": "200000001",
                    "Content-Type": "multipart/form-data; boundary=x",
                },
            },
            413,
        ),
        ({"files": [sent("leer.txt", "")]}, 422),
    ],
)
def test_bodies_that_hold_no_file_or_too_many(
    request_: dict[str, object], status: int, client: TestClient, folders: Folders
) -> None:
    response = client.post("/briefings", **request_)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert folders.names() == ["minato.txt"]


def test_a_file_is_counted_as_it_comes(
    client: TestClient, folders: Folders, upkeep: Upkeep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "SIZE_LIMIT", 6_000)
    assert client.post("/briefings", files=[sent("a.txt", "あ" * 2_000)]).status_code == 202
    ended(upkeep)
    over = client.post("/briefings", files=[sent("b.txt", "a" * 6_001)])
    assert (over.status_code, over.json()["type"]) == (413, "/docs#upload-too-large")
    monkeypatch.setattr(uploads, "TOTAL_LIMIT", 10_000)
    together = client.post("/briefings", files=[sent(f"{n}.txt", "b" * 5_000) for n in range(2)])
    assert (together.status_code, together.json()["type"]) == (413, "/docs#upload-too-large")
    assert folders.names() == ["a.txt", "minato.txt"]


def test_a_briefing_is_removed_and_the_only_one_stays(
    client: TestClient, folders: Folders, upkeep: Upkeep
) -> None:
    (folders.corpus / "kanko.txt").write_text(MARKET, "utf-8")
    response = client.post("/briefings/kanko-2024/remove")
    assert (response.status_code, response.json()["subjects"]) == (202, ["kanko-2024"])
    ended(upkeep)
    assert folders.names() == ["minato.txt"]
    (folders.corpus / "minato.txt").rename(folders.corpus / "kanko.txt")
    alone = client.delete("/briefings/kanko-2024")
    assert (alone.status_code, alone.json()["type"]) == (409, "/docs#not-possible")
    assert client.delete("/briefings/none").json()["type"] == "/docs#unknown-briefing"


# One at a time, and what is told meanwhile


def test_while_one_build_runs_others_are_refused_and_questions_answered(folders: Folders) -> None:
    reading, go_on = waiting()
    upkeep = folders.upkeep(reading)
    client = make_client(make_app(upkeep=upkeep, token=TOKEN))
    client.headers.update(BEARER)
    assert client.post("/rebuild").status_code == 202
    for method, path in CHANGES:
        response = client.request(
            method, path, files=[sent("a.txt")] if path == "/briefings" else None
        )
        assert (response.status_code, response.json()["type"]) == (409, "/docs#build-running")
    assert client.get("/builds/current").json()["state"] == "running"
    assert client.get("/builds/last").json()["type"] == "/docs#no-build"
    assert client.get("/ask?q=訪日客数は？").json()["status"] == "answered"
    assert "refresh" in client.get("/builds/current", headers=HTML).text
    go_on()
    ended(upkeep)
    last = client.get("/builds/last").json()
    assert (last["state"], last["report"]["files"][0]["source"]) == ("done", "minato.txt")
    assert last == client.get("/builds/current").json()


def test_files_are_read_again_when_asked_for(folders: Folders) -> None:
    upkeep = folders.upkeep()
    client = make_client(make_app(upkeep=upkeep, token=TOKEN))
    client.headers.update(BEARER)
    seconds = []
    for address in ("/rebuild", "/rebuild", "/rebuild?reread=true"):
        assert client.post(address).status_code == 202
        ended(upkeep)
        seconds.append(client.get("/builds/last").json()["report"]["files"][0]["seconds"] > 0)
    assert seconds == [True, False, True]
    assert client.post("/rebuild?reread=perhaps").status_code == 422


def test_nothing_built_yet_is_idle(client: TestClient) -> None:
    assert client.get("/builds/current").json()["state"] == "idle"
    assert client.get("/builds/current", headers=HTML).status_code == 200


def test_events_tell_each_stage_and_then_the_report(folders: Folders) -> None:
    reading, go_on = waiting()
    upkeep = folders.upkeep(reading)
    client = make_client(make_app(upkeep=upkeep))
    upkeep.rebuild()
    threading.Timer(0.5, go_on).start()
    response = client.get("/builds/current", headers={"Accept": "text/event-stream"})
    told = [part.split("\n") for part in response.text.removesuffix("\n\n").split("\n\n")]
    names = [name.removeprefix("event: ") for name, _ in told]
    bodies = [json.loads(data.removeprefix("data: ")) for _, data in told]
    assert set(names[:-1]) == {"progress"}
    assert names[-1] == "report"
    assert (bodies[0]["state"], bodies[0]["stage"]) == ("running", "read")
    assert (bodies[-1]["state"], bodies[-1]["generation"]) == ("done", "gen-1")


def test_the_chat_takes_the_new_generation_up(folders: Folders, upkeep: Upkeep) -> None:
    def open_assistant() -> FakeAssistant:
        return FakeAssistant(generation=(folders.index / "CURRENT").read_text().split()[0])

    source = AssistantSource(open_assistant, folders.index / "CURRENT")
    app = create_app(Settings(token=TOKEN), source, upkeep)
    client = make_client(app)
    client.headers.update(BEARER)
    for number in (1, 2):
        client.post("/briefings", files=[sent(f"{number}.txt", f"{MARKET}{number}")])
        ended(upkeep)
        source.refresh()
        assert client.get("/readyz").json()["generation"] == f"gen-{number}"
    client.post("/rollback")
    ended(upkeep)
    source.refresh()
    assert client.get("/readyz").json()["generation"] == "gen-1"


# Over a real socket


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("library")
    app: FastAPI = make_app(
        upkeep=Upkeep(
            folder, folder / "index", embedder=HashEmbedder, reading=lambda: IN_THIS_PROCESS
        ),
        token=TOKEN,
    )
    with running(app) as port:
        yield port


@pytest.mark.parametrize("token", [b"", b"Authorization: Bearer wrong\r\n"])
def test_a_huge_upload_without_the_token_is_refused_unread(port: int, token: bytes) -> None:
    head = (
        b"POST /briefings HTTP/1.1\r\nHost: localhost\r\n" + token + b"Content-Length: 49000000\r\n"
        b"Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head)  # and not a byte of the body
        answer = connection.recv(65536)
        assert answer.startswith(b"HTTP/1.1 401 ")
        assert b"www-authenticate: Bearer" in answer
        while piece := connection.recv(65536):
            answer += piece
    assert answer.count(b"HTTP/1.1") == 1


def test_an_endless_upload_is_cut_off(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "SIZE_LIMIT", 1_000_000)
    head = (
        b"POST /briefings HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        + f"Authorization: Bearer {TOKEN}\r\n".encode()
        + b"Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    )
    start = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    sent_bytes = 0
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head + b"%x\r\n%s\r\n" % (len(start), start))
        answer = b""
        while not answer and sent_bytes < 20_000_000:
            # Past the limit a busy server may need a while to say so.
            connection.settimeout(0.001 if sent_bytes < 1_200_000 else 1.0)
            try:
                answer = connection.recv(65536)
            except TimeoutError:
                sent_bytes += connection.send(b"4000\r\n" + b"a" * 0x4000 + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert sent_bytes <= 2_000_000


def test_an_upload_that_stops_is_given_up(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PIECE_DEADLINE", 0.2)
    head = (
        b"POST /briefings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
        + f"Authorization: Bearer {TOKEN}\r\n".encode()
        + b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
    )
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(head)
        assert connection.recv(65536).startswith(b"HTTP/1.1 408 ")


# In which language


def test_a_build_says_why_a_file_cannot_be_read_in_the_language_asked_for(
    client: TestClient, folders: Folders, upkeep: Upkeep
) -> None:
    (folders.corpus / "kara.txt").write_bytes(b"")
    (folders.corpus / "utsushi.txt").write_text(MARKET, encoding="utf-8")
    (folders.corpus / "mata.txt").write_text(MARKET, encoding="utf-8")
    client.post("/rebuild")
    ended(upkeep)
    asked = {"Accept": "text/event-stream", "Accept-Language": "ja"}
    told = client.get("/builds/current", headers=asked).text
    (line,) = (line for line in told.splitlines() if line.startswith("data: "))
    report = json.loads(line.removeprefix("data: "))["report"]
    reason = "ファイルが空です。文字を入れるか、取り除いてください。"
    assert [file["failure"] for file in report["files"] if file["failure"]] == [reason]
    assert [lost["reason"] for lost in report["unreadable"]] == [reason]
    assert report["warnings"] == [
        "utsushi.txtはmata.txtと同じ内容です。どちらか一方を削除してください。"
    ]
    page = client.get("/builds/current", headers={**HTML, "Accept-Language": "ja"}).text
    assert f'<span lang="ja">{reason}</span>' in page
    english = client.get("/builds/last").json()["report"]
    assert english["unreadable"][0]["reason"] == "the file is empty. Remove it or give it text."


def test_a_build_that_fails_says_why_in_the_language_asked_for(
    client: TestClient, folders: Folders, upkeep: Upkeep
) -> None:
    for path in folders.corpus.iterdir():
        path.write_bytes(b"")
    client.post("/rebuild")
    ended(upkeep)
    failure = client.get("/builds/current", headers={"Accept-Language": "ja"}).json()["failure"]
    assert failure == (
        f"{folders.corpus.name}: どのファイルも読み取れません。minato.txt: ファイルが空です。"
        "直すか、読み取れるファイルを加えてください。"
    )
    page = client.get("/builds/current", headers={**HTML, "Accept-Language": "en"}).text
    assert '<span lang="en">corpus: none of its files can be read (minato.txt: the file' in page


def test_the_library_says_what_is_stale_and_what_is_unread_in_japanese() -> None:
    assistant = FakeAssistant((KOTSU,), pages=PAGES)
    assistant.unreadable = (
        Unreadable("kara.txt", 0, Remark(("the file is empty", "Remove it or give it text."))),
        Unreadable("mae.txt", 0, Remark(("the file is empty. Remove it or give it text.",))),
    )
    client = make_client(make_app(assistant))
    page = client.get("/briefings", headers={**HTML, "Accept-Language": "ja"}).text
    assert '<span lang="ja">ファイルが空です。文字を入れるか、取り除いてください。</span>' in page
    assert '<span lang="en">the file is empty. Remove it or give it text.</span>' in page
    stale = (
        "ファイルが途中で切れていて、目録がありません。"
        "もう一度コピーするか、ダウンロードしてください。"
    )
    assert f'title="{stale}"' in page
    slide = client.get("/briefings/kotsu-2025/slides/1", headers={**HTML, "Accept-Language": "ja"})
    assert f'<span lang="ja">{stale}</span>' in slide.text
    listed = client.get("/briefings", headers={"Accept-Language": "ja"}).json()
    assert listed["briefings"][0]["stale"] == stale
