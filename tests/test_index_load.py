"""Loading: every altered byte is found, and an older generation serves meanwhile."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from briefqa.errors import (
    IndexCorruptError,
    IndexIncompatibleError,
    IndexMissingError,
)
from briefqa.index import check_index, current_name, load, load_generation, roll_back
from briefqa.index.contents import FILE_NAMES
from briefqa.index.current import read_current
from briefqa.index.files import DISK, FileSystem, sha256_hex
from briefqa.index.load import read_generation
from briefqa.index.manifest import MANIFEST_NAME, parse_manifest
from briefqa.lexical import K1
from tests.fakes import HashEmbedder
from tests.faults import AlteredDisk, seeded
from tests.generations import HARBOUR, MARKET, build, build_two, files_under, write_corpus

GENERATION_FILES = (*FILE_NAMES, MANIFEST_NAME)
EVERY_FILE = (*(f"gen-2/{name}" for name in GENERATION_FILES), "CURRENT")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index folder of `build_two`; not to be written to."""
    return build_two(tmp_path_factory.mktemp("two"))


@pytest.fixture
def index(two: Path, tmp_path: Path) -> Path:
    """A copy of `two`, to do with as a test likes."""
    return Path(shutil.copytree(two, tmp_path / "index"))


def served(index: Path, *, disk: FileSystem = DISK) -> tuple[str, str]:
    loaded = load_generation(index, HashEmbedder(), disk=disk)
    return loaded.generation.name, " ".join(map(str, loaded.notices))


def require_found(two: Path, name: str, altered: bytes) -> None:
    """Fail unless reading `altered` as the file `name` is noticed, named, and gen-1 serves."""
    generation, notice = served(two, disk=AlteredDisk(two / name, altered))
    if name == "CURRENT":  # damaged, it names no generation; altered, one that is not there
        assert notice
    else:
        assert generation == "gen-1"
        assert notice.startswith(f"{name}: ")
        assert notice.endswith("gen-1 serves instead. Run `briefqa build`.")


def test_untouched_generations_load(two: Path) -> None:
    assert served(two) == ("gen-2", "")
    assert [result.is_sound for result in check_index(two)] == [True, True]


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_truncated_file_is_named_and_the_one_before_serves(two: Path, name: str) -> None:
    data = (two / name).read_bytes()
    lengths = {0, 1, len(data) // 2, len(data) - 1}
    chance = seeded(name)
    while len(lengths) < 12:
        lengths.add(chance.randrange(len(data)))
    for length in sorted(lengths):
        require_found(two, name, data[:length])


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_flipped_bit_or_a_zeroed_sector_is_found(two: Path, name: str) -> None:
    data = (two / name).read_bytes()
    chance = seeded(name)
    for _ in range(15):
        altered = bytearray(data)
        altered[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        require_found(two, name, bytes(altered))
    for _ in range(4):
        start = chance.randrange(0, len(data), 64)
        sector = data[start : start + 512]
        require_found(two, name, data[:start] + bytes(len(sector)) + data[start + 512 :])


@pytest.mark.parametrize("name", EVERY_FILE)
def test_a_missing_file_is_named(index: Path, name: str) -> None:
    (index / name).unlink()
    generation, notice = served(index)
    if name == "CURRENT":
        assert (generation, notice) == (
            "gen-2",
            "CURRENT is missing or damaged; gen-2 serves. Run `briefqa build`.",
        )
    else:
        assert generation == "gen-1"
        assert notice.startswith(f"{name}: it cannot be read (No such file or directory).")


@pytest.mark.parametrize("name", FILE_NAMES)
def test_the_digest_is_what_finds_an_altered_file(
    two: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the check of this one digest, altered bytes would be loaded, or stop the loading."""
    data = (two / "gen-2" / name).read_bytes()
    altered = harmless_looking_change(name, data)
    disk = AlteredDisk(two / "gen-2" / name, altered)
    with pytest.raises(IndexCorruptError, match=f"gen-2/{name}: its digest"):
        read_generation(two, "gen-2", disk=disk)
    monkeypatch.setattr(
        load, "sha256_hex", lambda read: sha256_hex(data if read == altered else read)
    )
    assert read_generation(two, "gen-2", disk=disk).name == "gen-2"


def harmless_looking_change(name: str, data: bytes) -> bytes:
    """Alter `data` without changing its length or what makes it readable."""
    if name.endswith((".npy", ".faiss")):
        return data[:-1] + bytes([data[-1] ^ 1])
    pairs = {
        "briefings.jsonl": ("港", "湊"),
        "passages.jsonl": ("港", "湊"),
        "glossary.jsonl": ("海", "陸"),
        "unreadable.jsonl": ("blank", "blink"),
        "vocabulary.json": ("船", "舟"),
        "parameters.json": (f'"k1":{K1}', f'"k1":{K1 + 0.1}'),
    }
    old, new = pairs[name.rpartition("/")[2]]
    assert old.encode() in data
    return data.replace(old.encode(), new.encode(), 1)


def test_files_mixed_from_two_generations_are_refused(index: Path) -> None:
    whole = files_under(index / "gen-2")
    older = files_under(index / "gen-1")
    chance = seeded(5)
    mixes = [frozenset({name}) for name in GENERATION_FILES]
    mixes += [frozenset(chance.sample(GENERATION_FILES, k)) for k in range(2, 16)]
    mixes.append(frozenset(GENERATION_FILES))
    for mix in mixes:
        for name in GENERATION_FILES:
            (index / "gen-2" / name).write_bytes((older if name in mix else whole)[name])
        generation, notice = served(index)
        assert generation == "gen-1"
        assert notice.startswith("gen-2/")


def test_a_sound_generation_of_another_index_is_refused(index: Path, tmp_path: Path) -> None:
    corpus = write_corpus(tmp_path / "other corpus", market=MARKET)
    build(corpus, tmp_path / "other")
    build(write_corpus(corpus, harbour=HARBOUR), tmp_path / "other")
    shutil.rmtree(index / "gen-2")
    shutil.copytree(tmp_path / "other" / "gen-2", index / "gen-2")
    assert served(index) == (
        "gen-1",
        "gen-2/manifest.json: it is not the manifest that CURRENT names. "
        "gen-1 serves instead. Run `briefqa build`.",
    )


def test_no_sound_generation_is_an_error_naming_the_newest(index: Path) -> None:
    for name in ("gen-1", "gen-2"):
        (index / name / "passages.jsonl").write_bytes(b"")
    with pytest.raises(IndexCorruptError, match=r"gen-2/passages\.jsonl: 0 bytes instead of"):
        load_generation(index, HashEmbedder())


def test_a_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(IndexMissingError, match=r"no index yet\. Run `briefqa build`\."):
            load_generation(folder, HashEmbedder())
        with pytest.raises(IndexMissingError, match="there is no index yet"):
            check_index(folder)
        with pytest.raises(IndexMissingError):
            roll_back(folder)
    assert list(tmp_path.iterdir()) == [tmp_path / ".lock"]


@pytest.mark.parametrize(
    ("embedder", "told"),
    [
        (HashEmbedder(name="other"), r"embedder hash \(revision 1, 8 dim.*other \(revision 1, 8"),
        (HashEmbedder(revision="2"), r"hash \(revision 2, 8 dimensions\)"),
        (HashEmbedder(dimension=16), r"hash \(revision 1, 16 dimensions\)"),
    ],
)
def test_another_embedder_is_refused(two: Path, embedder: HashEmbedder, told: str) -> None:
    with pytest.raises(IndexIncompatibleError, match=told) as caught:
        load_generation(two, embedder)
    assert caught.value.hint == (
        "Run `briefqa build`, or set BRIEFQA_EMBEDDER to the one it was made with."
    )


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("format_version", "gen-2: the index has format 99, this briefqa reads format 2."),
        ("rules_version", "gen-2: the index was made with text rules 99, this briefqa has"),
    ],
)
def test_another_format_or_other_text_rules_are_refused(index: Path, field: str, told: str) -> None:
    path = index / "gen-2" / MANIFEST_NAME
    manifest = replace(parse_manifest(path.read_bytes(), "gen-2"), **{field: 99})
    path.write_bytes(manifest.to_bytes())
    current = replace(read_current(index), manifest_sha256=sha256_hex(manifest.to_bytes()))
    (index / "CURRENT").write_bytes(current.to_bytes())
    with pytest.raises(IndexIncompatibleError, match=told) as caught:
        load_generation(index, HashEmbedder())
    assert caught.value.hint == "Run `briefqa build`."


def test_an_index_of_another_format_is_rebuilt(index: Path, tmp_path: Path) -> None:
    test_another_format_or_other_text_rules_are_refused(index, "format_version", "format 99")
    report = build(write_corpus(tmp_path / "corpus", harbour=HARBOUR), index)
    assert (report.generation, report.added) == ("gen-3", ("harbour",))
    assert served(index) == ("gen-3", "")


def test_check_names_what_is_wrong(index: Path) -> None:
    (index / "gen-2" / "glossary.jsonl").write_bytes(b"{}")
    newest, older = check_index(index)
    assert (newest.name, newest.is_current, newest.is_sound) == ("gen-2", True, False)
    assert newest.problems[0].startswith("gen-2/glossary.jsonl: 2 bytes instead of ")
    assert (older.name, older.is_current, older.is_sound) == ("gen-1", False, True)
    assert older.problems == ()


def test_check_names_a_damaged_current_and_a_missing_generation(index: Path) -> None:
    (index / "CURRENT").write_bytes(b"gen-2")
    assert check_index(index)[0].problems == ("CURRENT: it is missing or damaged.",)
    (index / "CURRENT").write_bytes(b"gen-7 " + b"0" * 64 + b"\n")
    missing = check_index(index)[0]
    assert (missing.name, missing.is_current, missing.is_sound) == ("gen-7", True, False)


def test_roll_back_puts_the_one_before_in_use(index: Path) -> None:
    assert roll_back(index) == "gen-1"
    assert current_name(index) == "gen-1"
    assert served(index) == ("gen-1", "")
    with pytest.raises(IndexMissingError, match="no sound generation before gen-1"):
        roll_back(index)


def test_roll_back_skips_a_damaged_generation(index: Path) -> None:
    (index / "gen-1" / "dense.faiss").write_bytes(b"")
    with pytest.raises(IndexMissingError, match="no sound generation before gen-2"):
        roll_back(index)
    assert served(index) == ("gen-2", "")


def test_a_build_after_a_roll_back_takes_a_new_number(index: Path, tmp_path: Path) -> None:
    roll_back(index)
    report = build(write_corpus(tmp_path / "corpus", harbour=HARBOUR), index)
    assert report.generation == "gen-3"
    assert sorted(path.name for path in index.glob("gen-*")) == ["gen-1", "gen-3"]


def test_loading_starts_again_when_a_build_replaces_the_generation(
    index: Path, tmp_path: Path
) -> None:
    """Between CURRENT and the files, two builds may have removed what CURRENT named."""
    corpus = tmp_path / "corpus"

    class Overtaken(AlteredDisk):
        def read(self, path: Path) -> bytes:
            data = super().read(path)
            if path.name == "CURRENT" and data.startswith(b"gen-2 "):
                for text in (HARBOUR, MARKET):
                    build(write_corpus(corpus, one=text), index)
            return data

    assert served(index, disk=Overtaken(tmp_path, b"")) == ("gen-4", "")


def test_an_altered_manifest_is_refused_without_current_too(index: Path) -> None:
    (index / "CURRENT").unlink()
    path = index / "gen-2" / MANIFEST_NAME
    path.write_bytes(path.read_bytes().replace(b'"revision": "1"', b'"revision": "2"'))
    generation, notice = served(index)
    assert generation == "gen-1"
    assert notice.startswith("gen-2/manifest.json: its digest is wrong.")
