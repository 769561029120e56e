"""Build what the settings describe: the one place that command line and server share."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from briefqa.answerer.extractive import ExtractiveAnswerer
from briefqa.assistant import Assistant
from briefqa.comprehension import SpanReader
from briefqa.corpus import Reading
from briefqa.embedder import Embedder, load_embedder
from briefqa.glossary import GlossaryEntry
from briefqa.index import load_generation
from briefqa.lexicon import Lexicon
from briefqa.ranker import Ranker
from briefqa.settings import Settings
from briefqa.upkeep import Upkeep

if TYPE_CHECKING:
    from briefqa.answerer.rephraser import Rephraser
    from briefqa.answerer.rephraser.model import LanguageModel


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

    @cached_property
    def language_model(self) -> "LanguageModel | None":
        """The language model that the settings name, or None; its server is not asked yet."""
        if self._settings.llm_url is None or self._settings.llm_model is None:
            return None
        from briefqa.answerer.rephraser.model import LanguageModel  # 0.7 s, which most never need

        return LanguageModel(
            self._settings.llm_url,
            self._settings.llm_model,
            key=self._settings.llm_key,
            timeout=self._settings.llm_timeout,
        )

    def _rephraser(self, glossary: Sequence[GlossaryEntry]) -> "Rephraser | None":
        if self.language_model is None:
            return None
        from briefqa.answerer.rephraser import Rephraser
        from briefqa.grounding import translations, ungrounded

        names = {entry.term: entry.expansion for entry in glossary}
        check = partial(ungrounded, names=names, translate=translations(self.lexicon))
        return Rephraser(self.language_model, check)

    @cached_property
    def upkeep(self) -> Upkeep:
        """What changes the corpus and the index; nothing is loaded before it does."""
        return Upkeep(
            self._settings.corpus,
            self._settings.index,
            embedder=lambda: self.embedder,
            reading=lambda: Reading.described(
                workers=self._settings.workers,
                pictures=self._settings.pictures,
                office=self._settings.office,
            ),
        )

    def open_assistant(self) -> Assistant:
        """Return an assistant over the newest sound generation.

        Raises EmbedderError, IndexMissingError, IndexCorruptError or IndexIncompatibleError.
        """
        loaded = load_generation(self._settings.index, self.embedder)
        answerer = ExtractiveAnswerer.of(self.embedder, self.reader)
        return Assistant(
            loaded.generation,
            embedder=self.embedder,
            lexicon=self.lexicon,
            ranker=self.ranker,
            answerer=answerer,
            vectors=answerer.vectors,
            rephraser=self._rephraser(loaded.generation.contents.glossary),
            notices=loaded.notices,
        )
