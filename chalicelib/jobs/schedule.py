"""What time itself brings: a list still open when its desk's time ends is reported as it stands."""

from datetime import datetime, timedelta

from chalicelib.services.desks import ranking
from chalicelib.services.tools import Tools
from chalicelib.wiring import Wiring

LOOKED_BACK = timedelta(days=3)
"""How long after a closing it is still seen to, so that a missed tick loses nothing."""


def tick(wiring: Wiring, now: datetime) -> None:
    """Report every list whose desk's time, grace included, has ended and which is not empty."""
    tools = wiring.tools
    for call in tools.calls.ids():
        _close(tools, call, now)


def _close(tools: Tools, call_id: str, now: datetime) -> None:
    call = tools.calls.latest(call_id)
    first = min(call.calendar.recommending.values())
    if now < first - timedelta(days=60):
        return
    for desk, track in ranking.overdue(tools, call, now, LOOKED_BACK):
        ranking.report_as_it_stands(tools, call_id, desk, track)
