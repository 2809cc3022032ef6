"""Who gets which form: the draft is its owner's, a desk has what was pushed, and everybody the empty one."""

import io
import re
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pypdf import PdfReader

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import NotFound
from chalicelib.services.paper import forms
from tests.conftest import Place
from tests.factories import CALL, CITY, COUNTY, OTHER_COUNTY, TRACK, World, world

USCC = "91370900MA3C0AAA03"


@pytest.fixture
def here(table_moto: Place, bucket_moto: Place) -> World:
    return world(table_moto, bucket_moto)


def key_of(link: str) -> str:
    key = re.search(r"exports/\w+", unquote(urlsplit(link).path))
    assert key
    return key[0]


def behind(here: World, link: str) -> str:
    """The text of the form that a link leads to, without blanks."""
    uploaded = here.tools.objects.fetch(key_of(link))
    assert uploaded
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(uploaded.body)).pages).split())


def name_of(link: str) -> str:
    """What a browser calls the file behind a link."""
    [disposition] = parse_qs(urlsplit(link).query)["response-content-disposition"]
    return unquote(disposition.partition("''")[2])


def form_for(here: World, who: SignedIn, entry: str) -> str:
    return behind(here, forms.link_entry_form(here.act(who), entry, "pdf", None))


def test_the_owner_gets_the_draft_as_it_is_now_marked_as_one(here: World) -> None:
    owner = here.applicant()
    entry = here.draft(owner, "智慧供热")
    text = form_for(here, owner, entry)
    assert "智慧供热" in text
    assert "128,000" in text
    assert "草稿，未推送" in text
    link = forms.link_entry_form(here.act(owner), entry, "pdf", None)
    assert name_of(link) == "典型应用场景申报表-智慧供热-草稿.pdf"


def test_owner_and_desk_get_what_was_pushed_with_its_number_and_code(here: World) -> None:
    owner, desk = here.applicant(), here.recommender(COUNTY)
    entry = here.pushed(who=owner)
    texts = [form_for(here, who, entry) for who in (owner, desk, here.organiser())]
    assert len(set(texts)) == 1
    number = here.head(entry).filing_no
    assert number
    assert f"{number}内容码" in texts[0]
    assert "草稿" not in texts[0]
    link = forms.link_entry_form(here.act(desk), entry, "docx", None)
    assert name_of(link) == "典型应用场景申报表-智慧供热.docx"


def test_while_its_owner_changes_it_a_desk_has_what_was_pushed(here: World) -> None:
    owner, desk = here.applicant(), here.recommender(COUNTY)
    entry = here.pushed("旧名称", who=owner)
    here.take(desk, entry, "return", reason="请补充")
    here.save(owner, entry, {"name": "新名称"})
    assert "新名称" in form_for(here, owner, entry)
    seen = form_for(here, desk, entry)
    assert ("旧名称" in seen, "新名称" in seen, "草稿" in seen) == (True, False, False)


def test_whoever_may_not_read_an_entry_gets_no_form_of_it(here: World) -> None:
    entry, draft = here.pushed(), here.draft(here.applicant())
    for who, of in [
        (here.applicant("other"), entry),
        (here.recommender(OTHER_COUNTY), entry),
        (here.recommender(CITY), entry),
        (here.recommender(COUNTY), draft),
        (here.organiser(), draft),
    ]:
        with pytest.raises(NotFound):
            forms.link_entry_form(here.act(who), of, "pdf", None)


def test_an_opinion_is_in_the_form_of_those_alone_who_may_read_it(here: World) -> None:
    owner, desk = here.applicant(), here.recommender(COUNTY)
    entry = here.pushed(who=owner)
    here.take(desk, entry, "recommend", rank=1, opinion="属实，同意推荐")
    assert "属实，同意推荐" in form_for(here, desk, entry)
    assert "属实，同意推荐" not in form_for(here, owner, entry)


def test_the_boxes_are_those_of_the_desk_that_it_was_pushed_to_and_above_wherever_it_lies(here: World) -> None:
    owner = here.applicant()
    entry = here.pushed(who=owner)
    here.take(here.recommender(COUNTY), entry, "recommend", rank=1, opinion="好")
    here.report(COUNTY)
    assert here.head(entry).desk == CITY
    for who in (owner, here.recommender(CITY)):
        text = form_for(here, who, entry)
        assert text.index(f"{COUNTY}推荐意见") < text.index(f"{CITY}推荐意见")


def test_linked_entries_are_named(here: World) -> None:
    owner = here.applicant()
    other = here.draft(owner, "被引用的", uscc=USCC)
    here.take(owner, other, "push", desk=COUNTY)
    entry = here.draft(owner, "引用别的", uscc=USCC, related=[other])
    assert "被引用的" in form_for(here, owner, entry)


def test_the_empty_form_is_everybodys_and_drawn_once_a_day(here: World) -> None:
    def link(kind: forms.Kind = "pdf") -> str:
        return forms.link_empty_form(here.tools, CALL, TRACK, kind, None)

    first = link()
    assert "典型应用场景申报表" in behind(here, first)
    assert name_of(first) == "典型应用场景申报表.pdf"
    assert key_of(link()) == key_of(first)
    assert key_of(link("docx")) != key_of(first)
    here.clock.now += timedelta(hours=21)
    assert key_of(link()) != key_of(first)


def test_there_is_no_empty_form_of_what_is_not_there(here: World) -> None:
    for call, track in [("gone-2021", TRACK), (CALL, "gone")]:
        with pytest.raises(NotFound):
            forms.link_empty_form(here.tools, call, track, "pdf", None)


def test_a_language_that_the_call_does_not_have_is_its_first(here: World) -> None:
    assert "申报表" in behind(here, forms.link_empty_form(here.tools, CALL, TRACK, "pdf", "fr"))
