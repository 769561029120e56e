"""Join the lines of a page into lattices: groups of lines that cross, as borders of cells do."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefqa.readers.pdf.drawings import REACH, Rule

_GAP = 4.0  # points between two pieces of one line: a crossing line's width and a bit
_COVERED = 0.75  # of a cell's side that a line must take for a border
_CELL_LIMIT = 5_000
RULE_LIMIT = 3_000  # of a page; a table of 60 rows and 10 columns, drawn cell by cell, has 2,400


@dataclass(frozen=True, slots=True)
class Lattice:
    """Crossing lines. `xs`, `ys`: where its columns and rows begin and the last ones end.

    `walls[row][i]`: whether there is a border at `xs[i]` beside that row; `floors[i][column]`:
    whether there is one at `ys[i]` above that column.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    walls: tuple[tuple[bool, ...], ...]
    floors: tuple[tuple[bool, ...], ...]


def find_lattices(rules: Iterable[Rule]) -> list[Lattice]:
    """Return the groups of crossing lines that make at least two rows and two columns."""
    rules = list(rules)
    across = joined_rules(rule for rule in rules if rule.is_across)
    down = joined_rules(rule for rule in rules if not rule.is_across)
    is_open = min(len(across), len(down)) >= 1 and max(len(across), len(down)) >= 3
    if not is_open or len(across) + len(down) > RULE_LIMIT:
        return []
    found = (_lattice(*group) for group in _groups(across, down))
    return [lattice for lattice in found if lattice is not None]


def joined_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Return lines of one direction by their place, those that are one or go on joined."""
    chosen = sorted(rules, key=lambda rule: rule.at)
    found: list[Rule] = []
    for level in _levels(chosen):
        at = _centre(level)
        start = end = None
        for rule in sorted(level, key=lambda rule: rule.start):
            if start is None or end is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _GAP:
                end = max(end, rule.end)
            else:
                found.append(Rule(level[0].is_across, at, start, end))
                start, end = rule.start, rule.end
        if start is not None and end is not None:
            found.append(Rule(level[0].is_across, at, start, end))
    return found


def _levels(rules: Sequence[Rule]) -> Iterable[list[Rule]]:
    """Yield lines, sorted by place, in groups of about one place."""
    level: list[Rule] = []
    for rule in rules:
        if level and rule.at - level[0].at > REACH:
            yield level
            level = []
        level.append(rule)
    if level:
        yield level


def _centre(level: Sequence[Rule]) -> float:
    """Return the place of a group, weighed by the length of its lines."""
    total = sum(rule.end - rule.start for rule in level)
    return sum(rule.at * (rule.end - rule.start) for rule in level) / total


def _groups(across: list[Rule], down: list[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Yield groups of lines that cross or meet, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    places = [rule.at for rule in across]  # sorted, as `joined_rules` gives them
    for j, rule in enumerate(down, start=len(across)):
        for i in range(bisect_left(places, rule.start - REACH), len(across)):
            if places[i] > rule.end + REACH:
                break
            if across[i].start - REACH <= rule.at <= across[i].end + REACH:
                parent[root(j)] = root(i)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate([*across, *down]):
        group = members.setdefault(root(i), ([], []))
        group[0 if rule.is_across else 1].append(rule)
    yield from members.values()


def _lattice(across: list[Rule], down: list[Rule]) -> Lattice | None:
    ys = _places([rule.at for rule in across] + _open_ends(down))
    xs = _places([rule.at for rule in down] + _open_ends(across))
    if len(xs) < 3 or len(ys) < 3 or (len(xs) - 1) * (len(ys) - 1) > _CELL_LIMIT:
        return None
    walls = [_covered(down, x, ys) for x in xs]
    floors = tuple(_covered(across, y, xs) for y in ys)
    return Lattice(xs, ys, tuple(zip(*walls, strict=True)), floors)


def _open_ends(rules: Sequence[Rule]) -> list[float]:
    """Return where most lines begin or end: there a table is bounded that has no line there."""
    found: list[float] = []
    for ends in ([rule.start for rule in rules], [rule.end for rule in rules]):
        for end in ends:
            if sum(abs(other - end) <= REACH for other in ends) >= max(3, 0.6 * len(ends)):
                found.append(end)
                break
    return found


def _places(values: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > REACH + _GAP / 2:
            found.append(value)
    return tuple(found)


def _covered(rules: Iterable[Rule], at: float, places: Sequence[float]) -> tuple[bool, ...]:
    """Say between which places, one after the other, lines at `at` take most of the room."""
    near = [rule for rule in rules if abs(rule.at - at) <= REACH + _GAP / 2]
    return tuple(
        sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in near)
        >= _COVERED * (end - start)
        for start, end in pairwise(places)
    )
