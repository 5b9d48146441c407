"""From noise to a latent picture: the sampler and its schedulers.

Public: `sampler.sample`, `schedulers.make_scheduler`. What acts on the steps comes from `engine.adapters`. Nothing here
reads files.
"""
