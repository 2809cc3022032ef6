"""Accounts: registered or issued, changed by their owners; dossiers."""
