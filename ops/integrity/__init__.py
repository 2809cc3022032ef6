"""Checks of a stage's data against itself: histories, counters, attachments."""
