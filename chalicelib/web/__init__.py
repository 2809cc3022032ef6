"""The API's routes, one module per noun; `http` holds what they share."""

from chalicelib.web import (
    accounts,
    assignments,
    attachments,
    calls,
    deadlines,
    desks,
    draws,
    issued_accounts,
    links,
    list_files,
    lists,
    messages,
    sessions,
    steps,
    submissions,
)

BLUEPRINTS = tuple(
    noun.bp
    for noun in (
        *(calls, sessions, accounts, issued_accounts, messages),
        *(submissions, links, attachments, steps),
        *(desks, lists, list_files, deadlines),
        *(draws, assignments),
    )
)
