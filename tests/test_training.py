import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.fakes import ScriptedEmbedder

REPOSITORY = Path(__file__).parents[1]
ANIMALS = {"cat": "猫", "dog": "犬", "bird": "鳥", "fish": "魚", "horse": "馬", "cow": "牛"}
PLACES = {"park": "公園", "school": "学校", "station": "駅", "library": "図書館", "port": "港"}
RECIPE = ("--vocabulary", "700", "--dimension", "16", "--batch", "128", "--passes", "4")
FINISH = ("--finish-steps", "12", "--finish-batch", "64")
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
}  # more only wait for each other here
README = """\
| file | records | packed | unpacked | licence and source |
|---|---|---|---|---|
| tanaka50k_enja.train.jsonl.gz | 30 | 0 MB | 0 MB | CC BY 2.0 FR (a test) |
"""


def run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"training.{module}", *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        env={**os.environ, **ONE_THREAD},
    )


def write_records(data: Path, name: str, records: list[dict[str, Any]]) -> None:
    with gzip.open(data / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    sentences = [
        {
            "a": f"the {animal} is at the {place}.",
            "b": f"{ANIMALS[animal]}は{PLACES[place]}にいる。",
        }
        for animal in ANIMALS
        for place in PLACES
    ]
    write_records(folder, "tanaka50k_enja.train", sentences)
    words = [{"a": english, "b": word} for english, word in {**ANIMALS, **PLACES}.items()]
    write_records(folder, "jmdict_common_gloss_enja.train", words * 2)
    questions = [
        {
            "question": f"{animal}はどこにいますか?",
            "context": f"{animal}は{place}にいる。天気は良い。",
            "answers": [{"text": place, "start": len(animal) + 1}],
        }
        for animal in ANIMALS.values()
        for place in PLACES.values()
    ]
    write_records(folder, "jaquad.train", questions)
    poison = [{"a": "the secret word", "b": "秘密の言葉"}]
    write_records(folder, "tanaka50k_enja.dev", poison)
    (folder / "README.md").write_text(README, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def model(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trained")
    folders = ("--data", data, "--work", folder / "work", "--out", folder / "model")
    done = run("embedder", *map(str, folders), *RECIPE, *FINISH)
    assert done.returncode == 0, done.stderr
    return folder / "model"


def test_both_loaders_read_what_training_wrote_and_agree(model: Path) -> None:
    from model2vec import StaticModel
    from sentence_transformers import SentenceTransformer

    texts = [f"{animal}はどこですか" for animal in ANIMALS.values()] + ["the cat", "☃"]
    static = StaticModel.from_pretrained(model, quantize_to="float32").encode(texts)
    assert static.shape == (8, 16)
    transformer = SentenceTransformer(str(model), device="cpu").float()
    assert_allclose(transformer.encode(texts), static, atol=1e-6)


def test_the_model_has_learnt_its_excerpt(model: Path) -> None:
    from model2vec import StaticModel

    static = StaticModel.from_pretrained(model, quantize_to="float32")
    english, japanese = static.encode(list(ANIMALS)), static.encode(list(ANIMALS.values()))
    assert (english @ japanese.T).argmax(axis=1).tolist() == list(range(len(ANIMALS)))


def test_papers_name_the_sources_and_only_training_files(model: Path, data: Path) -> None:
    manifest = json.loads((model / "manifest.json").read_text("utf-8"))
    assert sorted(manifest["inputs_sha256"]) == [
        "jaquad.train.jsonl.gz",
        "jmdict_common_gloss_enja.train.jsonl.gz",
        "tanaka50k_enja.train.jsonl.gz",
    ]
    assert manifest["recipe"]["dimension"] == 16
    card = (model / "README.md").read_text("utf-8")
    assert "| tanaka50k_enja | CC BY 2.0 FR (a test) |" in card
    licence = (model / "LICENSE").read_text("utf-8")
    assert "https://creativecommons.org/licenses/by-sa/4.0/legalcode" in licence
    assert "Electronic Dictionary Research and Development Group" in licence
    assert "- tanaka50k_enja: CC BY 2.0 FR (a test)" in licence


def test_a_finished_run_goes_on_from_its_checkpoint_to_the_same_weights(
    model: Path, data: Path
) -> None:
    again = model.parent / "again"
    folders = ("--data", data, "--work", model.parent / "work", "--out", again)
    done = run("embedder", *map(str, folders), *RECIPE, *FINISH)
    assert done.returncode == 0, done.stderr
    first, second = (
        json.loads((folder / "manifest.json").read_text("utf-8"))["files_sha256"]
        for folder in (model, again)
    )
    assert first["model.safetensors"] == second["model.safetensors"]
    assert first["tokenizer.json"] == second["tokenizer.json"]


def test_the_finish_alone_begins_at_the_vectors_of_a_folder(
    model: Path, data: Path, tmp_path: Path
) -> None:
    first = model.parent / "work" / "first"
    folders = ("--data", data, "--work", tmp_path / "work", "--out", tmp_path / "out")
    done = run("embedder", *map(str, folders), "--start", str(first), *FINISH)
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    begun = json.loads((first / "manifest.json").read_text("utf-8"))["files_sha256"]
    (finish,) = manifest["recipe"]["finishes"]
    assert finish["start_sha256"] == begun["model.safetensors"]
    assert (finish["steps"], manifest["recipe"]["dimension"]) == (12, 16)
    weights = "model.safetensors"
    assert (tmp_path / "out" / weights).read_bytes() == (model / weights).read_bytes()
    assert (model / weights).read_bytes() != (first / weights).read_bytes()


def test_a_start_that_holds_no_model_is_named(data: Path, tmp_path: Path) -> None:
    folders = ("--data", data, "--out", tmp_path / "out", "--start", tmp_path / "nowhere")
    done = run("embedder", *map(str, folders))
    assert done.returncode == 1
    assert "nowhere holds no trained embedder" in done.stderr


def test_batches_are_drawn_by_share_and_go_through_a_stream_before_it_repeats(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY))
    from training.batches import EncodedStream, Side, draw

    def stream(name: str, size: int) -> EncodedStream:
        side = Side(np.arange(size, dtype=np.int32), np.arange(size + 1), np.arange(size))
        return EncodedStream(name, side, side, repeat=1)

    streams = [stream("rare", 4), stream("common", 6), stream("single", 1), stream("never", 4)]
    shares = {"rare": 1.0, "common": 9.0, "single": 100.0, "never": 0.0}
    batches = draw(streams, shares, size=2, steps=200, seed=3)
    counts = np.bincount([batch.stream for batch in batches], minlength=4).tolist()
    assert counts[2:] == [0, 0]
    assert 160 <= counts[1] <= 195
    common = [batch.chosen for batch in batches if batch.stream == 1]
    assert sorted(np.concatenate(common[:3]).tolist()) == [0, 1, 2, 3, 4, 5]
    assert sorted(np.concatenate(common[3:6]).tolist()) == [0, 1, 2, 3, 4, 5]


@pytest.fixture(scope="module")
def lexicon_file(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lexicon")
    done = run("lexicon", "--data", str(data), "--out", str(folder))
    assert done.returncode == 0, done.stderr
    return folder / "lexicon.sqlite"


def test_the_lexicon_is_the_same_bytes_each_time(
    lexicon_file: Path, data: Path, tmp_path: Path
) -> None:
    assert run("lexicon", "--data", str(data), "--out", str(tmp_path)).returncode == 0
    assert (tmp_path / "lexicon.sqlite").read_bytes() == lexicon_file.read_bytes()


def test_the_lexicon_holds_dictionary_and_own_terms(lexicon_file: Path) -> None:
    from briefqa.lexicon import Lexicon, Translation

    lexicon = Lexicon.open(lexicon_file)
    assert lexicon.translate("horses") == (Translation("馬", 1.0),)
    assert lexicon.translate("Nairobi") == (Translation("ナイロビ", 1.0),)
    assert lexicon.translate("secret word") == ()


@pytest.mark.parametrize("module", ["embedder", "lexicon"])
def test_a_folder_without_data_is_named(module: str, tmp_path: Path) -> None:
    done = run(module, "--data", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "nowhere holds no" in done.stderr
    assert "Traceback" not in done.stderr


def test_embedder_is_measured_by_its_cosines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY))
    from training.evaluate_embedder import cosine_searcher

    script = {"猫": (1.0, 0.0), "子猫": (0.8, 0.6), "会議": (0.0, 1.0), "犬": (0.6, 0.8)}
    search = cosine_searcher(["会議", "猫", "犬"], ScriptedEmbedder(script).embed_queries)
    assert search("猫", 3) == [1, 2, 0]  # cosines 1, .6, 0
    assert search("子猫", 1) == [2]  # .8 for 猫, .96 for 犬
    assert search("知らない", 2) == [0, 1]  # all zero: the order of the texts


def test_a_folder_without_evaluation_sets_is_named(tmp_path: Path) -> None:
    model = REPOSITORY / "src" / "briefqa" / "models" / "embedder"
    done = run("evaluate_embedder", str(model), "--data", str(tmp_path))
    assert done.returncode == 1
    assert "tatoeba_laser_enja.test.jsonl.gz cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_only_training_files_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY))
    from training.records import TrainingDataError, train_path

    assert train_path(Path("d"), "jsts_v1.3_train") == Path("d/jsts_v1.3_train.train.jsonl.gz")
    for name in ("eval_mteb", "../jaquad", "a/b", ""):
        with pytest.raises(TrainingDataError):
            train_path(Path("d"), name)


def test_glosses_keep_numbers_and_say_known_words(
    lexicon_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(REPOSITORY))
    from training.glosses import Glosser, glossed

    glosser = Glosser.open(lexicon_file)
    pairs = [("図書館に2019の猫はいますか", "本文"), ("図書館と猫", "文"), ("猫", "文")]
    assert glossed(pairs, glosser, seed="1") == [
        ("library 2019 cat", "本文"),
        ("library cat", "文"),
    ]
