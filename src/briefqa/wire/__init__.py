"""The JSON shapes that the command line and the HTTP API share."""

from briefqa.wire.answers import reply_to_json, search_to_json, value_to_json
from briefqa.wire.briefings import (
    block_to_json,
    briefing_to_json,
    incomplete_slides,
    loss_to_json,
    picture_path,
    picture_version,
    slide_to_json,
    summary_to_json,
    unreadable_to_json,
)
from briefqa.wire.builds import report_to_json
from briefqa.wire.shape import Json, Say

__all__ = [
    "Json",
    "Say",
    "block_to_json",
    "briefing_to_json",
    "incomplete_slides",
    "loss_to_json",
    "picture_path",
    "picture_version",
    "reply_to_json",
    "report_to_json",
    "search_to_json",
    "slide_to_json",
    "summary_to_json",
    "unreadable_to_json",
    "value_to_json",
]
