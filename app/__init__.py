"""The room that wires drawing and generating together: windows, panels, commands, settings.

It is the only room that knows both `canvas` and `engine`. Public: `app.bootstrap` (the window) and `app.cli` (the
commands without one). What decides about pixels belongs in `canvas`, what decides about pictures in `engine`; torch
never enters.
"""
