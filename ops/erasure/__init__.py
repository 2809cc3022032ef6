"""Erasure of accounts, and of drafts whose time is over."""
