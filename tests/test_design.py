"""The design: every rule is for something, and colours and sizes are tokens of one file."""

import re
from pathlib import Path

import pytest

from briefqa.app.resources import web_folder

WEB = web_folder()
STATIC = WEB / "static"
SHEETS = {file.name: file.read_text(encoding="utf-8") for file in sorted(STATIC.glob("*.css"))}
SHAPING = Path(__file__).parents[1] / "src" / "briefqa" / "app"
OWN_COLOURS = {
    "design.css",
    "slide.css",  # marks on pictures, and a picture alone, are the same on light and dark paper
}


def words_of_pages() -> set[str]:
    """Return the words of all templates, scripts and what shapes the pages."""
    files = [
        *(WEB / "templates").glob("*.html"),
        *STATIC.glob("*.js"),
        *SHAPING.glob("*.py"),
    ]
    return set(re.findall(r"[\w-]+", " ".join(file.read_text(encoding="utf-8") for file in files)))


def rules_of(sheet: str) -> str:
    """Return a sheet without comments and without what its declarations say."""
    return re.sub(r"\{[^{}]*\}", "{}", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))


# Put together in templates: "picture-" ~ layer, "level-%d", and so on.
MADE = re.compile("(?:picture|answer|confidence|block|level|scale)-[a-z0-9]+")


@pytest.mark.parametrize("name", SHEETS)
def test_every_class_of_a_sheet_stands_on_a_page(name: str) -> None:
    classes = set(re.findall(r"\.([a-z][\w-]*)", rules_of(SHEETS[name])))
    unused = {one for one in classes - words_of_pages() if not MADE.fullmatch(one)}
    assert unused == set()


@pytest.mark.parametrize("name", SHEETS)
def test_what_is_asked_of_the_tokens_is_one_of_them(name: str) -> None:
    given = set(re.findall(r"(--[\w-]+):", SHEETS["design.css"] + SHEETS[name]))
    assert set(re.findall(r"var\((--[\w-]+)\)", SHEETS[name])) <= given


@pytest.mark.parametrize("name", sorted(set(SHEETS) - OWN_COLOURS))
def test_a_room_has_no_colour_of_its_own(name: str) -> None:
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", SHEETS[name]) == []


def test_the_design_is_read_in_five_minutes() -> None:
    assert len(SHEETS["design.css"].splitlines()) < 220
    assert sum(map(len, SHEETS.values())) < 50_000
