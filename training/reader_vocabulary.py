"""The reading model's vocabulary: its words, their vectors, characters and parts of speech."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from briefqa.comprehension.tokens import Tables, describe, split
from briefqa.embedder import Embedder
from training.reading_examples import ReadingExample

FEWEST = 2  # times a word stands in the examples' texts, each text counted once
FEWEST_CHARACTER = 3
MOST_CHARACTERS = 4_000
SCALE = 0.5  # of the vectors' entries, root mean square: that of the other inputs
Lists = dict[str, list[str]]


def count_words(examples: Iterable[ReadingExample], *, most: int) -> Lists:
    """Return the words, commonest first, characters and parts of speech of the examples."""
    words: Counter[str] = Counter()
    characters: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    texts = {
        text: None
        for example in examples
        for text in (example.question, *(block.text for block in example.blocks))
    }
    for text in texts:
        for surface, token in split(text):
            word = describe(surface, token.lemma, token.pos)
            words[word.word] += 1
            parts[word.part] += 1
            characters.update(word.characters)
    common = characters.most_common(MOST_CHARACTERS)
    return {
        "words": [word for word, count in words.most_common(most) if count >= FEWEST],
        "characters": [one for one, count in common if count >= FEWEST_CHARACTER],
        "parts": sorted(parts),
    }


def tables_of(lists: Lists) -> Tables:
    """Return the ids of what is listed."""
    return Tables.of(lists)


def word_vectors(
    words: Sequence[str], embedder: Embedder, *, dimension: int
) -> NDArray[np.float32]:
    """Return a row for each id: zeros for padding and the unknown, then the words in order.

    The embedder's vectors, cut to their principal components. It was trained on pairs of both
    languages, so an English word stands beside its Japanese renderings. Shapes of numbers (`#year`)
    have zeros.
    """
    rows = embedder.embed_passages(["" if word.startswith("#") else word for word in words])
    _, _, axes = np.linalg.svd(rows, full_matrices=False)
    cut = rows @ axes[:dimension].T
    if cut.shape[1] < dimension:
        cut = np.pad(cut, ((0, 0), (0, dimension - cut.shape[1])))
    cut *= SCALE / max(float(np.sqrt((cut * cut).mean())), 1e-9)
    return np.concatenate([np.zeros((2, dimension)), cut]).astype(np.float32)
