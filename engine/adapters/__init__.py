"""Learned control of a frozen base, a room or file a kind: what acts on its prediction, its features or its weights.

Public: `adapter.Adapter`, `opening.open_adapter`, `request_adapters.prepared`, `saving.save_module`. An adapter knows
its network and what it makes of a drawing; it knows no data, judge, window or report.
"""
