"""How the window reaches the engine."""
