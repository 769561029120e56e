"""Questions over rows of `label：value` under the headings of a bulletin's events."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.reading_examples import AnswerSpan, TextBlock
from training.silver.draft import Draft, Page
from training.silver.prose import is_sized
from training.silver.words import is_telling

_ROW = re.compile(r"^[・◇▽●]?(?P<label>[^：:。、\s]{2,8})[：:]\s*(?P<value>\S.*)$")
_EVENT = re.compile(
    r"^(?:[■◆◇▽▼●○☆★]+\s*[【〔]?|[【〔](?=.*[】〕]$))(?P<name>[^：:。]{3,34}?)[】〕]?$"
)
_BROKEN = re.compile(r"[：:にはをでとが、]$")
_GENERAL = re.compile(  # titles of columns, which name no event
    r"(?:情報|話題|伝言板|お知らせ|コーナー|掲示板|ひろば|広場|子育て|健康|福祉|教育|スポーツ"
    r"|観光|税金|建設|募集|講座|イベント|まち)(?:[・ ].*)?$"
)
_CALL = re.compile(
    r"^(?:参加者|受講者|出演者|出場者)?募集 |[!！?？]+$"
    r"|の?(?:参加者|受講者|出演者|出場者|受講生|入場者)?(?:の?募集|募集中)$"
)
_FURTHER = re.compile(r"[（(。]|※|\s申込|、?(?:先着順|抽選)")


def _read_kinds() -> tuple[dict[str, str], dict[str, tuple[list[str], list[str]]]]:
    """Return the kind of each label, and of each kind its Japanese and English questions."""
    kinds: dict[str, str] = {}
    questions: dict[str, tuple[list[str], list[str]]] = {}
    for line in Path(__file__).with_name("labels.tsv").read_text("utf-8").splitlines():
        kind, labels, japanese, english = (cell.split("|") for cell in line.split("\t"))
        kinds |= dict.fromkeys(labels, kind[0])
        questions[kind[0]] = (japanese, english)
    return kinds, questions


_SHORT_ONLY = frozenset({"capacity", "fee", "where", "term", "pay", "contact", "lecturer", "host"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an event: which event (a number), its kind of question, and its value's place."""

    event: str
    kind: str
    span: AnswerSpan


def label_drafts(pages: list[Page], rng: random.Random) -> Iterator[Draft]:
    """Yield questions over the rows of bulletins; the heading above decides between like rows."""
    kinds, questions = _read_kinds()
    for page in pages:
        for lines in _windows(page.text):
            blocks, rows = _read(page.title, lines, kinds, rng)
            if not is_sized(blocks):
                continue
            counts = Counter((row.event, row.kind) for row in rows)
            alone = [row for row in rows if counts[row.event, row.kind] == 1]
            for row in rng.sample(alone, min(5, len(alone))):
                yield _draft(row, blocks, questions[row.kind], page.group, rng)


def _windows(text: str) -> Iterator[list[str]]:
    """Yield stretches of lines that a slide holds, cut before an event's heading."""
    lines: list[str] = []
    size = 0
    for line in (line.strip() for line in text.split("\n")):
        if not line:
            continue
        if (size + len(line) > 600 or len(lines) > 20) or (size > 320 and _EVENT.match(line)):
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += len(line)
    yield lines


def _read(
    title: str, lines: list[str], kinds: dict[str, str], rng: random.Random
) -> tuple[tuple[TextBlock, ...], list[Row]]:
    """Return the lines as blocks and the rows among them, each under its event."""
    blocks = [TextBlock("heading", title)]
    rows: list[Row] = []
    event, names = title, Counter(m["name"] for line in lines if (m := _EVENT.match(line)))
    colon, gap = rng.choice((("：", ""), ("：", ""), (":", " "), ("　", ""), (" ", "")))
    for line in lines:
        if match := _EVENT.match(line):
            event = match["name"].strip() if names[match["name"]] == 1 else ""
            text = line if rng.random() < 0.6 else match["name"]
            blocks.append(TextBlock("heading" if rng.random() < 0.7 else "bullet", text))
        elif (match := _ROW.match(line)) and (kind := kinds.get(match["label"])):
            head = match["label"] + colon + gap
            value = match["value"]
            if span := _value(value, kind):
                start, end = len(head) + span[0], len(head) + span[1]
                if is_event(event):
                    rows.append(Row(event, kind, AnswerSpan(len(blocks), start, end)))
            blocks.append(TextBlock("row", head + value))
        else:
            sentence = line.endswith(("。", "、")) or len(line) > 30
            blocks.append(TextBlock("body" if sentence else "bullet", line))
    return tuple(blocks), rows


def is_event(name: str) -> bool:
    """Say whether a heading names something that can be asked about by its name alone."""
    return is_telling(name) and len(name) >= 4 and not _GENERAL.search(_CALL.sub("", name))


def _value(value: str, kind: str) -> tuple[int, int] | None:
    """Return where the value proper stands: without remarks, where the label asks for one thing."""
    end = len(value.rstrip("。 　"))
    if kind in _SHORT_ONLY and (match := _FURTHER.search(value)) and match.start() >= 2:
        end = min(end, match.start())
    if kind not in _SHORT_ONLY and (stop := value.find("。")) >= 4:
        end = min(end, stop)
    text = value[:end].rstrip()
    if not 2 <= len(text) <= 90 or text.startswith("(") or _BROKEN.search(text):
        return None
    if kind != "apply" and text.endswith("へ"):
        return None
    return 0, len(text)


def _draft(
    row: Row,
    blocks: tuple[TextBlock, ...],
    questions: tuple[list[str], list[str]],
    group: str,
    rng: random.Random,
) -> Draft:
    japanese, english = questions
    name = _CALL.sub("", row.event).strip()
    if name.count("「") != name.count("」"):
        name = name.replace("「", "").replace("」", "")
    return Draft(
        f"label-{row.kind}",
        rng.choice(japanese).format(name),
        blocks,
        (row.span,),
        group,
        rng.choice(english),
        name,
    )
