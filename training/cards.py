"""The model cards and licence files that go beside the shipped weights."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from training.evaluate_embedder import Score

LICENCE = """\
Creative Commons Attribution-ShareAlike 4.0 International (CC BY-SA 4.0)

{subject} in this folder is licensed under the Creative Commons
Attribution-ShareAlike 4.0 International Public License. The full text of the licence is at

    https://creativecommons.org/licenses/by-sa/4.0/legalcode

You may share and adapt it, for any purpose, if you give credit, say what you changed, and license
what you make of it under the same terms. This licence covers this folder alone.

Attribution. Please credit "briefqa", and the sources that this was made from:

{sources}

{edrdg}
"""

EDRDG = """\
This work uses the JMdict and EDICT dictionary files. These files are the property of the
Electronic Dictionary Research and Development Group (https://www.edrdg.org/), and are used in
conformance with the Group's licence (https://www.edrdg.org/edrdg/licence.html)."""

EMBEDDER_CARD = """\
---
license: cc-by-sa-4.0
language: [ja, en]
library_name: sentence-transformers
tags: [sentence-similarity, static-embeddings, model2vec]
---

# briefqa embedder

Static sentence embeddings for Japanese and English in one space: {dimension} dimensions,
{vocabulary:,} unigram pieces, float16. A text's vector is the mean of its pieces' vectors, made a
unit vector, so a query takes well under a millisecond on a CPU and needs no torch.

    from model2vec import StaticModel
    vectors = StaticModel.from_pretrained(folder).encode(["次の会議はいつですか"])

    from sentence_transformers import SentenceTransformer
    vectors = SentenceTransformer(folder).encode(["When is the next meeting?"])

There are no prompts: queries and passages are embedded alike. Both loaders compute in the weights'
float16 unless told otherwise (`.float()`, `quantize_to="float32"`); in float32 they agree to 1e-6.

## Scores

The embedder alone, cosine similarity, float32. Retrieval: each question against all contexts of the
set. None of these texts was trained on, but the second stage was chosen while looking at these
figures (see docs/models.md).

{scores}

## Recipe

`make -C training embedder`, in two stages. First {passes} passes over {pairs:,} pairs of all
sources, batches of {batch}, Adam at {rate} with 5% warm-up and linear decay, seed {seed}; in-batch
negatives in both directions (cosine times 20), each batch from one source, equal texts in a batch
not counted as negatives. Then the finish: {finish[steps]} batches of {finish[batch]}, more of them
of short sentences and of questions with their passages, at {finish[rate]}, cosine times
{finish[scale]:g}, each text without a random {finish[dropout]:.0%} of its pieces, seed
{finish[seed]}. The weights are {finish[weight]:g} of the finished ones and the rest of those
before. {device}.

## Limits

- Word order is not seen: "A pays B" and "B pays A" have one vector.
- Names and terms that the sources never held in both languages do not meet across languages.
- Negation, numbers and dates barely move a vector; use it beside a lexical index.
- English question to Japanese passage is weaker than Japanese to Japanese.
- The documentation sources are in the register of software and partly machine translated; they are
  down-sampled. The Kyoto articles make history, religion and geography of Japan over-represented.

## Sources and licences

The weights are licensed under CC BY-SA 4.0 (see LICENSE), because several sources are ShareAlike.

{sources}

{edrdg}
"""

RANKER_CARD = """\
---
license: cc-by-sa-4.0
language: [ja]
tags: [reranking]
---

# briefqa ranker

Ranks the best {depth} passages of a search anew: {figures} figures of each passage (how much of the
question it, its best sentence and its best stretch hold, as character pairs, words and single
kanji; the longest stretch in the question's own order; whether it has what could answer) through
one hidden layer of {units} units. NumPy alone. Japanese questions only.

## Scores

nDCG@10 of articles that were held back, each row a collection of its own; "before" is BM25 over
terms and bigrams. No vectors on either side.

| collection | passages | questions | before | after |
|---|---|---|---|---|
{scores}

## Recipe

`make -C training ranker`: {questions:,} questions of JaQuAD train over collections of 3 to 60
articles, some under their titles, some cut short, some with the bare answers and titles as passages
of their own; {passes} passes, batches of {batch}, AdamW at {rate}, seed {seed}; cross-entropy of
what is relevant against the other hits. {minutes} minutes on one core.

## Limits

- It sees words and characters, not meaning; what is said in other words stays for the vectors.
- It learned from encyclopaedia articles; slides are told from each other by fewer words.

## Sources and licences

The weights are licensed under CC BY-SA 4.0 (see LICENSE), because the source is ShareAlike.

{sources}
"""

READER_FIRST = """\
`make -C training reader`: {passes} passes, batches of {batch:,} words, AdamW at {rate} with warm-up
and half a cosine, dropout {dropout}, seed {seed}; the weights are the mean over the last steps.
JaQuAD's questions over their passages as prose, over the same as slides, over passages that do not
answer, and said in English words; silver questions by template over white papers, bulletins, policy
papers, laws and made tables. No question about a real briefing."""
READER_FINISH = """\
`make -C training finish START=FOLDER`, from those weights: {examples:,} examples of the invented
decks and questions in `training/written`, which language models wrote, {written_passes} passes in
batches of {batch:,} words at {rate}. They are {percent} % of what it sees; the rest is drawn anew
from the first stage's. {minutes} minutes on two shared cores."""
READER_CARD = """\
---
license: cc-by-sa-4.0
language: [ja, en]
tags: [question-answering, extractive-qa]
---

# briefqa reader

Says which words of a Japanese slide or passage answer a question in Japanese or English, and how
likely none do. A small convolutional network in the manner of QANet: width {width}, convolutions
over three words, one layer of self-attention, context-query attention; words and parts of speech
from UniDic, word vectors from the briefqa embedder, flags for scripts, numbers, labels and blocks,
and figures for where the question's words stand. All spans of a block are scored together with "no
answer". float16 on disk, float32 in use; NumPy alone, no torch.

## Scores

`briefqa eval --suite public --only reading --data FOLDER` prints exact match and F1 on JaQuAD dev
and JSQuAD valid, neither of which was trained on; `docs/models.md` has the figures.

## Recipe

{recipe}

## Limits

- It learned from questions on encyclopaedia articles, from templates and from what language models
  wrote, not from people's questions on slides.
- Most English questions were learned from templates and word-by-word glosses.
- An answer is a stretch of one block, of at most 48 words.

## Sources and licences

The weights are licensed under CC BY-SA 4.0 (see LICENSE), because several sources are ShareAlike.

{sources}

{edrdg}
"""


def source_table(names: Sequence[str], licences: Mapping[str, str]) -> str:
    """Return a Markdown table of the sources and their licences, in name order."""
    rows = [f"| {name} | {licences.get(name, 'not stated')} |" for name in sorted(set(names))]
    return "\n".join(["| source | licence |", "|---|---|", *rows])


def score_table(scores: Sequence[Score]) -> str:
    """Return a Markdown table of scores."""
    rows = [f"| {s.dataset} | {s.measure} | {s.value:.4f} |" for s in scores]
    return "\n".join(["| set | measure | score |", "|---|---|---|", *rows])


def write_licence(
    folder: Path, names: Sequence[str], licences: Mapping[str, str], *, subject: str
) -> None:
    """Write LICENSE: CC BY-SA 4.0 by name and canonical address, with the attribution list."""
    sources = "\n".join(
        f"- {name}: {licences.get(name, 'licence not stated')}" for name in sorted(set(names))
    )
    text = LICENCE.format(subject=subject, sources=sources, edrdg=EDRDG)
    (folder / "LICENSE").write_text(text, encoding="utf-8")
