"""Read what a client prefers: a page or a document, and the language of the interface."""

from functools import partial

from starlette.requests import Request

from briefqa.records import Language
from briefqa.wire import Say

LANGUAGES: tuple[Language, ...] = ("ja", "en")
DEFAULT_LANGUAGE: Language = "en"


def qualities(header: str) -> dict[str, float]:
    """Return the weight of each value of an Accept-* header, lower case; malformed weights count 0.

    RFC 9110, section 12.4.2.

    >>> qualities("text/html, application/json;q=0.5")
    {'text/html': 1.0, 'application/json': 0.5}
    """
    weights: dict[str, float] = {}
    for part in header.split(",")[:20]:
        value, *parameters = (piece.strip().lower() for piece in part.split(";"))
        given = [piece[2:] for piece in parameters if piece.startswith("q=")]
        if value:
            weights[value] = _weight(given[0]) if given else 1.0
    return weights


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0


def wants_html(request: Request) -> bool:
    """Tell whether the client asks for HTML by name and likes it better than JSON."""
    weights = qualities(request.headers.get("accept", ""))
    return weights.get("text/html", 0.0) > weights.get("application/json", 0.0)


def wants_events(request: Request) -> bool:
    """Tell whether the client asks for server-sent events and likes them better than JSON."""
    weights = qualities(request.headers.get("accept", ""))
    return weights.get("text/event-stream", 0.0) > weights.get("application/json", 0.0)


def chosen_language(request: Request) -> Language | None:
    """Return the interface's language that `?lang=` names, if it does."""
    chosen = request.query_params.get("lang")
    return next((language for language in LANGUAGES if language == chosen), None)


def language_of(request: Request) -> Language:
    """Return the interface's language: `?lang=`, else the best of Accept-Language, else English."""
    weights: dict[str, float] = {}
    for tag, weight in qualities(request.headers.get("accept-language", "")).items():
        primary = tag.split("-")[0]
        weights[primary] = max(weight, weights.get(primary, 0.0))
    best = max(LANGUAGES, key=lambda language: weights.get(language, 0.0))
    liked = best if weights.get(best, 0.0) > 0.0 else DEFAULT_LANGUAGE
    return chosen_language(request) or liked


def saying(request: Request) -> Say:
    """Return what words remarks in the client's language, in English where that has no words."""
    say: Say = partial(request.app.state.pages.say, request)
    return say
