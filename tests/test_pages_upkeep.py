"""Changing the library in a real browser: removing, rebuilding, going back; asking meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from briefqa.records import Briefing
from briefqa.upkeep import Upkeep
from tests.browsing import Opened, ask, ask_path, expect_address, needs_browser, opening
from tests.exhibits import QUESTION, exhibits
from tests.fakes import SLIDES
from tests.serving import make_app, running
from tests.test_app_library import TOKEN
from tests.test_upkeep import MARKET, Folders, waiting

pytestmark = needs_browser
WAYS = pytest.mark.parametrize(
    ("width", "locale", "scripts"),
    [(390, "ja", True), (390, "en", False), (1280, "en", True), (1280, "ja", False)],
)
SAID = {
    "ja": {
        "rebuild": "索引を作り直す",
        "back": "前の索引に戻す",
        "remove": "この資料を削除",
        "added": "追加",
        "done": "終わりました。",
        "unchanged": "変更なし",
    },
    "en": {
        "rebuild": "Rebuild the index",
        "back": "Go back to the index before",
        "remove": "Remove this briefing",
        "added": "added",
        "done": "Done.",
        "unchanged": "unchanged",
    },
}
MINATO = Briefing("minato", "港の整備", "2024", "", "ja", "minato.txt", "0", SLIDES[:1])


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    found = Folders(tmp_path)
    (found.corpus / "ichiba.txt").write_text(MARKET, "utf-8")
    return found


@contextmanager
def serving(upkeep: Upkeep) -> Iterator[str]:
    app = make_app(exhibits(MINATO), upkeep=upkeep, token=TOKEN)
    with running(app) as port:
        yield f"http://localhost:{port}"


@pytest.fixture
def origin(folders: Folders) -> Iterator[str]:
    with serving(folders.upkeep()) as origin:
        yield origin


def sign_in(page: Page) -> None:
    page.locator("#token").fill(TOKEN)
    page.locator(".sign-in button").click()
    expect(page.locator(".upkeep [type=file]")).to_be_visible()


def expect_built(page: Page, **states: str) -> None:
    """Wait until the page of the build tells these states of these files, and of no others."""
    expect_address(page, "/builds/current")
    rows = [f"{name}.txt {state}" for name, state in states.items()]
    expect(page.locator("tbody tr")).to_have_count(len(rows))
    for row, (name, state) in zip(page.locator("tbody tr").all(), states.items(), strict=True):
        expect(row.locator("th")).to_have_text(f"{name}.txt")
        expect(row.locator("td").first).to_have_text(state)


@WAYS
def test_the_index_is_rebuilt_a_briefing_removed_and_the_index_before_taken_up(
    opened: Opened, folders: Folders, width: int, locale: str, scripts: bool
) -> None:
    said = SAID[locale]
    page = opened("/sign-in", width=width, locale=locale, scripts=scripts)
    sign_in(page)
    page.get_by_role("button", name=said["rebuild"]).click()
    expect_built(page, ichiba=said["added"], minato=said["added"])
    page.locator("main").get_by_role("link").last.click()
    page.get_by_role("link", name=MINATO.title).last.click()
    expect(page.locator("h1")).to_have_text(MINATO.title)
    page.locator(".remove summary").click()
    page.get_by_role("button", name=said["remove"]).click()
    expect_built(page, ichiba=said["unchanged"])
    assert folders.names() == ["ichiba.txt"]
    page.locator("main").get_by_role("link").last.click()
    page.get_by_role("button", name=said["back"]).click()
    expect(page.locator(".build")).to_contain_text(said["done"])
    assert (folders.index / "CURRENT").read_text("ascii").startswith("gen-1 ")


def test_questions_are_answered_while_a_build_runs_and_its_stages_are_told(
    browser: Browser, folders: Folders
) -> None:
    reading, go_on = waiting()
    with (
        serving(folders.upkeep(reading)) as origin,
        opening(browser, origin) as opened,
    ):
        page = opened("/sign-in", locale="en")
        sign_in(page)
        page.get_by_role("button", name=SAID["en"]["rebuild"]).click()
        expect(page.get_by_role("progressbar")).to_be_visible()
        chat = opened("/", locale="ja")
        ask(chat, QUESTION)
        expect(chat.locator(".value")).to_have_text("3,687万人")
        chat.goto(f"{origin}/briefings")
        expect(chat.locator(".notice")).to_contain_text("索引")
        chat.goto(origin + ask_path(QUESTION))
        expect(chat.locator(".value")).to_have_text("3,687万人")
        go_on()
        expect_built(page, ichiba="added", minato="added")
