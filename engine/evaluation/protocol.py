"""`evaluate`: how well pictures follow their label maps, and how real they look, over strength."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from engine.bases.base import BaseModel
from engine.bases.opening import open_base
from engine.conditioning.label_maps import occupancy
from engine.conditioning.network import ModulationNetwork, load_network
from engine.device import choose_device, choose_precision
from engine.evaluation.judge import Judge
from engine.evaluation.metrics import KernelDistance, bootstrap, confusions, mean_iou, pixel_accuracy
from engine.preview import to_picture
from engine.sampling.modulation import Modulation
from engine.sampling.sampler import sample
from engine.sampling.schedulers import initial_noise, make_scheduler
from engine.training.dataset import PictureSet

_BATCH = 32
_SHEET_ROWS = 16


@dataclass(frozen=True, kw_only=True)
class LabelEvaluation:
    """Everything that decides an evaluation. Noise is seeded by the picture's number, the same for every arm."""

    base: Path
    module: Path
    data: Path
    judge: Path
    pictures: int = 96
    """How many test maps."""
    spread: bool = True
    """Take them evenly from the whole test split; else the first ones, which in sorted data are of one kind."""
    strengths: Sequence[float] = (1.0, 2.0, 4.0)
    window: tuple[float, float] = (0.0, 1.0)
    rescale: float = 0.0
    sampler: str = "dpm++"
    steps: int = 20
    prompt: str = ""
    guidance: float = 1.0
    device: str = "auto"


@dataclass(frozen=True)
class Arm:
    """One line of the table. Intervals are 95 %, over conditions. `kid` is against the real test pictures."""

    name: str
    pixel_accuracy: float
    mean_iou: float
    mean_iou_interval: tuple[float, float]
    kid: float
    kid_interval: tuple[float, float]


@torch.no_grad()
def evaluate_labels(evaluation: LabelEvaluation, out: Path, on_progress: Callable[[str, int, int], None]) -> list[Arm]:
    """Run all arms; write `contact-sheet.png`, `table.md` and `figures.json` into `out`. Returns the table."""
    judge = Judge(evaluation.judge)
    device = choose_device(evaluation.device)
    base = open_base(evaluation.base, device, choose_precision("auto", device))
    network = load_network(evaluation.module, base)
    data = PictureSet(evaluation.data, judge.size, "test")
    examples = []
    for index in range(len(data)):
        examples.append(data[index])
        on_progress("Reading test pictures", index + 1, len(data))
    count = min(evaluation.pictures, len(examples))
    chosen = np.linspace(0, len(examples) - 1, count).round().astype(int) if evaluation.spread else np.arange(count)
    maps = np.stack([examples[index].labels for index in chosen])
    photographs = np.stack([example.picture for example in examples])
    seen, features = judge(photographs)
    others = np.delete(features, chosen, axis=0) if len(features) > count + 1 else features

    def judged(name: str, ids: NDArray[np.uint8], own: NDArray[np.float32], real: NDArray[np.float32]) -> Arm:
        matrix, distance = confusions(maps, ids, len(network.config.classes)), KernelDistance(own, real)
        return Arm(
            name=name,
            pixel_accuracy=pixel_accuracy(matrix),
            mean_iou=mean_iou(matrix),
            mean_iou_interval=bootstrap(count, lambda rows: mean_iou(matrix[rows])),
            kid=distance(),
            kid_interval=bootstrap(count, distance),
        )

    arms, columns = [], [photographs[chosen]]
    for strength in (0.0, *evaluation.strengths):
        name = "base alone (floor)" if strength == 0 else f"strength {strength:g}"
        pictures = paint(base, network, maps, strength, evaluation, lambda n, name=name: on_progress(name, n, count))  # type: ignore[misc]
        arms.append(judged(name, *judge(_resized(pictures, judge.size)), others))
        columns.append(_resized(pictures, judge.size))
    arms.append(judged("real photographs (ceiling)", seen[chosen], features[chosen], others))
    out.mkdir(parents=True, exist_ok=True)
    table = [entry.rgb for entry in data.classes]
    _contact_sheet(maps, table, columns).save(out / "contact-sheet.png")
    (out / "table.md").write_text(arm_table(arms) + "\n", encoding="utf-8")
    settings = {key: str(value) if isinstance(value, Path) else value for key, value in asdict(evaluation).items()}
    record = {"settings": settings, "arms": [asdict(arm) for arm in arms]}
    (out / "figures.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return arms


def paint(
    base: BaseModel,
    network: ModulationNetwork,
    maps: NDArray[np.uint8],
    strength: float,
    settings: LabelEvaluation,
    on_progress: Callable[[int], None],
) -> NDArray[np.uint8]:
    """(N, H, W) label maps in the module's ids -> (N, S, S, 3) pictures at the base's native size."""
    pictures: list[NDArray[np.uint8]] = []
    side, cells = base.native_size, base.native_size // base.latent_factor
    classes = len(network.config.classes)
    for first in range(0, len(maps), _BATCH):
        batch = maps[first : first + _BATCH]
        occupied = torch.from_numpy(np.stack([occupancy(one, side, side, classes) for one in batch])).to(base.device)
        modulation = Modulation(
            network=network,
            condition=network.encode({"labels": occupied}),
            weight=network.weight({"labels": occupied}),
            strength=strength,
            window=settings.window,
            rescale=settings.rescale,
        )
        generators = [torch.Generator().manual_seed(first + i) for i in range(len(batch))]
        steps = sample(
            base,
            make_scheduler(settings.sampler, base.scheduler_config, settings.steps),
            initial_noise((base.latent_channels, cells, cells), generators),
            context=base.encode_prompts([settings.prompt] * len(batch)),
            empty_context=base.encode_prompts([""] * len(batch)),
            guidance=settings.guidance,
            modulations=[modulation],
            generators=generators,
        )
        *_, last = steps
        pictures += [to_picture(picture.permute(1, 2, 0)) for picture in base.decode(last.x_t)]
        on_progress(len(pictures))
    return np.stack(pictures)


def arm_table(arms: Sequence[Arm]) -> str:
    """The arms as a Markdown table."""
    lines = ["| | pixel accuracy | mIoU (95 %) | KID x 1000 (95 %) |", "|---|---|---|---|"]
    for arm in arms:
        (low, high), (kid_low, kid_high) = arm.mean_iou_interval, arm.kid_interval
        lines.append(
            f"| {arm.name} | {arm.pixel_accuracy:.3f} | {arm.mean_iou:.3f} ({low:.3f}–{high:.3f}) "
            f"| {1000 * arm.kid:.1f} ({1000 * kid_low:.1f}–{1000 * kid_high:.1f}) |"
        )
    return "\n".join(lines)


def _resized(pictures: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    if pictures.shape[1] == side:
        return pictures
    resized = [Image.fromarray(picture).resize((side, side), Image.Resampling.LANCZOS) for picture in pictures]
    return np.stack([np.asarray(picture) for picture in resized])


def _contact_sheet(
    maps: NDArray[np.uint8], colours: Sequence[tuple[int, int, int]], columns: Sequence[NDArray[np.uint8]]
) -> Image.Image:
    """Rows of: label map, photograph, base alone, then one picture a strength."""
    table = np.zeros((256, 3), dtype=np.uint8)
    table[: len(colours)] = colours
    shown = np.linspace(0, len(maps) - 1, min(len(maps), _SHEET_ROWS)).round().astype(int)
    rows = [np.concatenate([table[maps[i]], *(column[i] for column in columns)], axis=1) for i in shown]
    return Image.fromarray(np.concatenate(rows))
