"""The record of a study, and the page and plots made from it."""
