"""Steps of the workflow as routes take them: the body they share, and the head that answers."""

from pydantic import Field

from chalicelib.domain import limits
from chalicelib.domain.submission import Head
from chalicelib.domain.workflow.commands import Command
from chalicelib.services.submissions import steps
from chalicelib.web import views
from chalicelib.web.http.endpoint import Request
from chalicelib.web.http.schemas import Body


class ReasonIn(Body):
    reason: str = Field(max_length=limits.REASON)


def apply(request: Request, submission: str, command: Command[Head], etag: str = "") -> views.HeadOut:
    """Take one step on a submission; the head after it."""
    return views.head(steps.apply(request.act, submission, command, etag), request.caller)
