"""A submission: draft, attachments, push, every step, and how each reader sees it."""
