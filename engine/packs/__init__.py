"""Module packs: a module with its card, example drawings and thumbnails in one file that can be handed on.

Public: `export_module`, `import_module`. No torch: the window imports this.
"""
