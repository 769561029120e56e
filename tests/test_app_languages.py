"""Every word of a page is marked with its own language, whatever language the page is in."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from briefqa.records import Block, Briefing, Loss, Slide
from tests.fakes import KANKO, FakeAssistant
from tests.pictured import KOTSU, PAGES
from tests.serving import HTML, make_app, make_client

VOID = {"base", "br", "circle", "hr", "img", "input", "link", "meta", "path", "rect"}
JAPANESE = re.compile("[ぁ-ヿ㐀-鿿]")
WORDS = "Harbour traffic rose by a tenth"
HARBOUR = Briefing(
    "harbour-2025",
    "Harbour report",
    "2025-03-31",
    "Harbour authority",
    "en",
    "harbour.txt",
    "0" * 64,
    (
        Slide(
            "harbour-2025",
            1,
            WORDS,
            "Traffic",
            "Year in review",
            (Block("body", 0, len(WORDS), WORDS),),
            (Loss("cut", "end of the file"),),
        ),
        Slide("harbour-2025", 2, "Berths", "", "", (Block("body", 0, 6, "Berths"),)),
    ),
)
OF_THE_DECK = {WORDS, "Harbour report", "Harbour authority", "Traffic", "Year in review", "Berths"}


class Reading(HTMLParser):
    """Collects the texts of a page, each with the language that it is in."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        outer = self._open[-1][1] if self._open else ""
        if tag not in VOID:
            self._open.append((tag, dict(attributes).get("lang") or outer))

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, text: str) -> None:
        if text.strip() and self._open:
            self.texts.append((" ".join(text.split()), self._open[-1][1]))


def texts(path: str, language: str) -> Iterator[tuple[str, str]]:
    client = make_client(make_app(FakeAssistant((KOTSU, KANKO, HARBOUR), pages=PAGES)))
    page = client.get(path, headers={**HTML, "Accept-Language": language})
    assert page.status_code == 200
    reading = Reading()
    reading.feed(page.text)
    yield from reading.texts


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?q=訪日客数は？", "/?q=Who", "/briefings", "/briefings/kotsu-2025"),
        *("/?q=訪日客数は？&trace=true", "/briefings/kotsu-2025/slides/1", "/briefings/kanko-2024"),
        "/briefings?find=バス",
    ],
)
def test_japanese_on_an_english_page_is_marked_as_such(path: str) -> None:
    assert [
        text for text, lang in texts(path, "en") if JAPANESE.search(text) and lang != "ja"
    ] == []


@pytest.mark.parametrize(
    "path", ["/briefings", "/briefings/harbour-2025", "/briefings/harbour-2025/slides/1"]
)
def test_english_on_a_japanese_page_is_marked_as_such(path: str) -> None:
    found = {text: lang for text, lang in texts(path, "ja") if text in OF_THE_DECK}
    assert len(found) > 1
    assert set(found.values()) == {"en"}


@pytest.mark.parametrize("path", ["/briefings/harbour-2025", "/briefings/harbour-2025/slides/2"])
def test_words_of_ours_among_a_deck_s_are_in_the_page_s_language(path: str) -> None:
    ours = [(text, lang) for text, lang in texts(path, "ja") if text in ("（無題）", "次", "前")]
    assert {lang for _, lang in ours} == {"ja"}


def test_what_was_lost_is_named_in_the_page_s_language() -> None:
    said = dict(texts("/briefings/harbour-2025/slides/1", "ja"))
    assert said["ファイルの終わり"] == "ja"
    assert dict(texts("/briefings/harbour-2025/slides/1", "en"))["end of the file"] == "en"
