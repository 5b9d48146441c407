"""Everything that can be done, as one table with a file for each menu, and its keys."""
