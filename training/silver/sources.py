"""The pages that questions are made over: stretches of the training texts, a slide's worth each."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.records import read_records
from training.silver.draft import Page

SHORTEST, LONGEST = 90, 900  # characters of a page's text
PLAIN = (
    "plain_cio_discussion_papers_ja",
    "plain_digital_agency_2021_ja",
    "plain_gif_digital_agency_ja",
    "plain_teammirai_policy_ja",
)
LAWS = "plain_egov_laws_env_ja"
KYOTO = "plain_kyotowiki_ja"
WHITEPAPER = "ict_whitepaper_heading_passage_ja"
BULLETIN = "municipal_bulletin_title_body_ja"
ARTICLES_A_LAW = 4
KYOTO_PAGES = 9_000
_HEADING = re.compile(
    r"^(?:#{1,5}\s*|[0-9０-９]+(?:[.．][0-9０-９]+)*[.．\s　]*|[（(]\d[）)]\s*)"
    r"(?P<title>[^。、]{2,40})$"
)
_MARKDOWN = re.compile(r"\*\*|`|\[(?=[^\]]*\]\()|\]\([^)]*\)|^>\s*|^\s*[*\-]\s+|^\|.*\|$|^#+\s*")
_ARTICLE = re.compile(
    r"\n(?:[（(](?P<about>[^）)\n]{2,30})[）)]\n)?"
    r"(?P<number>第[一二三四五六七八九十百]+条(?:の[二三四五六七八九十])?) "
)
_TITLE_NOISE = re.compile(
    r"^(?:の?ポイント\s*|第\d+[章節部]\s*)|[（(]?(?:調査概要は|図表|※).*$|[：:]$|\s*[（(][0-9０-９アイウエオア-ン]{1,2}[）)]\s*|^\d+[.．]?\s+"
)


def prose_pages(data: Path, rng: random.Random) -> list[Page]:
    """Return the pages of prose of every source, shuffled."""
    pages = [
        *_whitepaper(data),
        *(page for name in PLAIN for page in _plain(data, name)),
        *_laws(data, rng),
        *_bulletin_prose(data),
        *_kyoto(data, rng),
    ]
    rng.shuffle(pages)
    return pages


def bulletin_pages(data: Path) -> Iterator[Page]:
    """Yield the bulletins as they are, line ends kept."""
    for record in read_records(data, BULLETIN):
        text = record["b"].replace("?", "〜").strip()
        yield Page(_title(record["a"]), text, _group("bulletin", record), BULLETIN)


def _group(prefix: str, record: dict[str, Any]) -> str:
    return f"{prefix}/{record['source']}/{record.get('title') or record.get('a')}"


def _title(text: str) -> str:
    return re.sub(r"\s+", " ", _TITLE_NOISE.sub(" ", text)).strip(" 　の？")[:60]


def _whitepaper(data: Path) -> Iterator[Page]:
    for record in read_records(data, WHITEPAPER):
        title = _title(record["a"])
        if len(record["b"]) >= SHORTEST and len(title) >= 3:
            yield Page(title, record["b"][:LONGEST], _group("whitepaper", record), WHITEPAPER)


def _bulletin_prose(data: Path) -> Iterator[Page]:
    for page in bulletin_pages(data):
        if page.text.count("。") >= 2 and len(page.title) >= 3:
            text = "\n".join(
                line for line in page.text.split("\n") if not re.search("電話|FAX|@", line)
            )
            if len(text) >= SHORTEST:
                yield Page(page.title, text[:LONGEST], page.group, BULLETIN)


def _plain(data: Path, name: str) -> Iterator[Page]:
    for record in read_records(data, name):
        group = f"{name}/{record['source']}"
        title, lines = record["title"], list[str]()
        for line in [*record["text"].split("\n"), "# 終"]:
            heading = _HEADING.match(line.strip())
            text = _MARKDOWN.sub("", line.strip()).strip()
            if heading is not None or sum(map(len, lines)) + len(text) > LONGEST * 2 // 3:
                if sum(map(len, lines)) >= SHORTEST:
                    yield Page(_title(title), "\n".join(lines), group, name)
                lines = []
            if heading is not None:
                title = re.sub(r"\d+$", "", heading["title"])
            elif text and "http" not in text:
                lines.append(text)


def _laws(data: Path, rng: random.Random) -> Iterator[Page]:
    for record in read_records(data, LAWS):
        text = record["text"][:200_000]
        heads = [match for match in _ARTICLE.finditer(text) if match["about"]]
        for match in rng.sample(heads, min(ARTICLES_A_LAW, len(heads))):
            ending = text.find("\n（", match.end())
            body = text[match.start("number") : ending if ending > 0 else None][:LONGEST]
            if len(body) >= SHORTEST and match["about"]:
                body = re.sub(r"(?<!。)\n(?![０-９一二三四五六七八九十]+ )", "", body)
                body = body[: body.rfind("。") + 1] or body
                yield Page(
                    f"{record['title']} {match['about']}"[:60], body, f"law/{record['title']}", LAWS
                )


def _kyoto(data: Path, rng: random.Random) -> Iterator[Page]:
    records = list(read_records(data, KYOTO))
    for record in rng.sample(records, min(KYOTO_PAGES, len(records))):
        paragraphs, title = list[str](), record["title"]
        for line in record["text"].split("\n"):
            if len(line) <= 14 and not line.endswith("。"):
                if sum(map(len, paragraphs)) >= SHORTEST:
                    break
                paragraphs = []
                title = f"{record['title']} {line.strip()}"
                continue
            paragraphs.append(line)
            if sum(map(len, paragraphs)) > LONGEST // 2:
                break
        text = "\n".join(paragraphs)[:LONGEST]
        if len(text) >= SHORTEST:
            yield Page(title, text, f"kyoto/{record['source']}", KYOTO)
