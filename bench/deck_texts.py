"""Write slide decks as plain text, a form feed between slides, to measure answers over them.

    python -m bench.deck_texts DECKS OUT [--questions decks.jsonl]

PDF through poppler's `pdftotext`, PPTX through python-pptx (hidden slides too, as PowerPoint counts
them), DOCX through python-docx (a section under a heading is a slide). With `--questions` only the
decks that a question names.
"""

import argparse
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path


def pdf_text(path: Path) -> str:
    command = ["pdftotext", "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def pptx_text(path: Path) -> str:
    from pptx import Presentation

    return "\f".join("\n\n".join(_texts(slide.shapes)) for slide in Presentation(path).slides)


def _texts(shapes) -> Iterator[str]:
    for shape in shapes:
        if shape.shape_type == 6:  # a group
            yield from _texts(shape.shapes)
        elif shape.has_text_frame and shape.text_frame.text.strip():
            yield shape.text_frame.text.replace("\v", "\n")
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield "\n".join(
                "　".join(" ".join(cell.text.split()) for cell in row.cells)
                for row in shape.table.rows
            )


def docx_text(path: Path) -> str:
    from docx import Document
    from docx.table import Table

    sections: list[list[str]] = [[]]
    for part in Document(path).iter_inner_content():
        if isinstance(part, Table):
            rows = ["　".join(" ".join(c.text.split()) for c in row.cells) for row in part.rows]
            sections[-1].append("\n".join(rows))
        elif part.text.strip():
            if part.style.name.startswith(("Heading", "Title", "見出し")):
                sections.append([])
            sections[-1].append(part.text)
    return "\f".join("\n\n".join(section) for section in sections if section)


READERS = {".pdf": pdf_text, ".pptx": pptx_text, ".docx": docx_text}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("decks", type=Path, help="a folder of decks, looked through in depth")
    parser.add_argument("out", type=Path, help="the folder that gets a .txt for each deck")
    parser.add_argument("--questions", type=Path, help="only the decks that these questions name")
    arguments = parser.parse_args()
    named = None
    if arguments.questions:
        lines = arguments.questions.read_text(encoding="utf-8").splitlines()
        named = {json.loads(line)["deck"] for line in lines if line.strip()}
    arguments.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(arguments.decks.rglob("*")):
        if path.suffix in READERS and (named is None or path.name in named):
            try:
                text = READERS[path.suffix](path)
            except Exception as error:  # noqa: BLE001 - hostile files break parsers in any way
                print(f"{path.name}: left out ({type(error).__name__}: {error})")
                continue
            (arguments.out / f"{path.stem}.txt").write_text(text, encoding="utf-8")
            print(f"{path.name}: {text.count(chr(12)) + 1} slides")


if __name__ == "__main__":
    main()
