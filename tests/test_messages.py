"""The catalogues of words: complete, used, and with the same values in both languages."""

import ast
import errno
import os
import re
import string
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest
from jinja2 import Environment, nodes
from pydantic import BaseModel, TypeAdapter, ValidationError

import briefqa
from briefqa import errors
from briefqa.answerer.evidence import Evidence
from briefqa.app import problems
from briefqa.app.catalogue import Said, load_catalogue, read_catalogue
from briefqa.app.negotiation import LANGUAGES
from briefqa.app.resources import web_folder
from briefqa.errors import BriefqaError, TooManyPagesError
from briefqa.index import FileState
from briefqa.readers import formats
from briefqa.records import Language, LossKind, Origin
from briefqa.remarks import Remark
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


def is_error(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, BriefqaError)


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


# Remarks: what the code says in English

REMARKS = read_catalogue(FOLDER / "ja" / "remarks.po")
SENTENCES = {str(message.id): str(message.string) for message in REMARKS if message.id}
SOURCE = Path(briefqa.__file__).parent
# Where what is said reaches pages: of files, of builds, of requests.
TOLD = (
    *("corpus", "readers", "isolation", "app/problems.py", "app/uploads.py", "upkeep.py"),
    *("index/build.py", "index/files.py", "index/lock.py", "index/check.py", "index/publish.py"),
    *("index/load.py", "index/manifest.py", "app/source.py"),
    "termlists.py",
)
SAYING = {
    *(name for name, kind in vars(errors).items() if is_error(kind)),
    *("Remark", "Problem", "_damaged", "_unsupported", "_too_much", "_unavailable", "_corrupt"),
} - {"SettingsError", "GenerationError"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def sentences_said(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield the texts, and names of texts, that errors and remarks are made of."""
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
            continue
        if call.func.id in SAYING:
            said = call.args[:1] if call.func.id == "Remark" else call.args
            said = call.args[2:] if call.func.id == "Problem" else said
            hints = [one.value for one in call.keywords if one.arg == "hint"]
            for argument in (*said, *hints):
                yield from texts_in(argument)


def texts_in(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp):
        yield from (*texts_in(node.body), *texts_in(node.orelse))
    elif isinstance(node, ast.Tuple):
        for element in node.elts:
            yield from texts_in(element)
    elif isinstance(node, ast.Constant | ast.JoinedStr | ast.Name):
        yield node


def constants_of(tree: ast.Module) -> dict[str, str]:
    return {
        one.targets[0].id: one.value.value
        for one in tree.body
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and isinstance(one.value, ast.Constant)
        and isinstance(one.value.value, str)
    }


@pytest.mark.parametrize("module", [name for name, _ in modules() if name.startswith(TOLD)])
def test_what_is_said_of_files_and_builds_can_be_said_in_japanese(module: str) -> None:
    tree = ast.parse((SOURCE / module).read_text(encoding="utf-8"))
    constants = constants_of(tree)
    for text in sentences_said(tree):
        assert not isinstance(text, ast.JoinedStr), f"{module}:{text.lineno}: values stand apart"
        said = text.value if isinstance(text, ast.Constant) else constants.get(text.id)  # type: ignore[attr-defined]
        if isinstance(said, str) and said:
            assert said in SENTENCES, f"{module}:{text.lineno}"


def test_the_kinds_of_files_that_are_not_read_have_japanese_names() -> None:
    kinds = {entry[1] for entry in (*formats._OLE_STREAMS, *formats._ZIP_ENTRIES, *formats._MAGIC)}
    hints = {entry[2] for entry in (*formats._OLE_STREAMS, *formats._ZIP_ENTRIES, *formats._MAGIC)}
    assert kinds | hints <= SENTENCES.keys()


class Asked(BaseModel):
    model_config = {"extra": "forbid"}
    question: str


def pydantic_messages() -> Iterator[str]:
    """Yield what pydantic says of the kinds of fields that requests have."""
    for kind, given in (
        *((int, "x"), (int, "9" * 5000), (int, []), (str, 5), (list[str], "x"), (bool, "x")),
        *((bool, []), (tuple[str, int], "x"), (Asked, {}), (Asked, [1])),
        (Asked, {"question": "?", "x": 1}),
    ):
        with pytest.raises(ValidationError) as caught:
            TypeAdapter(kind).validate_python(given, from_attributes=True)
        yield str(caught.value.errors()[0]["msg"])


def test_every_sentence_of_the_catalogue_is_said() -> None:
    system = ("EACCES", "ENOENT", "EISDIR", "ELOOP", "EIO", "ENOSPC", "EROFS", "ENAMETOOLONG")
    said = {os.strerror(getattr(errno, name)) for name in system} | set(pydantic_messages())
    for _, tree in modules():
        said |= {one.value for one in ast.walk(tree) if isinstance(one, ast.Constant)}
    assert SENTENCES.keys() - said == set()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_has_a_japanese_one_with_the_same_values(sentence: str) -> None:
    names = re.compile(r"\{\w+\}").findall
    assert SENTENCES[sentence]
    assert sorted(names(SENTENCES[sentence])) == sorted(names(sentence))


TOO_MANY = TooManyPagesError(
    Path("白書.pdf"),
    "{count} pages, more than the {most} that are read",
    hint="Split the file.",
    values={"count": 1200, "most": 1000},
).remark


def test_a_remark_is_said_in_the_reader_s_language() -> None:
    assert CATALOGUE.say("ja", TOO_MANY) == Said(
        "白書.pdf: 1,200ページあり、読み取れる1,000ページを超えています。"
        "ファイルを分けてください。",
        "ja",
    )
    assert CATALOGUE.say("en", TOO_MANY) == Said(
        "白書.pdf: 1,200 pages, more than the 1,000 that are read. Split the file.", "en"
    )


def test_what_the_system_says_of_a_file_is_said_in_japanese_too() -> None:
    denied = Remark(("the file cannot be opened ({reason})",), (("reason", "Permission denied"),))
    assert CATALOGUE.say("ja", denied).text == "ファイルを開けません（許可がありません）。"
    odd = Remark(denied.sentences, (("reason", "Odd {count}"),))
    assert CATALOGUE.say("ja", odd).text == "ファイルを開けません（Odd {count}）。"


def test_a_remark_that_lists_others_says_each() -> None:
    empty = Remark(("the file is empty",), subject="a.txt")
    listed = Remark(("none of its files can be read ({files}).",), (("files", (empty, TOO_MANY)),))
    assert CATALOGUE.say("ja", listed).text == (
        "どのファイルも読み取れません。a.txt: ファイルが空です。 白書.pdf: 1,200ページあり、"
        "読み取れる1,000ページを超えています。ファイルを分けてください。"
    )


def test_what_has_no_japanese_words_is_said_in_english() -> None:
    kept = Remark(("the file is empty. Remove it or give it text.",))  # as indexes had it before
    assert CATALOGUE.say("ja", kept) == Said("the file is empty. Remove it or give it text.", "en")
    half = Remark(("the file is empty", "Eat it."))
    assert CATALOGUE.say("ja", half) == Said("the file is empty. Eat it.", "en")
