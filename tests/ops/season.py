"""A small season with people, entries in every state, a reported list, erased words and attachments."""

from typing import Any

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.submission import Files, Head
from chalicelib.jobs import stream
from chalicelib.services.submissions import attachments
from chalicelib.storage import accounts, keys
from chalicelib.storage.engine.table import Delete, Put
from ops.stage_data import StageData
from ops.stream_record import as_lambda_event
from tests.conftest import Place
from tests.factories import CITY, COUNTY, World, world

PDF = b"%PDF-1.7\n" + b"proof " * 40


def filled(table: Place, bucket: Place) -> World:
    """Drafts, a pushed entry with an attachment, a returned and a reported one; its counters have caught up."""
    here = world(table, bucket)
    owner = here.applicant()
    here.tools.table.write([Put(accounts.account_item(owner.account))])
    here.draft(owner, "起草中")
    with_file = here.draft(owner, "有附件")
    attach(here, bucket, owner, with_file)
    here.take(owner, with_file, "push", desk=COUNTY)
    returned = here.pushed("退回的")
    here.take(here.recommender(COUNTY), returned, "return", reason="请补充", asks={"effect": "数字"})
    here.recommended(COUNTY, "推荐的")
    here.report(COUNTY)
    here.pushed("市里的", CITY)
    erase(here, returned)
    catch_up(here, table)
    return here


def attach(here: World, bucket: Place, who: SignedIn, entry: str, body: bytes = PDF) -> Files:
    """An uploaded attachment that counts."""
    ticket = attachments.begin(here.act(who), entry, "proof", "证明.pdf", len(body))
    key = ticket.fields["key"]
    bucket.client.put_object(Bucket=bucket.name, Key=key, Body=body, ContentType="application/pdf")
    return attachments.complete(here.change(who), entry, ticket.id)


def erase(here: World, entry: str) -> None:
    """The words of its first event that has any are gone, as erasing leaves them."""
    head: Head = here.head(entry)
    here.tools.table.write([Delete(keys.text(entry, n)) for n in range(1, head.events + 1)])


def catch_up(here: World, table: Place) -> None:
    """Everything that the stream would have brought, once."""
    made = [{"NewImage": item} for item in table.client.scan(TableName=table.name)["Items"]]
    records: list[Any] = [
        as_lambda_event(
            {
                "eventID": f"e{n}",
                "eventName": "INSERT",
                "dynamodb": {"Keys": {k: image["NewImage"][k] for k in ("pk", "sk")}, **image},
            }
        )
        for n, image in enumerate(made)
    ]
    stream.handle(records, here.wiring)


def data_of(here: World, table: Place, bucket: Place) -> StageData:
    """The same table and bucket as the operator's commands have them."""
    return StageData(here.tools, table.client, bucket.client, table.name, bucket.name)
