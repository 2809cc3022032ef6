"""Accounts that the operator makes, finds and hands out."""
