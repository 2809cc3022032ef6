"""What the routes of applicants, desks and the organiser share: the shape of a body, of a page, and one step."""

from typing import Annotated

from pydantic import ConfigDict, Field

from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.commands import Command
from chalicelib.services.submissions import steps
from chalicelib.web import views
from chalicelib.web.http.endpoint import LONGEST_ID, Request
from chalicelib.web.http.shape import Schema

Id = Annotated[str, Field(max_length=LONGEST_ID)]
"""What names something; nothing of ours has a longer name."""


class Body(Schema):
    """A request body: what it does not know it refuses, and what was typed stands in no error."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class ReasonIn(Body):
    reason: str = Field(max_length=1000)


class PageQuery(Schema):
    """Where a page of a list begins: what the page before it gave, or nothing."""

    cursor: str | None = None


def apply(request: Request, submission: str, command: Command[Head], etag: str = "") -> views.HeadOut:
    """One step on a submission, and the head after it."""
    return views.head(steps.apply(request.act, submission, command, etag), request.caller)
