"""What a sentence that asks for a summary looks like: a pattern, and what it then asks for."""

import re
from dataclasses import dataclass
from typing import Literal

SummaryKind = Literal["slide", "current", "topic", "briefing"]


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern for a whole sentence.

    Its groups: `topic`; `of`, the briefing that a slide is of; a slide's number `after` or `before`
    the word for slide, or the `edge` that it stands at; `next` and `previous` to the current one.
    `asks_values`: with a figure, a date or a reason as its topic it asks for that alone.
    """

    kind: SummaryKind
    pattern: re.Pattern[str]
    asks_values: bool = False
