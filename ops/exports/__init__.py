"""Submissions as spreadsheets: columns of a form, rows of an xlsx file."""
