"""The charts and diagrams of a Word document, read as data; what cannot be is named as lost."""

from dataclasses import dataclass

from briefqa.readers.ooxml.package import Package
from briefqa.readers.parts import Chart, Part, Text
from briefqa.readers.pptx.charts import read_chart
from briefqa.readers.pptx.diagrams import read_diagram
from briefqa.readers.pptx.geometry import Rect
from briefqa.records import Loss

_NOWHERE = Rect(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Graphic:
    """A chart or a diagram where it is anchored. `relation`: the id of the part that holds it."""

    kind: str
    relation: str
    detail: str


class Graphics:
    """Finds the parts that the body's charts and diagrams are in."""

    def __init__(self, package: Package, main: str) -> None:
        """Take the package and the name of its main part."""
        self._package = package
        self._relations = package.relations(main)

    def parts(self, graphic: Graphic) -> list[Part]:
        """Return what a graphic says, or that it is lost."""
        relation = self._relations.get(graphic.relation)
        root = self._package.optional(relation.target) if relation is not None else None
        if root is not None and graphic.kind == "diagram":
            nodes = read_diagram(root)
            if nodes:
                return [Text("bullet", node.text, level=node.level) for node in nodes]
        elif root is not None:
            chart = read_chart(root, _NOWHERE)
            if chart is not None:
                return [Chart(chart.title, chart.axes, chart.series, chart.rows)]
        return [Loss("diagram" if graphic.kind == "diagram" else "chart", graphic.detail)]
