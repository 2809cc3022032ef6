"""Accounts that the operator creates, finds and issues."""
