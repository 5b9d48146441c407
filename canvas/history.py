"""Undo and redo of a document, a stroke at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from canvas.beside import Beside
from canvas.document import Document
from canvas.edits import ContentEdit, Edit, JointEdit, PatchEdit, merged
from canvas.events import Event, each
from canvas.layers import Layers
from canvas.limits import check_size
from canvas.packed_edits import Packed, PackedPatch, packed
from canvas.palette import PaletteEntry

DEFAULT_BUDGET_BYTES = 256 * 2**20


_OBJECT_BYTES = 200


@dataclass(frozen=True)
class _Entry:
    label: str
    edit: Packed | None
    beside: tuple[Beside, ...] = ()
    painted: PaletteEntry | None = None
    """The class that all pixels were given, as the palette had it then."""

    @property
    def nbytes(self) -> int:
        own = _OBJECT_BYTES if self.edit is None else self.edit.nbytes
        return own + sum(change.nbytes for change in self.beside)


class History:
    """Records what is done to one document. From `begin` to `commit` is one entry, which holds only the patch.

    What changes beside the drawing is entered with `enter`, and undone and redone in the same line. An edit that
    changed the drawing has its entry even where a listener raised.

    Loading another content into the document empties the history. Over the budget the oldest entries go, and
    `forgotten` counts them; the newest entry always stays.
    """

    def __init__(self, document: Document, budget_bytes: int = DEFAULT_BUDGET_BYTES) -> None:
        self._document = document
        self._budget_bytes = budget_bytes
        self._done: deque[_Entry] = deque()
        self._undone: list[_Entry] = []
        self._stroke: list[PatchEdit] | None = None
        self._stroke_label = ""
        self._bytes_used = 0
        self._forgotten = 0
        self._joining: list[Beside] | None = None
        """What changes beside the drawing while an edit is performed."""
        self._is_stepping = False
        self.changed: Event[[]] = Event()
        """After anything that may change what can be undone or redone."""
        document.loaded.connect(self.clear)

    @property
    def in_stroke(self) -> bool:
        """Whether a stroke was begun and neither committed nor aborted."""
        return self._stroke is not None

    @property
    def is_stepping(self) -> bool:
        """Whether an entry is being undone or redone: what changes now is no change of its own."""
        return self._is_stepping

    @property
    def is_performing(self) -> bool:
        """Whether an edit is being performed: what changes now beside the drawing is part of its entry."""
        return self._joining is not None

    @property
    def can_undo(self) -> bool:
        """Whether `undo` would change the drawing."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether `redo` would change the drawing."""
        return bool(self._undone)

    @property
    def undo_label(self) -> str:
        """What `undo` takes back, such as "Brush stroke"; empty if nothing."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """What `redo` does again; empty if nothing."""
        return self._undone[-1].label if self._undone else ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The texts of all entries, oldest first: those that are done, then those that are undone."""
        return tuple(entry.label for entry in (*self._done, *reversed(self._undone)))

    @property
    def painted(self) -> tuple[PaletteEntry | None, ...]:
        """For each of `labels` the class that was painted, as it was then; None where it is not one of labels."""
        return tuple(entry.painted for entry in (*self._done, *reversed(self._undone)))

    @property
    def position(self) -> int:
        """How many of the entries are done."""
        return len(self._done)

    @property
    def budget_bytes(self) -> int:
        """Memory that the entries may take; beyond, the oldest go. Lowering it forgets at once."""
        return self._budget_bytes

    @budget_bytes.setter
    def budget_bytes(self, budget_bytes: int) -> None:
        self._budget_bytes = budget_bytes
        if self._forget_oldest():
            self.changed.emit()

    @property
    def bytes_used(self) -> int:
        """Memory of all entries."""
        return self._bytes_used

    @property
    def forgotten(self) -> int:
        """How many of the oldest entries went to stay within the budget, since the content was loaded."""
        return self._forgotten

    def begin(self, label: str) -> None:
        """Open a stroke. RuntimeError if one is open."""
        if self._stroke is not None:
            raise RuntimeError("a stroke is open already")
        self._stroke = []
        self._stroke_label = label

    def record(self, edit: PatchEdit) -> None:
        """Apply `edit` to the document as part of the open stroke. RuntimeError if none is open."""
        if self._stroke is None:
            raise RuntimeError("no stroke is open")
        if not edit.is_empty:
            self._stroke.append(edit)
            self._document.apply(edit)

    def commit(self) -> bool:
        """Close the open stroke; returns whether it changed the drawing and so became an entry."""
        edit = self._closed_stroke()
        if edit.is_empty:
            return False
        self._enter(self._stroke_label, edit)
        return True

    def abort(self) -> None:
        """Take the open stroke back, as if it had never begun."""
        self._document.apply(self._closed_stroke().inverse())

    def perform(self, label: str, edit: Edit) -> bool:
        """Make one change as one entry; returns whether it changed the drawing.

        RuntimeError while a stroke is open; raises what `Document.apply` raises, and then there is no entry.
        """
        self._check_no_stroke()
        if edit.is_empty:
            return False
        revision, self._joining = self._document.revision, []
        try:
            self._document.apply(edit)
        finally:
            beside, self._joining = self._joining, None
            if self._document.revision != revision:
                self._enter(label, edit, beside)
        return True

    def enter(self, change: Beside) -> None:
        """Record what changed beside the drawing; while an edit is performed it is part of that edit's entry.

        It is joined with the newest entry where that is such a change, too, and the two are one to a person.
        """
        if self._is_stepping:
            return
        if self._joining is not None:
            self._joining.append(change)
            return
        newest = self._done[-1] if self._done and not self._undone else None
        joined = newest.beside[0].then(change) if newest is not None and newest.edit is None else None
        if joined is not None:
            self._bytes_used -= self._done.pop().nbytes
        change = change if joined is None else joined
        if change.is_empty:
            self.changed.emit()
        else:
            self._push(_Entry(change.label, None, (change,)))

    def replace(self, label: str, layers: Layers) -> None:
        """Put other layers, of any size, in place as one entry.

        Raises CanvasError for a size that a drawing cannot have, RuntimeError while a stroke is open.
        """
        check_size(*layers.size)
        self.perform(label, ContentEdit.replace(self._document.layers, layers))

    def undo(self) -> bool:
        """Take the last entry back; returns whether there was one. RuntimeError while a stroke is open."""
        self._check_no_stroke()
        if not self._done:
            return False
        self.go_to(len(self._done) - 1)
        return True

    def redo(self) -> bool:
        """Do the last undone entry again; returns whether there was one. RuntimeError while a stroke is open."""
        self._check_no_stroke()
        if not self._undone:
            return False
        self.go_to(len(self._done) + 1)
        return True

    def go_to(self, position: int) -> None:
        """Undo or redo until `position` entries are done. ValueError outside the list, RuntimeError in a stroke."""
        self._check_no_stroke()
        if not 0 <= position <= len(self._done) + len(self._undone):
            raise ValueError(f"there is no position {position} in the history")
        if position == len(self._done):
            return
        try:
            while len(self._done) > position:
                self._step(self._done, self._undone, forward=False)
            while len(self._done) < position:
                self._step(self._undone, self._done, forward=True)
        finally:
            self.changed.emit()

    def clear(self) -> None:
        """Forget everything, an open stroke included. The drawing stays as it is."""
        self._done.clear()
        self._undone.clear()
        self._stroke = None
        self._bytes_used = 0
        self._forgotten = 0
        self.changed.emit()

    def _enter(self, label: str, edit: Edit, beside: Sequence[Beside] = ()) -> None:
        kept, palette = packed(edit), self._document.palette
        class_id = kept.painted if isinstance(kept, PackedPatch) else None
        painted = palette.entry(class_id) if class_id in palette.ids else None
        self._push(_Entry(label, kept, tuple(beside), painted))

    def _push(self, entry: _Entry) -> None:
        self._bytes_used += entry.nbytes - sum(undone.nbytes for undone in self._undone)
        self._undone.clear()
        self._done.append(entry)
        self._forget_oldest()
        self.changed.emit()

    def _forget_oldest(self) -> bool:
        before = self._forgotten
        while self._bytes_used > self._budget_bytes and self._done and len(self._done) + len(self._undone) > 1:
            self._bytes_used -= self._done.popleft().nbytes
            self._forgotten += 1
        return self._forgotten > before

    def _step(self, source: deque[_Entry] | list[_Entry], target: deque[_Entry] | list[_Entry], forward: bool) -> None:
        entry = source.pop()
        target.append(entry)
        calls: list[Callable[[], None]] = []
        if entry.edit is not None:
            edit = entry.edit.unpacked()
            calls.append(partial(self._document.apply, edit if forward else edit.inverse()))
        calls += [change.redo if forward else change.undo for change in entry.beside[:: 1 if forward else -1]]
        self._is_stepping = True
        try:
            each(calls)
        finally:
            self._is_stepping = False

    def _check_no_stroke(self) -> None:
        if self._stroke is not None:
            raise RuntimeError("commit or abort the open stroke first")

    def _closed_stroke(self) -> PatchEdit | JointEdit:
        if self._stroke is None:
            raise RuntimeError("no stroke is open")
        edits, self._stroke = self._stroke, None
        layers = self._document.layers
        names = dict.fromkeys(edit.layer for edit in edits)
        patches = [merged([edit for edit in edits if edit.layer == name], layers.of(name)) for name in names]
        patches = [patch for patch in patches if not patch.is_empty] or [PatchEdit.nothing()]
        return patches[0] if len(patches) == 1 else JointEdit(tuple(patches))
