"""Shape the slides near a question that was not answered, for the templates; pure."""

from dataclasses import dataclass

from briefqa.app.outline import Apart
from briefqa.app.views import as_read
from briefqa.records import Briefing, Nearest
from briefqa.wire import picture_path

EXCERPT_LENGTH = 90  # characters: two lines
_UNREAD = frozenset({"no_text", "pictures"})


@dataclass(frozen=True, slots=True)
class NearestView:
    """A slide near the question; `picture`: its address or None, `excerpt`: how its text begins.

    `is_unread`: it is mostly a picture whose words were not read. `apart` as in `CitationView`.
    """

    nearest: Nearest
    briefing_title: str
    language: str
    picture: str | None
    excerpt: str
    is_unread: bool
    apart: Apart | None


def nearest_view(nearest: Nearest, briefing: Briefing, apart: Apart | None) -> NearestView:
    """Return the view of a slide of `briefing`."""
    slide = briefing.slides[nearest.slide - 1]
    words = as_read(slide.text.removeprefix(nearest.slide_title))
    excerpt = f"{words[:EXCERPT_LENGTH]}…" if len(words) > EXCERPT_LENGTH else words
    return NearestView(
        nearest,
        briefing.title,
        briefing.language,
        picture_path(briefing, slide),
        excerpt,
        is_unread=any(loss.kind in _UNREAD for loss in slide.losses),
        apart=apart,
    )
