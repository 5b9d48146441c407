"""Measuring what a module does: metrics, the judge, and the protocol that prints the table.

Public: `modules.evaluate_modules` (finished modules side by side), `protocol_file.read_protocol` and `study.Study`
(several ways of control, trained and compared). The judge is used here and nowhere else.
"""
