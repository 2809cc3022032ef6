"""Files on their way in and out: uploads, their true kind, spreadsheets."""
