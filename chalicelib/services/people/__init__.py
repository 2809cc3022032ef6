"""Accounts: who registers, is handed one, changes it; a unit's facts."""
