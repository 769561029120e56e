"""Build the shipped English to Japanese lexicon: `python -m training.lexicon`.

Dictionaries say which Japanese renderings an English phrase has; how early a rendering stands, how
many dictionaries hold it and how often it stands opposite the phrase in translated sentences say
how likely it is. The same data give the same bytes.
"""

import argparse
import math
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import unidic_lite
from fugashi import Tagger
from rich.console import Console

from briefqa.lexicon import MAX_WORDS, STOP_WORDS, dictionary_forms, english_words
from training.cards import EDRDG, source_table, write_licence
from training.export import write_manifest
from training.pairs import own_terms
from training.records import TrainingDataError, licences, read_records

KEPT = 10  # renderings of one English phrase
LONGEST = 12  # characters of a rendering; longer ones are explanations, not terms
LONGEST_WORDS = 5  # UniDic words that a rendering is looked for over
SCALE = 1000  # weights are stored in thousandths
SMALLEST = 10  # thousandths; rarer renderings are left out
OWN_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Source:
    """A dictionary: `trust` is what its first rendering of a phrase counts.

    `fading`: whether later renderings of a phrase count less, that is, whether the file gives
    senses in order of importance.
    """

    file: str
    trust: float
    fading: bool = True


SOURCES = (
    Source("jmdict_common_gloss_enja", 1.0, fading=False),
    Source("ejdict_enja_split", 1.0),
    Source("skk_edict_enja", 0.3, fading=False),
    Source("sudachi_synonyms_enja", 0.6, fading=False),
    Source("cldr_names_enja", 2.0),
    Source("osm_tagging_enja", 0.4),
    Source("kyotowiki_lexicon_enja", 0.3),
)
# Sentences by which renderings are weighed; `None` takes all of a file.
PARALLEL: Mapping[str, int | None] = {
    "tanaka50k_enja": None,
    "kyotowiki_enja": 150_000,
    "md_msoffice_docs_enja": 10_000,
    "md_mscpp_docs_enja": 10_000,
    "md_opensourceguide_enja": None,
    "md_owasp_top10_enja": None,
    "md_react_docs_enja": None,
    "md_railsguides_enja": None,
    "po_python_docs_enja": 15_000,
    "jsick_enja_parallel": None,
}
Votes = dict[str, dict[str, float]]

_NOTE = re.compile(r"\([^)]*\)|（[^）]*）|\[[^\]]*\]|《[^》]*》|〈[^〉]*〉|“|”|\"")
_LEAD = re.compile(r"^(?:to|a|an|the|be)\s+(?=\w)", re.IGNORECASE)
_FRAME = re.compile(r"^[~～…〜・\s]*[をにのでとが]?|[~～…〜・\s]+$")
_ENDING = re.compile(r"(?<=[一-鿿ァ-ヶー]{2})(?:的な|的に|する|した|すること|の|な|に|を)$")
_TERM = re.compile(r"^[ぁ-ゖァ-ヶー々〆一-鿿0-9A-Za-z・]+$")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヶ々〆一-鿿]")
_SPLIT = re.compile(r"[;,/、，；]")


def collect(data: Path) -> tuple[Votes, list[str]]:
    """Return the votes for each (phrase, rendering), and the names of the files found."""
    votes: Votes = defaultdict(lambda: defaultdict(float))
    found = []
    for source in SOURCES:
        seen: Counter[str] = Counter()
        for record in read_records(data, source.file):
            for phrase, rendering in entries(record):
                rank = seen[phrase] if source.fading else 0
                seen[phrase] += 1
                votes[phrase][rendering] += source.trust / (1 + 0.35 * rank)
        if seen:
            found.append(source.file)
    return votes, found


def entries(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the cleaned (phrase, rendering) pairs of a dictionary record."""
    phrases = list(dict.fromkeys(_phrases(record["a"])))
    renderings = list(dict.fromkeys(_renderings(record["b"])))
    for phrase in phrases:
        for rendering in renderings:
            yield phrase, rendering


def _phrases(text: str) -> Iterator[str]:
    for part in text.split(";"):
        words = english_words(_LEAD.sub("", _NOTE.sub(" ", part).strip()))
        if 0 < len(words) <= MAX_WORDS and not (words[0] in STOP_WORDS and len(words) == 1):
            yield " ".join(words)


def _renderings(text: str) -> Iterator[str]:
    for part in _SPLIT.split(_NOTE.sub("", unicodedata.normalize("NFKC", text))):
        term = _ENDING.sub("", _FRAME.sub("", part.strip()))
        if 0 < len(term) <= LONGEST and _TERM.match(term) and _JAPANESE.search(term):
            yield term


def weigh(votes: Votes, pairs: Iterable[tuple[str, str]]) -> Votes:
    """Return the votes multiplied by how often a rendering stands opposite its phrase.

    Where c of the phrase's n sentences hold the rendering and chance alone would give e, the factor
    is (max(c - e, 0) + 1) / (n + 8): a phrase never seen leaves all its renderings at the same one.
    """
    tagger = Tagger(f'-d "{unidic_lite.DICDIR}"')
    renderings = frozenset(term for terms in votes.values() for term in terms)
    phrase_count: Counter[str] = Counter()
    term_count: Counter[str] = Counter()
    together: Counter[tuple[str, str]] = Counter()
    sentence_count = 0
    for english, japanese in pairs:
        sentence_count += 1
        terms = _known_terms(tagger, japanese, renderings)
        term_count.update(terms)
        for phrase in _known_phrases(english, votes):
            phrase_count[phrase] += 1
            together.update((phrase, term) for term in terms & votes[phrase].keys())

    def factor(phrase: str, term: str) -> float:
        seen = phrase_count[phrase]
        by_chance = seen * term_count[term] / max(sentence_count, 1)
        return (max(together[phrase, term] - by_chance, 0.0) + 1) / (seen + 8)

    return {
        phrase: {term: vote * factor(phrase, term) for term, vote in terms.items()}
        for phrase, terms in votes.items()
    }


def _known_terms(tagger: Tagger, japanese: str, renderings: frozenset[str]) -> set[str]:
    """Return the renderings that a sentence holds as whole words, the last in any inflection."""
    words = tagger(japanese)
    surfaces = [word.surface for word in words]
    bases = [word.feature.orthBase or word.surface for word in words]
    terms = set()
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_WORDS, len(words)) + 1):
            head = "".join(surfaces[start : end - 1])
            terms |= {head + surfaces[end - 1], head + bases[end - 1]}
    return terms & renderings


def _known_phrases(english: str, votes: Votes) -> set[str]:
    words = english_words(english)
    base = [
        word if word in votes else next((f for f in dictionary_forms(word) if f in votes), word)
        for word in words
    ]
    known = set()
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
            if words[start] not in STOP_WORDS and words[end - 1] not in STOP_WORDS:
                known.add(" ".join(words[start:end]))
                known.add(" ".join(base[start:end]))
    return known & votes.keys()


def own_votes() -> Votes:
    """Return the votes of this project's own lists: each rendering half of the one before it."""
    votes: Votes = defaultdict(dict)
    for english, renderings in own_terms():
        of_phrase = votes[" ".join(english_words(english))]
        for rank, term in enumerate(renderings):
            of_phrase[term] = max(of_phrase.get(term, 0.0), 0.5**rank)
    return votes


def rows(votes: Votes, own: Votes) -> list[tuple[str, str, int]]:
    """Return the sorted rows of the table: each phrase's best renderings, their weights as shares.

    A phrase of our own lists takes `OWN_SHARE` of its weight from there.

    >>> rows({"gas": {"気体": 1.0, "ガス": 3.0}}, {})
    [('gas', 'ガス', 750), ('gas', '気体', 250)]
    """
    table = []
    for phrase in votes.keys() | own.keys():
        shares = _shares(votes.get(phrase, {}))
        if phrase in own:
            rest = 1 - OWN_SHARE if shares else 0.0
            mixed = {term: share * rest for term, share in shares.items()}
            for term, share in _shares(own[phrase]).items():
                mixed[term] = mixed.get(term, 0.0) + share * (1 - rest)
            shares = _shares(mixed)
        weights = {term: round(share * SCALE) for term, share in shares.items()}
        table += [(phrase, term, weight) for term, weight in weights.items() if weight >= SMALLEST]
    return sorted(table)


def _shares(votes: Mapping[str, float]) -> dict[str, float]:
    best = sorted(votes.items(), key=lambda item: (-item[1], item[0]))[:KEPT]
    total = math.fsum(vote for _, vote in best)
    return {term: vote / total for term, vote in best}


def write(path: Path, table: Iterable[tuple[str, str, int]]) -> None:
    """Write the SQLite file, replacing what stood there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute(
            "CREATE TABLE translation (english TEXT NOT NULL, japanese TEXT NOT NULL,"
            " weight INTEGER NOT NULL, PRIMARY KEY (english, japanese)) WITHOUT ROWID"
        )
        connection.executemany("INSERT INTO translation VALUES (?, ?, ?)", table)
    connection.execute("VACUUM")
    connection.close()


def sentences(data: Path) -> Iterator[tuple[str, str]]:
    """Yield translated sentences, evenly spread over a file where not all of it is taken."""
    for name, limit in PARALLEL.items():
        step = max(1, sum(1 for _ in read_records(data, name)) // limit) if limit else 1
        for number, record in enumerate(read_records(data, name)):
            if number % step == 0:
                yield record["a"], unicodedata.normalize("NFKC", record["b"])


CARD = """\
---
license: cc-by-sa-4.0
language: [en, ja]
---

# briefqa lexicon

English words and phrases of up to four words, and their Japanese renderings with weights:
{phrases:,} phrases, {count:,} rows. It widens English questions to Japanese terms.

`lexicon.sqlite` holds one table, `translation(english, japanese, weight)`. English is in lower
case and in dictionary form, hyphens as spaces. Weights are in thousandths; those of a phrase are
the shares of its renderings, by the votes of the dictionaries (early senses count more) times how
often a rendering stands opposite the phrase in translated sentences. Terms of government, economy
and environment and the names of capitals come from lists of our own besides
(`training/terms.tsv`, `training/capitals.tsv`).

`make -C training lexicon` makes the same bytes from the same data.

## Limits

Words out of context: every sense of a word is there. Proper names beyond countries, languages,
capitals and the articles about Kyoto are few. Renderings longer than 12 characters are left out.

## Sources and licences

CC BY-SA 4.0 (see LICENSE), because several sources are ShareAlike.

{sources}

{edrdg}
"""


def build(data: Path, out: Path, *, console: Console) -> None:
    """Write the lexicon, its card, its licence and its manifest to `out`."""
    votes, names = collect(data)
    if not votes:
        raise TrainingDataError(f"{data} holds no dictionary; name its folder with --data.")
    console.print(f"{len(votes)} phrases; weighing them by translated sentences")
    table = rows(weigh(votes, sentences(data)), own_votes())
    write(out / "lexicon.sqlite", table)
    known = licences(data)
    names += PARALLEL
    phrases = len({english for english, _, _ in table})
    card = CARD.format(
        phrases=phrases, count=len(table), sources=source_table(names, known), edrdg=EDRDG
    )
    (out / "README.md").write_text(card, encoding="utf-8")
    write_licence(out, names, known, subject="The lexicon")
    write_manifest(out, data, names, recipe={"kept": KEPT, "longest": LONGEST, "scale": SCALE})
    console.print(f"wrote {len(table)} rows to {out}")


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("src/briefqa/models/lexicon"))
    arguments = parser.parse_args()
    try:
        build(arguments.data, arguments.out, console=Console(stderr=True))
    except TrainingDataError as error:
        parser.exit(1, f"{parser.prog}: {error}\n")


if __name__ == "__main__":
    main()
