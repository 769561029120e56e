"""Refuse a page that its parser would take too long or too much memory for, before it sees it."""

import re
from itertools import accumulate
from pathlib import Path

from briefqa.errors import TooLargeError

# lexbor took 318 MB for this many tags of which half were nested wrongly, and 1 GiB for six times
# as many.
TAG_LIMIT = 500_000
# The time it takes grows with the square of the depth: 0.5 s for 20,000 levels, 3 s for 40,000.
DEPTH_LIMIT = 10_000
# Elements that a page closes itself, one by one; others may be left open, as `p` and `li` are.
_NESTING = re.compile(
    r"<(?P<end>/?)(?:div|span|section|article|main|ul|ol|dl|table|blockquote|form|fieldset|details"
    r"|font|center|sup|sub|small|big|[abiusq]|em|strong|code|cite|svg|g|math|template|select)[\s>]",
    re.IGNORECASE,
)


def check_page(text: str, *, path: Path) -> None:
    """Raise TooLargeError over TAG_LIMIT tags, or DEPTH_LIMIT elements inside each other."""
    if text.count("<") > TAG_LIMIT:
        raise TooLargeError(
            path,
            "more than the {most} tags that are read",
            hint="Split the file.",
            values={"most": TAG_LIMIT},
        )
    steps = (-1 if match["end"] else 1 for match in _NESTING.finditer(text))
    if max(accumulate(steps), default=0) > DEPTH_LIMIT:
        raise TooLargeError(
            path,
            "more than the {most} elements inside each other that are read",
            hint="Save it as PDF.",
            values={"most": DEPTH_LIMIT},
        )
