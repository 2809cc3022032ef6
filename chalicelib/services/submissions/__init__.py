"""A submission: draft, attachments, steps, and how each reader sees it."""
