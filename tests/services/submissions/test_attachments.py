"""A file counts once it has arrived, is what it was said to be, and lies where no browser may write."""

import hashlib
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Invalid, StepNotAllowed, UploadHarmful, UploadNotThere, UploadWrong
from chalicelib.services.context import Act
from chalicelib.services.submissions import attachments
from chalicelib.services.uploads.uploads import Ticket
from chalicelib.storage.engine.bucket import Bucket
from tests.conftest import Place
from tests.factories import COUNTY, World, world

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def here(table_local: Place, bucket_ministack: Place) -> World:
    return world(table_local, bucket_ministack)


@pytest.fixture
def owner(here: World) -> SignedIn:
    return here.applicant()


@pytest.fixture
def entry(here: World, owner: SignedIn) -> str:
    return here.draft(owner)


def send(ticket: Ticket, body: bytes, **changes: str) -> int:
    """The status with which the bucket answers a browser's form post."""
    fields: Mapping[str, str] = {**ticket.fields, **changes}
    line = "laurel-boundary"
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n'.encode()
    data = b"".join(parts) + head + body + f"\r\n--{line}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={line}"}
    try:
        with urllib.request.urlopen(urllib.request.Request(ticket.url, data, kind)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def begin(here: World, owner: SignedIn, entry: str, body: bytes = PDF, name: str = "证明.pdf") -> Ticket:
    return attachments.begin(here.act(owner), entry, "proof", name, len(body))


def test_an_uploaded_file_counts_once_it_is_completed(here: World, owner: SignedIn, entry: str) -> None:
    ticket = begin(here, owner, entry)
    assert send(ticket, PDF) in {200, 201, 204}
    files = attachments.complete(here.change(owner), entry, ticket.id)
    assert [(f.name, f.kind, f.size) for f in files.items] == [("证明.pdf", "pdf", len(PDF))]
    link = attachments.link(here.act(owner), entry, ticket.id, inline=False)
    with urllib.request.urlopen(link) as answer:
        assert answer.read() == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment;")


def test_what_was_never_sent_does_not_count(here: World, owner: SignedIn, entry: str) -> None:
    ticket = begin(here, owner, entry)
    with pytest.raises(UploadNotThere):
        attachments.complete(here.change(owner), entry, ticket.id)


def test_the_bucket_refuses_another_key_type_or_size(here: World, owner: SignedIn, entry: str) -> None:
    ticket = begin(here, owner, entry)
    assert send(ticket, PDF, key="kept/anything") == 403
    assert send(ticket, PDF, **{"Content-Type": "text/html"}) == 403
    assert send(ticket, PDF + b"x" * 1048576) == 400


def test_a_file_that_is_not_what_its_name_says_is_thrown_away(here: World, owner: SignedIn, entry: str) -> None:
    fake = b"<script>alert(1)</script>"
    ticket = begin(here, owner, entry, fake)
    send(ticket, fake)
    with pytest.raises(UploadWrong) as refused:
        attachments.complete(here.change(owner), entry, ticket.id)
    assert refused.value.details["errors"][0]["code"] == "content_differs"
    with pytest.raises(UploadNotThere):
        attachments.complete(here.change(owner), entry, ticket.id)


def scanned(here: World, owner: SignedIn, entry: str, verdict: str) -> Ticket:
    """A file that has arrived, and what the platform's scanner says of it."""
    ticket = begin(here, owner, entry)
    send(ticket, PDF)
    tags = {"TagSet": [{"Key": "GuardDutyMalwareScanStatus", "Value": verdict}]}
    objects = here.tools.objects
    objects._s3.put_object_tagging(Bucket=objects._bucket, Key=f"incoming/{entry}/{ticket.id}", Tagging=tags)
    return ticket


def test_a_file_that_the_platforms_scanner_warns_of_is_thrown_away(here: World, owner: SignedIn, entry: str) -> None:
    ticket = scanned(here, owner, entry, "THREATS_FOUND")
    for refusal in (UploadHarmful, UploadNotThere):
        with pytest.raises(refusal):
            attachments.complete(here.change(owner), entry, ticket.id)


def test_a_file_that_the_platforms_scanner_found_clean_counts(here: World, owner: SignedIn, entry: str) -> None:
    ticket = scanned(here, owner, entry, "NO_THREATS_FOUND")
    assert attachments.complete(here.change(owner), entry, ticket.id).find(ticket.id)


def test_a_body_sent_after_completion_changes_nothing(here: World, owner: SignedIn, entry: str) -> None:
    ticket = begin(here, owner, entry)
    send(ticket, PDF)
    attachments.complete(here.change(owner), entry, ticket.id)
    send(ticket, PDF.replace(b"endobj", b"ENDOBJ"))
    with urllib.request.urlopen(attachments.link(here.act(owner), entry, ticket.id, inline=False)) as answer:
        assert answer.read() == PDF


def test_a_kind_the_field_does_not_take_is_refused_before_it_is_sent(here: World, owner: SignedIn, entry: str) -> None:
    with pytest.raises(Invalid) as refused:
        begin(here, owner, entry, name="病毒.exe")
    assert refused.value.details["errors"][0]["pointer"] == "/name"


def test_after_a_push_nothing_can_be_added_and_what_was_pushed_can_be_read(
    here: World, owner: SignedIn, entry: str
) -> None:
    kept, late = begin(here, owner, entry), begin(here, owner, entry)
    send(kept, PDF)
    send(late, PDF)
    attachments.complete(here.change(owner), entry, kept.id)
    here.take(owner, entry, "push", desk=COUNTY)
    with pytest.raises(StepNotAllowed):
        attachments.complete(here.change(owner), entry, late.id)
    with pytest.raises(StepNotAllowed):
        attachments.delete(here.change(owner), entry, kept.id)
    desk = here.recommender(COUNTY)
    with urllib.request.urlopen(attachments.link(here.act(desk), entry, kept.id, inline=False)) as answer:
        assert answer.read() == PDF


def test_a_file_deleted_after_a_return_stays_readable_in_the_revision_that_names_it(
    here: World, owner: SignedIn, entry: str
) -> None:
    ticket = begin(here, owner, entry)
    send(ticket, PDF)
    attachments.complete(here.change(owner), entry, ticket.id)
    here.take(owner, entry, "push", desk=COUNTY)
    here.take(here.recommender(COUNTY), entry, "return", reason="换一份")
    attachments.delete(here.change(owner), entry, ticket.id)
    desk = here.recommender(COUNTY)
    assert attachments.link(here.act(desk), entry, ticket.id, inline=False)


class Late(Bucket):
    """A bucket in which something else happens just before a copy is made."""

    def __init__(self, here: World, before: Callable[[], object]) -> None:
        settings = here.wiring.settings
        super().__init__(settings.bucket, settings.region, settings.s3_endpoint)
        self._before = before

    def keep(self, source: str, version: str, key: str) -> None:
        self._before()
        super().keep(source, version, key)


def test_of_two_bodies_completed_at_once_the_one_that_counts_is_the_one_that_is_read(
    here: World, owner: SignedIn, entry: str
) -> None:
    other = PDF.replace(b"endobj", b"ENDOBJ")
    ticket = begin(here, owner, entry)
    send(ticket, PDF)

    def overtaken() -> None:
        send(ticket, other)
        attachments.complete(here.change(owner), entry, ticket.id)

    slow = replace(here.tools, objects=Late(here, overtaken))
    files = attachments.complete(Act(slow, owner, here.request(owner)), entry, ticket.id)
    with urllib.request.urlopen(attachments.link(here.act(owner), entry, ticket.id, inline=False)) as answer:
        assert [hashlib.sha256(answer.read()).hexdigest()] == [f.sha256 for f in files.items]


def test_no_more_files_count_than_a_field_takes_however_many_were_begun(
    here: World, owner: SignedIn, entry: str
) -> None:
    tickets = [begin(here, owner, entry) for _ in range(4)]
    for ticket in tickets:
        send(ticket, PDF)
    for ticket in tickets[:3]:
        attachments.complete(here.change(owner), entry, ticket.id)
    with pytest.raises(Invalid) as refused:
        attachments.complete(here.change(owner), entry, tickets[3].id)
    assert [(e["pointer"], e["code"]) for e in refused.value.details["errors"]] == [("/field", "too_many")]
