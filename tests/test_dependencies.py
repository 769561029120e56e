"""What is imported is declared and explained, and nothing else is."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
LOCAL = {"briefqa", "training", "bench", "tests"} | {
    path.stem for path in REPOSITORY.glob("tests/*.py")
}
# Needed without an import of our own: sentence-transformers runs on it, and only it is bounded;
# what fastapi reads forms with.
NOT_IMPORTED = {"torch", "python-multipart"}


def named(requirements: Iterable[str]) -> set[str]:
    """Return the normalised names of requirements such as `huggingface-hub>=2.4,<3`."""
    found = (re.match(r"[\w.-]+", requirement) for requirement in requirements)
    return {re.sub(r"[-_.]+", "-", match.group()).lower() for match in found if match}


def imported(folder: Path) -> set[str]:
    """Return the names of the distributions that the modules of a folder import at run time."""
    names: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in _run(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    distributions = packages_distributions()
    foreign = names - sys.stdlib_module_names - LOCAL
    return named(distributions.get(name, [name])[0] for name in foreign)


def _run(node: ast.AST) -> Iterable[ast.AST]:
    """Yield the nodes below one, except for those under `if TYPE_CHECKING`."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield child
            yield from _run(child)


def test_the_package_declares_just_what_it_imports() -> None:
    assert imported(REPOSITORY / "src") == named(PROJECT["dependencies"]) - NOT_IMPORTED


@pytest.mark.parametrize("folder", ["tests", "training"])
def test_what_development_imports_is_declared(folder: str) -> None:
    declared = named(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
    assert imported(REPOSITORY / folder) - declared == set()


def test_each_dependency_is_explained() -> None:
    text = (REPOSITORY / "docs" / "dependencies.md").read_text("utf-8")
    rows = re.findall(r"^\| ([a-z][\w, -]*) \|", text, re.MULTILINE)
    explained = named(name for row in rows for name in row.split(", ")) - {"package"}
    declared = named(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"])
    assert explained == declared


def test_each_dependency_at_run_time_has_an_upper_bound() -> None:
    loose = [name for name in PROJECT["dependencies"] if "<" not in name and "==" not in name]
    assert loose == []
