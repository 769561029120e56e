"""Small files in the shapes of the public sets."""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def write_lines(path: Path, records: Sequence[Mapping[str, Any]]) -> Path:
    """Write gzip JSON Lines and return the path."""
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_bytes(gzip.compress(lines.encode()))
    return path


def write_public_sets(folder: Path) -> None:
    """Write every file of the suite, of two or three records each, whose scores are plain."""
    questions = [
        {
            "question": "大仏はどこ？",
            "context": "大仏は奈良にある。",
            "answers": [{"text": "奈良", "start": 3}],
        },
        {
            "question": "梅雨はいつ？",
            "context": "梅雨は六月に来る。",
            "answers": [{"text": "六月", "start": 3}],
        },
    ]
    for name in ("jaquad.dev", "jsquad_v1.3_valid.dev"):
        write_lines(folder / f"{name}.jsonl.gz", questions)
    mteb = folder / "eval_mteb_JaQuADRetrieval"
    write_lines(
        mteb.with_suffix(".corpus.jsonl.gz"),
        [
            {"_id": "1", "title": "奈良", "text": "大仏は奈良にある。"},
            {"_id": "2", "title": "奈良", "text": "東大寺の大仏"},
            {"_id": "3", "title": "気候", "text": "梅雨は六月に来る。"},
        ],
    )
    write_lines(mteb.with_suffix(".queries.jsonl.gz"), [{"_id": "0", "text": "大仏はどこ？"}])
    write_lines(
        mteb.with_suffix(".qrels.jsonl.gz"),
        [{"query-id": "0", "corpus-id": text, "score": 1} for text in ("1", "2")],
    )
    write_lines(
        folder / "tatoeba_laser_enja.test.jsonl.gz",
        [{"a": "Good morning.", "b": "おはよう。"}, {"a": "A white cat.", "b": "白い猫。"}],
    )
    rated = [
        {"a": "白い猫がいる。", "b": "白い猫がいる。", "score": 5},
        {"a": "白い猫がいる。", "b": "黒い猫がいる。", "score": 3},
        {"a": "白い猫がいる。", "b": "会議は六月である。", "score": 0},
    ]
    for name in ("jsts_v1.3_valid.dev", "jsick.test"):
        write_lines(folder / f"{name}.jsonl.gz", rated)
