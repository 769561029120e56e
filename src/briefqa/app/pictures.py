"""Send the pictures of slides, which browsers keep as long as the address names their version."""

import hashlib
from typing import Annotated

from fastapi import Query, Request
from starlette.responses import Response

MEDIA_TYPE = "image/webp"
Version = Annotated[
    str,
    Query(max_length=64, description="As in `picture` of a slide; the picture is then kept."),
]
_LASTING = "private, max-age=31536000, immutable"  # a year, the longest that RFC 9111 knows of
_DIGITS = 32


def respond(request: Request, picture: bytes, *, is_lasting: bool) -> Response:
    """Answer with a picture, or that the one which the client has is still the same.

    `is_lasting`: the picture at this address never changes, so that it need not be asked for again.
    """
    tag = f'"{hashlib.sha256(picture).hexdigest()[:_DIGITS]}"'
    headers = {"ETag": tag}
    if is_lasting:
        headers["Cache-Control"] = _LASTING
    if _holds(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    return Response(picture, media_type=MEDIA_TYPE, headers=headers)


def _holds(known: str, tag: str) -> bool:
    """Tell whether an If-None-Match header names `tag` (RFC 9110, section 13.1.2)."""
    tags = {one.strip().removeprefix("W/") for one in known.split(",")}
    return tag in tags or "*" in tags
