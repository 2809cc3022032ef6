"""Metrics of a request, written to its log line."""

from collections.abc import Mapping

from chalicelib.telemetry import Span

_LIST = "/calls/{call}/desks/{desk}/lists/{track}"
_ATTACHED = "POST /submissions/{submission}/attachments/{attachment}/complete"
_SCANNED = f"PUT {_LIST}/reports/{{n}}/scan"

DONE: Mapping[str, str] = {
    _ATTACHED: "UploadsCompleted",
    _SCANNED: "UploadsCompleted",
}
"""Metrics counted when a route succeeds.

Those of the workflow's steps are in its rows.
"""

REFUSED: Mapping[str, str] = dict.fromkeys((_ATTACHED, _SCANNED), "UploadsRefused")
"""Metrics counted when a route refuses a request."""


def measure(line: Span, route: str, status: int, code: str | None) -> None:
    """Record a request's outcome; `code` is that of a refusal."""
    line.note(status=status, **({"code": code} if code else {}))
    line.count("Requests")
    line.count("Latency", line.took)
    line.count("Faults", int(status >= 500))
    if status < 400 and route in DONE:
        line.count(DONE[route])
    if 400 <= status < 500:
        line.count("Refusals")
        if status in {409, 412}:
            line.count("Conflicts")
        if route in REFUSED:
            line.count(REFUSED[route])
