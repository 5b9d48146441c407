"""Training a module against a frozen base: pairs, the cache of base outputs, the trainer.

Public: `module.train_module`. The base never gets a gradient.
"""
