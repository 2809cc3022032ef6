"""Accounts: registered or issued, changed by their owners; a unit's facts."""
