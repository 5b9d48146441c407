"""Small inputs, each for one setting or one value."""
