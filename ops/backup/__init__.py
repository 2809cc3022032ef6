"""Backup and restore of a stage.

A portable backup is plain files; DynamoDB has its own backups and points in time.
"""
