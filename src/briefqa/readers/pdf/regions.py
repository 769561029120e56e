"""Say where the letters of a text box stand, without the room that fonts leave around them."""

from briefqa.readers.pdf.lines import Line
from briefqa.readers.pdf.order import Region
from briefqa.readers.pdf.paragraphs import Frame


def region_of(frame: Frame) -> Region[Frame]:
    """Return where a text box stands on the page as shown."""
    lines = [line for paragraph in frame.paragraphs for line in paragraph.lines]
    inner = [_inner(line) for line in lines]
    return Region(
        frame,
        left=min(box[0] for box in inner),
        top=min(box[1] for box in inner),
        right=max(box[2] for box in inner),
        bottom=max(box[3] for box in inner),
        lines=len(lines),
        length=max(len(line.text) for line in lines),
    )


def _inner(line: Line) -> tuple[float, float, float, float]:
    half, middle = 0.5 * line.size, abs(line.depth)
    if line.is_vertical:
        return middle - half, line.top, middle + half, line.bottom
    return line.left, middle - half, line.right, middle + half
