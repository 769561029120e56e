"""Turn training records into pairs of texts that belong together.

A stream is one kind of pair from one file. Batches are drawn within a stream, so that the other
pairs of a batch, which serve as negatives, are of the same language pair, length and register.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.records import read_records

Pair = tuple[str, str]
View = Callable[[dict[str, Any], random.Random], Iterator[Pair]]

SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
MIN_SENTENCE = 8  # characters; shorter ones are list marks and page numbers
MAX_TEXT = 800  # characters of either side that are used


@dataclass(frozen=True, slots=True)
class Stream:
    """One kind of pair from one training file.

    `cap` bounds the number of pairs kept (a seeded sample); `repeat` is how often a pass over the
    data goes through them. `is_glossed`: whether the pairs are also used with their left text said
    in English words.
    """

    file: str
    view: View
    cap: int
    repeat: int = 1
    is_glossed: bool = False

    @property
    def name(self) -> str:
        """The file and the view, which together are unique."""
        return f"{self.file}:{self.view.__name__}"


def both_sides(record: dict[str, Any], _: random.Random) -> Iterator[Pair]:
    """A pair as it stands in the file."""
    yield record["a"], record["b"]


def similar(record: dict[str, Any], _: random.Random) -> Iterator[Pair]:
    """The two sentences of a similarity record whose score is at least 4 of 5."""
    if record["score"] >= 4:
        yield record["a"], record["b"]


def question_passage(record: dict[str, Any], _: random.Random) -> Iterator[Pair]:
    """A question and the passage that answers it."""
    yield record["question"], record["context"]


def question_sentence(record: dict[str, Any], _: random.Random) -> Iterator[Pair]:
    """A question and the one sentence that answers it."""
    for answer in record["answers"][:1]:
        for match in SENTENCE.finditer(record["context"]):
            if match.start() <= answer["start"] < match.end():
                yield record["question"], match.group()


def question_answer(record: dict[str, Any], _: random.Random) -> Iterator[Pair]:
    """A question and its bare answer."""
    for answer in record["answers"][:1]:
        yield record["question"], answer["text"]


def title_passage(record: dict[str, Any], rng: random.Random) -> Iterator[Pair]:
    """A title and one stretch of the text below it."""
    windows = list(_windows(record["text"], rng))
    if windows:
        title = record["title"].rsplit(" / ", 1)[-1].strip("# ")
        yield title, "".join(rng.choice(windows))


def sentence_rest(record: dict[str, Any], rng: random.Random) -> Iterator[Pair]:
    """A sentence and the stretch of text it was taken out of."""
    for window in _windows(record["text"], rng):
        chosen = rng.randrange(len(window))
        rest = "".join(window[:chosen] + window[chosen + 1 :])
        if len(window[chosen]) >= MIN_SENTENCE and len(rest) >= MIN_SENTENCE:
            yield window[chosen], rest


def neighbours(record: dict[str, Any], rng: random.Random) -> Iterator[Pair]:
    """Two halves of one sentence, as slides give them: a fragment and what it continues."""
    for match in SENTENCE.finditer(record["text"]):
        halves = match.group().split("、", 1)
        if len(halves) == 2 and min(map(len, halves)) >= MIN_SENTENCE and rng.random() < 0.2:
            yield halves[0], halves[1]


def _windows(text: str, rng: random.Random) -> Iterator[list[str]]:
    """Cut a text into runs of 2 or more sentences, each of 80 to 400 characters in all."""
    window: list[str] = []
    target = rng.randint(80, 400)
    for match in SENTENCE.finditer(text):
        window.append(match.group().strip())
        if len(window) > 1 and sum(map(len, window)) >= target:
            yield window
            window, target = [], rng.randint(80, 400)


DOCUMENTATION = (
    "md_angular_enja",
    "md_cncf_glossary_enja",
    "md_electron_enja",
    "md_mscpp_docs_enja",
    "md_msoffice_docs_enja",
    "md_opensourceguide_enja",
    "md_owasp_top10_enja",
    "md_railsguides_enja",
    "md_react_docs_enja",
    "md_tensorflow_docs_enja",
    "md_vue_docs_enja",
    "php_docs_enja",
    "po_comprehensive_rust_enja",
    "po_openstack_horizon_enja",
    "po_openstack_nova_enja",
    "po_postgis_docs_enja",
    "po_python_docs_enja",
    "rustbook_enja",
)
PLAIN = {
    "plain_kyotowiki_ja": 60_000,
    "plain_ict_whitepaper_ja": 40_000,
    "plain_egov_laws_env_ja": 30_000,
    "plain_municipal_bulletin_ja": 5_000,
    "plain_gif_digital_agency_ja": 2_000,
    "plain_cio_discussion_papers_ja": 2_000,
    "plain_teammirai_policy_ja": 2_000,
    "plain_digital_agency_2021_ja": 500,
}

STREAMS: tuple[Stream, ...] = (
    Stream("jaquad", question_passage, 40_000, repeat=2, is_glossed=True),
    Stream("jaquad", question_sentence, 40_000, is_glossed=True),
    Stream("ict_whitepaper_heading_passage_ja", both_sides, 20_000, repeat=2, is_glossed=True),
    Stream("municipal_bulletin_title_body_ja", both_sides, 2_000, is_glossed=True),
    Stream("jcommonsenseqa", question_answer, 9_000),
    Stream("jemhopqa_qa", question_answer, 2_000),
    Stream("jsts_v1.3_train", similar, 10_000),
    Stream("sudachi_synonyms_ja", both_sides, 45_000),
    Stream("kyotowiki_enja", both_sides, 450_000),
    Stream("tanaka50k_enja", both_sides, 50_000, repeat=3),
    Stream("jsick_enja_parallel", both_sides, 6_000, repeat=2),
    *(Stream(name, both_sides, 12_000) for name in DOCUMENTATION),
    Stream("jmdict_common_enja", both_sides, 40_000),
    Stream("jmdict_common_gloss_enja", both_sides, 90_000, repeat=2),
    Stream("ejdict_enja_split", both_sides, 140_000),
    Stream("skk_edict_enja", both_sides, 90_000),
    Stream("sudachi_synonyms_enja", both_sides, 40_000),
    Stream("cldr_names_enja", both_sides, 2_000, repeat=3),
    Stream("kyotowiki_lexicon_enja", both_sides, 50_000),
    Stream("osm_tagging_enja", both_sides, 4_000),
    *(Stream(name, sentence_rest, cap, is_glossed=True) for name, cap in PLAIN.items()),
    *(Stream(name, title_passage, 15_000) for name in PLAIN),
    Stream("plain_ict_whitepaper_ja", neighbours, 20_000, is_glossed=True),
    Stream("plain_kyotowiki_ja", neighbours, 20_000),
)

OWN = "own lists"
GLOSSED = ":glossed"  # ends the name of a stream whose left side is glossed

FINISH: Mapping[str, float] = {
    "tanaka50k_enja:both_sides": 30,
    "jaquad:question_passage": 14,
    "kyotowiki_enja:both_sides": 12,
    "jmdict_common_gloss_enja:both_sides": 6,
    "jmdict_common_enja:both_sides": 5,
    "ejdict_enja_split:both_sides": 5,
    "jaquad:question_passage:glossed": 4,
    "jsick_enja_parallel:both_sides": 3,
    "skk_edict_enja:both_sides": 3,
    "sudachi_synonyms_enja:both_sides": 2,
    "kyotowiki_lexicon_enja:both_sides": 2,
    "jaquad:question_sentence": 2,
    "jaquad:question_sentence:glossed": 2,
    "ict_whitepaper_heading_passage_ja:both_sides": 2,
    "plain_ict_whitepaper_ja:sentence_rest": 2,
    "plain_ict_whitepaper_ja:sentence_rest:glossed": 2,
    "ict_whitepaper_heading_passage_ja:both_sides:glossed": 1,
    "cldr_names_enja:both_sides": 1,
    OWN: 1,
    "jsts_v1.3_train:similar": 1,
    "md_react_docs_enja:both_sides": 1,
    "po_python_docs_enja:both_sides": 1,
}
"""Shares of the streams in the second stage: short sentences and questions weigh more."""


def stream_pairs(stream: Stream, data: Path, *, seed: int) -> list[Pair]:
    """Return the pairs of a stream, at most `stream.cap`, the same for the same seed."""
    rng = random.Random(f"{seed}:{stream.name}")  # noqa: S311 - sampling, not security
    pairs = [
        (left[:MAX_TEXT], right[:MAX_TEXT])
        for record in read_records(data, stream.file)
        for left, right in stream.view(record, rng)
        if left.strip() and right.strip()
    ]
    if len(pairs) > stream.cap:
        pairs = rng.sample(pairs, stream.cap)
    return pairs


OWN_LISTS = ("terms.tsv", "capitals.tsv")


def own_terms() -> list[tuple[str, list[str]]]:
    """Return this project's own lists: English terms, and the renderings of each, best first."""
    lines = [
        line.split("\t")
        for name in OWN_LISTS
        for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()
    ]
    return [(english, renderings) for english, *renderings in lines]


def own_pairs() -> list[Pair]:
    """Return each term of our own lists with each of its renderings."""
    return [(english, term) for english, renderings in own_terms() for term in renderings]
