"""Small inputs that panels are made of, each for one setting or one class. No panel, session or engine enters."""
