"""Submissions as tables for people: columns of a form, rows of an xlsx file."""
