"""What is carried away from the pages, in a real browser: copies and files."""

import csv
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browsing import Opened, ask, ask_path, needs_browser
from tests.exhibits import QUESTION
from tests.fakes import KANKO_QUOTE
from tests.replies import BOUSAI

pytestmark = needs_browser


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("locale", "button", "said", "copied"),
    [
        (
            *("ja", "引用をコピー", "コピーしました"),
            f"「{KANKO_QUOTE}」\n観光白書の要点、スライド2、2024年6月",
        ),
        ("en", "Copy quote", "Copied", f"“{KANKO_QUOTE}”\n観光白書の要点, slide 2, June 2024"),
    ],
)
def test_the_quote_is_copied_with_its_source(
    opened: Opened, width: int, locale: str, button: str, said: str, copied: str
) -> None:
    page = opened(ask_path(QUESTION), width=width, locale=locale)
    page.locator(".citation .origin").click()
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("status")).to_have_text(said)
    assert page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n") == copied


def test_the_answer_is_copied_with_its_quotes(opened: Opened) -> None:
    page = opened(ask_path("How many shelters are there?"), locale="en")
    page.get_by_role("button", name="Copy answer").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied.splitlines()[:5] == [
        "How many shelters are there?",
        "128 places",
        "As written: 128か所",
        "As of June 2024",
        "",
    ]
    assert copied.splitlines()[-1] == f"{BOUSAI.title}, slide 1, October 2024"


# Files


def test_the_conversation_is_written_to_a_file(opened: Opened) -> None:
    page = opened("/", locale="en")
    ask(page, "How many shelters are there?", "And the renewal?")
    page.locator("#export summary").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Markdown").click()
    assert started.value.suggested_filename.endswith(".md")
    lines = started.value.path().read_text(encoding="utf-8").splitlines()
    headings = [line for line in lines if line.startswith("## ")]
    assert headings == ["## How many shelters are there?", "## When does the renewal begin?"]
    expect(page.locator("#export summary")).to_be_focused()
    expect(page.locator("#export ul")).to_be_hidden()


def read_markdown(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def read_word(path: Path) -> list[str]:
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


def read_csv(path: Path) -> list[str]:
    return [
        cell for row in csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))) for cell in row
    ]


FORMS = pytest.mark.parametrize(
    ("name", "suffix", "read"),
    [("Word", ".docx", read_word), ("Markdown", ".md", read_markdown), ("CSV", ".csv", read_csv)],
)


@FORMS
@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("width", "locale"), [(390, "ja"), (1280, "en")])
def test_the_answer_on_the_page_is_written_to_a_file_of_each_form(
    opened: Opened,
    name: str,
    suffix: str,
    read: Callable[[Path], list[str]],
    scripts: bool,
    width: int,
    locale: str,
) -> None:
    path = ask_path(QUESTION) + "&briefing=kanko-2024"
    page = opened(path, scripts=scripts, width=width, locale=locale)
    page.locator("#export summary").click()
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    assert started.value.suggested_filename.endswith(suffix)
    words = read(started.value.path())
    assert any(QUESTION in line for line in words)
    assert any("3,687万人" in line for line in words)
    assert any(KANKO_QUOTE in line for line in words)


# Links


def test_the_link_to_a_question_answers_it_in_another_browser(opened: Opened) -> None:
    page = opened("/", locale="en")
    ask(page, "How many shelters are there?", "And the renewal?")
    link = page.locator(".turn").last.locator(".permalink")
    expect(link).to_have_attribute("href", "/?q=When+does+the+renewal+begin%3F")
    other = opened("/?q=When+does+the+renewal+begin%3F", locale="en", width=390)
    expect(other.locator(".value")).to_have_text("27 January 2026")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(("width", "locale"), [(390, "en"), (1280, "ja")])
def test_the_link_to_a_slide_shows_its_marked_words(
    opened: Opened, scripts: bool, width: int, locale: str
) -> None:
    page = opened(ask_path(QUESTION), width=width, locale=locale)
    address = page.locator(".citation .origin").get_attribute("href")
    assert address is not None
    other = opened(address, width=width, locale=locale, scripts=scripts)
    expect(other.locator(".slide-text mark")).to_have_text(KANKO_QUOTE)
    expect(other.locator(".slide-text mark")).to_be_in_viewport()
