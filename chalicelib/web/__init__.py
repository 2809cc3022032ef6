"""The API's routes, a module a noun; `http` is what they share."""

from chalicelib.web import (
    accounts,
    calls,
    deadlines,
    desks,
    issued_accounts,
    messages,
    sessions,
    sheets,
    submissions,
)

BLUEPRINTS = (
    calls.bp,
    sessions.bp,
    accounts.bp,
    issued_accounts.bp,
    messages.bp,
    submissions.bp,
    desks.bp,
    deadlines.bp,
    sheets.bp,
)
