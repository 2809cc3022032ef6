"""How long texts may be that people type beside forms, in characters, and how many things one request may name.

Limits of a form's answers are its call's own (docs/calls.md), those of an account stand in `domain/accounts.py`.
"""

REASON = 1000
"""Why something is returned, declined, asked back or reopened, and what is asked of one field."""
PUBLIC_REASON = 500
"""Why there is more time: everybody may read it."""
OPINION = 500
NOTE = 200
CONTACT = 50
HOURS = 100
FILE_NAME = 200
MAIL = 254
CODE = 20
SEARCH = 100

ASKS = 60
"""Fields that one return may ask something of."""
ENTRIES = 1000
"""Entries of the longest ranked list."""
PARENT_BODIES = 500
REMINDED = 50
"""Accounts that one request may remind."""
IMPORT = 200_000
"""A CSV of accounts."""
