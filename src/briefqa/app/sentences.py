"""A language model's words for an answer, cut at the markers that stand in them; pure."""

import re
from collections.abc import Iterable
from itertools import cycle
from typing import Protocol

from briefqa.records import Citation

_MARKER = re.compile(r"\s*\[([0-9]{1,3})\]")


class Citing(Protocol):
    """What shows a citation."""

    @property
    def citation(self) -> Citation:
        """The citation."""
        ...


Pieces = tuple[str | Citing, ...]
"""Words, and what shows citations in the places of their markers."""


def pieces_of(text: str, citations: Iterable[Citing]) -> Pieces:
    """Cut `text` at its markers, and put the citations in their places."""
    by_marker = {view.citation.marker: view for view in citations}
    return tuple(
        by_marker.get(int(piece), f"[{piece}]") if is_marker else piece
        for piece, is_marker in zip(_MARKER.split(text), cycle((False, True)), strict=False)
        if piece
    )
