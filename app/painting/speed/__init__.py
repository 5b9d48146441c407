"""How fast this machine paints, as measured, and what suits it."""
