"""Measuring what a module does: metrics, the judge, and the protocol that prints the table.

Public: `protocol.evaluate_labels` (one module), `protocol_file.read_protocol` and `study.Study` (several ways of
control, trained and compared). The judge is used here and nowhere else.
"""
