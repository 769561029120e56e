"""The catalogues of words: complete, used, and with the same values in both languages."""

import re
import string
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from jinja2 import Environment, nodes

from briefqa.answerer.evidence import Evidence
from briefqa.app import problems
from briefqa.app.catalogue import load_catalogue, read_catalogue
from briefqa.app.negotiation import LANGUAGES
from briefqa.app.resources import web_folder
from briefqa.index import FileState
from briefqa.records import Language, LossKind, Origin
from briefqa.upkeep import CHECKING, Task

FOLDER = web_folder() / "messages"
CATALOGUE = load_catalogue(FOLDER, LANGUAGES)
PAGES = {language: read_catalogue(FOLDER / language / "pages.po") for language in LANGUAGES}
FORMS: dict[Language, dict[str, tuple[str, ...]]] = {
    language: {
        (message.id if isinstance(message.id, str) else message.id[0]): (
            (message.string,) if isinstance(message.string, str) else tuple(message.string)
        )
        for message in catalogue
        if message.id
    }
    for language, catalogue in PAGES.items()
}
# What follows the names that templates put together, such as `t("loss_" ~ loss.kind)`.
ENDS: dict[str, set[str]] = {
    "problem_": {f"{one.slug}{end}" for one in problems.PROBLEMS for end in ("", "_why")},
    "language_name_": set(LANGUAGES),
    "confidence_": {f"{word}{end}" for word in ("high", "fair", "low") for end in ("", "_why")},
    "sign_": {one.name for one in fields(Evidence)},
    "loss_": set(get_args(LossKind)),
    "origin_": {origin for origin in get_args(Origin) if origin},
    "build_task_": set(get_args(Task)),
    "build_stage_": {CHECKING, "read", "passages", "terms", "vectors", "write"},
    "build_state_": set(get_args(FileState)),
}


def used_in(template: Path) -> Iterator[tuple[str, bool]]:
    """Yield each name that a template gives to `t`, or only its beginning, and whether it is."""
    tree = Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
    assigned = {
        one.target.name: one.node
        for one in tree.find_all(nodes.Assign)
        if isinstance(one.target, nodes.Name)
    }
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "t":
            yield from names_of(call.args[0], assigned)


def names_of(argument: nodes.Expr, assigned: dict[str, nodes.Node]) -> Iterator[tuple[str, bool]]:
    if isinstance(argument, nodes.Concat):
        first = argument.nodes[0]
        argument = assigned[first.name] if isinstance(first, nodes.Name) else argument  # type: ignore[assignment]
    elif isinstance(argument, nodes.Name):
        argument = assigned[argument.name]  # type: ignore[assignment]
    if isinstance(argument, nodes.Concat) and isinstance(argument.nodes[0], nodes.Const):
        yield argument.nodes[0].value, True
    elif isinstance(argument, nodes.Const):
        yield argument.value, False
    else:
        raise AssertionError(f"which message does {argument!r} name?")


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.fixture(scope="module")
def used() -> set[str]:
    found: set[str] = set()
    for template in (FOLDER.parent / "templates").glob("*.html"):
        for name, is_beginning in used_in(template):
            found |= {name + end for end in ENDS[name]} if is_beginning else {name}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_a_template_is_in_the_catalogue(
    language: Language, used: set[str]
) -> None:
    assert used - FORMS[language].keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_the_catalogue_is_used(language: Language, used: set[str]) -> None:
    assert FORMS[language].keys() - used == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_has_all_the_forms_of_its_language(language: Language) -> None:
    count = PAGES[language].num_plurals
    for message in PAGES[language]:
        if message.id:
            forms = message.string if message.pluralizable else (message.string,)
            assert len(forms) == (count if message.pluralizable else 1), message.id
            assert all(forms), message.id
            assert not message.fuzzy, message.id


def test_a_message_takes_the_same_values_in_every_language_and_form() -> None:
    taken = {
        name: {placeholders(form) for language in LANGUAGES for form in FORMS[language][name]}
        for name in FORMS["en"]
    }
    assert {name: values for name, values in taken.items() if len(values) > 1} == {}


def test_the_same_messages_are_counted_in_every_language() -> None:
    assert len({words.plurals for words in CATALOGUE.languages.values()}) == 1
    for name in CATALOGUE.languages["en"].plurals:
        assert "count" in placeholders(FORMS["en"][name][1]) or name == "slide_numbers", name


def test_words_of_the_interface_stand_in_the_catalogues_alone() -> None:
    """Templates hold marks and names of formats, but no word that is to be translated."""
    japanese = re.compile("[ぁ-ヿ㐀-鿿]")
    for template in (FOLDER.parent / "templates").glob("*.html"):
        assert not japanese.search(template.read_text(encoding="utf-8")), template.name


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [
        ("en", 1, "1 slide"),
        ("en", 0, "0 slides"),
        ("en", 1234, "1,234 slides"),
        ("ja", 1, "1枚"),
        ("ja", 1234, "1,234枚"),
    ],
)
def test_the_form_is_that_of_the_count_and_its_digits_are_grouped(
    language: Language, count: int, text: str
) -> None:
    assert CATALOGUE.text(language, "slide_count", count=count) == text


def test_a_count_that_a_script_fills_in_has_the_form_for_many() -> None:
    assert CATALOGUE.text("en", "slide_count", count="{count}") == "{count} slides"


def test_a_message_that_is_not_there_is_an_error() -> None:
    assert not CATALOGUE.has("nothing")
    with pytest.raises(KeyError, match="nothing"):
        CATALOGUE.text("en", "nothing")
