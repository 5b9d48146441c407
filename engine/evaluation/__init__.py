"""Measuring what a module does: metrics and judge, finished modules side by side, the study and its report."""
