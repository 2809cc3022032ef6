"""Long acts that requests begin."""

from chalicelib.domain.subjects import JuryId
from chalicelib.services.evaluation import long_acts
from chalicelib.web.http.endpoint import Request
from chalicelib.wiring import wiring


def carry_on(request: Request, id: JuryId, name: str) -> None:
    """Let the season carry out what was begun and is under way.

    On one machine the clock does so.
    """
    known = long_acts.known_act(request.tools, id, name)
    if known and known.under_way:
        wiring.season.start(known.run, known.event)
