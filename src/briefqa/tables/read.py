"""All tables of a slide."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from briefqa.records import Slide
from briefqa.tables.celled import celled_tables
from briefqa.tables.grids import celled_grids, lined_grids, stacked_grids
from briefqa.tables.labelled import enumerations, numbered_lists, value_lists
from briefqa.tables.names import bulleted, levelled, rosters
from briefqa.tables.pairs import pair_tables
from briefqa.tables.parts import Table

_BLOCKS_READ = 2_000  # of one slide; no slide of a deck has as many


@lru_cache(maxsize=2_048)
def tables_of(slide: Slide) -> tuple[Table, ...]:
    """Return the tables and lists of a slide, in the order of how surely they are read.

    Those whose cells the file tells come first; the others are guessed, and a row that is not
    surely read is left out. What one reader took, later ones leave alone.
    """
    if len(slide.blocks) > _BLOCKS_READ:
        return ()
    found = list(celled_tables(slide))
    # What the file tells is not guessed at, not even where it gives no rows.
    told = [(block.start, block.end) for block in slide.blocks if block.table and block.cells]
    for reader in (
        numbered_lists,
        stacked_grids,
        lined_grids,
        value_lists,
        pair_tables,
        rosters,
        enumerations,
        celled_grids,
        bulleted,
        levelled,
    ):
        found += [
            table
            for table in reader(slide)
            if not _is_taken(table, found) and not (told and _overlaps(table, told))
        ]
    return tuple(_with_pairs_joined(found))


def _with_pairs_joined(tables: Sequence[Table]) -> list[Table]:
    """Make one of the lists of a slide whose items name a pair in brackets each.

    Their headings stand where the layout put them, so that which list is of which is not known.
    """
    paired = [table for table in tables if table.kind == "items" and table.columns]
    if len(paired) < 2:
        return [table for table in tables if len(table.rows) > 1]
    rows = tuple(row for table in paired for row in table.rows)
    joined = replace(paired[0], rows=rows, caption="")
    return [*(table for table in tables if table not in paired), joined]


def _overlaps(table: Table, places: Sequence[tuple[int, int]]) -> bool:
    """Say whether a row of a table stands where one of `places` is."""
    return any(a < row.end and row.start < b for row in table.rows for a, b in places)


def _is_taken(table: Table, found: Iterable[Table]) -> bool:
    """Say whether another table holds half of a table's rows already."""
    taken = [(row.start, row.end) for other in found for row in other.rows]
    inside = sum(any(a < row.end and row.start < b for a, b in taken) for row in table.rows)
    return 2 * inside >= len(table.rows)
