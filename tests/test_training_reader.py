"""The reading model, trained end to end on an excerpt made here."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from briefqa.comprehension import SpanReader
from briefqa.query import Concept, Wording
from training.reader_data import batches, is_held_back
from training.reader_network import NEVER
from training.reader_training import loss_of

REPOSITORY = Path(__file__).parents[1]
RECIPE = (
    *("--vector", "8", "--width", "16", "--batch", "400", "--passes", "30", "--rate", "0.02"),
    *("--dropout", "0", "--held", "0.1"),
)
ANIMALS = ("猫", "犬", "鳥", "魚", "馬", "牛", "猿", "羊")
PLACES = ("公園", "学校", "駅", "図書館", "港", "空港", "役場")


def train(data: Path, work: Path, out: Path) -> subprocess.CompletedProcess[str]:
    folders = ("--data", str(data), "--work", str(work), "--out", str(out))
    return subprocess.run(
        [sys.executable, "-m", "training.reader", *folders, *RECIPE],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    records = [
        {
            "title": f"{animal}の話",
            "question": f"{animal}はどこにいますか?",
            "context": f"天気は良い。{animal}は{place}にいる。",
            "answers": [{"text": place, "start": len(f"天気は良い。{animal}は")}],
        }
        for animal in ANIMALS
        for place in PLACES
    ]
    with gzip.open(folder / "jaquad.train.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    with gzip.open(folder / "jaquad.dev.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write("this must not be read\n")
    return folder


@pytest.fixture(scope="module")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    done = train(data, folder / "work", folder / "model")
    assert done.returncode == 0, done.stderr
    return folder / "model"


def test_it_reads_what_it_learnt(model: Path) -> None:
    reader = SpanReader.load(model)
    animal = Concept("猫", "猫", (Wording(("猫",), 1.0),), 2.0, is_name=False, is_known=True)
    question = reader.encode_question("猫はどこにいますか?", [animal])
    text = "天気は良い。猫は図書館にいる。"
    best = reader.read(question, reader.encode_passage([("body", text)])).best(1)[0]
    assert text[best.start : best.end] == "図書館"


def test_papers_name_the_sources_and_only_training_files(model: Path) -> None:
    manifest = json.loads((model / "manifest.json").read_text("utf-8"))
    assert list(manifest["inputs_sha256"]) == ["jaquad.train.jsonl.gz"]
    assert manifest["recipe"]["width"] == 16
    assert set(manifest["files_sha256"]) == {
        "LICENSE", "README.md", "model.safetensors", "vectors.npy", "vocabulary.json",
    }  # fmt: skip
    assert "CC BY-SA 4.0" in (model / "LICENSE").read_text("utf-8")
    assert "| jaquad | not stated |" in (model / "README.md").read_text("utf-8")


def test_the_curve_tells_of_each_pass(model: Path) -> None:
    lines = (model.parent / "work" / "curve.jsonl").read_text("utf-8").splitlines()
    passes = [line["pass"] for line in map(json.loads, lines) if "pass" in line]
    assert passes == list(range(1, 31))


def test_a_finished_run_goes_on_from_its_checkpoint_to_the_same_weights(
    model: Path, data: Path
) -> None:
    done = train(data, model.parent / "work", model.parent / "again")
    assert done.returncode == 0, done.stderr
    for name in ("model.safetensors", "vocabulary.json"):
        assert (model.parent / "again" / name).read_bytes() == (model / name).read_bytes()


DECK = """猫の町
---
飼い主の会

・会長：佐藤花子
・会員は町の住民に限る
"""
WRITTEN_QUESTIONS = (
    {"question": "会の長は誰か", "answers": ["佐藤花子"], "slides": [2]},
    {"question": "会員になれるのは", "answers": ["町の住民に限る"], "slides": [2]},
    {"question": "会費はいくらか", "answers": [], "slides": []},
)


def test_the_finish_learns_from_written_decks_and_says_so(model: Path, data: Path) -> None:
    written = model.parent / "written"
    written.mkdir()
    (written / "neko.txt").write_text(DECK.replace("---\n", "\f"), encoding="utf-8")
    lines = [json.dumps(question, ensure_ascii=False) for question in WRITTEN_QUESTIONS]
    (written / "neko.jsonl").write_text("\n".join(lines), encoding="utf-8")
    out = model.parent / "finished"
    folders = {"start": model, "data": data, "written": written, "out": out}
    given = [part for name, path in folders.items() for part in (f"--{name}", str(path))]
    command = [sys.executable, "-m", "training.reader_finish", *given]
    done = subprocess.run(
        [*command, "--work", str(model.parent / "finishing")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["recipe"]["width"] == 16
    assert set(manifest["recipe"]["finish"]) >= {"share", "start_sha256", "written_sha256"}
    assert (out / "vocabulary.json").read_bytes() == (model / "vocabulary.json").read_bytes()
    assert (out / "model.safetensors").read_bytes() != (model / "model.safetensors").read_bytes()
    SpanReader.load(out)


def test_a_folder_without_data_is_named(tmp_path: Path) -> None:
    done = train(tmp_path / "nowhere", tmp_path / "work", tmp_path / "out")
    assert done.returncode == 1
    assert "nowhere holds no training file" in done.stderr
    assert "Traceback" not in done.stderr


def test_loss_is_the_likelihood_of_any_right_span_or_of_none() -> None:
    spans = torch.full((2, 2, 2), float(NEVER))
    spans[:, 0, 0] = torch.tensor([1.0, 1.0])
    spans[:, 1, 1] = torch.tensor([1.0, 1.0])
    none = torch.tensor([1.0, 1.0])  # three equal scores: a third each
    answers = torch.tensor([[0, 0, 0], [0, 1, 1]])  # the first example takes either span
    loss = loss_of(spans, none, answers, torch.tensor([False, True]))
    first = torch.log(torch.tensor(1.5))  # two of three; forced, two of two: no loss
    second = torch.log(torch.tensor(3.0))
    torch.testing.assert_close(loss, (first + second) / 2)


def test_batches_hold_every_example_once_within_their_size() -> None:
    lengths = [5, 300, 40, 41, 7, 350, 60, 9]
    found = list(batches(lengths, words=400, seed=1))
    assert sorted(i for batch in found for i in batch) == list(range(8))
    for batch in found:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= 400
    assert found == list(batches(lengths, words=400, seed=1))


def test_what_is_held_back_hangs_on_the_group_alone() -> None:
    groups = [f"article {i}" for i in range(2_000)]
    held = [group for group in groups if is_held_back(group, 0.1)]
    assert held == [group for group in groups if is_held_back(group, 0.1)]
    assert 150 < len(held) < 250
    assert not any(is_held_back(group, 0.0) for group in groups)
