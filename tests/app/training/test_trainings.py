from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.installed.choices import Choices
from app.library.module_packs import USE_TRAINED, ModulePacks
from app.settings import table as s
from app.system import resources
from app.training.collected_pictures import CollectedPictures
from app.training.job import TrainingFolder
from app.training.panel import TrainingPanel
from app.training.process import TrainingProcess
from app.training.sample_sheets import SampleWindow
from app.training.training import Trainings
from app.training.words import Stage
from app.widgets.theme import Look
from engine.installed.registry import Registry
from engine.words import Words
from tests.app.conftest import Bench
from tests.fakes.fake_runner import FakeRegistry
from tests.fakes.scripted_asking import ScriptedAsking

FAKE = Path(__file__).resolve().parents[2] / "fakes" / "fake_training.py"


@pytest.fixture
def trainings_of(bench: Bench, asking: ScriptedAsking, tmp_path: Path) -> Iterator[Callable[[str], Trainings]]:
    made: list[tuple[Trainings, ModulePacks]] = []

    def make(script: str) -> Trainings:
        notices = bench.session.notices
        registry = Registry(resources.bases_folders(), resources.modules_folders(), tmp_path)
        choices = Choices(registry, bench.settings)
        packs = ModulePacks(bench.session, choices, notices, asking)
        collecting = CollectedPictures(bench.session, notices)
        command = [sys.executable, str(FAKE), script]
        trainings = Trainings(bench.settings, choices, collecting, packs, notices, asking, command=command)
        made.append((trainings, packs))
        return trainings

    bench.settings.set(s.LIVE, False)
    write_pairs(resources.training_folder(), 2)
    yield make
    for trainings, packs in made:
        trainings.stop()
        packs.stop()


def write_pairs(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number}.jpg").touch()
        (folder / f"{number}.png").touch()


def reach(qtbot: QtBot, trainings: Trainings, stage: Stage) -> None:
    qtbot.waitUntil(lambda: trainings.stage is stage and (stage is Stage.TRAINING) == trainings.is_running)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_kept_is_installed_and_offered_but_not_chosen(
    trainings_of: Callable[[str], Trainings], bench: Bench, qtbot: QtBot
) -> None:
    bench.settings.set(s.MODULE, "pocket-labels")
    trainings = trainings_of("trains")
    trainings.start()
    reach(qtbot, trainings, Stage.TRAINING)
    qtbot.waitUntil(lambda: len(trainings.gains) == 2)
    assert trainings.trained["relative_loss"] == 0.9
    assert trainings.part_done == 0.5
    trainings.keep()
    reach(qtbot, trainings, Stage.NONE)
    assert bench.settings.get(s.MODULE) == "pocket-labels"
    assert left(resources.modules_folders()[0]) == ["my-module"]
    assert left(resources.trainings_folder()) == []
    assert trainings.gains[0]["gain"] == 0.2
    installed = Registry([], resources.modules_folders(), resources.cache_folder()).module("my-module")
    assert installed.label == "my-module (Mine)"
    (notice,) = bench.notices
    assert notice.text == "The module my-module (Mine) is trained: held-out gain +20.0 %."
    assert notice.action == USE_TRAINED
    packs = trainings._packs
    assert packs.has_trained
    packs.choose_trained()
    assert bench.settings.get(s.MODULE) == "my-module"
    assert not packs.has_trained


def test_a_paused_training_is_offered_at_the_next_start(
    trainings_of: Callable[[str], Trainings], bench: Bench, qtbot: QtBot
) -> None:
    trainings = trainings_of("trains")
    trainings.start()
    reach(qtbot, trainings, Stage.TRAINING)
    trainings.stop()
    assert trainings.stage is Stage.PAUSED
    bench.settings.set(s.TRAINING_MINUTES, 7)
    later = trainings_of("trains")
    later.look()
    assert [notice.text for notice in bench.notices] == ["The training “my-module” is paused."]
    assert later.job == trainings.job
    assert later.stage is Stage.PAUSED
    later.resume()
    reach(qtbot, later, Stage.TRAINING)
    assert later.job is not None
    assert later.job.minutes == 60


def test_what_is_discarded_leaves_nothing(
    trainings_of: Callable[[str], Trainings], asking: ScriptedAsking, qtbot: QtBot
) -> None:
    trainings = trainings_of("trains")
    trainings.start()
    reach(qtbot, trainings, Stage.TRAINING)
    asking.agrees = [False, True]
    trainings.discard()
    assert trainings.stage is Stage.TRAINING
    trainings.discard()
    reach(qtbot, trainings, Stage.NONE)
    assert trainings.job is None
    assert left(resources.trainings_folder()) == []


def finish_without_room(
    trainings_of: Callable[[str], Trainings], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Trainings:
    """A training whose module is whole and could not be installed."""
    trainings = trainings_of("trains")
    trainings.start()
    reach(qtbot, trainings, Stage.TRAINING)
    with monkeypatch.context() as full:
        full.setattr(Path, "rename", no_room)
        trainings.keep()
        reach(qtbot, trainings, Stage.PAUSED)
    return trainings


def no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("after_restart", [False, True])
def test_a_module_that_could_not_be_installed_is_installed_later_and_not_trained_again(
    trainings_of: Callable[[str], Trainings],
    bench: Bench,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    after_restart: bool,
) -> None:
    trainings = finish_without_room(trainings_of, qtbot, monkeypatch)
    assert bench.notices[-1].text == "The trained module could not be installed: No space left on device."
    if after_restart:
        trainings = trainings_of("fails")
        trainings.look()
        assert bench.notices[-1].text == "The module “my-module” is trained, and not installed yet."
        assert [path.name for path in trainings.samples] == ["samples.png"]
    assert trainings.is_finished
    trainings.resume()
    assert trainings.stage is Stage.NONE
    assert not trainings.is_running
    assert left(resources.modules_folders()[0]) == ["my-module"]
    assert left(resources.trainings_folder()) == []
    label = json.loads((resources.modules_folders()[0] / "my-module" / "sinopia.json").read_text())["label"]
    assert label == "my-module (Mine)"


def test_a_module_whose_training_was_forgotten_is_offered_and_never_trained_over(
    trainings_of: Callable[[str], Trainings],
    asking: ScriptedAsking,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finish_without_room(trainings_of, qtbot, monkeypatch)
    (resources.trainings_folder() / "my-module.job.json").unlink()
    later = trainings_of("fails")
    later.start()
    assert later.is_finished
    assert not later.is_running
    asking.agrees = [False]
    later.discard()
    assert (resources.trainings_folder() / "my-module" / "sinopia.json").is_file()


def test_another_disk_gets_the_module_whole(
    trainings_of: Callable[[str], Trainings], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainings, real = trainings_of("trains"), Path.rename
    modules = resources.modules_folders()[0]

    def rename(path: Path, target: Path) -> Path:
        if modules in path.parents:
            return real(path, target)
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    trainings.start()
    reach(qtbot, trainings, Stage.TRAINING)
    with monkeypatch.context() as other:
        other.setattr(Path, "rename", rename)
        trainings.keep()
        reach(qtbot, trainings, Stage.NONE)
    assert left(modules) == ["my-module"]
    assert left(resources.trainings_folder()) == []


def test_discarding_asks_wherever_there_is_work(
    trainings_of: Callable[[str], Trainings], asking: ScriptedAsking, bench: Bench, qtbot: QtBot
) -> None:
    first = trainings_of("crashes")
    first.start()
    reach(qtbot, first, Stage.PAUSED)
    later = trainings_of("trains")
    later.look()
    asking.agrees = [False, True]
    later.discard()
    assert later.stage is Stage.PAUSED
    assert left(resources.trainings_folder()) == ["my-module.job.json", "my-module.training"]
    later.discard()
    assert asking.asked == ["discard training my-module"] * 2
    assert left(resources.trainings_folder()) == []


def test_what_runs_in_another_window_is_neither_listed_nor_discarded_nor_written_over(
    trainings_of: Callable[[str], Trainings], asking: ScriptedAsking, bench: Bench, qtbot: QtBot
) -> None:
    first, second, third = trainings_of("trains"), trainings_of("trains"), trainings_of("trains")
    first.start()
    reach(qtbot, first, Stage.TRAINING)
    first.pause()
    reach(qtbot, first, Stage.PAUSED)
    second.look()
    assert second.stage is Stage.PAUSED
    first.resume()
    reach(qtbot, first, Stage.TRAINING)
    kept = (resources.trainings_folder() / "my-module.job.json").read_bytes()
    third.look()
    assert third.job is None
    bench.settings.set(s.TRAINING_MINUTES, 7)
    third.start()
    asking.agrees = [True]
    second.discard()
    assert bench.notices[-1].text == "The training “my-module” has gone on in another window."
    assert second.job is None
    assert (resources.trainings_folder() / "my-module.job.json").read_bytes() == kept
    first.keep()
    reach(qtbot, first, Stage.NONE)
    assert left(resources.modules_folders()[0]) == ["my-module"]


def test_a_name_of_a_paused_training_offers_that_one(
    trainings_of: Callable[[str], Trainings], bench: Bench, qtbot: QtBot
) -> None:
    first, second = trainings_of("trains"), trainings_of("trains")
    first.start()
    reach(qtbot, first, Stage.TRAINING)
    first.pause()
    reach(qtbot, first, Stage.PAUSED)
    bench.settings.set(s.TRAINING_MINUTES, 7)
    second.start()
    assert second.stage is Stage.PAUSED
    assert second.job == first.job


def test_a_folder_that_cannot_be_made_is_told(trainings_of: Callable[[str], Trainings], bench: Bench) -> None:
    folder = resources.trainings_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file")
    trainings = trainings_of("trains")
    trainings.start()
    assert not trainings.is_running
    assert bench.notices[-1].text == f"Trainings cannot be kept in {folder}: File exists."


def test_a_full_disk_at_the_start_is_told_and_leaves_nothing(
    trainings_of: Callable[[str], Trainings], bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainings = trainings_of("trains")
    with monkeypatch.context() as full:
        full.setattr(os, "write", no_room)
        trainings.start()
    assert "could not be saved: the disk is full" in bench.notices[-1].text
    assert left(resources.trainings_folder()) == []


@pytest.mark.parametrize(("what", "pairs", "starts"), [("labels", 1, False), ("sketch", 1, False), ("labels", 2, True)])
def test_too_few_pictures_are_told_before_anything_runs(
    trainings_of: Callable[[str], Trainings],
    bench: Bench,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    what: str,
    pairs: int,
    starts: bool,
) -> None:
    trainings = trainings_of("trains")
    choices = Choices(Registry(resources.bases_folders(), [], tmp_path), bench.settings)
    panel = TrainingPanel(trainings, bench.settings, choices, Look(qapp))
    qtbot.addWidget(panel)
    panel.show()
    write_pairs(tmp_path / "few", pairs)
    bench.settings.set(s.TRAINING_WHAT, what)
    bench.settings.set(s.TRAINING_FOLDER, str(tmp_path / "few"))
    said = "2 to learn from" if starts else "1 so far; at least 2 are needed"
    qtbot.waitUntil(lambda: panel.form.counted.text() == said)
    panel.start.click()
    assert trainings.is_running == starts
    if not starts:
        assert "too few pictures to train on (1): at least 2 are needed" in bench.notices[-1].text
        assert not resources.trainings_folder().exists()


def test_the_folder_of_the_pictures_is_asked_for(
    trainings_of: Callable[[str], Trainings],
    bench: Bench,
    asking: ScriptedAsking,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    trainings = trainings_of("trains")
    panel = TrainingPanel(trainings, bench.settings, Choices(FakeRegistry(), bench.settings), Look(qapp))
    qtbot.addWidget(panel)
    before = panel.form.folder.text()
    asking.paths = [None, tmp_path / "mine"]
    panel.form.folder.click()
    assert panel.form.folder.text() == before
    panel.form.folder.click()
    assert panel.form.folder.text() == "mine"
    assert bench.settings.get(s.TRAINING_FOLDER) == str(tmp_path / "mine")


def test_an_error_is_one_notice(trainings_of: Callable[[str], Trainings], bench: Bench, qtbot: QtBot) -> None:
    trainings = trainings_of("fails")
    trainings.start()
    qtbot.waitUntil(lambda: not trainings.is_running)
    assert trainings.stage is Stage.NONE
    assert left(resources.trainings_folder()) == []
    assert [(notice.text, notice.hint) for notice in bench.notices] == [
        ("data has no class list.", "Add classes.json.")
    ]
    assert isinstance(bench.notices[0].text, Words)
    assert bench.notices[0].text.template == "{folder} has no class list."


def test_a_crash_is_told_with_its_last_words(
    trainings_of: Callable[[str], Trainings], bench: Bench, qtbot: QtBot
) -> None:
    trainings = trainings_of("crashes")
    trainings.start()
    reach(qtbot, trainings, Stage.PAUSED)
    assert [notice.text for notice in bench.notices] == ["The training ended unexpectedly (3)."]
    assert bench.notices[0].details == "Segmentation fault\n"


def test_a_training_runs_in_one_window_only(
    trainings_of: Callable[[str], Trainings], bench: Bench, qtbot: QtBot
) -> None:
    first, second = trainings_of("trains"), trainings_of("trains")
    first.start()
    reach(qtbot, first, Stage.TRAINING)
    second.start()
    assert not second.is_running
    assert [notice.text for notice in bench.notices] == ["The training “my-module” runs in another window."]


def test_a_name_that_is_taken_is_refused(trainings_of: Callable[[str], Trainings], bench: Bench) -> None:
    trainings = trainings_of("trains")
    for name, said in (("pocket-labels", "There is a module"), ("../up", "cannot be the name"), (" ", "cannot be")):
        bench.settings.set(s.TRAINING_NAME, name)
        trainings.start()
        assert said in bench.notices[-1].text
    assert not trainings.is_running
    assert not resources.trainings_folder().exists()


def test_the_panel_offers_what_can_be_done(
    trainings_of: Callable[[str], Trainings],
    asking: ScriptedAsking,
    bench: Bench,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    trainings = trainings_of("trains")
    choices = Choices(Registry(resources.bases_folders(), [], tmp_path), bench.settings)
    panel = TrainingPanel(trainings, bench.settings, choices, Look(qapp))
    qtbot.addWidget(panel)
    buttons = (panel.start, panel.pause, panel.resume, panel.keep, panel.discard)

    def offered() -> list[str]:
        return [button.text() for button in buttons if not button.isHidden() and button.isEnabled()]

    assert offered() == ["Start"]
    panel.start.click()
    reach(qtbot, trainings, Stage.TRAINING)
    assert offered() == ["Pause", "Stop and keep", "Discard"]
    assert "Loss -10.0 % against the base" in panel.figures.text()
    assert panel.bar.value() == 500
    qtbot.waitUntil(lambda: not panel.gains.isHidden())
    assert panel.gains.toolTip().splitlines()[1] == "Noise 125 to 250: +10.0 %"
    panel.pause.click()
    assert offered() == []
    reach(qtbot, trainings, Stage.PAUSED)
    assert offered() == ["Resume", "Discard"]
    asking.agrees = [True]
    panel.discard.click()
    assert offered() == ["Start"]


def test_what_it_paints_is_shown_and_can_be_looked_back_at(
    trainings_of: Callable[[str], Trainings], bench: Bench, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    trainings = trainings_of("trains")
    choices = Choices(Registry(resources.bases_folders(), [], tmp_path), bench.settings)
    panel = TrainingPanel(trainings, bench.settings, choices, Look(qapp))
    qtbot.addWidget(panel)
    grids = panel.samples
    assert grids.isHidden()
    trainings.start()
    qtbot.waitUntil(lambda: len(trainings.samples) == 2)
    assert not grids.isHidden()
    assert grids.picture.image.pixelColor(0, 0).green() == 128
    assert grids.caption.text() == "From above: the drawing, the base alone, the module, after 128 examples"
    grids.slider.setValue(0)
    assert grids.picture.image.pixelColor(0, 0).green() == 64
    grids.show_grids([*trainings.samples, trainings.samples[0]])
    assert grids.slider.value() == 0  # who looks back is not taken away from there
    grids.slider.setValue(1)
    qtbot.mouseClick(grids.picture, Qt.MouseButton.LeftButton)
    (window,) = (each for each in qapp.topLevelWidgets() if isinstance(each, SampleWindow))
    assert window.isVisible()
    assert window.grids.slider.value() == window.grids.slider.maximum() == 2
    assert window.grids.picture.image.size() == grids.picture.image.size()
    window.close()
    trainings.pause()
    reach(qtbot, trainings, Stage.PAUSED)
    later = trainings_of("trains")
    later.look()
    assert [path.name for path in later.samples] == ["000000000064.png", "000000000128.png"]
    later.resume()
    reach(qtbot, later, Stage.TRAINING)
    later.keep()
    reach(qtbot, later, Stage.NONE)
    assert list(later.samples) == [resources.modules_folders()[0] / "my-module" / "samples.png"]


def test_a_training_begins_with_a_module_of_its_base_and_size_or_with_nothing(
    trainings_of: Callable[[str], Trainings], bench: Bench, qapp: QApplication, qtbot: QtBot
) -> None:
    trainings = trainings_of("trains")
    registry = Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())
    choices = Choices(registry, bench.settings)
    panel = TrainingPanel(trainings, bench.settings, choices, Look(qapp))
    qtbot.addWidget(panel)
    shipped = next(info for info in registry.modules("pocket") if info.id == "pocket-labels")

    def offered() -> list[str]:
        return [panel.form.beginning.itemText(index) for index in range(panel.form.beginning.count())]

    bench.settings.set(s.TRAINING_SIZE, "small")
    assert offered() == ["Nothing"]
    bench.settings.set(s.TRAINING_SIZE, "large")
    assert {"Nothing", shipped.label} <= set(offered())
    assert panel.form.beginning.currentText() == "Nothing"
    trainings.start()
    assert trainings.job is not None
    assert "--from" not in trainings.job.arguments(Path("out"), Path("cache"))
    trainings.discard()
    reach(qtbot, trainings, Stage.NONE)
    bench.settings.set(s.TRAINING_FROM, "pocket-labels")
    trainings.start()
    command = trainings.job.arguments(Path("out"), Path("cache"))
    assert command[command.index("--from") + 1] == str(shipped.path)
    trainings.discard()
    reach(qtbot, trainings, Stage.NONE)
    bench.settings.set(s.TRAINING_SIZE, "small")
    assert bench.settings.get(s.TRAINING_FROM) == ""


def test_what_cannot_be_used_is_left_out_where_the_person_says_so(
    trainings_of: Callable[[str], Trainings], bench: Bench
) -> None:
    plan = trainings_of("trains").plan
    assert "--skip-bad" not in plan.job().arguments(Path("out"), Path("cache"))
    bench.settings.set(s.TRAINING_SKIP_BAD, True)
    assert plan.job().arguments(Path("out"), Path("cache"))[-1] == "--skip-bad"


def test_a_training_is_one_process_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    process = TrainingProcess([sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))"])
    told: list[dict[str, str]] = []
    process.told.connect(told.append)
    with qtbot.waitSignal(process.ended):
        process.start()
    assert "PATH" in told[0]
    assert "WORLD_SIZE" not in told[0]


def test_a_training_that_was_paused_by_an_older_version_is_still_known(tmp_path: Path) -> None:
    job = {"name": "old", "base": "b", "data": "d", "what": "labels", "size": "large", "minutes": 5}
    (tmp_path / "old.job.json").write_text(json.dumps({**job, "cache_limit_gb": 1}))
    assert [found.begin_from for found in TrainingFolder(tmp_path).jobs()] == [""]


def test_what_the_base_said_is_cleared_if_the_person_agrees_and_never_while_training(
    trainings_of: Callable[[str], Trainings],
    asking: ScriptedAsking,
    bench: Bench,
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    trainings, elsewhere = trainings_of("trains"), trainings_of("trains")
    choices = Choices(Registry(resources.bases_folders(), [], resources.cache_folder()), bench.settings)
    panel = TrainingPanel(trainings, bench.settings, choices, Look(qapp))
    qtbot.addWidget(panel)
    panel.show()
    assert panel.clear.isHidden()
    kept = trainings.cache_folder / "one" / "v.npy"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"x" * 100)
    panel.hide()
    panel.show()
    assert not panel.clear.isHidden()
    elsewhere.start()
    reach(qtbot, elsewhere, Stage.TRAINING)
    panel.clear.click()
    assert bench.notices[-1].text == "A training is reading what the base said, so it stays."
    elsewhere.pause()
    reach(qtbot, elsewhere, Stage.PAUSED)
    trainings.look()
    trainings.resume()
    reach(qtbot, trainings, Stage.TRAINING)
    assert not panel.clear.isEnabled()
    trainings.pause()
    reach(qtbot, trainings, Stage.PAUSED)
    assert asking.asked == []
    asking.agrees = [False, True]
    panel.clear.click()
    assert kept.is_file()
    panel.clear.click()
    assert asking.asked == ["clear 100 bytes"] * 2
    assert not trainings.cache_folder.exists()
    assert panel.clear.isHidden()
