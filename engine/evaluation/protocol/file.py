"""The protocol file of a study: TOML, read strictly, one sentence for each mistake."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from engine.errors import EngineError
from engine.evaluation.kinds import KINDS
from engine.evaluation.protocol.plans import (
    METRICS,
    SAMPLERS,
    ArmPlan,
    DataPlan,
    PicturePlan,
    Protocol,
    TrainingPlan,
)

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_T = TypeVar("_T")


class ProtocolError(EngineError):
    """A protocol file cannot be used; the text names every mistake, a sentence each."""


def read_protocol(path: Path) -> Protocol:
    """The protocol in a TOML file; a data folder in it is relative to the file. Raises ProtocolError."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ProtocolError(f"There is no protocol {path.name}.", "Name a TOML file.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProtocolError(f"The protocol {path.name} cannot be read: {error}.") from error
    return parse_protocol(text, path.name, path.parent)


def parse_protocol(text: str, name: str, folder: Path) -> Protocol:
    """See `read_protocol`."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProtocolError(f"The protocol {name} is not TOML: {error}.", "See the default protocol.") from error
    problems: list[str] = []
    protocol = _Reader(problems, folder).protocol(values)
    if problems or protocol is None:
        raise ProtocolError(f"The protocol {name} cannot be used:\n" + "\n".join(problems), "See the default protocol.")
    return protocol


class _Reader:
    """Turns tables into plans and writes down a sentence for each mistake."""

    def __init__(self, problems: list[str], folder: Path) -> None:
        self._problems, self._folder = problems, folder

    def protocol(self, values: Mapping[str, Any]) -> Protocol | None:
        arms = [self._arm(index, table) for index, table in enumerate(self._tables(values))]
        kinds = [arm.kind for arm in arms if arm]
        if len(set(kinds)) < len(kinds):
            self._say("An arm stands twice in arms.")
        parts = {
            "arms": lambda _: tuple(arm for arm in arms if arm),
            "title": _text,
            "base": _text,
            "minutes": _above(0),
            "measure_seconds": _above(0),
            "seed": _whole(0),
            "device": _text,
            "precision": _one_of(("auto", "float32", "bfloat16", "float16")),
            "reference": _one_of(kinds) if kinds else _text,
            "data": lambda table: self._table(DataPlan, "data", table, self._data_parts()),
            "training": lambda table: self._table(TrainingPlan, "training", table, _TRAINING),
            "pictures": lambda table: self._table(PicturePlan, "pictures", table, _PICTURES),
        }
        protocol = self._table(Protocol, "", values, parts)
        if protocol and not self._problems and "diversity" in protocol.pictures.metrics:
            plan = protocol.pictures
            if plan.diversity_strength not in plan.strengths:
                self._say("pictures.diversity_strength is not one of pictures.strengths.")
            if plan.diversity_maps > plan.maps:
                self._say("pictures.diversity_maps is more than pictures.maps.")
        return protocol

    def _arm(self, index: int, table: Any) -> ArmPlan | None:
        return self._table(
            ArmPlan, f"arms[{index}]", table, {"kind": _one_of(list(KINDS)), "learning_rates": _several(_above(0))}
        )

    def _data_parts(self) -> dict[str, Callable[[Any], Any]]:
        return {
            "folder": lambda value: (self._folder / _text(value)).resolve(),
            "pictures": _several(_pairs),
            "rows": _whole(1),
            "held_out_rows": _whole(1),
        }

    def _tables(self, values: Mapping[str, Any]) -> list[Any]:
        value = values.get("arms", ())
        if "arms" in values and (not isinstance(value, list) or not value):
            self._say("arms must be a list of tables, [[arms]], with at least one.")
            return []
        return list(value)

    def _table(self, kind: type[_T], where: str, table: Any, parts: Mapping[str, Callable[[Any], Any]]) -> _T | None:
        """An object of the dataclass `kind` from `table`; None after a mistake, which is written down."""
        if not isinstance(table, Mapping):
            self._say(f"{where} must be a table.")
            return None
        prefix, before = f"{where}." if where else "", len(self._problems)
        for key in table.keys() - parts.keys():
            self._say(f"There is no setting {prefix}{key}.")
        known: dict[str, Any] = {}
        for key in [key for key in parts if key in table]:
            try:
                known[key] = parts[key](table[key])
            except ValueError as error:
                self._say(f"{prefix}{key} must be {error}.")
        for one in fields(kind):  # type: ignore[arg-type]
            needed = one.default is MISSING and one.default_factory is MISSING
            if needed and one.name not in table:
                self._say(f"{prefix}{one.name} is missing.")
        return None if len(self._problems) > before else kind(**known)

    def _say(self, sentence: str) -> None:
        if sentence not in self._problems:
            self._problems.append(sentence)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("text")
    return value


def _number(value: Any, what: str, fits: Callable[[float], bool]) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not fits(value):
        raise ValueError(what)
    return float(value)


def _above(least: float) -> Callable[[Any], float]:
    return lambda value: _number(value, f"a number above {least:g}", lambda number: least < number < float("inf"))


def _share(value: Any) -> float:
    return _number(value, "a number from 0 to 1", lambda number: 0 <= number <= 1)


def _whole(least: int) -> Callable[[Any], int]:
    def read(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ValueError(f"a whole number from {least} up")
        return value

    return read


def _pairs(value: Any) -> int | None:
    if value == "all":
        return None
    try:
        return _whole(1)(value)
    except ValueError as error:
        raise ValueError(f"{error} or “all”") from None


def _one_of(names: Any) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in names:
            raise ValueError(f"one of {', '.join(names)}")
        return str(value)

    return read


def _several(part: Callable[[Any], Any], least: int = 1) -> Callable[[Any], tuple[Any, ...]]:
    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list) or len(value) < least:
            raise ValueError("a list" if least == 0 else "a list that is not empty")
        try:
            read = tuple(part(one) for one in value)
        except ValueError as error:
            raise ValueError(f"a list of which each is {error}") from None
        if len(set(read)) < len(read):
            raise ValueError("a list without doubles")
        return read

    return read


_TRAINING: Mapping[str, Callable[[Any], Any]] = {
    "budgets": _several(_one_of(("minutes", "examples"))),
    "minutes": _above(0),
    "examples": _whole(1),
    "tuning_minutes": _above(0),
    "batch": _whole(1),
    "warm_up": _share,
    "weight_decay": lambda value: _number(value, "0 or a number above", lambda number: 0 <= number < float("inf")),
    "ema_decay": lambda value: _number(value, "from 0 to below 1", lambda number: 0 <= number < 1),
    "drop_map": _share,
    "unlabel": _share,
}

_PICTURES: Mapping[str, Callable[[Any], Any]] = {
    "maps": _whole(2),
    "strengths": _several(_above(0)),
    "scales": _several(_above(0), least=0),
    "sampler": _one_of(SAMPLERS),
    "steps": _whole(1),
    "batch": _whole(1),
    "metrics": _several(_one_of(METRICS), least=0),
    "diversity_maps": _whole(1),
    "diversity_noises": _whole(2),
    "diversity_strength": _above(0),
    "bootstrap": _whole(10),
}
