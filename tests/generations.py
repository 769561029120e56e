"""Small corpora and the generations built from them."""

from pathlib import Path

from briefqa.index import BuildReport, build_index
from briefqa.index.files import DISK, FileSystem
from tests.fakes import HashEmbedder

HARBOUR = "港の歴史\n国際海事機関（IMO）は一九五八年に設けられた。\n---\n船の数\n船は三隻ある。"
MARKET = "市場の案内\n魚市場は朝五時に開く。\n---\n休みの日\n水曜日は休む。"
FOREST = "森の手入れ\n杉を百本植えた。\n---\n道具\n鋸と鎌を使う。"


def write_corpus(folder: Path, **briefings: str) -> Path:
    """Write one text file a briefing, in place of those that were in `folder`."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in briefings.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def build(corpus: Path, index: Path, *, disk: FileSystem = DISK) -> BuildReport:
    """Build with a fake embedder."""
    return build_index(corpus, index, HashEmbedder(), disk=disk)


def build_two(folder: Path) -> Path:
    """Build gen-1 (harbour, market) and gen-2 (harbour, forest); return the index folder.

    Every file of a generation has something in it, and each differs between the two.
    """
    corpus, index = folder / "corpus", folder / "index"
    write_corpus(corpus, harbour=HARBOUR, market=MARKET, empty="")
    build(corpus, index)
    write_corpus(corpus, harbour=HARBOUR.replace("IMO", "WMO"), forest=FOREST * 2, blank=" ")
    build(corpus, index)
    return index


def files_under(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder by relative path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
