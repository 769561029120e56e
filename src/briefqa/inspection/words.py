"""What formats, origins and losses are called, for people."""

from collections.abc import Mapping

from briefqa.records import FileFormat, LossKind, Origin

FORMATS: Mapping[FileFormat, str] = {
    "text": "plain text",
    "pdf": "PDF",
    "pptx": "PowerPoint",
    "docx": "Word",
    "html": "HTML",
    "markdown": "Markdown",
}
ORIGINS: Mapping[Origin, str] = {
    "": "",
    "sidecar": "from its sidecar file",
    "metadata": "from the file's metadata",
    "name": "from the file's name",
    "slide": "from a slide",
}
LOSSES: Mapping[LossKind, str] = {
    "no_text": "the slide holds no text",
    "pictures": "most of the slide is a picture whose words were not read",
    "unreadable": "characters whose letters the file does not tell",
    "chart": "a chart whose figures are not in the file",
    "diagram": "a diagram",
    "table": "a table",
    "shape": "a shape",
    "embedded": "an embedded document",
    "media": "sound or film",
    "page": "the page itself, which is damaged",
    "cut": "the rest of its text, which is more than is read of one slide",
    "picture": "its looks: no picture could be made of it",
}


def numbers_in_words(numbers: tuple[int, ...]) -> str:
    """Return slide numbers with runs of three or more as ranges.

    >>> numbers_in_words((1, 2, 3, 7, 9, 10))
    '1-3, 7, 9, 10'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = []
    for run in runs:
        words += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(number) for number in run]
    return ", ".join(words)


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an s.

    >>> counted(1, "table"), counted(1200, "slide")
    ('1 table', '1,200 slides')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
