"""The site from source to bucket.

It covers API types, regions, bundle, upload, and the pictures of its pages.
"""
