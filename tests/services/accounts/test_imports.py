"""Accounts from a CSV: all or nothing, seen once, and what a dead try leaves behind opens nothing."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chalicelib.domain.accounts import SignedIn
from chalicelib.domain.errors import Busy, Invalid, RepeatedDifferently, SecretNotRepeated, WrongCredentials
from chalicelib.services.accounts import imports, issued_accounts
from chalicelib.services.context import Act, Tools
from chalicelib.services.sign_in import passwords
from chalicelib.storage import accounts as stored
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Table, Write
from chalicelib.storage.idempotency import IdempotencyRecord
from tests.factories import CALL, CITY, COUNTY, World
from tests.services.accounts.people import caller_of, register, sign_in


def file(n: int = 20, name: str = "赵六") -> str:
    return "login,name,desk\n" + "".join(f"desk-{i},{name},{COUNTY}\n" for i in range(n))


def run(here: World, text: str, repeat: IdempotencyRecord | None = None, who: SignedIn | None = None) -> dict[str, str]:
    """Import a file; login → password."""
    by = who or here.organiser()
    made = imports.issue(here.act(by, repeat or here.request(by)), CALL, text)
    return {m.account.login: m.password for m in made}


class Dying(Table):
    """A table whose caller dies after some writes."""

    writes_left = 0

    def write(self, writes: Sequence[Write]) -> None:
        if self.writes_left == 0:
            raise KeyboardInterrupt
        self.writes_left -= 1
        super().write(writes)


def die_after(here: World, writes: int, text: str, repeat: IdempotencyRecord) -> None:
    """A try that gets no further than that many writes: the first takes over, each next is nine accounts."""
    table = here.tools.table
    dying = Dying(table._client, table._name, table._clock)
    dying.writes_left = writes
    tools: Tools = replace(here.tools, table=dying)
    with pytest.raises(KeyboardInterrupt):
        imports.issue(Act(tools, here.organiser(), repeat), CALL, text)


def faults(refused: Invalid) -> list[tuple[str, int, str]]:
    return [(fault["code"], fault["params"]["row"], fault["params"]["column"]) for fault in refused.details["errors"]]


def test_each_account_of_the_file_opens_with_its_own_password(here: World) -> None:
    made = run(here, file(20))
    assert len(set(made.values())) == 20
    for login in ("desk-0", "desk-9", "desk-19"):
        who = caller_of(here.tools, sign_in(here.tools, login, made[login]))
        assert (who.account.desk, who.must_change_password) == (COUNTY, True)


def test_a_file_is_told_every_error_with_row_and_column_and_writes_nothing(here: World) -> None:
    register(here.tools, "taken")
    text = f"login,name,desk,role\na,甲,{COUNTY},\nTaken,乙,{COUNTY},\n\nbce,,999999,king\nBCE,丁,,organiser\n"
    with pytest.raises(Invalid) as refused:
        run(here, text)
    assert faults(refused.value) == [
        ("too_short", 2, "login"),
        ("login_taken", 3, "login"),
        ("required", 5, "name"),
        ("not_an_option", 5, "role"),
        ("login_twice", 6, "login"),
    ]
    assert issued_accounts.read_page(here.act(here.organiser()), CALL, "recommender", None, None).accounts == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("missing_column", 1, c) for c in ("login", "name", "desk")]),
        ("login,desk\nx,y", [("missing_column", 1, "name")]),
        ("login,name,desk,mobile\n", [("unknown_column", 1, "mobile")]),
        ("login,name,desk,login\n", [("column_twice", 1, "login")] * 2),
        ("login,name,desk\n", [("required", 2, "login")]),
    ],
)
def test_what_is_no_such_table_is_told(here: World, text: str, expected: list[tuple[str, int, str]]) -> None:
    with pytest.raises(Invalid) as refused:
        run(here, text)
    assert faults(refused.value) == expected


def test_a_file_of_too_many_rows_is_refused(here: World) -> None:
    with pytest.raises(Invalid) as refused:
        run(here, file(imports.MOST_ROWS + 1))
    assert [f["code"] for f in refused.value.details["errors"]] == ["too_many"]


def test_what_a_spreadsheet_saves_or_copies_is_read_in_either_language(here: World) -> None:
    text = f"\ufeff登录名称\t用户姓名\t推荐单位代码\r\ndesk-1\t赵六\t{CITY}\r\n"
    assert list(run(here, text)) == ["desk-1"]


def test_passwords_are_told_once(here: World) -> None:
    repeat = here.request(here.organiser())
    made = run(here, file(), repeat)
    with pytest.raises(SecretNotRepeated):
        run(here, file(), repeat)
    assert sign_in(here.tools, "desk-3", made["desk-3"])
    with pytest.raises(RepeatedDifferently):
        run(here, file(), replace(repeat, digest="another"))


@pytest.mark.parametrize("writes", [1, 2, 3])
def test_a_half_written_import_is_invisible_and_the_same_request_finishes_it(here: World, writes: int) -> None:
    repeat = here.request(here.organiser())
    die_after(here, writes, file(), repeat)
    assert issued_accounts.read_page(here.act(here.organiser()), CALL, "recommender", None, None).accounts == []
    with pytest.raises(WrongCredentials):
        sign_in(here.tools, "desk-0", "abcd-efgh-ijkl-mnop")
    made = run(here, file(), repeat)
    listed = issued_accounts.read_page(here.act(here.organiser()), CALL, "recommender", None, None).accounts
    assert sorted(a.login for a in listed) == sorted(made)
    assert sign_in(here.tools, "desk-19", made["desk-19"])


def test_not_even_the_right_password_opens_an_account_of_an_unfinished_import(here: World) -> None:
    repeat = here.request(here.organiser())
    die_after(here, 2, file(), repeat)
    login = fetch(here.tools.table, stored.login("desk-0"))
    assert login is not None
    known = login.changed(one_time=passwords.one_time_hash("abcd"))
    here.tools.table.write([stored.update_login(known)])
    with pytest.raises(WrongCredentials):
        sign_in(here.tools, "desk-0", "abcd")


def test_a_corrected_file_takes_over_the_names_of_ones_own_unfinished_import(here: World) -> None:
    repeat = here.request(here.organiser())
    die_after(here, 3, file(), repeat)
    made = run(here, file(12, "钱七"))
    assert caller_of(here.tools, sign_in(here.tools, "desk-0", made["desk-0"])).account.name == "钱七"
    with pytest.raises(Invalid):
        run(here, file(), repeat)


def test_what_another_is_importing_is_taken(here: World) -> None:
    die_after(here, 2, file(2), here.request(here.organiser()))
    organiser = here.organiser()
    other = replace(organiser, account=replace(organiser.account, id="a-other"))
    with pytest.raises(Invalid) as refused:
        run(here, file(2), who=other)
    assert [code for code, _, _ in faults(refused.value)] == ["login_taken"] * 2


@pytest.mark.engine
def test_of_tries_at_once_what_the_one_that_finishes_tells_is_what_opens(there: World) -> None:
    repeat = there.request(there.organiser())

    def attempt(_: int) -> dict[str, str]:
        try:
            return run(there, file(30), repeat)
        except (Busy, SecretNotRepeated):
            return {}

    with ThreadPoolExecutor(3) as pool:
        told = [made for made in pool.map(attempt, range(3)) if made]
    assert len(told) == 1
    for login in ("desk-0", "desk-10", "desk-29"):
        assert sign_in(there.tools, login, told[0][login])


@pytest.mark.parametrize("name", ["����", "赵\ufffd"])
def test_a_name_that_has_lost_characters_makes_no_account(here: World, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        run(here, file(2, name))
    assert faults(refused.value) == [("lost_characters", 2, "name"), ("lost_characters", 3, "name")]


def test_a_file_may_be_looked_at_and_nothing_is_made(here: World) -> None:
    rows = imports.check(here.act(here.organiser()), CALL, file(3))
    assert [row.n for row in rows] == [2, 3, 4]
    assert issued_accounts.read_page(here.act(here.organiser()), CALL, "recommender", None, None).accounts == []
