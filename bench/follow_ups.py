"""How often follow-up questions are read rightly, and how often others are left alone.

    python -m bench.follow_ups [QUESTIONS.jsonl ...]

Follow-ups come from `tests.follow_ups`; the question files (default: those of the repository) give
questions that stand alone, each asked after others by chance.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

from briefqa.conversation import interpret
from briefqa.records import Turn
from briefqa.text.normalise import squeeze
from tests.follow_ups import (
    HELD_OUT,
    HELD_OUT_TABLES,
    INVENTED,
    LATER,
    WORDINGS,
    Case,
    briefing_tables,
    follow_ups,
)

ROOT = Path(__file__).parent.parent
FILES = (*ROOT.glob("tests/data/*.jsonl"), *ROOT.glob("training/questions/[abc].jsonl"))
ASKED_AFTER = 20  # other questions, for each question


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--failures", action="store_true", help="print what was read wrongly")
    options = parser.parse_args()
    tables = (*INVENTED, *briefing_tables())
    for name, over, wordings, is_held_out in (
        ("wordings", tables, WORDINGS, False),
        ("later wordings", tables, LATER, False),
        ("held-out wordings", tables, HELD_OUT, True),
        ("held-out wordings and tables", HELD_OUT_TABLES, HELD_OUT, True),
    ):
        cases = list(follow_ups(over, wordings))
        for with_slides in (True, False):
            shown = options.failures and not is_held_out
            _print_cases(name, cases, with_slides=with_slides, failures=shown)
    _print_alone(read_questions(options.files or sorted(FILES)), failures=options.failures)


def is_right(case: Case, *, with_slides: bool) -> bool:
    """Say whether a follow-up is read as exactly the question it stands for."""
    slide_of = (lambda _briefing, _number: case.slide) if with_slides else None
    whole = interpret(case.follow_up, [case.turn], slide_of=slide_of)
    return whole is not None and _plain(whole) == _plain(case.expected)


def _plain(question: str) -> str:
    return squeeze(question).rstrip("?.。")


def _print_cases(name: str, cases: Sequence[Case], *, with_slides: bool, failures: bool) -> None:
    right = [is_right(case, with_slides=with_slides) for case in cases]
    slides = "with" if with_slides else "without"
    share = sum(right) / len(right)
    print(f"{name}, {slides} cited slides: {share:.3f} of {len(right)} interpreted right")
    for case, is_good in zip(cases, right, strict=True):
        if failures and not is_good:
            whole = interpret(
                case.follow_up,
                [case.turn],
                slide_of=(lambda _b, _n, case=case: case.slide) if with_slides else None,
            )
            print(f"    {case.turn.question} | {case.follow_up} -> {whole}")


def read_questions(files: Iterable[Path]) -> list[Turn]:
    """Return the questions of JSON Lines files as turns, with their first answer."""
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [
        Turn(row["question"], next(iter(row.get("answers", [])), ""))
        for row in rows
        if "question" in row
    ]


def _print_alone(turns: Sequence[Turn], *, failures: bool) -> None:
    random = Random(0)  # noqa: S311 - which questions meet is no secret
    rewritten = 0
    started = time.perf_counter()
    for turn in turns:
        for before in random.sample(turns, min(ASKED_AFTER, len(turns))):
            whole = interpret(turn.question, [before])
            rewritten += whole is not None
            if failures and whole is not None:
                print(f"    {before.question} | {turn.question} -> {whole}", file=sys.stderr)
    pairs = len(turns) * min(ASKED_AFTER, len(turns))
    took = (time.perf_counter() - started) / pairs * 1e3
    print(f"questions that stand alone: {rewritten} of {pairs} rewritten, {took:.2f} ms each")


if __name__ == "__main__":
    main()
