"""The modulation network (MCM) and what it is conditioned on, one file per modality.

Public: `network.ModulationNetwork`, `label_maps`. Nothing here knows a base, a sampler or a file format of data.
"""
