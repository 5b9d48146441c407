"""`evaluate PROTOCOL`: arms, budgets and cells of a study."""
