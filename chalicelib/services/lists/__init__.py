"""Ranked lists: order, reports, spreadsheets and scans of sealed tables."""
