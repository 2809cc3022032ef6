"""The Chalice app: routes, the stream, schedules and the long job.

What a job needs is imported when it runs, so that the function behind the API never loads it; functions of jobs load no
route.
"""

from chalicelib import quick_start  # isort: split

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, DynamoDBEvent

from chalicelib import settings, telemetry
from chalicelib.wiring import wiring

app = Chalice(app_name="laurel", configure_logs=False)
app.api.binary_types = []


def _register_routes() -> None:
    from chalicelib.web import BLUEPRINTS

    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)


if settings.answers_requests():
    _register_routes()
wiring.prepare()
quick_start.finish()


@app.on_dynamodb_record(settings.stream(), batch_size=100, starting_position="TRIM_HORIZON")
def stream(event: DynamoDBEvent) -> None:
    """Follow the records of the table's stream."""
    from chalicelib.jobs import stream as job

    telemetry.invoked(event.context)
    job.handle(event.to_dict()["Records"], wiring)


@app.schedule("rate(5 minutes)")
def tick(event: CloudWatchEvent) -> None:
    """Report open lists whose deadline has passed, every 5 minutes.

    Lost acts of the evaluation are begun again. And show that stream and site are alive, whether or not that fails.
    """
    from chalicelib.jobs import clock as job
    from chalicelib.jobs import pulse
    from chalicelib.jobs import season as season_job
    from chalicelib.jobs.records import each_in_turn

    telemetry.invoked(event.context)
    pulse.beat(wiring, wiring.clock())
    with each_in_turn() as turn:
        with turn("overdue lists"):
            job.tick(wiring, wiring.clock())
        with turn("long acts"):
            season_job.tick(wiring, wiring.clock())


@app.schedule("rate(1 minute)")
def messages_due(event: CloudWatchEvent) -> None:
    """Send due outboxes and remind owners of near deadlines, every minute."""
    from chalicelib.jobs import messages as job

    telemetry.invoked(event.context)
    job.tick(wiring, wiring.clock())


@app.schedule("cron(30 18 * * ? *)")
def nightly(event: CloudWatchEvent) -> None:
    """Back the table up and check histories, at half past two in China."""
    from chalicelib.jobs import nightly as job

    telemetry.invoked(event.context)
    job.run(wiring, wiring.clock())


@app.lambda_function(name="closing")
def closing(event: Any, context: Any) -> dict[str, int]:
    """Report up to 100 more overdue lists; return how many remain.

    A task of Step Functions.
    """
    from chalicelib.jobs import clock as job

    telemetry.invoked(context)
    return {"left": job.closing(wiring, wiring.clock())}


@app.lambda_function(name="season")
def season(event: Any, context: Any) -> dict[str, Any]:
    """Carry out one step of a long act; return what is left.

    A task of Step Functions, with the act and its jury.
    """
    from chalicelib.jobs import season as job

    telemetry.invoked(context)
    result = job.step(wiring, event)
    return {"left": result.left, "outcome": result.outcome, "code": result.code}
