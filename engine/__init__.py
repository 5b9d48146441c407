"""Generating pictures: the frozen base, the module that modulates it, sampling, training, evaluation.

Public: `request.types` (what crosses the wall), `installed.registry` (what can be chosen), `painting.pipeline` (one
run), `serving.thread` (the same run in a thread). torch and diffusers live here and nowhere else; Qt only in
`serving/thread.py`. Nothing here may import `canvas` or `app`.
"""
