"""What the Module menu does."""

from __future__ import annotations

from collections.abc import Callable

from app.installed.heard_layers import Hearing
from app.library.module_packs import ModulePacks
from canvas.layers import LayerName


class ModuleCommands:
    """Installs modules, hands them on and lets them paint along; `commit` ends what is half done."""

    def __init__(self, packs: ModulePacks, hearing: Hearing, commit: Callable[[], None]) -> None:
        self._packs = packs
        self._hearing = hearing
        self._commit = commit

    @property
    def can_export(self) -> bool:
        """Whether there is a module to hand on."""
        return self._packs.can_export

    def can_listen(self, layer: LayerName) -> bool:
        """Whether there is a module for a layer that none hears yet."""
        return self._hearing.can_listen(layer)

    def listen(self, layer: LayerName) -> None:
        """Let a module that hears the layer paint along."""
        self._commit()
        self._hearing.listen(layer)

    @property
    def has_trained(self) -> bool:
        """Whether a module was trained that does not paint yet."""
        return self._packs.has_trained

    def use_trained(self) -> None:
        """Paint with the module that was trained last."""
        self._commit()
        self._packs.choose_trained()

    def import_pack(self) -> None:
        """Install a module from a file."""
        self._commit()
        self._packs.import_chosen()

    def export_pack(self) -> None:
        """Write the chosen module into a file."""
        self._commit()
        self._packs.export_chosen()
