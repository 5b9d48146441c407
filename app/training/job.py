"""What a training in the window is to do, and where it is kept until it is a module. No Qt."""

from __future__ import annotations

import errno
import json
import logging
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from canvas.atomic import write_atomically
from canvas.errors import SaveError
from canvas.file_lock import FileLock
from canvas.words import say
from engine.installed.registry import MANIFEST, SAMPLES, ModuleInfo, read_module
from engine.installed.weights import read_json

log = logging.getLogger(__name__)

_JOB = ".job.json"
_LOCK = ".lock"
_SAMPLES = "samples"
"""Of the folder in which a training keeps what it paints."""


@dataclass(frozen=True, kw_only=True)
class TrainingJob:
    """One training, complete: resuming starts it anew with the same."""

    name: str
    """Of the module's folder."""
    base: str
    """Folder of the base."""
    data: str
    """Folder of the training set."""
    what: str
    """Id of a modality, or "joint"."""
    size: str
    minutes: int
    cache_limit_gb: int
    begin_from: str = ""
    """Folder of the module that it begins with; "" begins with nothing."""
    skip_bad: bool = False
    """Whether what cannot be used is left out."""

    def arguments(self, out: Path, cache: Path) -> list[str]:
        """Of this program's command line."""
        values = {
            "--base": self.base,
            "--data": self.data,
            "--out": out,
            "--cache": cache,
            "--size": self.size,
            "--minutes": self.minutes,
            "--examples": 10**9,
            "--cache-limit-gb": self.cache_limit_gb,
            "--progress": "json",
            **({"--from": self.begin_from} if self.begin_from else {}),
        }
        flags = ["--skip-bad"] if self.skip_bad else []
        return ["train", self.what, *(str(part) for pair in values.items() for part in pair), *flags]


class TrainingFolder:
    """Trainings that are under way or paused: what each is to do, and beside it what it has done so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def out(self, job: TrainingJob) -> Path:
        """Where the module comes to be."""
        return self.folder / job.name

    def keep(self, job: TrainingJob) -> None:
        """Remember a training; whoever does holds its lock. Raises SaveError."""
        write_atomically(self.folder / (job.name + _JOB), json.dumps(asdict(job)).encode())

    def forget(self, job: TrainingJob) -> None:
        """Delete what a training has left; a finished module stays."""
        (self.folder / (job.name + _JOB)).unlink(missing_ok=True)
        shutil.rmtree(self._working(job), ignore_errors=True)

    def discard(self, job: TrainingJob) -> None:
        """Delete a training and all that it has done, a finished module, too."""
        shutil.rmtree(self.out(job), ignore_errors=True)
        self.forget(job)

    def is_finished(self, job: TrainingJob) -> bool:
        """Whether its module is whole, and only has to be installed."""
        return (self.out(job) / MANIFEST).is_file()

    def has_begun(self, job: TrainingJob) -> bool:
        """Whether it has come to a checkpoint."""
        return any(self._working(job).glob("*.safetensors"))

    def is_at_work(self) -> bool:
        """Whether a training runs, in this window or in another."""
        return not all(_is_free(path) for path in self.folder.glob(f"*{_LOCK}"))

    def take(self, job: TrainingJob) -> FileLock | None:
        """What whoever trains it holds; None where another window does. Raises SaveError."""
        lock = FileLock(self._lock(job.name))
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return lock if lock.acquire() else None
        except OSError as error:
            raise SaveError(
                say(
                    "Trainings cannot be kept in {folder}: {reason}.",
                    folder=self.folder,
                    reason=error.strerror or str(error),
                ),
                say("Make room there, or see that the folder can be written to."),
            ) from error

    def samples(self, job: TrainingJob) -> list[Path]:
        """What it painted so far, the oldest first."""
        found = sorted((self._working(job) / _SAMPLES).glob("*.png"))
        return found or [path for path in (self.out(job) / SAMPLES,) if path.is_file()]

    def jobs(self) -> list[TrainingJob]:
        """Every training that was not finished or not installed, and that no window works on, by name."""
        paths = sorted(self.folder.glob("*" + _JOB))
        found = (self._read(path) for path in paths if _is_free(self._lock(path.name.removesuffix(_JOB))))
        return [job for job in found if job is not None]

    def known(self, name: str) -> TrainingJob | None:
        """The training of this name, if there is one."""
        path = self.folder / (name + _JOB)
        return self._read(path) if path.is_file() else None

    def install(self, job: TrainingJob, modules: Path) -> ModuleInfo:
        """Move the finished module to the others, under another name where its own is taken.

        Raises OSError, SaveError or EngineError; the finished module is then still here.
        """
        out = self.out(job)
        _name(out, job.name)
        read_module(out)
        modules.mkdir(parents=True, exist_ok=True)
        target, number = modules / job.name, 1
        while target.exists():
            number += 1
            target = modules / f"{job.name} {number}"
        _move(out, target)
        self.forget(job)
        return read_module(target)

    def _read(self, path: Path) -> TrainingJob | None:
        try:
            job = TrainingJob(**json.loads(path.read_text(encoding="utf-8")))
            if job.name + _JOB != path.name:
                raise ValueError("it is of another name")
        except (OSError, ValueError, TypeError, RecursionError) as error:
            log.warning("%s is left out: %s", path.name, error)
            return None
        return job

    def _working(self, job: TrainingJob) -> Path:
        return self.folder / f"{job.name}.training"

    def _lock(self, name: str) -> Path:
        return self.folder / (name + _LOCK)


def _is_free(path: Path) -> bool:
    lock = FileLock(path)
    try:
        is_free = not path.exists() or lock.acquire()
    except OSError:
        return True
    lock.release()
    return is_free


def _name(module: Path, name: str) -> None:
    """Let the lists show the person's own name before what the module hears."""
    manifest = read_json(module / MANIFEST)
    label = manifest.get("label", "")
    if not str(label).startswith(f"{name} ("):
        manifest["label"] = f"{name} ({label})"
        write_atomically(module / MANIFEST, (json.dumps(manifest, indent=1) + "\n").encode())


def _move(source: Path, target: Path) -> None:
    """Also to another disk; what lies at `target` is whole at any moment."""
    try:
        source.rename(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with TemporaryDirectory(dir=target.parent, prefix=".install-") as place:
            copied = shutil.copytree(source, Path(place) / "module")
            copied.rename(target)
        shutil.rmtree(source, ignore_errors=True)


def bytes_in(folder: Path) -> int:
    """What a folder takes on the disk; what goes meanwhile is not counted."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
