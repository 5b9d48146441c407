"""The modulation network (MCM) and how its maps act on the base's prediction."""
