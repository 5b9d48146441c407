"""What a training in the window is to do, and where it is kept until it is a module. No Qt."""

from __future__ import annotations

import json
import logging
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from canvas.atomic import write_atomically
from canvas.file_lock import FileLock
from engine.registry import MANIFEST

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
        return ["train", self.what, *(str(part) for pair in values.items() for part in pair)]


class TrainingFolder:
    """Trainings that are under way or paused: what each is to do, and beside it what it has done so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def out(self, job: TrainingJob) -> Path:
        """Where the module comes to be."""
        return self.folder / job.name

    def keep(self, job: TrainingJob) -> None:
        """Remember a training. Raises SaveError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_atomically(self.folder / (job.name + _JOB), json.dumps(asdict(job)).encode())

    def forget(self, job: TrainingJob) -> None:
        """Delete a training and all that it has done."""
        (self.folder / (job.name + _JOB)).unlink(missing_ok=True)
        for path in (self.out(job), self.out(job).with_name(job.name + ".training")):
            shutil.rmtree(path, ignore_errors=True)

    def has_begun(self, job: TrainingJob) -> bool:
        """Whether it has come to a checkpoint."""
        return any(self.out(job).with_name(job.name + ".training").glob("*.safetensors"))

    def is_at_work(self) -> bool:
        """Whether a training runs, in this window or in another."""
        for path in self.folder.glob(f"*{_LOCK}"):
            lock = FileLock(path)
            try:
                is_free = lock.acquire()
            except OSError:
                continue
            if not is_free:
                return True
            lock.release(remove=True)
        return False

    def lock(self, job: TrainingJob) -> FileLock:
        """What whoever trains it holds."""
        return FileLock(self.folder / (job.name + _LOCK))

    def samples(self, job: TrainingJob) -> list[Path]:
        """What it painted so far, the oldest first."""
        return sorted((self.out(job).with_name(job.name + ".training") / _SAMPLES).glob("*.png"))

    def jobs(self) -> list[TrainingJob]:
        """Every training that was not finished, by name."""
        found = []
        for path in sorted(self.folder.glob("*" + _JOB)):
            try:
                found.append(TrainingJob(**json.loads(path.read_text(encoding="utf-8"))))
            except (OSError, ValueError, TypeError) as error:
                log.warning("%s is left out: %s", path.name, error)
        return found

    def install(self, job: TrainingJob, modules: Path) -> Path:
        """Move the finished module to the others; returns its folder, under another name where its own is taken."""
        modules.mkdir(parents=True, exist_ok=True)
        target, number = modules / job.name, 1
        while target.exists():
            number += 1
            target = modules / f"{job.name} {number}"
        _name(self.out(job), job.name)
        shutil.move(self.out(job), target)
        self.forget(job)
        return target


def _name(module: Path, name: str) -> None:
    """Let the lists show the person's own name before what the module hears."""
    manifest = json.loads((module / MANIFEST).read_text(encoding="utf-8"))
    manifest["label"] = f"{name} ({manifest['label']})"
    (module / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def bytes_in(folder: Path) -> int:
    """What a folder takes on the disk; what goes meanwhile is not counted."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total
