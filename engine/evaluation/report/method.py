"""How the study measured, in words: the end of the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def method(record: Mapping[str, Any]) -> str:
    """A Markdown list; every number in it is the protocol's."""
    protocol = record["protocol"]
    plan, training, data = protocol["pictures"], protocol["training"], protocol["data"]
    rates = ", ".join(f"{record['labels'][kind]} {rate:g}" for kind, rate in record["rates"].items())
    tuned = (
        f" Those of the table above were chosen by {training['tuning_minutes']:g} minutes of training each, judged on "
        "train pictures that the tuned arm did not see."
        if record["tuning"]
        else ""
    )
    return f"""\
- **Data.** Train and test pictures are disjoint; N are drawn by the seed, the fewer part of the more. Every arm meets
  the same pictures, noise, timesteps, texts and map dropping in the same order: at least {data["rows"]:,} noise draws
  for each N, half of them with t = (1 - u³) T, half with a caption.
- **Learning.** Plain v loss, batch {training["batch"]}, AdamW, weight decay {training["weight_decay"]:g}, warm-up and
  cosine, averaged weights (EMA {training["ema_decay"]:g}), {training["drop_map"]:.0%} of the maps dropped, in
  {training["unlabel"]:.0%} some classes unlabelled. Highest learning rates: {rates}.{tuned}
  Weights are kept and judged in half precision.
- **Wall-clock.** On the clock of an arm that learns from cached base outputs each of them counts when it is first
  needed, with the time that the base takes for it; reading pictures is on nobody's.
- **Strength** is guidance on the map in every arm: v = v0 + s (v1 - v0), v1 with the map, v0 without. v0 is the frozen
  base, which MCM has at hand and others must run once more; for full fine-tuning it is its own network with the map
  dropped. *Scale* is ControlNet's conditioning scale, at strength 1.
- **Blind MCM** is the large module with zeros for the base's v and predicted x0; it still gives gamma and beta for v.
- **Pictures.** {plan["maps"]} maps spread over the test split, {plan["steps"]} steps of {plan["sampler"]}, empty text,
  the same starting noise in every arm.
- **Judge.** A segmenter that made none of the label maps and chose no picture. mIoU over the pooled confusion matrix.
  Edge F1: border pixels (another class to the right or below) of the drawing and of what the judge sees, near each
  other in rows and columns; pooled. KID over the judge's features against photographs of other maps: compare within
  this page only.
- **Diversity.** Mean distance of the judge's features between {plan["diversity_noises"]} noises of one map, over
  {plan["diversity_maps"]} maps at strength {plan["diversity_strength"]:g}, with its standard error.
- **Intervals** are 95 %, over maps, {plan["bootstrap"]:,} resamplings; there is one seed of noise and training.
- **Costs** are medians, timed before the training, one arm after the other; memory is what the process grows by beside
  the loaded base, which MCM's training could do without."""
