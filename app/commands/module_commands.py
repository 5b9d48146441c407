"""What the Module menu does."""

from __future__ import annotations

from collections.abc import Callable

from app.module_packs import ModulePacks


class ModuleCommands:
    """Installs modules and hands them on; `commit` ends what is half done."""

    def __init__(self, packs: ModulePacks, commit: Callable[[], None]) -> None:
        self._packs = packs
        self._commit = commit

    @property
    def can_export(self) -> bool:
        """Whether there is a module to hand on."""
        return self._packs.can_export

    def import_pack(self) -> None:
        """Install a module from a file."""
        self._commit()
        self._packs.import_chosen()

    def export_pack(self) -> None:
        """Write the chosen module into a file."""
        self._commit()
        self._packs.export_chosen()
