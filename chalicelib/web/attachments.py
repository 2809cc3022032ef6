"""Routes of a submission's attachments: upload, complete, delete, download."""

from typing import Literal

from chalice.app import Blueprint
from pydantic import Field

from chalicelib.domain import limits
from chalicelib.frozen import dataclass
from chalicelib.services.submissions import attachments
from chalicelib.web import views
from chalicelib.web.http.endpoint import APPLICANT, SIGNED_IN, Request, endpoint
from chalicelib.web.http.schemas import Body, Id, Schema

bp = Blueprint(__name__)


class AttachmentIn(Body):
    field: Id
    name: str = Field(min_length=1, max_length=limits.FILE_NAME)
    size: int = Field(gt=0)


@dataclass(frozen=True, kw_only=True)
class TicketOut:
    id: str
    url: str
    fields: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class LinkOut:
    url: str


class LinkQuery(Schema):
    show: Literal["1"] | None = None


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/attachments",
    allow=APPLICANT,
    body=AttachmentIn,
    status=201,
    returns=TicketOut,
    repeatable=False,
)
def begin_attachment(request: Request, body: AttachmentIn, submission: str) -> TicketOut:
    """Return a presigned POST to upload one file.

    The attachment counts only once the upload is completed.
    """
    ticket = attachments.begin(request.act, submission, body.field, body.name, body.size)
    return TicketOut(id=ticket.id, url=ticket.url, fields=ticket.fields)


@endpoint(
    bp,
    "POST",
    "/submissions/{submission}/attachments/{attachment}/complete",
    allow=APPLICANT,
    returns=views.FilesOut,
)
def complete_attachment(request: Request, submission: str, attachment: str) -> views.FilesOut:
    """Check an uploaded file and add it to the draft."""
    files = attachments.complete(request.act, submission, attachment)
    return views.files(files.items)


@endpoint(
    bp,
    "DELETE",
    "/submissions/{submission}/attachments/{attachment}",
    allow=APPLICANT,
    returns=views.FilesOut,
)
def delete_attachment(request: Request, submission: str, attachment: str) -> views.FilesOut:
    """Remove one file from a draft."""
    files = attachments.delete(request.act, submission, attachment)
    return views.files(files.items)


@endpoint(
    bp,
    "GET",
    "/submissions/{submission}/attachments/{attachment}/link",
    allow=SIGNED_IN,
    query=LinkQuery,
    returns=LinkOut,
)
def link_attachment(request: Request, query: LinkQuery, submission: str, attachment: str) -> LinkOut:
    """Return a download link that is valid for one minute.

    With `show=1` it opens in the browser, where the file's type allows that.
    """
    inline = query.show is not None
    return LinkOut(url=attachments.link(request.act, submission, attachment, inline=inline))
