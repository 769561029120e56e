"""The index on disk: immutable generations, built, verified, loaded and rolled back."""

from briefqa.index.build import ISOLATED, build_index
from briefqa.index.check import CheckResult, check_index, roll_back
from briefqa.index.contents import Contents, Generation
from briefqa.index.current import current_name
from briefqa.index.load import Loaded, load_generation
from briefqa.index.manifest import Manifest
from briefqa.index.pages import NO_PAGES, Pages
from briefqa.index.progress import Progress, silent
from briefqa.index.report import BuildReport, FileReport, FileState

__all__ = [
    "ISOLATED",
    "NO_PAGES",
    "BuildReport",
    "CheckResult",
    "Contents",
    "FileReport",
    "FileState",
    "Generation",
    "Loaded",
    "Manifest",
    "Pages",
    "Progress",
    "build_index",
    "check_index",
    "current_name",
    "load_generation",
    "roll_back",
    "silent",
]
