"""The corpus folder: walk it, read its files, give each an id, tell what could not be read."""

from briefqa.corpus.files import CorpusFile, find_files
from briefqa.corpus.gather import read_corpus
from briefqa.corpus.looks import PAGES_FILE, parse_page, picture_count
from briefqa.corpus.names import slug
from briefqa.corpus.reading import IN_THIS_PROCESS, FileReader, Reading, read_briefing
from briefqa.corpus.results import NOTHING_KNOWN, Corpus, FileOutcome, Known
from briefqa.corpus.sidecars import GLOSSARY_FILE, check_sidecar, read_glossary

__all__ = [
    "GLOSSARY_FILE",
    "IN_THIS_PROCESS",
    "NOTHING_KNOWN",
    "PAGES_FILE",
    "Corpus",
    "CorpusFile",
    "FileOutcome",
    "FileReader",
    "Known",
    "Reading",
    "check_sidecar",
    "find_files",
    "parse_page",
    "picture_count",
    "read_briefing",
    "read_corpus",
    "read_glossary",
    "slug",
]
