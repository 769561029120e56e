"""The reader of Markdown: the slides of a deck that rules part, else sections under headings.

The source is rendered to HTML, and read as such: both know the same lists, tables and raw tags.
"""

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from briefqa.readers.bounds import check_lines
from briefqa.readers.html.bounds import check_page
from briefqa.readers.html.meta import iso_day
from briefqa.readers.html.nodes import parse
from briefqa.readers.html.walk import Comment, PagePart, Rule, parts_of
from briefqa.readers.outline import build_slides, split_at_headings
from briefqa.readers.parts import Part, Section, Text
from briefqa.readers.text import decode
from briefqa.records import Document, Loss

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<values>.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.M | re.S)
_VALUE = re.compile(r"^(?P<key>[A-Za-z][\w-]*)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*$", re.MULTILINE)
# A line of front matter: a value, the rest of one, an item of a list, a comment, nothing.
_SETTING = re.compile(r"[A-Za-z][\w-]*[ \t]*:|[ \t]+\S|- |#|[}\]]|\s*$")
# Keys that only the front matter of decks has: of Marp, Slidev, reveal-md.
_DECK_KEYS = frozenset(
    (
        "marp",
        "paginate",
        "headingdivider",
        "theme",
        "transition",
        "layout",
        "slidenumber",
        "colorschema",
    )
)
# What Slidev puts between two rules to set one slide up.
_SLIDE_VALUES = re.compile(
    r"^---[ \t]*\n(?P<values>(?:[A-Za-z][\w-]*[ \t]*:.*\n|[ \t]+\S.*\n)+)---[ \t]*$"
    r"|^::[a-z]+::[ \t]*$",
    re.MULTILINE,
)
_FENCE = re.compile(r"^ {0,3}(?P<mark>`{3,}|~{3,})(?P<rest>.*)$", re.MULTILINE)
# Marp's directives stand in comments, as presenter notes do; `_class` sets one slide alone.
_DIRECTIVE = re.compile(
    r"\s*_?(?:marp|theme|style|headingDivider|lang|size|math|title|author|description|keywords|url"
    r"|image|paginate|header|footer|class|backgroundColor|backgroundImage|backgroundPosition"
    r"|backgroundRepeat|backgroundSize|color|transition|fit|\.slide|\.element)\s*:"
)
_TOOL_COMMENT = re.compile(
    r"\s*(?:prettier-ignore|markdownlint|textlint|toc\b|/?\s*TOC|end\s?toc|fit\s*$|more\s*$)", re.I
)
_HEADED_SHARE = 0.8  # of the parts between rules that begin with a heading, in a deck
# Elements inside each other: a list takes two. markdown-it drops what lies deeper, and at times all
# that follows.
_DEPTH_LIMIT = 100
_INLINE_DEPTH_LIMIT = 20  # the default of markdown-it; more make hostile brackets slower
# Characters of a paragraph in which marks are looked for; each takes 2 us, and nested ones more. A
# longer paragraph, which no one writes by hand, is shown with its marks as they are.
_INLINE_LIMIT = 20_000
_CUT = "briefqa: cut"  # a comment in the place of what lies too deep


@dataclass(frozen=True, slots=True)
class MarkdownSlides:
    """What was read of a source: the sections, and the values of its front matter, keys small."""

    sections: list[Section]
    values: Mapping[str, str]


class MarkdownReader:
    """Markdown (CommonMark with tables), and the decks of Marp, Slidev and reveal-md."""

    def read(self, data: bytes, *, path: Path, pictures: Path | None) -> Document:
        """Return the slides, which have no pictures; see `briefqa.readers.Reader`."""
        source = decode(data, path=path).replace("\0", "")
        check_page(source, path=path)  # it may hold raw tags
        check_lines(source, path=path)
        found = sections_of(source)
        slides = build_slides(found.sections, path=path)
        values = found.values
        return Document(
            slides,
            title=values.get("title", "") or slides[0].title,
            date=iso_day(values.get("date", "")),
            publisher=values.get("publisher", "") or values.get("author", ""),
        )


def sections_of(source: str) -> MarkdownSlides:
    """Return the sections of a Markdown source, at its rules if it is a deck, else at headings."""
    values, body = _front_matter(source)
    rendered = _renderer(has_breaks="marp" in values).render(_without_slide_values(body))
    page = parse(f"<body>{rendered}</body>")
    parts = parts_of(page.body) if page.body is not None else []
    is_deck = bool(_DECK_KEYS.intersection(values)) or _is_headed(parts)
    if not is_deck:
        return MarkdownSlides(split_at_headings(_shown(parts)), values)
    divider = values.get("headingdivider", "")
    level = int(divider) if divider in tuple("123456") else 0
    runs = [run for part in _at_rules(parts) for run in _at_headings(part, level)]
    sections = [Section(tuple(_shown(run)), _level_of(run)) for run in runs]
    return MarkdownSlides([s for s in sections if s.parts] or sections[:1], values)


def from_remark(source: str) -> str:
    """Return a source of remark as a deck of Marp: notes in comments, no settings of slides."""
    slides = re.split(r"^---[ \t]*$", source, flags=re.MULTILINE)
    return "---\ntheme: remark\n---\n" + "\n\n---\n\n".join(map(_from_remark_slide, slides))


def _from_remark_slide(slide: str) -> str:
    shown, mark, note = re.split(r"(^\?\?\?[ \t]*$|\Z)", slide, maxsplit=1, flags=re.MULTILINE)
    shown = re.sub(r"\A\s*(?:[a-z-]+:[^\n]*\n)+", "", shown)
    shown = re.sub(r"^--[ \t]*$", "", shown, flags=re.MULTILINE)
    return f"{shown}\n\n<!--{note}-->\n" if mark and note.strip() else shown


def _renderer(*, has_breaks: bool) -> MarkdownIt:
    # Marp shows each line of a paragraph as one, where CommonMark lets them flow together.
    options = {"html": True, "breaks": has_breaks, "maxNesting": _DEPTH_LIMIT}
    renderer = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    renderer.core.ruler.at("inline", _parse_inline)
    renderer.core.ruler.after("block", "briefqa_cut", _mark_cuts)
    return renderer


def _parse_inline(state: StateCore) -> None:
    """Find the marks in paragraphs, as the rule of markdown-it does, but not in endless ones."""
    state.md.options["maxNesting"] = _INLINE_DEPTH_LIMIT
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        if len(token.content) <= _INLINE_LIMIT:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
            continue
        for line in token.content.split("\n"):
            token.children += [Token("softbreak", "br", 0)] if token.children else []
            token.children.append(Token("text", "", 0, content=line))


def _mark_cuts(state: StateCore) -> None:
    """Write a comment where markdown-it left out what lies too deep: the innermost is empty."""
    marked: list[Token] = []
    for token in state.tokens:
        is_end = token.nesting < 0 and token.level >= _DEPTH_LIMIT - 1
        if is_end and marked[-1].nesting > 0 and marked[-1].level == token.level:
            marked.append(Token("html_block", "", 0, content=f"<!--{_CUT}-->"))
        marked.append(token)
    state.tokens = marked


def _front_matter(source: str) -> tuple[dict[str, str], str]:
    """Return the values of the front matter, keys in lower case, and what follows it."""
    match = _FRONT_MATTER.match(source)
    if match is None or not all(map(_SETTING.match, match["values"].split("\n"))):
        return {}, source
    found = {
        value["key"].lower(): value["value"].strip("\"'")
        for value in _VALUE.finditer(match["values"])
    }
    return found, source[match.end() :]


def _without_slide_values(source: str) -> str:
    """Take out what sets single slides of Slidev up, save in code: values, names of columns."""
    bounds = _fence_bounds(source)

    def _rule(match: re.Match[str]) -> str:
        is_code = bisect(bounds, match.start()) % 2 == 1
        return match[0] if is_code else "\n---\n" if match["values"] else ""

    return _SLIDE_VALUES.sub(_rule, source)


def _fence_bounds(source: str) -> list[int]:
    """Return where fenced code begins, ends, begins ...: CommonMark 0.31.2, 4.5.

    What is not closed goes to the end.
    """
    bounds: list[int] = []
    opening = ""
    for match in _FENCE.finditer(source):
        mark = match["mark"]
        if not opening:
            if mark[0] == "~" or "`" not in match["rest"]:  # else code within a line
                opening = mark
                bounds.append(match.start())
        elif mark.startswith(opening) and not match["rest"].strip():
            opening = ""
            bounds.append(match.end())
    return bounds


def _at_rules(parts: Sequence[PagePart]) -> list[list[PagePart]]:
    runs: list[list[PagePart]] = [[]]
    for part in parts:
        if isinstance(part, Rule):
            runs.append([])
        else:
            runs[-1].append(part)
    return runs


def _at_headings(parts: Sequence[PagePart], level: int) -> list[list[PagePart]]:
    """Part a slide again at headings down to `level`, as Marp's headingDivider does."""
    runs: list[list[PagePart]] = [[]]
    for part in parts:
        is_head = isinstance(part, Text) and part.kind == "heading" and part.level <= level
        if is_head and any(isinstance(before, Text) for before in runs[-1]):
            runs.append([])
        runs[-1].append(part)
    return runs


def _is_headed(parts: Sequence[PagePart]) -> bool:
    """Say whether rules part the source into slides: nearly each part begins with a heading."""
    runs = [run for run in map(_shown, _at_rules(parts)) if run]
    heads = sum(1 for run in runs if isinstance(run[0], Text) and run[0].kind == "heading")
    return len(runs) >= 2 and heads >= _HEADED_SHARE * len(runs)


def _level_of(parts: Sequence[PagePart]) -> int:
    levels = [p.level for p in parts if isinstance(p, Text) and p.kind == "heading"]
    return levels[0] if levels else 0


def _shown(parts: Sequence[PagePart]) -> list[Part]:
    """Return the parts with their comments as notes, directives to tools left out."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, Comment) and part.text == _CUT:
            found.append(Loss("cut"))
        elif isinstance(part, Comment):
            is_tool = _DIRECTIVE.match(part.text) or _TOOL_COMMENT.match(part.text)
            if part.text.strip() and not is_tool:
                found.append(Text("note", part.text.strip()))
        elif not isinstance(part, Rule):
            found.append(part)
    return found
