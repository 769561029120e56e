"""Build the objects that several commands need; imports what they need only then."""

from pathlib import Path
from typing import TYPE_CHECKING

from briefqa.cli.output import note

if TYPE_CHECKING:
    from briefqa.assistant import Assistant
    from briefqa.embedder import Embedder
    from briefqa.settings import Settings


def assistant_of(index: Path | None) -> "Assistant":
    """Return an assistant over the index in use; what it has to say about that goes to stderr."""
    from briefqa.composition import Composition
    from briefqa.settings import load_settings

    assistant = Composition(load_settings(index=index)).open_assistant()
    for notice in assistant.notices:
        note(str(notice))
    return assistant


def embedder_of(settings: "Settings") -> "Embedder":
    """Return the embedder that the settings name."""
    from briefqa.composition import Composition

    return Composition(settings).embedder
