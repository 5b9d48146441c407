"""What all modules that are evaluated side by side share: base, test pictures with their drawings, noise and judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.adapters.modulation.modulation import Modulation
from engine.bases.base import BaseModel
from engine.evaluation.measure.colour_distance import colour_sums
from engine.evaluation.measure.contact_sheet import contact_sheet, shown
from engine.evaluation.measure.judged import Segmenter
from engine.evaluation.measure.lines import line_counts
from engine.evaluation.measure.metrics import KernelDistance, confusions
from engine.evaluation.measure.painting import Control, Pictures, paint_batches, resized
from engine.evaluation.measure.seen import Seen, metrics
from engine.evaluation.modules.drawings import draw
from engine.evaluation.protocol.plans import PicturePlan
from engine.evaluation.study.scene import read_tests
from engine.layers.ink_fitting import fit_ink
from engine.training.data.dataset import PictureSet

Stage = Callable[[str, int, int], None]
"""(what, done, total)"""
_INK = "sketch"


class Bench:
    """Paints and looks, the same way for every arm, and keeps what was painted for the contact sheet."""

    def __init__(
        self,
        base: BaseModel,
        judge: Segmenter,
        data: PictureSet,
        drawn: Sequence[str],
        plan: PicturePlan,
        on_progress: Stage,
        *,
        spread: bool,
    ) -> None:
        """Reads the test split of `data`, draws what is `drawn` (ids of modalities), and judges the photographs.

        Ink is always drawn, to look for its lines; noise is seeded by a condition's place among them.
        """
        self._base, self._judge, self._plan, self._on_progress = base, judge, plan, on_progress
        judged = data.at(judge.size)
        self._tests = read_tests(
            judged, plan.maps, lambda done, total: on_progress("Reading test pictures", done, total), spread=spread
        )
        self.drawings = draw(
            data,
            self._tests.numbers,
            list(dict.fromkeys([*drawn, _INK])),
            lambda done, total: on_progress("Drawing", done, total),
        )
        self._inks = np.stack([fit_ink(ink, judge.size, judge.size) for ink in self.drawings[_INK]])
        self._classes = len(data.classes)
        _, self._others = judge(self._tests.others)
        self.metrics = metrics(with_colours="colours" in drawn)
        colours = [entry.rgb for entry in data.classes]
        self._columns = [shown(name, self.drawings[name], colours) for name in drawn]
        self.photographs = self._look(self._tests.photographs)

    def paint(self, what: str, heard: Sequence[Sequence[Modulation]] = ()) -> Seen:
        """What is seen in the pictures that the base paints with these modules, each of them heard batch by batch."""
        count, batch = len(self._tests.numbers), self._plan.batch
        pictures = paint_batches(
            self._base,
            lambda part: Control(self._base, [one[part.start // batch] for one in heard]),
            range(count),
            self._plan,
            lambda done: self._on_progress(what, done, count),
        )
        return self._look(pictures)

    def sheet(self) -> Image.Image:
        """Drawings, photographs, and what was painted, in order."""
        return contact_sheet(self._columns, self._judge.size)

    def _look(self, pictures: Pictures) -> Seen:
        pictures = resized(pictures, self._judge.size)
        self._columns.append(pictures)
        ids, features = self._judge(pictures)
        paint: NDArray[np.uint8] | None = self.drawings.get("colours")
        return Seen(
            confusion=confusions(self._tests.maps, ids, self._classes),
            lines=line_counts(self._inks, pictures),
            distance=KernelDistance(features, self._others),
            colours=None if paint is None else colour_sums(paint, pictures),
        )
