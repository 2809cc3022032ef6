"""A submission of its applicant: draft, attachments, push, every step, and what readers see of it."""
