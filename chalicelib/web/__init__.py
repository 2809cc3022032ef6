"""The API's routes, one module per noun; `http` holds what they share."""

from chalicelib.web import (
    accounts,
    assignments,
    attachments,
    calls,
    deadlines,
    desks,
    draws,
    experts,
    issued_accounts,
    links,
    list_files,
    lists,
    marks,
    messages,
    objections,
    outcomes,
    paper,
    public_notices,
    reading,
    results,
    rolls,
    season,
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
        *(submissions, links, attachments, steps, paper),
        *(desks, lists, list_files, deadlines),
        *(rolls, outcomes),
        *(experts, season),
        *(reading, marks),
        *(tallies, selections, public_notices, objections, results),
        *(draws, assignments),
    )
)
