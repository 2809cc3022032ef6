"""What the stream keeps, set to what the table says: after a restore, or where `ops verify` found it off."""

from chalicelib.services.follow_ups import applicant_overviews
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import SCHEMA
from ops.data.scanning import Data
from ops.data.surveying import scopes, survey
from ops.terms import Progress


def recount(data: Data) -> int:
    """Set every counter that is off, and what accounts have; how many counters were. Nobody may be at work meanwhile."""
    seen = survey(data, Progress("items recounted"))
    wrong = {place[:3] for place in seen.off()}
    right = {(scope, desk, track): amounts for scope, desk, track, amounts in scopes(seen.counts)}
    for scope, desk, track in wrong:
        key = keys.counter(scope, desk, track)
        amounts = right.get((scope, desk, track), {})
        data.tools.table.write([Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, **amounts})])
    for submission, owner in seen.behind().items():
        applicant_overviews.update(data.tools, submission, owner)
    return len(wrong)
