"""Consistency checks of a stage's data: histories, counters, attachments."""
