"""What every room may use and no room owns: folders, notices, work beside the window, languages, plain text.

Nothing here knows drawings, settings or the engine's requests.
"""
