"""What belongs to the drawing beside its pixels: its settings under undo, tool options, history, reference photo."""
