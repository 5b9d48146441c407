"""The command `models`: what is installed; module packs in and out."""

from __future__ import annotations

import argparse
from pathlib import Path

from app.system import resources
from engine.installed.registry import Registry
from engine.packs.exporting import export_module
from engine.packs.importing import import_module
from engine.packs.pack_file import SUFFIX
from engine.packs.working_folder import sweep


def add_models(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command with its words import, export and list."""
    models = commands.add_parser("models", help="list what is installed; import and export modules")
    words = models.add_subparsers(required=True, metavar="WHAT")
    listing = words.add_parser("list", help="bases, and the modules of each")
    listing.set_defaults(command=_list)
    importing = words.add_parser("import", help="install the module of a pack")
    importing.add_argument("pack", type=Path, metavar=f"FILE{SUFFIX}")
    importing.add_argument("--replace", action="store_true", help="also where another module has its id")
    importing.set_defaults(command=_import)
    exporting = words.add_parser("export", help="write an installed module into one file")
    exporting.add_argument("module", metavar="ID", help="id or folder of the module")
    exporting.add_argument("-o", "--out", type=Path, required=True, metavar=f"FILE{SUFFIX}")
    exporting.set_defaults(command=_export)


def _registry() -> Registry:
    return Registry(resources.bases_folders(), resources.modules_folders(), resources.cache_folder())


def _list(_arguments: argparse.Namespace) -> int:
    registry = _registry()
    for folder in resources.modules_folders():
        sweep(folder)
    bases = registry.bases()
    for base in bases:
        print(f"{base.id}  {base.label}")
        for module in registry.modules(base.id):
            print(f"  {module.id}  {module.label}: hears {', '.join(module.modalities)}")
    others = [module for module in registry.modules() if module.base not in [base.id for base in bases]]
    for module in others:
        print(f"{module.id}  {module.label}: its base {module.base} is not installed")
    for entry in registry.left_out():
        print(f"left out: {entry.name}: {entry.text} {entry.hint}".rstrip())
    return 0


def _import(arguments: argparse.Namespace) -> int:
    folder = resources.modules_folders()[0]
    info = import_module(arguments.pack, _registry(), folder, replace=arguments.replace)
    print(f"{info.id} is installed for the base {info.base}")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    registry = _registry()
    export_module(registry.module(arguments.module), registry, arguments.out)
    print(f"The module is in {arguments.out}")
    return 0
