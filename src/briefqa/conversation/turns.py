"""What later questions of a conversation need of a reply."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from briefqa.errors import UnknownBriefingError, UnknownSlideError
from briefqa.records import Reply, Slide, Turn


def turn_of(reply: Reply) -> Turn:
    """Return the turn that a reply makes, its question whole."""
    cited = tuple((one.briefing, one.slide) for one in reply.answer.citations)
    return Turn(reply.interpreted_as or reply.question, reply.answer.text or "", cited)


def known(turns: Sequence[Turn], slide_of: Callable[[str, int], Slide]) -> tuple[Turn, ...]:
    """Return turns without the slides that `slide_of` does not know: an index may have changed."""
    return tuple(
        replace(turn, cited=tuple(place for place in turn.cited if _is_known(place, slide_of)))
        for turn in turns
    )


def _is_known(place: tuple[str, int], slide_of: Callable[[str, int], Slide]) -> bool:
    try:
        slide_of(*place)
    except (UnknownBriefingError, UnknownSlideError):
        return False
    return True
