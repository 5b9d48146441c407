from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from canvas.archive import Archive
from canvas.atomic import check_writable, is_device, write_atomically
from canvas.errors import CanvasError, SaveError
from canvas.label_maps.samples import read_samples
from canvas.palette_files import import_palette
from canvas.palette_png import palette_of_png


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_it_writes_and_replaces_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    write_atomically(path, b"one")
    write_atomically(path, b"two" * 1000)
    assert only_file(tmp_path).read_bytes() == b"two" * 1000


def test_a_replaced_file_keeps_its_permissions_and_a_link_stays_a_link(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path, link = folder / "a.png", tmp_path / "link.png"
    path.write_bytes(b"one")
    path.chmod(0o640)
    link.symlink_to(path)
    write_atomically(link, b"two")
    assert link.is_symlink()
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640


def test_what_a_killed_write_left_behind_goes_once_it_is_old(tmp_path: Path) -> None:
    path = tmp_path / "a[1].png"
    old, fresh = tmp_path / ".a[1].png.0123456789ab.tmp", tmp_path / ".a[1].png.ba9876543210.tmp"
    others = [tmp_path / ".a1.png.0123456789ab.tmp", tmp_path / ".a[1].png.tmp", tmp_path / "a[1].png.tmp"]
    for each in (old, fresh, *others):
        each.write_bytes(b"half")
    for each in (old, *others):
        os.utime(each, (0, 0))
    write_atomically(path, b"new")
    assert sorted(tmp_path.iterdir()) == sorted([path, fresh, *others])


@pytest.mark.parametrize("function", ["write", "fsync"])
def test_a_full_disk_keeps_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, function, full)
    with pytest.raises(SaveError) as caught:
        write_atomically(path, b"new")
    assert str(caught.value) == '"a.png" could not be saved: the disk is full.'
    assert "space" in caught.value.hint
    assert isinstance(caught.value.__cause__, OSError)
    assert only_file(tmp_path).read_bytes() == b"old"


def test_a_disk_that_fills_half_way_keeps_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    real_write, written = os.write, []

    def two_bytes_then_full(file: int, data: memoryview) -> int:
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(1)
        return real_write(file, data[:2])

    monkeypatch.setattr(os, "write", two_bytes_then_full)
    with pytest.raises(SaveError, match="full"):
        write_atomically(path, b"something longer")
    assert only_file(tmp_path).read_bytes() == b"old"


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real_write(file, data[:3]))
    write_atomically(tmp_path / "a.png", b"0123456789")
    assert (tmp_path / "a.png").read_bytes() == b"0123456789"


def test_a_failed_rename_leaves_nothing_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, target: Path) -> Path:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(SaveError, match="not allowed"):
        write_atomically(tmp_path / "a.png", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_file_marked_read_only_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(SaveError, match="not allowed to write there") as caught:
        write_atomically(path, b"new")
    assert caught.value.hint
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_read_only_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refused(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(SaveError, match=r'^"a\.png" could not be saved: .*\.$') as caught:
        write_atomically(tmp_path / "a.png", b"x")
    assert caught.value.hint


def test_no_folder_a_folder_of_that_name_and_a_file_for_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    for path, said in (
        (tmp_path / "absent" / "a.png", "its folder does not exist"),
        (tmp_path / "folder", "a folder has this name"),
        (tmp_path / "file" / "a.png", "its folder is a file"),
        (tmp_path / ("x" * 300), "the name is too long"),
    ):
        with pytest.raises(SaveError, match=said):
            write_atomically(path, b"x")


@pytest.mark.parametrize("name", ["a" * 251 + ".png", "草" * 83 + ".png", "🌾" * 62 + ".png"])
def test_the_longest_names_can_be_written_and_written_over(tmp_path: Path, name: str) -> None:
    for data in (b"one", b"two"):
        write_atomically(tmp_path / name, data)
    assert only_file(tmp_path).read_bytes() == b"two"


def test_another_name_of_a_file_keeps_what_it_held(tmp_path: Path) -> None:
    path, other = tmp_path / "a.png", tmp_path / "other.png"
    path.write_bytes(b"one")
    other.hardlink_to(path)
    write_atomically(path, b"two")
    assert (path.read_bytes(), other.read_bytes()) == (b"two", b"one")


@pytest.mark.parametrize("name", ["a\0b.png", "a\ud800.png", "loop.png", "pipe.png"])
def test_a_name_under_which_nothing_can_be_written_is_one_sentence(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    os.mkfifo(tmp_path / "pipe.png")
    before = sorted(tmp_path.iterdir())
    for write in (lambda path: write_atomically(path, b"x"), check_writable):
        with pytest.raises(SaveError, match="could not be saved"):
            write(tmp_path / name)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("read", [read_samples, import_palette, Archive], ids=lambda read: read.__name__)
@pytest.mark.parametrize("name", ["a\0b.png", "pipe.png", "loop.png"])
def test_what_is_no_ordinary_file_is_not_read(tmp_path: Path, name: str, read: Callable[[Path], object]) -> None:
    """A pipe would be waited for without an end."""
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(CanvasError, match="could not be read"):
        read(tmp_path / name)
    assert palette_of_png(tmp_path / name) is None


@pytest.mark.parametrize(
    ("name", "is_one"), [("CON.png", True), ("nul", True), ("lpt1.ora", True), ("console.png", False)]
)
def test_names_of_devices_are_known_where_there_are_any(name: str, is_one: bool) -> None:
    assert is_device(name, "nt") is is_one
    assert not is_device(name, "posix")
