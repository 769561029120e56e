"""How true the reading of a PDF is to the deck it was printed from: pairs of a PPTX and its PDF.

    python -m bench.bench_readers DECKS [--show]

`DECKS` is a folder with `pptx/` and `pdf/`; files of one stem, or named in PAIRS, are a pair. The
truth is taken from the PPTX by python-pptx alone, not by briefqa's reader of PPTX. A slide is set
beside the page whose characters are most like its own. White space is not compared, nor are
bullets: a PPTX says that a paragraph has one, a PDF shows it.

titles       the title placeholder's text is the page's title, of slides that have one
title first  the page's title is its first block, of pages that have one
paragraphs   the paragraph (of 8 characters or more) stands whole inside one block; what the deck
             repeats on 35 % of its slides is furniture and not counted
alone        ... and no other paragraph stands in that block
cells        the cell's text is a cell of the page
rows         the row's cells that are not empty are the cells of one row, in order
pages/s      without pictures, in this process; with pictures in a second pass
"""

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pptx import Presentation

from briefqa.readers import read_document
from briefqa.records import Document, Slide
from briefqa.text.normalise import normalise

PAIRS = {"oc_education_lt_20180830": "oc_education_lt_2018"}
LEAST = 8  # characters of a paragraph
LIKE = 0.5  # of the characters of the larger side that are shared
BULLETS = re.compile("[•・●○■□◆◇▪➢✓✔⚫‣–\uf000-\uf0ff]")
REPEATED = 0.35  # of a deck's slides


@dataclass(slots=True)
class Truth:
    """A slide as python-pptx has it; every text without white space."""

    number: int
    title: str
    paragraphs: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join([*self.paragraphs, *(cell for row in self.rows for cell in row)])


def squeeze(text: str) -> str:
    return BULLETS.sub("", "".join(normalise(text).split()))


def truths(path: Path) -> list[Truth]:
    found = []
    for number, slide in enumerate(Presentation(path).slides, start=1):
        title = slide.shapes.title
        truth = Truth(number, squeeze(title.text_frame.text) if title is not None else "")
        _collect(slide.shapes, truth)
        found.append(truth)
    counts = Counter(text for truth in found for text in set(truth.paragraphs))
    for truth in found:
        truth.paragraphs = [t for t in truth.paragraphs if counts[t] < REPEATED * len(found)]
    return found


def _collect(shapes, truth: Truth) -> None:
    for shape in shapes:
        if shape.shape_type == 6:  # a group
            _collect(shape.shapes, truth)
        elif getattr(shape, "has_table", False) and shape.has_table:
            cells = [[squeeze(cell.text) for cell in row.cells] for row in shape.table.rows]
            truth.rows += [row for row in cells if sum(map(bool, row)) >= 2]
        elif shape.has_text_frame:
            texts = (squeeze(p.text) for p in shape.text_frame.paragraphs)
            truth.paragraphs += [text for text in texts if text]


def pair_slides(document: Document, wanted: Sequence[Truth]) -> Iterator[tuple[Truth, int]]:
    """Yield each slide of the truth with the index of its page; slides without one are left out."""
    pages = [Counter(squeeze(slide.text)) for slide in document.slides]
    free = set(range(len(pages)))
    for truth in wanted:
        own = Counter(truth.text)
        if not own:
            continue
        likeness = {
            at: (own & pages[at]).total() / max(1, own.total(), pages[at].total())
            - 0.001 * abs(at + 1 - truth.number)
            for at in free
        }
        best = max(likeness, key=likeness.__getitem__, default=None)
        if best is not None and likeness[best] >= LIKE:
            free.discard(best)
            yield truth, best


class Score:
    """Counts of what was right, by measure, and what was wrong, to be shown."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()
        self.wrong: list[str] = []

    def note(self, measure: str, is_right: bool, told: str) -> None:
        self.asked[measure] += 1
        self.right[measure] += is_right
        if not is_right:
            self.wrong.append(f"{measure:<12} {told}")


def compare(truth: Truth, slide: Slide, score: Score, where: str) -> None:
    blocks = [squeeze(block.text) for block in slide.blocks]
    title = squeeze(slide.title)
    if truth.title:
        score.note("titles", title == truth.title, f"{where}: {truth.title!r} read as {title!r}")
    if title:
        is_first = slide.blocks[0].kind == "title" or blocks[0] == title
        score.note("title first", is_first, f"{where}: {title!r}")
    long = [text for text in truth.paragraphs if len(text) >= LEAST]
    for text in long:
        holding = [block for block in blocks if text in block]
        score.note("paragraphs", bool(holding), f"{where}: {text!r}")
        others = [other for other in long if other != text]
        alone = any(not any(other in block for other in others) for block in holding)
        score.note("alone", alone or text in "".join(others), f"{where}: {text!r}")
    rows = [[squeeze(cell.text) for cell in block.cells] for block in slide.blocks if block.cells]
    cells = Counter(cell for row in rows for cell in row)
    for row in truth.rows:
        filled = [cell for cell in row if cell]
        for cell in filled:
            score.note("cells", cells[cell] > 0, f"{where}: {cell!r}")
            cells[cell] -= 1
        is_row = any([cell for cell in read if cell] == filled for read in rows)
        score.note("rows", is_row, f"{where}: {filled}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("decks", type=Path)
    parser.add_argument("--show", action="store_true", help="print what was read wrongly")
    options = parser.parse_args()
    total = Score()
    pages, seconds, pictured = 0, 0.0, 0.0
    for deck in sorted((options.decks / "pptx").glob("*.pptx")):
        pdf = options.decks / "pdf" / f"{PAIRS.get(deck.stem, deck.stem)}.pdf"
        if not pdf.exists():
            continue
        data = pdf.read_bytes()
        started = time.perf_counter()
        document = read_document(data, path=pdf)
        seconds += time.perf_counter() - started
        with tempfile.TemporaryDirectory() as folder:
            started = time.perf_counter()
            read_document(data, path=pdf, pictures=Path(folder))
            pictured += time.perf_counter() - started
        pages += len(document.slides)
        score = Score()
        for truth, at in pair_slides(document, truths(deck)):
            compare(truth, document.slides[at], score, f"{pdf.stem} {at + 1}")
        report(pdf.stem, score)
        for measure in score.asked:
            total.asked[measure] += score.asked[measure]
            total.right[measure] += score.right[measure]
        if options.show:
            print("\n".join(f"    {line}" for line in score.wrong))
    report("all", total)
    print(f"{pages} pages: {pages / seconds:.0f} a second, {pages / pictured:.0f} with pictures")


def report(name: str, score: Score) -> None:
    figures = "  ".join(
        f"{measure} {score.right[measure] / asked:.3f} of {asked}"
        for measure, asked in score.asked.items()
    )
    print(f"{name:<28} {figures}")


if __name__ == "__main__":
    main()
