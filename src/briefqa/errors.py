"""The error tree: every error a user can cause or meet, with what failed, where, and what to do.

Messages are one line. `hint` says what to do next and is part of the message; the CLI prints it on
stderr and the HTTP API puts it into an RFC 9457 problem document.
"""

from pathlib import Path
from typing import Literal

LanguageModelFailure = Literal["busy", "unreachable", "refused", "too slow", "unreadable"]


def in_sentences(message: str, hint: str) -> str:
    """Return a message and its hint on one line, a full stop between them.

    >>> in_sentences("deck.txt: the file is empty", "Remove it.")
    'deck.txt: the file is empty. Remove it.'
    """
    if not hint:
        return message
    return f"{message} {hint}" if message.endswith((".", "!", "?", ":")) else f"{message}. {hint}"


class BriefqaError(Exception):
    """Base of all errors that are not bugs.

    `message` says what failed and where; `hint` says what to do next ("" when nothing helps).
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Make the error's one line of `message` and `hint`."""
        self.message = message
        self.hint = hint
        super().__init__(in_sentences(message, hint))


class SettingsError(BriefqaError):
    """A setting in the environment or in briefqa.toml has a value that cannot be used."""


class ReadError(BriefqaError):
    """A file of the corpus cannot be read; `path` names it."""

    def __init__(self, path: Path, message: str, *, hint: str = "") -> None:
        """Put the file's name before `message`."""
        self.path = path
        super().__init__(f"{path.name}: {message}", hint=hint)


class EmptyFileError(ReadError):
    """The file holds no text."""


class EncodingError(ReadError):
    """The file's bytes fit none of the text encodings that are read."""


class UnsupportedFormatError(ReadError):
    """No reader knows the file's format."""


class SidecarError(ReadError):
    """The TOML file that describes a briefing, or the user's glossary, is malformed."""


class GenerationError(BriefqaError):
    """Base of the errors of the index on disk."""


class IndexMissingError(GenerationError):
    """There is no generation to load yet."""


class IndexLoadingError(GenerationError):
    """The first generation is still being loaded."""


class IndexCorruptError(GenerationError):
    """A file of a generation is missing, truncated, altered or of another generation."""


class IndexIncompatibleError(GenerationError):
    """A generation was made with another format version, text rules or embedder."""


class IndexLockedError(GenerationError):
    """Another build holds the lock."""


class IndexWriteError(GenerationError):
    """A generation cannot be written: disk full, folder read-only."""


class EmbedderError(BriefqaError):
    """The embedding model cannot be loaded or gives unusable vectors."""


class ModelError(BriefqaError):
    """A model that is shipped with briefqa cannot be read."""


class LanguageModelError(BriefqaError):
    """A language model gave no answer; `status` is the server's HTTP status, 0 where there is none.

    The message holds neither the server's address nor its words.
    """

    def __init__(self, failure: LanguageModelFailure, *, status: int = 0) -> None:
        """Make the error's one line of what failed."""
        self.failure = failure
        self.status = status
        code = f" (status {status})" if status else ""
        super().__init__(
            f"The language model's server: {failure}{code}.",
            hint="Check the settings llm_url, llm_model, llm_key and llm_timeout.",
        )


class QuestionError(BriefqaError):
    """A question that cannot be asked: empty, too long, or not text."""


class UnknownBriefingError(BriefqaError):
    """No briefing has this id."""


class UnknownSlideError(BriefqaError):
    """The briefing has no slide of this number."""


class InputError(BriefqaError):
    """A file named on the command line (questions, evaluation data) cannot be used."""


class ServeError(BriefqaError):
    """The chat cannot listen: its port is taken, or the address is not a safe one."""
