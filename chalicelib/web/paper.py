"""Routes of the office's form (申报表): an entry's, and the empty one."""

from typing import Literal

from chalice.app import Blueprint

from chalicelib.services.paper import forms
from chalicelib.web.attachments import LinkOut
from chalicelib.web.http.endpoint import ANYONE, SIGNED_IN, Request, endpoint
from chalicelib.web.http.schemas import Id, Schema

bp = Blueprint(__name__)


class FormQuery(Schema):
    """The file's format, and its language, which is one of the call's."""

    format: Literal["pdf", "docx"] = "pdf"
    language: Id | None = None


@endpoint(bp, "GET", "/submissions/{submission}/form", allow=SIGNED_IN, query=FormQuery, returns=LinkOut)
def link_form(request: Request, query: FormQuery, submission: str) -> LinkOut:
    """Return a link to the entry's form as PDF or Word.

    It is valid for one minute. Its owner gets the current content, a desk that of the last push.
    """
    return LinkOut(url=forms.link_entry_form(request.act, submission, query.format, query.language))


@endpoint(bp, "GET", "/calls/{call}/tracks/{track}/form", allow=ANYONE, query=FormQuery, returns=LinkOut)
def link_empty_form(request: Request, query: FormQuery, call: str, track: str) -> LinkOut:
    """Return a link to the empty form of a track.

    As PDF or Word, valid for one minute.
    """
    viewer = request.read_viewer
    return LinkOut(url=forms.link_empty_form(request.tools, call, track, query.format, query.language, viewer))
