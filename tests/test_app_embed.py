"""The chat in frames of other sites: of those that the settings name, and nothing else."""

import pytest

from briefqa.errors import SettingsError
from briefqa.settings import load_settings
from tests.fakes import FakeAssistant
from tests.serving import HTML, make_app, make_client

ORIGINS = ("https://intra.example", "http://kaigi.local:8080")
QUESTION = "訪日客数は？"


def test_without_origins_there_is_no_such_page() -> None:
    response = make_client(make_app()).get("/embed")
    assert (response.status_code, response.json()["type"]) == (404, "/docs#embedding-off")


def test_only_the_origins_named_may_frame_it_and_it_alone() -> None:
    client = make_client(make_app(embed_origins=ORIGINS))
    page = client.get("/embed", params={"q": QUESTION}, headers=HTML)
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert policy.endswith("; frame-ancestors https://intra.example http://kaigi.local:8080")
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    assert "3,687万人" in page.text
    for path in ("/", "/briefings", "/static/design.css", "/sign-in", "/embedx"):
        assert client.get(path).headers["content-security-policy"].endswith("-ancestors 'none'")


def test_its_questions_stay_in_the_frame_and_its_links_leave_it() -> None:
    client = make_client(make_app(embed_origins=ORIGINS))
    page = client.get("/embed?lang=ja", headers=HTML).text
    assert '<base target="_blank">' in page
    assert page.count('action="/embed" method="get" target="_self"') == 2


def test_the_scope_is_kept_to_from_question_to_question() -> None:
    assistant = FakeAssistant()
    client = make_client(make_app(assistant, embed_origins=ORIGINS))
    for path in ("/", "/embed"):
        page = client.get(path, params={"q": QUESTION, "briefing": ["kanko-2024"]}, headers=HTML)
        assert 'name="briefing" value="kanko-2024"' in page.text or path == "/"
        assert client.get(path, params={"q": QUESTION, "briefing": "none"}).status_code == 404
    assert {scope.briefings for scope in assistant.scopes} == {frozenset({"kanko-2024"})}


def test_reading_that_asks_for_the_token_asks_for_it_here_too() -> None:
    app = make_app(
        host="192.0.2.7", token="x" * 16, allowed_hosts=("localhost",), embed_origins=ORIGINS
    )
    assert make_client(app).get("/embed").status_code == 401


@pytest.mark.parametrize(
    "value", ["*", "https://a.example/x", "a.example", "https://a;b", "'self'"]
)
def test_what_is_no_origin_is_refused(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFQA_EMBED_ORIGINS", f"https://intra.example,{value}")
    with pytest.raises(SettingsError, match="it must be origins such as"):
        load_settings()
