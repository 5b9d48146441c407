"""The desktop studio and its command line, in rooms by what a person does, on floors that only look down.

A file imports rooms on floors below its own, or its own room; `tests/test_architecture.py` has the table of floors.
"""
