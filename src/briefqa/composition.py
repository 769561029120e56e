"""Build what the settings describe: the one place that command line and server share."""

from functools import cached_property

from briefqa.answerer.extractive import ExtractiveAnswerer
from briefqa.assistant import Assistant
from briefqa.comprehension import SpanReader
from briefqa.embedder import Embedder, load_embedder
from briefqa.index import load_generation
from briefqa.lexicon import Lexicon
from briefqa.ranker import Ranker
from briefqa.settings import Settings


class Composition:
    """What the settings describe; models are loaded when first wanted, and once."""

    def __init__(self, settings: Settings) -> None:
        """Take the settings; nothing is loaded yet."""
        self._settings = settings

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder. Raises EmbedderError when it cannot be loaded."""
        return load_embedder(
            self._settings.embedder,
            query_prompt=self._settings.query_prompt,
            passage_prompt=self._settings.passage_prompt,
            device=self._settings.device,
        )

    @cached_property
    def lexicon(self) -> Lexicon:
        """The shipped lexicon."""
        return Lexicon.open()

    @cached_property
    def ranker(self) -> Ranker:
        """The shipped ranker. Raises ModelError when it cannot be read."""
        return Ranker.open()

    @cached_property
    def reader(self) -> SpanReader:
        """The shipped reading model. Raises ModelError when it cannot be loaded."""
        return SpanReader.load()

    def open_assistant(self) -> Assistant:
        """Return an assistant over the newest sound generation.

        Raises EmbedderError, IndexMissingError, IndexCorruptError or IndexIncompatibleError.
        """
        loaded = load_generation(self._settings.index, self.embedder)
        return Assistant(
            loaded.generation,
            embedder=self.embedder,
            lexicon=self.lexicon,
            ranker=self.ranker,
            answerer=ExtractiveAnswerer.of(self.embedder, self.reader),
            notices=loaded.notices,
        )
