"""Label maps of any file in the classes of a palette: plain ones as they are, others after one question a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from app.settings import table as s
from app.widgets.questions import Chosen
from canvas.errors import CanvasError, LabelMapError
from canvas.label_maps.evidence import Evidence, UnclearLabelMapError, weigh
from canvas.label_maps.parts import parts_beside, read_parts
from canvas.label_maps.reading import read
from canvas.label_maps.rule import Rule, rule_of
from canvas.label_maps.samples import read_samples
from canvas.palette import Palette
from canvas.words import Words, say
from engine.request.types import LabelMap

_FOLDERS_KEPT = 50


class LeftError(CanvasError):
    """The person rather leaves the file. Nothing is to be said of it."""


class ReadingAsking(Protocol):
    """Whom the program asks how a label map is read."""

    def reading(self, evidence: Evidence) -> Chosen | None:
        """One of the readings of a file that can be read in more ways than one; None to leave it."""
        ...


class FolderRules:
    """How the label maps of a folder are read, as the person said. GUI thread; kept in the settings."""

    def __init__(self, settings: s.Settings) -> None:
        self._settings = settings

    def rule(self, folder: Path, palette: Palette) -> Rule | None:
        """The rule of a folder; None where none was said, or it names a class that the palette lacks."""
        text = self._settings.get(s.READ_AS).get(str(folder))
        try:
            return None if text is None else rule_of(text, palette)
        except LabelMapError:
            return None

    def keep(self, folder: Path, rule: Rule, palette: Palette) -> None:
        """Read the folder's label maps so from now on."""
        kept = {name: text for name, text in self._settings.get(s.READ_AS).items() if name != str(folder)}
        newest = [*kept.items(), (str(folder), rule.text(palette))][-_FOLDERS_KEPT:]
        self._settings.set(s.READ_AS, dict(newest))

    def forget(self, folder: Path) -> None:
        """Ask again."""
        kept = {name: text for name, text in self._settings.get(s.READ_AS).items() if name != str(folder)}
        self._settings.set(s.READ_AS, kept)


class LabelMapReader:
    """Reads label maps, and asks where a file leaves open how. GUI thread.

    `tell` is given sentences on what a plain reading took for granted.
    """

    def __init__(self, settings: s.Settings, asking: ReadingAsking, tell: Callable[[Words], None]) -> None:
        self._rules = FolderRules(settings)
        self._asking, self._tell = asking, tell

    def read(self, path: Path, palette: Palette, *, anew: bool = False) -> LabelMap:
        """(H, W) ids of a file in `palette`. Raises LeftError if the person rather leaves it, LabelMapError.

        `anew` asks whatever was said or is plain.
        """
        parts = {} if anew else parts_beside(path, palette)
        if parts:
            self._tell(masks_note(path, parts))
            return read_parts(parts, palette)
        samples = read_samples(path)
        kept = None if anew else self._rules.rule(path.parent, palette)
        reading = None if kept is None else read(samples, palette, kept)
        if reading is not None and kept is not None:
            self._tell(_as_before(path, kept, palette))
            return reading.ids
        return self.answered(weigh(samples, palette), path, anew=anew)

    def answered(self, evidence: Evidence, path: Path | None = None, *, anew: bool = False) -> LabelMap:
        """The plain reading of what was weighed already, or the one that the person chooses. As `read`."""
        if evidence.evident is not None and not anew:
            for note in evidence.notes:
                self._tell(note)
            return evidence.evident.ids
        if not evidence.readings:
            raise LabelMapError(evidence.reason, evidence.hint)
        chosen = self._asking.reading(evidence)
        if chosen is None:
            raise LeftError(say("“{name}” was left.", name=evidence.samples.name))
        if path is not None:
            if chosen.for_folder:
                self._rules.keep(path.parent, chosen.reading.rule, evidence.palette)
            elif anew:
                self._rules.forget(path.parent)
        return chosen.reading.ids


def masks_note(path: Path, parts: Mapping[int, Path]) -> Words:
    """That a file was read together with those beside it."""
    return say(
        "“{name}” is read with the other masks of its picture, {count} in all.", name=path.name, count=len(parts)
    )


def weighed(path: Path, palette: Palette, rule: Rule | None) -> LabelMap:
    """Ids of a file under a rule that was said, or the plain ones. Raises LabelMapError. Without a window."""
    parts = parts_beside(path, palette) if rule is None else {}
    if parts:
        return read_parts(parts, palette)
    samples = read_samples(path)
    if rule is None:
        evidence = weigh(samples, palette)
        if evidence.evident is None:
            raise UnclearLabelMapError(evidence, ways(evidence))
        return evidence.evident.ids
    reading = read(samples, palette, rule)
    if reading is None:
        raise LabelMapError(
            say('"{name}" has many colours, so it cannot be read by number.', name=samples.name),
            say("Leave out --read-as, or write --read-as nearest."),
        )
    return reading.ids


def ways(evidence: Evidence) -> str:
    """What to write on the command line for each reading; "" where there is none."""
    words = [reading.rule.text(evidence.palette) for reading in evidence.readings[:4]]
    return say("Say how it is read: --read-as {ways}.", ways=" or ".join(words)) if words else ""


def _as_before(path: Path, rule: Rule, palette: Palette) -> Words:
    return say("“{name}” is read as its folder was before: {way}.", name=path.name, way=rule.title(palette))
