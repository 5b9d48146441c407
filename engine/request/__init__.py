"""What crosses the wall between the window and the engine. No torch, no Qt."""
