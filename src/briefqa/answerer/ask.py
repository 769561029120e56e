"""What a question asks for, read from its words in either language."""

from dataclasses import dataclass
from typing import Literal

AskKind = Literal[
    "number",
    "date",
    "place",
    "person",
    "organisation",
    "list",
    "definition",
    "name",
    "reason",
    "choice",
    "yes_no",
    "text",
]

# Units of money and of shares as slides write them, normalised.
MONEY = ("円", "ドル", "ユーロ", "元", "ポンド", "ウォン", "フラン", "usd", "eur", "$", "€")
SHARE = ("%", "割", "分の")


@dataclass(frozen=True, slots=True)
class Ask:
    """What would answer the question.

    `units`: the units asked for as slides write them, normalised, in the order asked; each is a
    tuple of equal ones. `is_sure` is False where the kind was read from a noun alone ("the
    target"). `wants_all`: every item of a kind is asked for. `options`: of a choice, the answers
    that the question itself names.
    """

    kind: AskKind
    units: tuple[tuple[str, ...], ...] = ()
    is_sure: bool = True
    wants_all: bool = False
    options: tuple[str, ...] = ()
