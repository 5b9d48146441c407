"""Metrics of control and realism, and the judge."""
