"""Modules in and out of the program as packs."""
