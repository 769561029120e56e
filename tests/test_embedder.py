import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import HashEmbedder
from numpy.testing import assert_allclose, assert_array_equal
from offline import refuse
from safetensors.numpy import save_file

from briefqa.embedder import Embedder, load_embedder
from briefqa.embedder.folders import ModelFolder, folder_revision, is_static_folder
from briefqa.embedder.static import StaticEmbedder
from briefqa.embedder.texts import MAX_CHARACTERS, Prompts
from briefqa.embedder.transformer import SentenceTransformerEmbedder
from briefqa.embedder.vectors import mapped
from briefqa.errors import EmbedderError

TEXTS = [
    "次の総会は来年の春に開かれる。",
    "When is the next meeting?",
    "ｶﾞｲﾄﾞﾗｲﾝ 第2版",
    "𠮷野家 ☃ été\tＡ１",
    "図書館の開館時間：9時～17時",
]
SMALL_PIECES = ["<unk>", "図書", "館", "は", "どこ", "本", "query", "library"]


def write_static_folder(folder: Path, *, prompts: dict[str, str] | None = None) -> Path:
    """Write a static model of easy vectors: piece i has 1 at place i and 1 at the last."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram([(piece, -1.0) for piece in SMALL_PIECES], unk_id=0))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    vectors = np.eye(len(SMALL_PIECES), len(SMALL_PIECES) + 1, dtype=np.float32)
    vectors[:, -1] = 1.0
    (folder / "1_Normalize").mkdir(parents=True)
    (folder / "1_Normalize" / "config.json").write_text("{}")
    tokenizer.save(str(folder / "tokenizer.json"))
    save_file({"embedding.weight": vectors}, folder / "model.safetensors")
    kinds = [("", "StaticEmbedding"), ("1_Normalize", "Normalize")]
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(kinds)
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    settings = {"prompts": prompts or {}, "similarity_fn_name": "cosine"}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(settings))
    return folder


@pytest.fixture(scope="module")
def shipped() -> Embedder:
    return load_embedder(None)


@pytest.fixture(scope="module")
def shipped_folder() -> Iterator[Path]:
    with as_file(files("briefqa") / "models" / "embedder") as folder:
        yield folder


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    folder = write_static_folder(tmp_path_factory.mktemp("models") / "small")
    return SentenceTransformerEmbedder.load(ModelFolder.at(folder, name="small"), device="cpu")


@pytest.fixture(params=["fake", "shipped", "transformer"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "fake":
        return HashEmbedder()
    found: Embedder = request.getfixturevalue(request.param)
    return found


class TestContract:
    def test_rows_are_float32_contiguous_units(self, embedder: Embedder) -> None:
        for rows in (embedder.embed_passages(TEXTS), embedder.embed_queries(TEXTS)):
            assert rows.shape == (len(TEXTS), embedder.dimension)
            assert rows.dtype == np.float32
            assert rows.flags.c_contiguous
            assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-6)

    def test_no_texts_give_no_rows(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)

    def test_a_text_has_the_same_row_alone_and_among_others(self, embedder: Embedder) -> None:
        together = embedder.embed_passages(TEXTS)
        alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])
        assert_allclose(alone, together, atol=1e-6)

    def test_an_empty_text_has_a_unit_row_or_zeros(self, embedder: Embedder) -> None:
        norms = np.linalg.norm(embedder.embed_passages(["", "   "]), axis=1)
        assert all(norm == 0.0 or abs(norm - 1.0) < 1e-6 for norm in norms)

    def test_a_megabyte_is_embedded(self, embedder: Embedder) -> None:
        rows = embedder.embed_passages(["あ" * 1_000_000, "本 " * 500_000])
        assert np.isfinite(rows).all()

    def test_threads_get_what_one_caller_gets(self, embedder: Embedder) -> None:
        expected = embedder.embed_queries(TEXTS)
        with ThreadPoolExecutor(8) as pool:
            for rows in pool.map(lambda _: embedder.embed_queries(TEXTS), range(40)):
                assert_allclose(rows, expected, atol=1e-6)

    def test_it_names_itself(self, embedder: Embedder) -> None:
        assert embedder.name
        assert embedder.revision


@pytest.mark.parametrize("kind", ["shipped", "transformer"])
def test_a_lone_surrogate_counts_as_a_question_mark(
    kind: str, request: pytest.FixtureRequest
) -> None:
    embedder: Embedder = request.getfixturevalue(kind)
    rows = embedder.embed_passages(["図書\ud800館", "図書?館"])
    assert_array_equal(rows[0], rows[1])


def test_the_shipped_model_is_named_and_small(shipped: Embedder, shipped_folder: Path) -> None:
    assert (shipped.name, shipped.dimension) == ("shipped", 256)
    assert shipped.revision == folder_revision(shipped_folder)
    size = sum(path.stat().st_size for path in shipped_folder.rglob("*") if path.is_file())
    assert size <= 30_000_000


def test_nothing_to_embed_is_a_row_of_zeros(shipped: Embedder) -> None:
    assert_array_equal(shipped.embed_queries([""]), np.zeros((1, 256), dtype=np.float32))


def test_text_beyond_the_limit_changes_nothing(shipped: Embedder) -> None:
    text = "図書館" * MAX_CHARACTERS
    rows = shipped.embed_passages([text, text[:MAX_CHARACTERS]])
    assert_array_equal(rows[0], rows[1])


def test_the_shipped_model_brings_the_languages_together(shipped: Embedder) -> None:
    passages = [
        "図書館は月曜日に休館します。",
        "予算は前年度から増加した。",
        "会議は東京で開催される。",
    ]
    questions = ["When is the library closed?", "Did the budget increase?", "Where is the meeting?"]
    scores = shipped.embed_queries(questions) @ shipped.embed_passages(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]


def test_model2vec_and_sentence_transformers_agree_on_the_shipped_model(
    shipped: Embedder, shipped_folder: Path
) -> None:
    from model2vec import StaticModel
    from sentence_transformers import SentenceTransformer

    ours = shipped.embed_passages(TEXTS)
    theirs = SentenceTransformer(str(shipped_folder), device="cpu").float()
    assert_allclose(theirs.encode(TEXTS), ours, atol=1e-6)
    model2vec = StaticModel.from_pretrained(shipped_folder, quantize_to="float32")
    assert_allclose(model2vec.encode(TEXTS), ours, atol=1e-6)


def test_both_loaders_take_the_shipped_folder_as_it_is(
    shipped: Embedder, shipped_folder: Path
) -> None:
    from model2vec import StaticModel
    from sentence_transformers import SentenceTransformer

    ours = shipped.embed_passages(TEXTS)
    half = 2e-3  # both compute in the weights' float16
    assert_allclose(StaticModel.from_pretrained(shipped_folder).encode(TEXTS), ours, atol=half)
    model = SentenceTransformer(str(shipped_folder), device="cpu")
    assert_allclose(model.encode(TEXTS), ours, atol=half)
    assert model.prompts == {"document": "", "query": ""}


def test_the_shipped_model_needs_neither_torch_nor_sentence_transformers() -> None:
    code = (
        "import sys; from briefqa.embedder import load_embedder;"
        "print(load_embedder(None).embed_queries(['図書館']).shape,"
        " [name for name in ('torch', 'sentence_transformers', 'transformers')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "(1, 256) []\n"


def test_a_static_folder_is_loaded_without_sentence_transformers(tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path / "small")
    embedder = load_embedder(str(folder))
    assert isinstance(embedder, StaticEmbedder)
    assert (embedder.name, embedder.dimension) == ("small", 9)
    # Pieces 図書 and 館: the mean of their vectors is 1/2 at both and 1 at the end, norm sqrt(3/2).
    expected = np.array([0, 0.5, 0.5, 0, 0, 0, 0, 0, 1], dtype=np.float32) / np.sqrt(1.5)
    assert_allclose(embedder.embed_queries(["図書館"])[0], expected, atol=1e-6)


def test_vocabulary_quantised_models_are_read_by_mapping_and_weights(tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    folder = write_static_folder(tmp_path / "small")
    tensors = load_file(folder / "model.safetensors")
    tensors["mapping"] = np.array([0, 1, 1, 3, 4, 5, 6, 7])
    tensors["weights"] = np.array([1, 1, 3, 1, 1, 1, 1, 1], dtype=np.float32)
    save_file(tensors, folder / "model.safetensors")
    row = load_embedder(str(folder)).embed_queries(["図書館"])[0]
    expected = np.array([0, 2, 0, 0, 0, 0, 0, 0, 2], dtype=np.float32) / np.sqrt(8)
    assert_allclose(row, expected, atol=1e-6)


def test_prompts_of_a_static_folder_are_put_before_the_text(tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path / "small", prompts={"query": "query "})
    embedder = load_embedder(str(folder))
    assert_array_equal(embedder.embed_queries(["本"]), embedder.embed_passages(["query 本"]))
    plain = load_embedder(str(folder), query_prompt="")
    assert_array_equal(plain.embed_queries(["本"]), embedder.embed_passages(["本"]))


def test_prompts_of_a_sentence_transformer_are_its_own_or_those_set(tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path / "small", prompts={"query": "query ", "document": "本 "})
    model = ModelFolder.at(folder, name="small")
    own = SentenceTransformerEmbedder.load(model, device="cpu")
    bare = SentenceTransformerEmbedder.load(model, query_prompt="", passage_prompt="", device="cpu")
    assert_allclose(own.embed_queries(["図書"]), bare.embed_queries(["query 図書"]), atol=1e-6)
    assert_allclose(own.embed_passages(["図書"]), bare.embed_queries(["本 図書"]), atol=1e-6)


@pytest.mark.parametrize(
    ("of_model", "query", "passage", "expected"),
    [
        ({}, None, None, Prompts("", "")),
        ({"query": "q: ", "passage": "p: "}, None, None, Prompts("q: ", "p: ")),
        ({"query": "q: ", "document": "d: "}, "x", None, Prompts("x", "d: ")),
        ({"query": "q: ", "document": None}, None, "y", Prompts("q: ", "y")),
        ({"query": "q: ", "passage": "p: "}, "", "", Prompts("", "")),
    ],
)
def test_prompts_set_come_before_the_models_own(
    of_model: dict[str, Any], query: str | None, passage: str | None, expected: Prompts
) -> None:
    assert Prompts.chosen(of_model, query=query, passage=passage) == expected


def test_a_folder_that_is_not_static_is_told_apart(tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path / "small")
    assert is_static_folder(folder)
    (folder / "modules.json").write_text('[{"type": "sentence_transformers.models.Transformer"}]')
    assert not is_static_folder(folder)
    (folder / "modules.json").write_text('{"type": 3}')
    assert not is_static_folder(folder)
    assert not is_static_folder(tmp_path / "nowhere")


def test_the_revision_follows_the_weights_and_not_the_papers(tmp_path: Path) -> None:
    folder = write_static_folder(tmp_path / "small")
    before = folder_revision(folder)
    (folder / "README.md").write_text("A card.")
    assert folder_revision(folder) == before
    shutil.copytree(folder, tmp_path / "copy")
    assert folder_revision(tmp_path / "copy") == before
    (folder / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes() + b"\n")
    assert folder_revision(folder) != before


@pytest.mark.parametrize("broken", ["model.safetensors", "tokenizer.json"])
def test_a_broken_static_folder_is_named_with_the_setting(tmp_path: Path, broken: str) -> None:
    folder = write_static_folder(tmp_path / "small")
    (folder / broken).write_bytes(b"not a model")
    with pytest.raises(EmbedderError, match=r"small' cannot be loaded: .* Set BRIEFQA_EMBEDDER"):
        load_embedder(str(folder))


def test_a_folder_without_a_model_is_named_with_the_setting(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(
        EmbedderError,
        match=r"empty' cannot be loaded: its folder holds no modules\.json\. Set BRIEFQA_EMBEDDER",
    ):
        load_embedder(str(tmp_path / "empty"))


@pytest.fixture
def hub_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty hub cache, on a machine whose network must not be asked."""
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def put_into_cache(cache: Path, folder: Path, *, name: str, commit: str) -> None:
    repository = cache / f"models--{name.replace('/', '--')}"
    shutil.copytree(folder, repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)


def test_a_downloaded_hub_model_is_loaded_by_name_and_known_by_commit(
    hub_cache: Path, tmp_path: Path
) -> None:
    folder = write_static_folder(tmp_path / "small")
    put_into_cache(hub_cache, folder, name="owner/small", commit="c" * 40)
    embedder = load_embedder("owner/small")
    assert isinstance(embedder, StaticEmbedder)
    assert (embedder.name, embedder.revision) == ("owner/small", "c" * 40)


@pytest.mark.parametrize("name", ["owner/absent", "absent"])
def test_a_hub_model_that_was_not_downloaded_is_not_looked_for_on_the_network(
    hub_cache: Path, name: str
) -> None:
    with pytest.raises(EmbedderError) as caught:
        load_embedder(name)
    assert str(caught.value) == (
        f"The embedding model '{name}' is not on this machine: there is no such folder, and no such"
        f" model of the hub was downloaded. Download it once with `hf download {name}` (briefqa"
        " itself stays off the network), or set BRIEFQA_EMBEDDER to a model's folder, or leave it"
        " unset for the shipped model."
    )


@pytest.mark.usefixtures("hub_cache")
@pytest.mark.parametrize(
    "path",
    ["./absent", "../absent", "/absent", "/a/model", "a/b/c", "~/m", "a\\b", "no such", "a/"],
)
def test_a_path_without_a_folder_is_no_hub_name(path: str) -> None:
    with pytest.raises(EmbedderError, match=r"no such folder\. Set BRIEFQA_EMBEDDER"):
        load_embedder(path)


def write_bert_folder(folder: Path) -> Path:
    """Write a sentence-transformers model with the smallest of transformers."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "図書", "館"]
    vocabulary = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))  # noqa: S106 - no secret
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    special = {"unk_token": "[UNK]", "pad_token": "[PAD]"}
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special).save_pretrained(folder)
    size = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    BertModel(BertConfig(vocab_size=len(words), **size, intermediate_size=8)).save_pretrained(
        folder
    )
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(
        '{"word_embedding_dimension": 8, "pooling_mode_mean_tokens": true}'
    )
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate([("", "Transformer"), ("1_Pooling", "Pooling")])
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    return folder


def test_a_transformer_is_loaded_without_network_and_without_a_word(tmp_path: Path) -> None:
    folder = write_bert_folder(tmp_path / "bert")
    put_into_cache(tmp_path / "hub", folder, name="owner/bert", commit="b" * 40)
    code = (
        "import offline; offline.cut_network();"
        "from briefqa.embedder import load_embedder; e = load_embedder('owner/bert');"
        "print(e.revision[:2], e.embed_queries(['図書 館']).shape)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent,
        env={**os.environ, "HF_HUB_CACHE": str(tmp_path / "hub")},
    )
    assert (done.stdout, done.stderr) == ("bb (1, 8)\n", "")


def test_the_shipped_model_builds_and_answers_without_network(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "library.txt").write_text(
        "図書館の案内\n\f開館時間\n図書館は2012年に設立された。\n",
        encoding="utf-8",
    )
    code = "import offline, briefqa.cli; offline.cut_network(); briefqa.cli.main()"
    said = [
        subprocess.run(
            [sys.executable, "-c", code, *arguments],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        )
        for arguments in (["build"], ["ask", "図書館はいつ設立されましたか？", "--json"])
    ]
    assert [done.returncode for done in said] == [0, 0], said
    assert json.loads(said[1].stdout)["answer"] == "2012年"


def test_mapped_rows_are_those_of_the_file(tmp_path: Path) -> None:
    rows = np.arange(12, dtype=np.float16).reshape(4, 3)
    save_file({"embedding.weight": rows}, tmp_path / "one.safetensors")
    found = mapped(rows, tmp_path / "one.safetensors")
    assert isinstance(found, np.memmap)
    assert found.tolist() == rows.tolist()
    save_file({"a": rows, "b": rows}, tmp_path / "two.safetensors")
    (tmp_path / "none.safetensors").write_bytes(b"")
    for name in ("two", "none", "absent"):
        assert mapped(rows, tmp_path / f"{name}.safetensors") is rows
