"""Generating pictures: the frozen base, the module that modulates it, sampling, training, evaluation.

Public: `engine.types` (what crosses the wall), `engine.registry` (what can be chosen), `engine.pipeline`
(one run), `engine.bridge` (the same run in a thread). torch and diffusers live here and nowhere else; Qt only
in `bridge.py`. Nothing here may import `canvas` or `app`.
"""
