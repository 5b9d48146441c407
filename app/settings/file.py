"""The file of the settings, which every window of the program shares. No Qt."""

from __future__ import annotations

import json
import logging
import shutil
import time
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from app.settings.renamed import migrated
from canvas.atomic import write_atomically
from canvas.file_lock import FileLock
from canvas.paths import read_bytes

log = logging.getLogger(__name__)

_PATIENCE_S = 1.0
_PAUSE_S = 0.005


class SettingsFile:
    """JSON values by the settings' ids. Windows of several processes change it, one at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Any]:
        """What the file holds, by the ids of this version; nothing where there is none.

        Raises OSError or ValueError where it is damaged.
        """
        try:
            stored = json.loads(read_bytes(self.path).decode("utf-8-sig"))  # an editor may put a mark before it
        except FileNotFoundError:
            return {}
        except RecursionError as error:
            raise ValueError(f"{self.path.name} is nested too deeply") from error
        if not isinstance(stored, dict):
            raise ValueError(f"{self.path.name} holds no table")
        return migrated(stored)

    def change(self, changes: Mapping[str, Any], gone: Set[str], bases: Mapping[str, Any]) -> None:
        """Put `changes` into the file and take `gone` out of it; the rest stays as it is. Raises SaveError or OSError.

        A change with an entry in `bases`, its value before, is joined with what another window made of it since.
        A file that cannot be read is replaced, and kept beside as "damaged ...".
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._alone():
            values = self._readable()
            for key, mine in changes.items():
                values[key] = joined(bases[key], mine, values.get(key)) if key in bases else mine
            kept = {key: value for key, value in values.items() if key not in gone}
            write_atomically(self.path, (json.dumps(kept, indent=2, sort_keys=True) + "\n").encode())

    def _readable(self) -> dict[str, Any]:
        try:
            return self.read()
        except (OSError, ValueError) as error:
            log.warning("Settings that could not be read are replaced: %s", error)
            with suppress(OSError):  # somebody may mend by hand what is written over now
                shutil.copy2(self.path, self.path.with_name(f"damaged {self.path.name}"))
            return {}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Another window writes for some milliseconds; one that hangs is not waited for."""
        lock = FileLock(self.path.with_suffix(".lock"))
        give_up = time.monotonic() + _PATIENCE_S
        while not lock.acquire() and time.monotonic() < give_up:
            time.sleep(_PAUSE_S)
        try:
            yield
        finally:
            lock.release()


def joined(base: Any, mine: Any, theirs: Any) -> Any:
    """`mine`, with what somebody else added to `base` meanwhile; only tables and lists can be joined."""
    if isinstance(mine, dict) and isinstance(theirs, dict):
        changed = {key for key in {*base, *mine} if base.get(key) != mine.get(key)}
        others = {key: value for key, value in theirs.items() if key not in changed}
        return {**others, **{key: value for key, value in mine.items() if key in changed}}
    if isinstance(mine, list) and isinstance(theirs, list):
        return [*mine, *(each for each in theirs if each not in mine and each not in base)]
    return mine
