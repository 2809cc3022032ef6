"""A desk puts its entries in order in a spreadsheet: what it says is shown before anything is saved."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook, load_workbook

from chalicelib.domain.errors import ListStale, NotFound, UploadWrong
from chalicelib.domain.subjects import ListId
from chalicelib.services.lists import sheets
from chalicelib.services.lists.sheets import ImportPreview
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, TRACK, World, world

PLACE = ListId(CALL, COUNTY, TRACK)
Edit = Callable[[Any], None]


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    return world(table_moto, bucket_moto)


@pytest.fixture
def names(here: World) -> dict[str, str]:
    """Two that are listed, 甲项 before 乙项, and two that wait; ids by name."""
    second, first = here.recommended(name="乙项"), here.recommended(name="甲项")
    return {"甲项": first, "乙项": second, "丙项": here.pushed("丙项"), "丁项": here.pushed("=丁()")}


def behind(link: str, bucket: Place) -> Workbook:
    key = re.search(r"exports/\w+", unquote(urlsplit(link).path))
    assert key
    body = bucket.client.get_object(Bucket=bucket.name, Key=key[0])["Body"].read()
    return load_workbook(io.BytesIO(body))


def name_of(link: str) -> str:
    """What a browser calls the file behind a link."""
    [disposition] = parse_qs(urlsplit(link).query)["response-content-disposition"]
    return unquote(disposition.partition("''")[2])


def exported(here: World, bucket: Place) -> Workbook:
    return behind(sheets.export(here.act(here.recommender(COUNTY)), PLACE), bucket)


def imported(here: World, bucket: Place, book: Workbook) -> ImportPreview:
    out = io.BytesIO()
    book.save(out)
    who, body = here.recommender(COUNTY).caller, out.getvalue()
    ticket = sheets.begin_import(here.act(who), PLACE, "排序.xlsx", len(body))
    bucket.client.put_object(
        Bucket=bucket.name, Key=ticket.fields["key"], Body=body, ContentType=ticket.fields["Content-Type"]
    )
    return sheets.read_import(here.act(who), PLACE, ticket.id)


def row_of(book: Workbook, submission: str) -> int:
    ids = [cell.value for cell in book.active["A"]]
    return ids.index(submission.rpartition(".")[2]) + 1


def fill(book: Workbook, submission: str, rank: object, opinion: str | None = None) -> None:
    row = row_of(book, submission)
    book.active.cell(row, 2).value = rank
    book.active.cell(row, 3).value = opinion


def faults(here: World, bucket: Place, book: Workbook) -> list[tuple[str, int | None]]:
    with pytest.raises(UploadWrong) as refused:
        imported(here, bucket, book)
    return [(e["code"], e.get("params", {}).get("row")) for e in refused.value.details["errors"]]


def test_a_sheet_holds_the_list_in_order_and_below_it_what_waits(
    here: World, bucket_moto: Place, names: dict[str, str]
) -> None:
    rows = list(exported(here, bucket_moto).active.iter_rows(min_row=3, values_only=True))
    shown = [(row[1], row[4]) for row in rows if row[0]]
    assert shown[:2] == [(1, "甲项"), (2, "乙项")]
    assert sorted(shown[2:], key=str) == [(None, "=丁()"), (None, "丙项")]


def test_no_text_of_an_applicant_is_a_formula(here: World, bucket_moto: Place, names: dict[str, str]) -> None:
    book = exported(here, bucket_moto)
    assert book.active.cell(row_of(book, names["丁项"]), 5).data_type == "s"


def test_a_sheet_sent_back_as_it_was_changes_nothing(here: World, bucket_moto: Place, names: dict[str, str]) -> None:
    read = imported(here, bucket_moto, exported(here, bucket_moto))
    assert read.order == (names["甲项"], names["乙项"])
    assert (read.recommended, read.differences) == ((), ())


def test_every_entry_that_would_move_is_named_with_where_from_and_where_to(
    here: World, bucket_moto: Place, names: dict[str, str]
) -> None:
    book = exported(here, bucket_moto)
    fill(book, names["甲项"], 2)
    fill(book, names["乙项"], 1)
    read = imported(here, bucket_moto, book)
    assert read.order == (names["乙项"], names["甲项"])
    assert [(d.name, d.before, d.after) for d in read.differences] == [("乙项", 2, 1), ("甲项", 1, 2)]


def test_what_waits_is_recommended_where_it_has_a_rank_and_an_opinion(
    here: World, bucket_moto: Place, names: dict[str, str]
) -> None:
    book = exported(here, bucket_moto)
    fill(book, names["丙项"], 1, " 成效突出 ")
    fill(book, names["甲项"], "2")
    fill(book, names["乙项"], 3.0)
    read = imported(here, bucket_moto, book)
    assert read.order == (names["丙项"], names["甲项"], names["乙项"])
    assert [(r.id, r.name, r.rank, r.opinion) for r in read.recommended] == [(names["丙项"], "丙项", 1, "成效突出")]
    assert read.differences == ()
    assert here.board(COUNTY).ranked.rank(names["丙项"].rpartition(".")[2]) is None


def test_every_row_that_is_wrong_is_named_at_once(here: World, bucket_moto: Place, names: dict[str, str]) -> None:
    book = exported(here, bucket_moto)
    fill(book, names["甲项"], "第一")
    fill(book, names["乙项"], 1)
    fill(book, names["丙项"], 1, "好")
    at = {name: row_of(book, id) for name, id in names.items()}
    assert faults(here, bucket_moto, book) == [("rank_not_whole", at["甲项"]), ("rank_twice", at["丙项"])]


def test_a_rank_past_the_end_a_missing_opinion_and_a_missing_row_are_refused(
    here: World, bucket_moto: Place, names: dict[str, str]
) -> None:
    book = exported(here, bucket_moto)
    fill(book, names["乙项"], 9)
    fill(book, names["丙项"], 2)
    at = {name: row_of(book, id) for name, id in names.items()}
    book.active.cell(at["甲项"], 1).value = None
    assert sorted(faults(here, bucket_moto, book), key=str) == [
        ("opinion_missing", at["丙项"]),
        ("rank_out_of_range", at["乙项"]),
        ("rows_missing", None),
    ]


@pytest.mark.parametrize("stranger", ["returned", "nothing", "other desk"])
def test_what_does_not_wait_at_this_desk_is_not_brought_in(
    here: World, bucket_moto: Place, names: dict[str, str], stranger: str
) -> None:
    book = exported(here, bucket_moto)
    entry = here.pushed("戊项", CITY) if stranger == "other desk" else names["丙项"]
    if stranger == "returned":
        here.take(here.recommender(COUNTY), entry, "return", reason="补充材料")
    row = row_of(book, names["丙项"])
    fill(book, names["丙项"], 3, "好")
    book.active.cell(row, 1).value = "../x" if stranger == "nothing" else entry.rpartition(".")[2]
    assert faults(here, bucket_moto, book) == [("unknown_submission", row)]


def test_a_sheet_of_a_list_that_has_moved_since_is_refused(
    here: World, bucket_moto: Place, names: dict[str, str]
) -> None:
    book = exported(here, bucket_moto)
    here.take(here.recommender(COUNTY), names["丙项"], "recommend", rank=1, opinion="好")
    with pytest.raises(ListStale):
        imported(here, bucket_moto, book)


def test_an_open_list_is_exported_by_its_own_desk_alone(here: World, names: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        sheets.export(here.act(here.recommender(CITY)), PLACE)


def test_what_no_spreadsheet_can_hold_is_left_out_of_a_summary(here: World, bucket_moto: Place) -> None:
    entry = here.pushed()
    opinion = "成效\x0b突出\x01\ufffe\uffff。"
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion=opinion)
    here.report(COUNTY)
    link = sheets.summary(here.act(here.recommender(COUNTY)), PLACE, 1)
    assert behind(link, bucket_moto).active["F10"].value == "成效突出。"


def test_a_summary_says_above_its_rows_what_the_printed_table_says(here: World, bucket_moto: Place) -> None:
    entry = here.recommended()
    here.report(COUNTY)
    here.take(here.recommender(CITY), entry, "recommend", rank=1, opinion="同意")
    here.clock.move(hours=9)
    code = here.report(CITY).last_report.code  # type: ignore[union-attr]
    link = sheets.summary(here.act(here.recommender(CITY)), ListId(CALL, CITY, TRACK), 1)
    rows = [[cell for cell in row if cell] for row in behind(link, bucket_moto).active.values]
    at = here.clock.now.astimezone(ZoneInfo("Asia/Shanghai"))
    assert rows[:8] == [
        ["推荐汇总表"],
        ["评选", "测试评选"],
        ["申报类别", "典型应用场景"],
        ["推荐单位", CITY],
        ["编号", f"TEST-2021-{CITY}-SCENARIO-01"],
        ["版本码", f"{code[:5]}-{code[5:]}"],
        ["上报时间", f"{at:%Y-%m-%d %H:%M}"],
        [],
    ]
    assert rows[8] == list(sheets.SUMMARY)
    assert rows[9][0] == 1
    assert rows[9][4:] == [f"{COUNTY} 1/1", "同意"]
    assert name_of(link) == f"推荐汇总表-典型应用场景-{CITY}-1.xlsx"


def test_a_sheets_first_line_asks_to_be_left_alone_and_its_file_is_named_in_words(
    here: World, bucket_moto: Place, names: dict[str, str]
) -> None:
    link = sheets.export(here.act(here.recommender(COUNTY)), PLACE)
    assert str(behind(link, bucket_moto).active["A1"].value).startswith("请勿改动本行")
    assert name_of(link) == f"推荐排序-典型应用场景-{COUNTY}.xlsx"


def test_a_sheet_that_unpacks_to_far_more_than_any_list_is_refused_unread(
    here: World, bucket_moto: Place, names: dict[str, str]
) -> None:
    book = exported(here, bucket_moto)
    plain, swollen = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(swollen, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.namelist():
            made.writestr(entry, source.read(entry))
        made.writestr("xl/padding.xml", b" " * (sheets.LARGEST_UNPACKED + 1))
    who, body = here.recommender(COUNTY).caller, swollen.getvalue()
    ticket = sheets.begin_import(here.act(who), PLACE, "排序.xlsx", len(body))
    bucket_moto.client.put_object(Bucket=bucket_moto.name, Key=ticket.fields["key"], Body=body)
    with pytest.raises(UploadWrong) as refused:
        sheets.read_import(here.act(who), PLACE, ticket.id)
    assert [e["code"] for e in refused.value.details["errors"]] == ["unreadable"]
