"""Correction of counters and overviews from the table.

It is needed after a restore, and where `ops verify` reports them as wrong.
"""

from chalicelib.services.follow_ups import applicant_overviews
from chalicelib.storage import keys
from chalicelib.storage.engine.table import Put
from chalicelib.storage.items import SCHEMA
from ops.cli import Progress
from ops.integrity.survey import by_counter, survey
from ops.stage_data import StageData


def recount(data: StageData) -> int:
    """Correct wrong counters and overviews.

    Returns the number of wrong counters. Nobody may be at work meanwhile.
    """
    seen = survey(data, Progress("items recounted"))
    wrong = {place[:3] for place in seen.wrong_counters()}
    right = {(scope, desk, track): amounts for scope, desk, track, amounts in by_counter(seen.counts)}
    for scope, desk, track in wrong:
        key = keys.counter(scope, desk, track)
        amounts = right.get((scope, desk, track), {})
        data.tools.table.write([Put({"pk": key.pk, "sk": key.sk, "schema": SCHEMA, **amounts})])
    for submission, owner in seen.wrong_overviews().items():
        applicant_overviews.update(data.tools, submission, owner)
    return len(wrong)
