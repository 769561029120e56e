"""What comes of an operation on rows, and the rows as an answer shows them."""

from dataclasses import dataclass

from briefqa.tables import Cell, TableRow

ROWS_LIMIT = 30  # rows that an answer shows


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as an answer shows it: its cells, `value` None where it is a name alone."""

    row: TableRow
    label: Cell
    value: Cell | None


@dataclass(frozen=True, slots=True)
class Result:
    """What comes of an operation: the answer's `items` as written, or its `text` where computed.

    `shown`: the rows it comes from. `count`: how many rows were looked at. `fit`, in [0, 1]: how
    surely the operation is what was asked for.
    """

    items: tuple[str, ...]
    text: str
    shown: tuple[Shown, ...]
    count: int
    is_computed: bool
    fit: float = 1.0


def with_value(shown: Shown) -> str:
    """Return a row's label with its value in brackets."""
    value = shown.value.text.strip("()（）") if shown.value is not None else ""
    return f"{shown.label.text}（{value}）"
