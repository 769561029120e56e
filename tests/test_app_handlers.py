"""Each handler of a route is short: the work is in `assistant`, the looks in templates."""

import ast
from collections.abc import Iterator
from pathlib import Path

import briefqa.app

LIMIT = 10  # lines of a body, its docstring left out
_METHODS = {"get", "post", "put", "delete", "patch", "head", "options", "api_route"}


def handlers() -> Iterator[tuple[str, int]]:
    """Yield each handler with the lines of its body."""
    for path in sorted(Path(briefqa.app.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_handler(node):
                body = node.body[1:] if ast.get_docstring(node) is not None else node.body
                assert body[-1].end_lineno is not None
                yield f"{path.name}: {node.name}", body[-1].end_lineno - body[0].lineno + 1


def is_handler(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    made = [one.func for one in node.decorator_list if isinstance(one, ast.Call)]
    return any(isinstance(one, ast.Attribute) and one.attr in _METHODS for one in made)


def test_every_handler_stays_under_ten_lines() -> None:
    found = dict(handlers())
    assert {"routes.py: ask", "library.py: upload"} <= found.keys()
    assert {name: lines for name, lines in found.items() if lines >= LIMIT} == {}
