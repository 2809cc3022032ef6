"""Limits of a request: characters per text, items per list.

They apply to texts typed beside forms. Limits of a form's answers are its call's own (docs/calls.md), those of an
account are in `domain/accounts.py`.
"""

REASON = 1000
"""A reason to return, decline, ask back or reopen.

Also the limit of a return's request to one field.
"""
PUBLIC_REASON = 500
"""The reason of an extension, which everybody may read."""
OPINION = 500
NOTE = 200
CONTACT = 50
HOURS = 100
FILE_NAME = 200
MAIL = 254
CODE = 20
SEARCH = 100
COMMENT = 1000
"""A comment of an expert, on a criterion or an entry."""
MARK = 10
"""Characters of a mark as text."""

ASKS = 60
"""Fields that one return may comment on."""
ENTRIES = 1000
"""Entries of the longest ranked list."""
PARENT_BODIES = 500
REMINDED = 50
"""Accounts that one request may remind."""
IMPORT = 200_000
"""Characters of a CSV of accounts."""
