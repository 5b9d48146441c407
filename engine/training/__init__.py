"""Training a module against a frozen base: pairs, the cache of base outputs, the trainer.

Public: `labels.train_labels`. The base never gets a gradient.
"""
