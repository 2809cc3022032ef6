"""What the routes of applicants, desks and the organiser share: the shape of a body, of a page, and one step."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from chalicelib.services.context import new_command
from chalicelib.services.submissions import steps
from chalicelib.web import views
from chalicelib.web.http.endpoint import LONGEST_ID, Request
from chalicelib.web.http.shape import Schema

Id = Annotated[str, Field(max_length=LONGEST_ID)]
"""What names something; nothing of ours has a longer name."""


class Body(Schema):
    """A request body: what it does not know it refuses, and what was typed stands in no error."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Reason(Body):
    reason: str = Field(max_length=1000)


class Paged(Schema):
    """Where a page of a list begins: what the page before it gave, or nothing."""

    cursor: str | None = None


def take(request: Request, submission: str, step: str, etag: str = "", **arguments: Any) -> views.HeadOut:
    """One step on a submission, and the head after it."""
    wish = new_command(step, **arguments)
    done = steps.apply(request.act, submission, wish, etag, ahead=request.ahead)
    return views.head(done, request.caller)
