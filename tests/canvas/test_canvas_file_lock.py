"""A lock is of the file that is at its path: who held it before may have removed that while another one waited."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from canvas import file_lock
from canvas.file_lock import FileLock

posix = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed there")


def test_one_holds_it(tmp_path: Path) -> None:
    first, second = FileLock(tmp_path / "a.lock"), FileLock(tmp_path / "a.lock")
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    assert not first.acquire()
    second.release(remove=True)
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize("comes_third", [False, True])
def test_a_file_that_was_removed_meanwhile_is_no_lock(
    comes_third: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between opening the file and locking it, its holder lets go and removes it; a third one may come, too."""
    holder, waiting, third = (FileLock(tmp_path / "a.lock") for _ in range(3))
    assert holder.acquire()
    take = file_lock._take

    def late(file: int) -> None:
        monkeypatch.setattr(file_lock, "_take", take)
        holder.release(remove=True)
        if comes_third:
            assert third.acquire()
        take(file)

    monkeypatch.setattr(file_lock, "_take", late)
    assert waiting.acquire() is not comes_third
    assert waiting.is_held is not comes_third
    assert third.is_held is comes_third
    assert FileLock(tmp_path / "a.lock").acquire() is False
    assert (tmp_path / "a.lock").exists()


@posix
def test_a_path_that_never_is_the_file_does_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On disks that number their files anew each time, as on those that know no locks, it is held."""
    monkeypatch.setattr(os.path, "samestat", lambda _one, _other: False)
    assert FileLock(tmp_path / "a.lock").acquire()
