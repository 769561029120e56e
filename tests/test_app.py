"""The application as a whole: whether it is ready, and how it describes itself."""

import pytest
from starlette.testclient import TestClient

from tests.serving import described, make_app, make_client


@pytest.fixture
def client() -> TestClient:
    return make_client(make_app())


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
