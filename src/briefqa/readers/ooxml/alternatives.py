"""Choose among the alternatives that a writer offers to programs of different ages.

ECMA-376 Part 3, 10.2: of an `mc:AlternateContent`, the first `Choice` that is understood is read,
or else the `Fallback`; never both, since they say the same.
"""

from briefqa.readers.ooxml.xml import Element, child, children, name_of

_SHAPES = frozenset({"sp", "cxnSp", "pic", "grpSp"})
_CONTENTS = frozenset({"tbl", "chart", "relIds", "oleObj"})


def branch_of(alternatives: Element) -> list[Element]:
    """Return the shapes of the branch that is to be read."""
    branches = _branches(alternatives)
    understood = (branch for branch in branches if branch and all(map(_is_understood, branch)))
    return next(understood, branches[-1] if branches else [])


def contents_of(data: Element | None) -> list[Element]:
    """Return what a graphic frame's `graphicData` holds, alternatives resolved."""
    found: list[Element] = []
    for content in () if data is None else data:
        if name_of(content) == "AlternateContent":
            found += next(filter(None, _branches(content)), [])
        else:
            found.append(content)
    return found


def _branches(alternatives: Element) -> list[list[Element]]:
    names = ("Choice", "Fallback")
    return [list(branch) for name in names for branch in children(alternatives, name)]


def _is_understood(shape: Element) -> bool:
    if name_of(shape) != "graphicFrame":
        return name_of(shape) in _SHAPES
    contents = contents_of(child(shape, "graphic", "graphicData"))
    return any(name_of(content) in _CONTENTS for content in contents)
