"""An answer with its quotes as plain text, for a mail or a note."""

from briefqa.export.transcript import PHRASES, Entry


def to_text(entry: Entry) -> str:
    """Return question, answer and remarks, then rows, then each quote over its source.

    Where nothing was found, the nearest slides follow.
    """
    answer = [entry.answer] if entry.answer is not None else []
    parts = ["\n".join([entry.question, *answer, *entry.remarks])]
    if entry.rows:
        lines = ["\t".join([*filter(None, row[:2]), f"[{row[2]}]"]) for row in entry.rows]
        parts.append("\n".join(lines))
    mark = "「{}」" if entry.language == "ja" else "“{}”"
    parts += [f"[{one.marker}] {mark.format(one.text)}\n{one.source}" for one in entry.quotes]
    if entry.nearest:
        parts.append("\n".join([PHRASES[entry.language].nearest, *entry.nearest]))
    return "\n\n".join(parts)
