"""Frozen base models behind one protocol, one adapter file per family of diffusers folder.

Public: `engine.bases.base.BaseModel` and `engine.bases.opening.open_base`. Nothing here trains or samples.
"""
