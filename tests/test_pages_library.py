"""The library in a real browser: searching it, asking some of it, and changing it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import Opened, expect_address, holding, needs_browser, violations
from tests.fakes import KANKO, FakeAssistant
from tests.pictured import KOTSU, PAGES
from tests.replies import BOUSAI, OLDER
from tests.serving import make_app, running
from tests.test_app_library import TOKEN
from tests.test_upkeep import MARKET, Folders

pytestmark = needs_browser


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


@pytest.fixture
def origin(folders: Folders) -> Iterator[str]:
    assistant = FakeAssistant((KANKO, BOUSAI, OLDER, KOTSU), pages=PAGES)
    with running(make_app(assistant, upkeep=folders.upkeep(), token=TOKEN)) as port:
        yield f"http://localhost:{port}"


def sign_in(page: Page) -> None:
    page.locator("#token").fill(TOKEN)
    page.locator(".sign-in button").click()
    expect(page.locator(".upkeep [type=file]")).to_be_visible()
    page.wait_for_load_state()  # and so its scripts


# Searching and choosing


@pytest.mark.parametrize("scripts", [True, False])
def test_briefings_are_searched_by_their_names_and_by_their_slides(
    opened: Opened, scripts: bool
) -> None:
    page = opened("/briefings", scripts=scripts)
    field = page.get_by_role("searchbox")
    field.fill("ﾊﾞｽ")
    field.press("Enter")
    expect(page.locator(".shelf h2")).to_have_text([KOTSU.title])
    expect(page.locator(".found a")).to_have_text(["スライド1 路線バスの見直し"])
    field.fill("観光白書")
    field.press("Enter")
    expect(page.locator(".shelf h2")).to_have_text([KANKO.title])
    field.fill("どこにもない")
    field.press("Enter")
    expect(page.locator(".shelf h2")).to_have_count(0)
    page.get_by_role("link", name="すべて表示").click()
    expect(page.locator(".shelf h2")).to_have_count(4)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_briefings_that_are_ticked_are_asked(opened: Opened, scripts: bool) -> None:
    page = opened("/briefings", scripts=scripts)
    ask = page.get_by_role("button", name="選んだ資料に訊く")
    expect(ask).to_be_hidden()
    page.get_by_label(f"{KANKO.title}を選ぶ").check()
    page.get_by_label(f"{KOTSU.title}を選ぶ").check()
    ask.click()
    expect(page.locator("#scope summary")).to_have_text("選んだ資料2件")
    expect_address(page, "/?briefing=kotsu-2025&briefing=kanko-2024")


# Changing


def test_changing_leads_to_the_token_and_back(browser: Browser, origin: str) -> None:
    # Not watched: a browser without scripts, too, logs a wrong token's status as an error.
    page = browser.new_page(locale="ja", java_script_enabled=False)
    page.goto(f"{origin}/briefings")
    expect(page.locator(".upkeep [type=file]")).to_have_count(0)
    page.get_by_role("link", name="サインイン").click()
    page.locator("#token").fill("wrong")
    page.locator(".sign-in button").click()
    expect(page.get_by_role("alert")).to_have_text("トークンが誤っているか、期限が切れています。")
    sign_in(page)
    page.get_by_role("button", name="サインアウト").click()
    expect(page.locator(".upkeep [type=file]")).to_have_count(0)
    page.close()


def test_where_changing_is_off_the_page_says_how_to_switch_it_on(browser: Browser) -> None:
    with running(make_app()) as port:
        page = browser.new_page(locale="en")
        page.goto(f"http://localhost:{port}/briefings")
        expect(page.locator(".upkeep")).to_contain_text("Run this command on the server")
        expect(page.locator(".upkeep code")).to_have_text("briefqa token")
        page.close()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_file_is_added_and_its_build_followed(
    opened: Opened, folders: Folders, tmp_path: Path, scripts: bool
) -> None:
    page = opened("/sign-in", locale="en", scripts=scripts)
    sign_in(page)
    file = tmp_path / "market.txt"
    file.write_text(MARKET, encoding="utf-8")
    page.locator(".upkeep [type=file]").set_input_files(file)
    if scripts:
        expect(page.locator(".drop span")).to_have_text("market.txt")
    page.get_by_role("button", name="Send and read").click()
    page.wait_for_url("**/builds/current")
    expect(page.locator("tbody tr", has_text="market.txt")).to_contain_text("added")
    assert (folders.corpus / "market.txt").exists()


def test_a_file_that_is_chosen_before_the_script_has_come_is_named(opened: Opened) -> None:
    page = opened("/sign-in")
    held = holding(page, "**/library*.js*")
    page.locator("#token").fill(TOKEN)
    page.locator(".sign-in button").click(no_wait_after=True)
    page.locator(".upkeep [type=file]").set_input_files(
        {"name": "公園.txt", "mimeType": "text/plain", "buffer": b"-"}
    )
    expect(page.locator(".drop span")).not_to_have_text("公園.txt")
    held.pop().continue_()
    expect(page.locator(".drop span")).to_have_text("公園.txt")


def test_a_file_is_dropped_on_the_form(opened: Opened) -> None:
    page = opened("/sign-in")
    sign_in(page)
    data = page.evaluate_handle(
        "() => { const data = new DataTransfer();"
        " data.items.add(new File(['公園は12か所ある。'], '公園.txt')); return data; }"
    )
    drop = page.locator("[data-drop]")
    drop.dispatch_event("dragenter", {"dataTransfer": data})
    expect(drop).to_contain_class("is-over")
    drop.dispatch_event("drop", {"dataTransfer": data})
    expect(page.locator(".drop span")).to_have_text("公園.txt")
    assert page.locator(".upkeep [type=file]").evaluate("it => it.files.length") == 1


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
def test_axe_finds_no_violation_where_briefings_are_changed(
    browser: Browser, origin: str, width: int, dark: bool
) -> None:
    for locale in ("ja", "en"):
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(f"{origin}/sign-in")
        assert violations(page) == []
        sign_in(page)
        page.locator(".shelf-box").first.check()
        assert violations(page) == []
        page.goto(f"{origin}/briefings/kanko-2024")
        page.locator(".remove summary").click()
        assert violations(page) == []
        page.goto(f"{origin}/builds/current")
        assert violations(page) == []
        context.close()
