"""File systems that fail: on purpose, at a chosen step, or by losing power."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, product
from pathlib import Path

from briefqa.index.files import Disk


def seeded(seed: int | str) -> random.Random:
    """Return chance that is the same in every run."""
    return random.Random(seed)


Tree = dict[str, "bytes | Tree"]


@dataclass(frozen=True, slots=True)
class Step:
    """A change about to be made. `number` counts from 0; `data` is what a write writes."""

    number: int
    operation: str
    path: Path
    data: bytes = b""


class HookedDisk(Disk):
    """The real disk, which calls `before` ahead of each change; raising there stops the change."""

    def __init__(self, before: Callable[[Step], None]) -> None:
        self.steps = 0
        self._before = before

    def make_folder(self, folder: Path) -> None:
        self._announce("make_folder", folder)
        super().make_folder(folder)

    def write(self, path: Path, data: bytes) -> None:
        self._announce("write", path, data)
        super().write(path, data)

    def link(self, source: Path, target: Path) -> None:
        self._announce("link", target)
        super().link(source, target)

    def copy(self, source: Path, target: Path) -> None:
        self._announce("copy", target)
        super().copy(source, target)

    def sync(self, path: Path) -> None:
        self._announce("sync", path)
        super().sync(path)

    def rename(self, source: Path, target: Path) -> None:
        self._announce("rename", target)
        super().rename(source, target)

    def remove(self, path: Path) -> None:
        self._announce("remove", path)
        super().remove(path)

    def _announce(self, operation: str, path: Path, data: bytes = b"") -> None:
        step = Step(self.steps, operation, path, data)
        self.steps += 1
        self._before(step)


class AlteredDisk(Disk):
    """The real disk, but `path` reads as `data`."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        self._data = data

    def read(self, path: Path) -> bytes:
        return self._data if path == self._path else super().read(path)


@dataclass(eq=False, slots=True)
class File:
    """A file's content as programs see it, and as it was when last synced."""

    content: bytes = b""
    synced: bytes = b""

    def after_power_loss(self) -> tuple[bytes, ...]:
        """Return what the disk may hold: what was synced, and of what was not, all or half."""
        if self.content == self.synced:
            return (self.content,)
        half = self.content[: len(self.content) // 2]
        return tuple(dict.fromkeys((self.content, self.synced, half)))


@dataclass(frozen=True, slots=True)
class Change:
    """A name in a folder given (`node`) or taken away (None), with the one it was renamed from."""

    name: str
    node: "File | Folder | None"
    renamed_from: str = ""


@dataclass(eq=False, slots=True)
class Folder:
    """A folder's names as programs see them, as last synced, and the changes in between."""

    names: dict[str, "File | Folder"] = field(default_factory=dict)
    synced: dict[str, "File | Folder"] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def make(self, change: Change) -> None:
        self.changes.append(change)
        self.names = applied(self.names, [change])


def applied(
    names: dict[str, "File | Folder"], changes: Iterable[Change]
) -> dict[str, "File | Folder"]:
    """Return `names` after `changes`."""
    names = dict(names)
    for change in changes:
        names.pop(change.renamed_from, None)
        if change.node is None:
            names.pop(change.name, None)
        else:
            names[change.name] = change.node
    return names


class PowerLossDisk:
    """A disk in memory that knows what a power loss may leave of it.

    Content and names outlast a power loss only once synced; of what was not, any part may have
    got through, in any order. `lost_sync`: the number (from 0) of a sync that does nothing, to show
    that it is needed; `syncs` counts them. `after_change` is called after every change.
    """

    def __init__(self, root: Path, *, lost_sync: int | None = None) -> None:
        self.root = root
        self.top = Folder()
        self.syncs = 0
        self.after_change: Callable[[], None] = lambda: None
        self._lost_sync = lost_sync

    def names(self, folder: Path) -> tuple[str, ...]:
        node = self._find(folder)
        return tuple(sorted(node.names)) if isinstance(node, Folder) else ()

    def is_folder(self, path: Path) -> bool:
        return isinstance(self._find(path), Folder)

    def read(self, path: Path) -> bytes:
        node = self._find(path)
        if not isinstance(node, File):
            raise FileNotFoundError(path)
        return node.content

    def make_folder(self, folder: Path) -> None:
        self._change(folder, Change(folder.name, Folder()))

    def write(self, path: Path, data: bytes) -> None:
        node = self._find(path)
        if isinstance(node, File):
            node.content = data
            self.after_change()
        else:
            self._change(path, Change(path.name, File(data)))

    def link(self, source: Path, target: Path) -> None:
        node = self._find(source)
        if not isinstance(node, File):
            raise FileNotFoundError(source)
        self._change(target, Change(target.name, node))

    def copy(self, source: Path, target: Path) -> None:
        self.write(target, self.read(source))

    def sync(self, path: Path) -> None:
        number, self.syncs = self.syncs, self.syncs + 1
        node = self._find(path)
        if number == self._lost_sync:
            return
        if isinstance(node, File):
            node.synced = node.content
        elif isinstance(node, Folder):
            node.synced, node.changes = dict(node.names), []

    def rename(self, source: Path, target: Path) -> None:
        node = self._find(source)
        if node is None:
            raise FileNotFoundError(source)
        self._change(target, Change(target.name, node, renamed_from=source.name))

    def remove(self, path: Path) -> None:
        self._change(path, Change(path.name, None))

    def states(self, chance: random.Random) -> Iterator[Tree]:
        """Yield the trees that a power loss may leave now: all where they are few, else many."""
        return _folder_states(self.top, chance)

    def _change(self, path: Path, change: Change) -> None:
        parent = self._find(path.parent)
        if not isinstance(parent, Folder):
            raise FileNotFoundError(path.parent)
        parent.make(change)
        self.after_change()

    def _find(self, path: Path) -> File | Folder | None:
        node: File | Folder | None = self.top
        for name in path.relative_to(self.root).parts:
            node = node.names.get(name) if isinstance(node, Folder) else None
        return node


def _folder_states(folder: Folder, chance: random.Random) -> Iterator[Tree]:
    for changes in _subsets(folder.changes, chance):
        names = applied(folder.synced, changes)
        parts = [
            [(name, state) for state in _states(names[name], chance)] for name in sorted(names)
        ]
        yield from map(dict, product(*parts))


def _states(node: File | Folder, chance: random.Random) -> list["bytes | Tree"]:
    if isinstance(node, File):
        return list(node.after_power_loss())
    states: list[bytes | Tree] = list(_folder_states(node, chance))
    return states if len(states) <= 40 else [states[0], *chance.sample(states, 38), states[-1]]


def _subsets(changes: list[Change], chance: random.Random) -> Iterator[tuple[Change, ...]]:
    """Yield every part of `changes` if they are few, else none, all, each alone, each left out."""
    if len(changes) <= 5:
        for chosen in product((False, True), repeat=len(changes)):
            yield tuple(change for change, is_in in zip(changes, chosen, strict=True) if is_in)
        return
    alone = ((change,) for change in changes)
    left_out = (tuple(c for c in changes if c is not change) for change in changes)
    drawn = (tuple(c for c in changes if chance.random() < 0.5) for _ in range(8))
    yield from chain([(), tuple(changes)], alone, left_out, drawn)


class TreeDisk(Disk):
    """The files of a tree in memory, to read from."""

    def __init__(self, root: Path, tree: Tree) -> None:
        self._root = root
        self._tree = tree

    def names(self, folder: Path) -> tuple[str, ...]:
        node = self._find(folder)
        return tuple(sorted(node)) if isinstance(node, dict) else ()

    def is_folder(self, path: Path) -> bool:
        return isinstance(self._find(path), dict)

    def read(self, path: Path) -> bytes:
        node = self._find(path)
        if not isinstance(node, bytes):
            raise FileNotFoundError(path)
        return node

    def _find(self, path: Path) -> "bytes | Tree | None":
        node: bytes | Tree | None = self._tree
        for name in path.relative_to(self._root).parts:
            node = node.get(name) if isinstance(node, dict) else None
        return node
