"""Every change of state, decided here and nowhere else.

`table.STEPS` is the table: from which states, to which, by whom, on what conditions. `decide` takes a wish and
what is known, and returns what would be written; it reads no clock, no table, no environment.
"""

from chalicelib.domain.workflow.conditions import may_receive
from chalicelib.domain.workflow.deciding import allowed, change_list, decide, grant_late_pass, list_desk
from chalicelib.domain.workflow.effects import follow_report
from chalicelib.domain.workflow.situation import Change, Command, Facts
from chalicelib.domain.workflow.table import LIST_STEPS, STEPS, Actor, Step

__all__ = [
    "LIST_STEPS",
    "STEPS",
    "Actor",
    "Change",
    "Command",
    "Facts",
    "Step",
    "allowed",
    "change_list",
    "decide",
    "follow_report",
    "grant_late_pass",
    "list_desk",
    "may_receive",
]
