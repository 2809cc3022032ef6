"""Routes of accounts that are handed out and looked after: by the organiser, and by desks for their area."""

from chalice.app import Blueprint

from chalicelib.services.accounts import imports, issued_accounts
from chalicelib.web import account_shapes as shapes
from chalicelib.web.account_shapes import ManagedShape
from chalicelib.web.http.endpoint import HOLDERS, ORGANISER, Request, endpoint

bp = Blueprint(__name__)


@endpoint(
    bp,
    "POST",
    "/accounts/{id}/one-time-password",
    allow=HOLDERS,
    status=201,
    returns=shapes.PasswordAnswer,
)
def post_one_time_password(request: Request, id: str) -> shapes.PasswordAnswer:
    """Replace a forgotten password: a desk for applicants of its area, the organiser for all. Recorded."""
    issued = issued_accounts.issue_one_time_password(request.act, id)
    return shapes.PasswordAnswer(password=issued.password)


@endpoint(bp, "POST", "/accounts/{id}/disable", allow=ORGANISER, returns=ManagedShape)
def post_disable(request: Request, id: str) -> ManagedShape:
    """Shut an account out, at once. Recorded."""
    return ManagedShape.of(issued_accounts.set_disabled(request.act, id, True))


@endpoint(bp, "POST", "/accounts/{id}/enable", allow=ORGANISER, returns=ManagedShape)
def post_enable(request: Request, id: str) -> ManagedShape:
    """Let an account in again. Recorded."""
    return ManagedShape.of(issued_accounts.set_disabled(request.act, id, False))


@endpoint(
    bp, "GET", "/calls/{call}/accounts", allow=ORGANISER, query=shapes.OfRole, returns=shapes.ManagedList
)
def get_accounts(request: Request, query: shapes.OfRole, call: str) -> shapes.ManagedList:
    """Accounts of a role, of one desk or of all, a page at a time. An applicant's desk is the nearest."""
    page = issued_accounts.read_page(request.act, call, query.role, query.desk, query.cursor)
    return shapes.ManagedList(items=[ManagedShape.of(a) for a in page.accounts], cursor=page.cursor)


@endpoint(
    bp,
    "POST",
    "/calls/{call}/accounts",
    allow=ORGANISER,
    body=shapes.HandOutBody,
    status=201,
    returns=shapes.HandedOutAnswer,
)
def post_call_account(request: Request, body: shapes.HandOutBody, call: str) -> shapes.HandedOutAnswer:
    """Hand out one account; its one-time password is in this answer only."""
    issued = issued_accounts.create(request.act, call, body.wanted())
    return shapes.HandedOutAnswer(account=ManagedShape.of(issued.account), password=issued.password)


@endpoint(
    bp,
    "POST",
    "/calls/{call}/accounts/import",
    allow=ORGANISER,
    body=shapes.ImportBody,
    status=201,
    returns=shapes.SlipList,
)
def post_import(request: Request, body: shapes.ImportBody, call: str) -> shapes.SlipList:
    """Hand out many accounts from a CSV with the columns login, name, desk: all of them, or every error at once.
    Their one-time passwords are in this answer only."""
    issued = imports.issue(request.act, call, body.csv)
    items = [
        shapes.SlipShape(login=m.account.login, name=m.account.name, desk=m.account.desk, password=m.password)
        for m in issued
    ]
    return shapes.SlipList(items=items)
