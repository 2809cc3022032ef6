"""The job that shows that the product is alive, with every tick.

A beat is written for the stream to follow, so that a stream that nobody reads is seen in quiet hours too; and the site
is visited as people reach it, which tells of CDN, API and certificate from any region.
"""

from datetime import datetime

from chalicelib import telemetry
from chalicelib.jobs.records import each_in_turn
from chalicelib.storage import upkeep
from chalicelib.storage.engine.site import visit
from chalicelib.wiring import Wiring


def beat(wiring: Wiring, now: datetime) -> None:
    """Write a beat and visit the site.

    Raises nothing: what fails is logged, and seen by what is not told.
    """
    try:
        with telemetry.span("run", job="pulse"), each_in_turn() as turn:
            with turn("the beat"):
                wiring.tools.table.write([upkeep.put_beat(now)])
            if wiring.settings.secure:
                with turn("the visit"):
                    _visit(wiring.settings.site_origin)
    except Exception:
        telemetry.log.warning("the pulse is not whole")


def _visit(origin: str) -> None:
    line, seen = telemetry.current(), visit(origin)
    line.count("SiteFaults", seen.faults)
    if seen.days is not None:
        line.count("CertificateDays", round(seen.days, 1))
