"""Draw the plots of docs/models.md from the figures in docs/figures.

python docs/make_plots.py        needs matplotlib (the extra "dev" has it)
"""

import json
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

DOCS = Path(__file__).parent
FIGURES = DOCS / "figures"
BLUE, GREY = "#2a6f97", "#9aa5b1"

mpl.use("svg")
mpl.rcParams["svg.hashsalt"] = "briefqa"  # the same bytes each time
mpl.rcParams["font.size"] = 10


def main() -> None:
    """Write the SVG files."""
    _learning()
    _ablations()


def _learning() -> None:
    lines = _lines("reader-curve.jsonl")
    losses = [line for line in lines if "loss" in line]
    passes = [line for line in lines if "exact" in line]
    figure, left = plt.subplots(figsize=(7, 3.2), layout="constrained")
    left.plot([one["step"] for one in losses], [one["loss"] for one in losses], color=BLUE)
    left.set(xlabel="step", ylabel="loss", ylim=(0, 6))
    right = left.twinx()
    right.plot(
        [one["step"] for one in passes], [one["exact"] for one in passes], "o", color="#c1121f"
    )
    right.set(ylabel="exact match, held back", ylim=(0, 1))
    left.set_title("The reading model while it learns")
    _save(figure, "reader-learning.svg")


def _ablations() -> None:
    lines = _lines("reader-ablations.jsonl")
    figure, axes = plt.subplots(figsize=(7, 3), layout="constrained")
    names = [line["without"] for line in lines][::-1]
    for offset, (title, color) in enumerate((("JaQuAD dev", BLUE), ("JSQuAD valid", GREY))):
        at = [i + 0.4 * (0.5 - offset) for i in range(len(names))]
        axes.barh(at, [line[title][0] for line in lines][::-1], 0.38, color=color, label=title)
    labels = ["all inputs" if name == "nothing" else f"without {name}" for name in names]
    axes.set_yticks(range(len(names)), labels)
    axes.set(xlabel="exact match, given the right passage", xlim=(0, 0.8))
    figure.legend(loc="outside upper right", ncols=2, frameon=False)
    _save(figure, "reader-ablations.svg")


def _lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (FIGURES / name).read_text("utf-8").splitlines()]


def _save(figure: plt.Figure, name: str) -> None:
    figure.savefig(FIGURES / name, metadata={"Date": None})
    plt.close(figure)


if __name__ == "__main__":
    main()
