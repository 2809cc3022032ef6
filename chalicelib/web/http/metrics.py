"""What a request's line tells of its outcome, and the figures that follow from it."""

from collections.abc import Mapping

from chalicelib.telemetry import Span

_LIST = "/calls/{call}/desks/{desk}/lists/{track}"
_ATTACHED = "POST /submissions/{submission}/attachments/{attachment}/complete"
_SCANNED = f"PUT {_LIST}/reports/{{n}}/scan"

DONE: Mapping[str, str] = {
    _ATTACHED: "UploadsCompleted",
    _SCANNED: "UploadsCompleted",
}
"""What is counted when a route did what it is for; what counts a step is in its row of the workflow."""

REFUSED: Mapping[str, str] = dict.fromkeys((_ATTACHED, _SCANNED), "UploadsRefused")
"""What is counted when a route refused."""


def measure(line: Span, route: str, status: int, code: str | None) -> None:
    """Note how a request ended; `code` names the refusal, where it was one."""
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
        if status == 429:
            line.count("TooManyRequests")
        if route in REFUSED:
            line.count(REFUSED[route])
