"""The runs: from the drawing and its settings to requests, and from the engine's events to a picture."""
