"""Builds the Chalice app and registers blueprints and jobs; no logic. What a job needs is imported when it runs, so
that the function behind the API never loads it; the functions of jobs load no route. While all this is made nothing
of it is garbage, and afterwards none of it is looked through for garbage again."""

import gc

gc.disable()

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, DynamoDBEvent

from chalicelib import settings, telemetry
from chalicelib.wiring import wiring

app = Chalice(app_name="laurel", configure_logs=False)
app.api.binary_types = []


def _register_routes() -> None:
    from chalicelib.web import (
        accounts,
        calls,
        deadlines,
        desks,
        issued_accounts,
        messages,
        sheets,
        submissions,
    )

    for blueprint in (
        *(calls.bp, accounts.bp, issued_accounts.bp, messages.bp),
        *(submissions.bp, desks.bp, deadlines.bp, sheets.bp),
    ):
        app.register_blueprint(blueprint)


if settings.answers_requests():
    _register_routes()
wiring.prepare()
gc.enable()
gc.freeze()


@app.on_dynamodb_record(settings.stream(), batch_size=100, starting_position="TRIM_HORIZON")
def stream(event: DynamoDBEvent) -> None:
    """The table's stream."""
    from chalicelib.jobs import stream as job

    telemetry.invoked(event.context)
    job.handle(event.to_dict()["Records"], wiring)


@app.schedule("rate(5 minutes)")
def tick(event: CloudWatchEvent) -> None:
    """What time itself brings."""
    from chalicelib.jobs import clock as job

    telemetry.invoked(event.context)
    job.tick(wiring, wiring.clock())


@app.schedule("rate(1 minute)")
def messages_due(event: CloudWatchEvent) -> None:
    """Messages that leave, and deadlines that are near."""
    from chalicelib.jobs import messages as job

    telemetry.invoked(event.context)
    job.tick(wiring, wiring.clock())


@app.lambda_function(name="closing")
def closing(event: Any, context: Any) -> dict[str, int]:
    """One step of the state machine that goes on with what a tick left."""
    from chalicelib.jobs import clock as job

    telemetry.invoked(context)
    return {"left": job.closing(wiring, wiring.clock())}
