"""The API's routes, one module per noun; `http` holds what they share."""

from chalicelib.web import (
    accounts,
    attachments,
    calls,
    deadlines,
    desks,
    issued_accounts,
    links,
    list_files,
    lists,
    messages,
    selections,
    sessions,
    steps,
    submissions,
    tallies,
)

BLUEPRINTS = tuple(
    noun.bp
    for noun in (
        *(calls, sessions, accounts, issued_accounts, messages),
        *(submissions, links, attachments, steps),
        *(desks, lists, list_files, deadlines),
        *(tallies, selections),
    )
)
