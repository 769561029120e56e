"""Who may read and who may change: tokens, sessions of browsers, and every route without either."""

import time
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from briefqa.app.access import COOKIE, SESSION_SECONDS, SESSIONS_KEPT, Access, Sessions
from briefqa.tokens import TokenDigest, make_token, remove_token
from tests.serving import HTML, make_app, make_client

TOKEN = "bqa_himitsu-no-aikotoba"  # noqa: S105 - made up
REMOTE = "192.0.2.7"


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def remote() -> FastAPI:
    """An application that other machines reach."""
    return make_app(host=REMOTE, token=TOKEN, allowed_hosts=("localhost",))


@pytest.fixture
def expired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[FastAPI, str]:
    token = make_token(tmp_path, days=1)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_401)
    return make_app(host=REMOTE, index=tmp_path), token


def described(app: FastAPI) -> list[tuple[str, str]]:
    """Return method and path of each route that the OpenAPI document describes."""
    paths = app.openapi()["paths"]
    return [(method.upper(), path) for path in paths for method in paths[path]]


PAGES = [("GET", "/"), ("GET", "/docs")]
PUBLIC = {("GET", "/healthz")}


@pytest.mark.parametrize("headers", [{}, bearer("wrong"), {"Authorization": f"Basic {TOKEN}"}])
def test_every_route_asks_those_far_away_for_the_token(
    remote: FastAPI, headers: dict[str, str]
) -> None:
    client = make_client(remote)
    for method, path in {*described(remote), *PAGES} - PUBLIC:
        response = client.request(method, path, headers=headers)
        assert response.status_code == 401, path
        assert response.headers["www-authenticate"].startswith('Bearer realm="briefqa"')
        assert response.json()["type"] == "/docs#no-token"
    assert client.get("/healthz").status_code == 200


def test_every_route_asks_for_a_token_that_has_not_expired(expired: tuple[FastAPI, str]) -> None:
    app, token = expired
    client = make_client(app)
    for method, path in {*described(app), *PAGES} - PUBLIC:
        response = client.request(method, path, headers={**bearer(token), "Host": REMOTE})
        assert response.status_code == 401, path
        assert "invalid_token" in response.headers["www-authenticate"]


def test_the_token_lets_in(remote: FastAPI) -> None:
    client = make_client(remote)
    assert client.get("/ask?q=x", headers=bearer(TOKEN)).status_code == 200
    assert client.get("/ask?q=x", headers={"Authorization": f"bearer {TOKEN}"}).status_code == 200


def test_nobody_is_let_in_from_afar_without_a_token_to_ask_for(tmp_path: Path) -> None:
    client = make_client(make_app(host=REMOTE, index=tmp_path, allowed_hosts=("localhost",)))
    assert client.get("/ask?q=x").status_code == 401
    assert client.get("/ask?q=x", headers=bearer("")).status_code == 401


@pytest.mark.parametrize(
    "settings", [{}, {"host": "::1"}, {"host": REMOTE, "allow_remote_without_login": True}]
)
def test_reading_is_open_on_this_machine_and_where_the_settings_open_it(
    settings: dict[str, object],
) -> None:
    client = make_client(make_app(token=TOKEN, **settings))
    assert client.get("/ask?q=x", headers={"Host": "localhost"}).status_code == 200


def test_a_token_made_or_ended_while_the_server_runs_counts_at_once(tmp_path: Path) -> None:
    app = make_app(host=REMOTE, index=tmp_path, allowed_hosts=("localhost",))
    client = make_client(app)
    first = make_token(tmp_path, days=1)
    assert client.get("/ask?q=x", headers=bearer(first)).status_code == 200
    second = make_token(tmp_path, days=1)
    assert client.get("/ask?q=x", headers=bearer(first)).status_code == 401
    assert client.get("/ask?q=x", headers=bearer(second)).status_code == 200
    remove_token(tmp_path)
    assert client.get("/ask?q=x", headers=bearer(second)).status_code == 401


def test_a_damaged_file_of_the_token_lets_nobody_in(tmp_path: Path) -> None:
    (tmp_path / "TOKEN").write_text("{}")
    client = make_client(make_app(host=REMOTE, index=tmp_path, allowed_hosts=("localhost",)))
    response = client.get("/ask?q=x", headers=bearer("x"))
    assert (response.status_code, response.json()["type"]) == (503, "/docs#unusable-settings")


# Sessions


def sign_in(client: TestClient, token: str, **form: str) -> tuple[int, str]:
    response = client.post("/sign-in", data={"token": token, **form})
    return response.status_code, response.headers.get("location", "")


def test_a_browser_signs_in_and_out(remote: FastAPI) -> None:
    client = make_client(remote)
    refused = client.get("/briefings?lang=ja", headers=HTML)
    assert (refused.status_code, refused.headers["location"]) == (
        303,
        "/sign-in?next=%2Fbriefings%3Flang%3Dja",
    )
    form = client.get(refused.headers["location"], headers=HTML)
    assert 'name="next" value="/briefings?lang=ja"' in form.text
    assert sign_in(client, TOKEN, next="/briefings?lang=ja") == (303, "/briefings?lang=ja")
    assert client.get("/briefings?lang=ja", headers=HTML).status_code == 200
    assert client.post("/sign-out").headers["location"] == "/"
    assert client.get("/briefings", headers=HTML).status_code == 303


@pytest.mark.parametrize("token", ["", "wrong", f"{TOKEN}x", "あ"])
def test_a_wrong_token_opens_no_session_and_is_not_repeated(remote: FastAPI, token: str) -> None:
    client = make_client(remote)
    response = client.post("/sign-in", data={"token": token}, headers=HTML)
    assert (response.status_code, "set-cookie" in response.headers) == (401, False)
    assert f'value="{token}"' not in response.text.replace('value="/"', "")


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(remote: FastAPI) -> None:
    response = make_client(remote).post("/sign-in", data={"token": f" {TOKEN}\n"})
    attributes = response.headers["set-cookie"].split("; ")[1:]
    assert attributes == ["HttpOnly", f"Max-Age={SESSION_SECONDS}", "Path=/", "SameSite=strict"]
    assert TOKEN not in response.headers["set-cookie"]


def test_the_cookie_stays_on_https_where_the_browser_speaks_it(remote: FastAPI) -> None:
    response = make_client(remote).post(
        "/sign-in", data={"token": TOKEN}, headers={"Origin": "https://localhost"}
    )
    assert response.headers["set-cookie"].endswith("; Secure")


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:x", "/a\r\nX: y", ""],
)
def test_signing_in_leads_nowhere_else(remote: FastAPI, wanted: str) -> None:
    assert sign_in(make_client(remote), TOKEN, next=wanted) == (303, "/")


def test_other_sites_cannot_sign_anyone_in_or_out(remote: FastAPI) -> None:
    client = make_client(remote)
    headers = {"Origin": "https://evil.example"}
    assert client.post("/sign-in", data={"token": TOKEN}, headers=headers).status_code == 403
    assert client.post("/sign-out", headers=headers).status_code == 403


def test_forms_of_own_pages_are_let_in_with_and_without_their_origin(remote: FastAPI) -> None:
    client = make_client(remote)
    page = client.get("/sign-in", headers=HTML)
    assert page.headers["referrer-policy"] == "same-origin"
    hidden = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.post("/sign-in", data={"token": TOKEN}, headers=hidden).status_code == 303
    framed = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/sign-in", data={"token": TOKEN}, headers=framed).status_code == 403


def test_a_session_ends_with_its_token(tmp_path: Path) -> None:
    client = make_client(make_app(host=REMOTE, index=tmp_path, allowed_hosts=("localhost",)))
    assert sign_in(client, make_token(tmp_path, days=1))[0] == 303
    assert client.get("/ask?q=x").status_code == 200
    make_token(tmp_path, days=1)
    assert client.get("/ask?q=x").status_code == 401


def test_a_session_ends_in_time_and_the_oldest_make_room() -> None:
    now = [0.0]
    sessions = Sessions(clock=lambda: now[0])
    token = TokenDigest.of(TOKEN)
    first = sessions.open(token)
    now[0] = SESSION_SECONDS - 1
    assert sessions.token(first) == token
    others = [sessions.open(token) for _ in range(SESSIONS_KEPT)]
    assert sessions.token(first) is None
    assert sessions.token(others[0]) == token
    now[0] += SESSION_SECONDS
    assert sessions.token(others[0]) is None
    assert sessions.token("") is None


def test_a_session_whose_id_is_made_up_opens_nothing(remote: FastAPI) -> None:
    client = make_client(remote)
    assert client.get("/ask?q=x", headers={"Cookie": f"{COOKIE}=himitsu"}).status_code == 401


def test_the_token_is_neither_shown_nor_logged(
    remote: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    client = make_client(remote)
    sign_in(client, TOKEN)
    texts = [client.get("/", headers=HTML).text, client.get("/openapi.json").text, caplog.text]
    client.get("/ask?q=x", headers=bearer(TOKEN))
    assert not any(TOKEN in text for text in [*texts, caplog.text])


def test_the_token_of_the_settings_comes_before_the_one_that_is_kept(tmp_path: Path) -> None:
    kept = make_token(tmp_path, days=1)
    access = Access(lambda: TokenDigest.of(TOKEN), is_open=False)
    assert access.sign_in(kept) is None
    client = make_client(
        make_app(host=REMOTE, index=tmp_path, token=TOKEN, allowed_hosts=("localhost",))
    )
    assert client.get("/ask?q=x", headers=bearer(kept)).status_code == 401
