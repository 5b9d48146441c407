"""Measuring what a module does: metrics, the judge, and the protocol that prints the table.

Public: `protocol.evaluate_labels`. The judge is used here and nowhere else.
"""
