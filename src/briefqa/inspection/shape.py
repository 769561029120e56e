"""What was understood of a file as JSON."""

from briefqa.inspection.inspected import Inspected, InspectedSlide
from briefqa.wire import Json, loss_to_json, slide_to_json, summary_to_json

_NAMED_ONCE = ("briefing", "briefing_title", "slide_count", "picture", "marks")


def inspected_to_json(inspected: Inspected) -> Json:
    """Return the briefing's summary, what was lost by slide, and the slides as the API has them."""
    summary = summary_to_json(inspected.briefing)
    return {
        **{name: value for name, value in summary.items() if name not in ("id", "stale")},
        "slides": [_slide_to_json(inspected, slide) for slide in inspected.slides],
    }


def _slide_to_json(inspected: Inspected, shown: InspectedSlide) -> Json:
    whole = slide_to_json(inspected.briefing, shown.slide, shown.page)
    return {
        **{name: value for name, value in whole.items() if name not in _NAMED_ONCE},
        "losses": [loss_to_json(loss) for loss in shown.slide.losses],
        "furniture": list(shown.furniture),
    }
