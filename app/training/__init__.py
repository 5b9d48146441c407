"""Training a module in the window: what, from which pictures, how far it is, and what becomes of it."""
