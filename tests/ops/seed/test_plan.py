"""What a local season is made of is right before it is played."""

import struct
import zlib
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from chalicelib.domain.call import Call
from chalicelib.domain.evaluation.blinding import blinded
from chalicelib.forms import answers as rules
from chalicelib.forms.check_context import CheckContext, FileFact
from chalicelib.forms.fields.contacts import Uscc
from chalicelib.services.sign_in import passwords
from chalicelib.services.submissions import content
from chalicelib.services.uploads import file_kinds
from chalicelib.storage import regions
from ops.bootstrap import ROOT
from ops.calls.loading import compile_call
from ops.seed import sample_files
from ops.seed.answers import answers, attachments
from ops.seed.season_file import Sample, SeasonFile, credit_code, demo_people
from ops.seed.text_variation import TextVariation

CALLS = ("shandong-2021", "open-data-prize-2026")
SCRIPTS = {name: SeasonFile(name) for name in CALLS}
TODAY = date(2026, 11, 1)


@cache
def call_of(name: str) -> Call:
    return Call.from_dict(compile_call(ROOT / "calls" / name))


def samples() -> Iterator[tuple[str, Sample]]:
    return ((name, sample) for name in CALLS for sample in SCRIPTS[name].samples)


PUSHED = [(name, sample) for name, sample in samples() if sample.to]


@pytest.mark.parametrize(("name", "sample"), PUSHED, ids=lambda one: getattr(one, "id", one))
def test_what_is_pushed_passes_the_complete_check(name: str, sample: Sample) -> None:
    call, script = call_of(name), SCRIPTS[name]
    values = answers(script, call, sample)
    files = [
        FileFact(f.field, f.name.rpartition(".")[2], len(f.body)) for f in attachments(script, call, sample, values)
    ]
    links = {f"@{one.id}": "pushed" for one in script.samples}
    form = content.form_of(call, sample.track)
    found = rules.problems(form, values, CheckContext(TODAY, regions.load(), files, links))
    assert rules.refused(found) == []


@pytest.mark.parametrize("name", CALLS)
def test_samples_have_names_of_their_own(name: str) -> None:
    script = SCRIPTS[name]
    ids = [sample.id for sample in script.samples]
    titles = [sample.name for sample in script.samples if sample.name]
    assert (len(ids), len(titles)) == (len(set(ids)), len(set(titles)))


@pytest.mark.parametrize("name", CALLS)
def test_credit_codes_check_and_belong_to_one_unit_each(name: str) -> None:
    codes = [cast.uscc for cast in SCRIPTS[name].people.values() if cast.uscc]
    field = Uscc(id="uscc", label={"zh": "x"})
    assert all(map(field.right, codes))
    assert len(codes) == len(set(codes))


def test_a_credit_code_says_kind_and_region() -> None:
    assert credit_code("government", "370902", 7).startswith("11370902DEM00007")


@pytest.mark.parametrize("name", CALLS)
def test_passwords_keep_the_rules(name: str) -> None:
    script = SCRIPTS[name]
    about = [word for cast in script.people.values() for word in (cast.login, cast.name, cast.unit)]
    assert passwords.problems(script.password, script.password, about, TODAY.year) == []


def test_no_demo_account_is_known_to_what_is_deployed() -> None:
    words = {word for script in SCRIPTS.values() for cast in script.people.values() for word in (cast.login,)}
    words |= {script.password for script in SCRIPTS.values()}
    shipped = [
        ROOT / "app.py",
        *(p for p in (ROOT / "chalicelib").rglob("*") if p.suffix in {".py", ".json"}),
    ]
    texts = [path.read_text() for path in shipped]
    assert [word for word in words if any(word in text for text in texts)] == []


def test_every_role_is_offered() -> None:
    offered = {(script, cast.role) for script in SCRIPTS for cast, _ in demo_people([SCRIPTS[script]])}
    roles = ("organiser", "recommender", "applicant")
    assert offered == {(script, role) for script in SCRIPTS for role in roles}


def test_figures_grow_with_the_place_and_stay_the_same_within_a_sample() -> None:
    variation = TextVariation("village", {"unit": "某局"}, 0.1)
    unit, first, second, steady = variation.fill("{unit} {1000} {1000} {~50}").split()
    assert (unit, first) == ("某局", second)
    assert 90 <= int(first) <= 110
    assert 45 <= int(steady) <= 55


def test_at_full_size_figures_stay_as_they_were_written() -> None:
    assert TextVariation("town", {}).fill(["{312} 个", {"a": "{~26.5}"}]) == ["312 个", {"a": "26.5"}]


def test_no_sample_says_of_a_share_that_it_is_more_than_all() -> None:
    told = [TextVariation(f"village {n}", {}, 0.1).fill("{~99.3}") for n in range(200)]
    assert max(map(float, told)) < 100
    assert len(set(told)) > 1


def test_a_page_of_pdf_is_whole() -> None:
    body = sample_files.pdf("申报承诺书", ["第一行", "line two"], sealed=True)
    assert file_kinds.is_kind("pdf", body, whole=True)
    start = int(body.split(b"startxref\n")[1].split(b"\n")[0])
    assert body[start:].startswith(b"xref")
    entries = body[start:].split(b"\n")[3:10]
    assert [body[int(e[:10]) :].startswith(b"%d 0 obj" % n) for n, e in enumerate(entries, 1)] == [True] * 7


def test_a_picture_has_every_pixel() -> None:
    body = sample_files.png([100, 50, 1])
    assert file_kinds.is_kind("png", body, whole=True)
    length = struct.unpack(">I", body[33:37])[0]
    pixels = zlib.decompress(body[41 : 41 + length])
    assert len(pixels) == sample_files.HEIGHT * (1 + 3 * sample_files.WIDTH)


def test_what_experts_read_of_a_generated_entry_names_neither_its_unit_nor_its_place() -> None:
    call, script = call_of("shandong-2021"), SCRIPTS["shandong-2021"]
    generated = {person["key"] for person in script._cities.people}
    for sample in (one for one in script.samples if one.unit in generated):
        read, _ = blinded(content.form_of(call, sample.track), answers(script, call, sample), [], "unit", "zh")
        person = script.people[sample.unit]
        names = (person.unit, script.lines["areas"][person.region]["area"])
        assert not [name for name in names if name in str(read)], sample.id
