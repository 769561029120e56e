"""The headers that every response carries, unless its route says otherwise."""

from collections.abc import Iterable

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors"
)
SECURITY_HEADERS = {
    "Content-Security-Policy": f"{_POLICY} 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DEFAULT_HEADERS = {**SECURITY_HEADERS, "Cache-Control": "private, no-cache"}
FORM_HEADERS = {"Referrer-Policy": "same-origin"}
"""Of a page that holds a form which is posted: browsers then tell this server where it stood.

Over plain HTTP that is all by which the page of another site is told apart.
"""


def framed_by(origins: Iterable[str]) -> dict[str, str]:
    """Return the headers of the one page that the pages of some origins may hold in a frame."""
    return {"Content-Security-Policy": f"{_POLICY} {' '.join(origins)}"}
