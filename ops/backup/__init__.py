"""Backup and restore: a portable copy in plain files, and DynamoDB's own backups and points in time."""
