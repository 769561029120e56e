"""Train the tokenizer: a unigram vocabulary over NFKC lower-case text of both languages.

Japanese has no spaces, so text is cut where the script changes before pieces are learnt: a noun in
kanji is then never glued to the particle after it, and `貿易`, `貿易する`, `貿易の` share a piece.
Words keep no mark of their beginning, for a mark would make the first word of a Japanese query
another token than the same word in mid-sentence.
"""

import json
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

SCRIPT_RUNS = (
    r"[\p{Han}々〆]+"
    r"|\p{Hiragana}+"
    r"|[\p{Katakana}ー]+"
    r"|[\p{N}]{1,4}"
    r"|[\p{L}\p{M}]+"
    r"|[^\s\p{L}\p{M}\p{N}]"
)
UNKNOWN = "<unk>"
BYTES = tuple(f"<0x{value:02X}>" for value in range(256))


def blank_tokenizer(vocabulary: list[tuple[str, float]]) -> Tokenizer:
    """Return a tokenizer over a vocabulary whose first piece is `<unk>`.

    Characters outside the vocabulary become their UTF-8 bytes, so `<unk>` is never produced:
    model2vec would drop it and sentence-transformers would keep it, and their vectors would differ.
    """
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(SCRIPT_RUNS), "removed", invert=True),
        ]
    )
    return tokenizer


def train_tokenizer(texts: Iterable[str], *, size: int) -> Tokenizer:
    """Return a tokenizer of at most `size` pieces, bytes included, learnt from `texts`."""
    learner = blank_tokenizer([(UNKNOWN, 0.0)])
    trainer = trainers.UnigramTrainer(
        vocab_size=size - len(BYTES),
        unk_token=UNKNOWN,
        special_tokens=[UNKNOWN],
        max_piece_length=16,
        show_progress=False,
    )
    learner.train_from_iterator(texts, trainer)
    learnt = [(piece, score) for piece, score in json.loads(learner.to_str())["model"]["vocab"]]
    known = {piece for piece, _ in learnt}
    worst = min(score for _, score in learnt)
    learnt += [(piece, worst - 10.0) for piece in BYTES if piece not in known]
    return blank_tokenizer([(piece, round(score, 4)) for piece, score in learnt])
