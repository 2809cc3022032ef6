"""Uploads to the bucket, and the kinds of files they may be."""
