"""From noise to a latent picture: the sampler, its schedulers, and the arithmetic of modulation.

Public: `sampler.sample`, `modulation.Modulation`, `schedulers.make_scheduler`. Nothing here reads files.
"""
