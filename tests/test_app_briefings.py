"""Briefings and slides over HTTP: lists, outlines, text, boxes, pictures."""

import re
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from briefqa.app import schemas
from tests.fakes import KANKO_QUOTE, SLIDES, FakeAssistant
from tests.pictured import KOTSU, PAGES, PICTURE
from tests.replies import BOUSAI, OLDER
from tests.serving import HTML, make_app, make_client

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
def client() -> TestClient:
    return make_client(make_app())


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


# Pictures and what is missing


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
        "stale": "the file ends before its list of contents. Copy or download it again.",
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
