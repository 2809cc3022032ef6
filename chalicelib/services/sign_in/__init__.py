"""Signing in and staying signed in, and what slows guessing down."""
