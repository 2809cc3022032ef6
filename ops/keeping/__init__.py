"""Backups, and the way back: a copy that no engine is needed to read, and DynamoDB's own points in time."""
