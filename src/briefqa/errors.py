"""The error tree: every error a user can cause or meet, with what failed, where, and what to do.

Messages are one line. `hint` says what to do next and is part of the message; the CLI prints it on
stderr and the HTTP API puts it into an RFC 9457 problem document. Values that differ from case to
case are given apart, `{names}` in their places, so that pages can say the same in another language.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal

from briefqa.remarks import NO_VALUES, Remark, Value, fill

ReadFailure = Literal[
    "empty",
    "encoding",
    "truncated",
    "encrypted",
    "misnamed",
    "too_large",
    "too_many_pages",
    "no_text_layer",
    "unsupported",
    "damaged",
    "limits",  # its reading took more memory or time than one file may
    "crashed",
    "unavailable",  # the file itself could not be opened
]
LanguageModelFailure = Literal["busy", "unreachable", "refused", "too slow", "unreadable"]


class BriefqaError(Exception):
    """Base of all errors that are not bugs.

    `message` says what failed and where; `hint` says what to do next ("" when nothing helps).
    `remark` is both, their values apart.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        values: Mapping[str, Value] = NO_VALUES,
        subject: str = "",
    ) -> None:
        """Make the error's one line of `message` and `hint`, behind the `subject` they are about.

        `values` fill in the `{names}` of both.
        """
        sentences = (message, hint) if hint else (message,)
        self.remark = Remark(sentences, tuple(values.items()), subject)
        self.message = self.remark.begun(fill(message, values))
        self.hint = fill(hint, values)
        super().__init__(str(self.remark))


class SettingsError(BriefqaError):
    """A setting in the environment or in briefqa.toml has a value that cannot be used."""


class ReadError(BriefqaError):
    """A file of the corpus cannot be read; `path` names it, `failure` says of what kind it is."""

    failure: ClassVar[ReadFailure] = "unavailable"

    def __init__(
        self, path: Path, message: str, *, hint: str = "", values: Mapping[str, Value] = NO_VALUES
    ) -> None:
        """Put the file's name before `message`."""
        self.path = path
        super().__init__(message, hint=hint, values=values, subject=path.name)


class EmptyFileError(ReadError):
    """The file holds nothing."""

    failure = "empty"


class EncodingError(ReadError):
    """The file's bytes fit none of the text encodings that are read."""

    failure = "encoding"


class UnsupportedFormatError(ReadError):
    """No reader knows the file's format."""

    failure = "unsupported"


class TruncatedFileError(ReadError):
    """The file ends before its format says that it should."""

    failure = "truncated"


class EncryptedFileError(ReadError):
    """The file asks for a password."""

    failure = "encrypted"


class MisnamedFileError(ReadError):
    """The file's content is of another format than its name says."""

    failure = "misnamed"


class TooLargeError(ReadError):
    """The file, or what it unpacks to, is larger than one file may be."""

    failure = "too_large"


class TooManyPagesError(ReadError):
    """The file has more pages than one briefing may have."""

    failure = "too_many_pages"


class NoTextLayerError(ReadError):
    """The file's pages are pictures: there are no words in it."""

    failure = "no_text_layer"


class DamagedFileError(ReadError):
    """The file breaks the rules of its format so that nothing of it can be read."""

    failure = "damaged"


class ReadLimitError(ReadError):
    """The reading took more memory, time or output than one file may."""

    failure = "limits"


class ReaderCrashedError(ReadError):
    """The process that read the file died, or gave what no reader gives."""

    failure = "crashed"


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


class NameTakenError(InputError):
    """The corpus has another file of this name."""


class ServeError(BriefqaError):
    """The chat cannot listen: its port is taken, or the address is not a safe one."""


class TokenError(BriefqaError):
    """The bearer token cannot be kept, read or removed."""
