"""The command line as an operator types it: help, exit codes, one clear line for what stops it."""

import csv
import getpass
import resource
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import boto3
import pytest

from chalicelib.domain.access import Role
from chalicelib.domain.accounts import OfficeAct
from chalicelib.services.accounts.issued_accounts import IssuedAccount
from chalicelib.services.sign_in import passwords, signatures
from chalicelib.storage import accounts, keys, submissions
from chalicelib.storage.engine.reads import fetch
from chalicelib.storage.engine.table import Put, Update
from ops.__main__ import COMMANDS, main
from ops.accounts import desk_slips, operator
from ops.bootstrap import ROOT
from ops.cli import Stop, confirm
from ops.stages import Stage
from tests.conftest import IN_PROCESS, ORIGIN, Place
from tests.factories import CALL, CITY, COUNTY, DEPARTMENT, OTHER_COUNTY, TRACK, World, call, evaluated, world
from tests.ops.conftest import Kept


@pytest.fixture
def here(table_local: Place, monkeypatch: pytest.MonkeyPatch) -> World:
    """A local run named by the environment, as the command finds it."""
    named(monkeypatch, table_local, None)
    return world(table_local)


def named(monkeypatch: pytest.MonkeyPatch, table: Place, bucket: Place | None) -> None:
    given = {
        "TABLE": table.name,
        "BUCKET": bucket.name if bucket else "laurel-none",
        "PUBLIC_BUCKET": "laurel-public",
        "LOCAL": "1",
        "STAGE": "local",
        "SITE_ORIGIN": ORIGIN,
        "SECRET": "a secret of the tests",
        "DYNAMODB_ENDPOINT": table.endpoint or "",
        "S3_ENDPOINT": bucket.endpoint or "" if bucket else "",
        "REGION": "cn-north-1",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"LAUREL_{name}", value)


def slips(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_and_says_what_it_does(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    told = " ".join(capsys.readouterr().out.split())
    assert COMMANDS[command][1:].split(";")[0] in told


def test_help_lists_every_command_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert COMMANDS.keys() <= {line.split()[0] for line in told.splitlines() if line.startswith("    ")}
    assert "exit codes:" in told


def test_an_unknown_command_is_misuse() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fly"])
    assert ended.value.code == 2


def test_without_a_local_run_one_line_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("LAUREL_TABLE", raising=False)
    assert main(["call", "list", "--stage", "local", "--data", str(tmp_path)]) == 3
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("laurel: there is no local run to act on. Start one with make run")


def test_without_a_region_one_line_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    assert main(["verify", "--stage", "dev"]) == 3
    [line] = capsys.readouterr().err.splitlines()
    assert line == "laurel: no AWS region is set. Use --region or set AWS_REGION, for example cn-north-1."


def test_an_unknown_profile_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--stage", "dev", "--profile", "nobody-here", "--region", "cn-north-1"]) == 3
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("laurel: The config profile (nobody-here) could not be found")


def test_calls_are_published_and_listed(here: World, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(ROOT / "calls/open-data-prize-2026")
    assert main(["call", "publish", folder, "--dry-run"]) == 0
    assert main(["call", "list"]) == 0
    told = capsys.readouterr().out
    assert "would be version 1" in told
    assert "open-data-prize-2026 " not in told.splitlines()[-1]
    assert main(["call", "publish", folder]) == 0
    assert main(["call", "list"]) == 0
    told = capsys.readouterr().out
    assert "open-data-prize-2026         version 1" in told
    assert told.splitlines()[2].endswith(f"UTC  {getpass.getuser()}")


def test_a_call_is_hidden_from_the_public_and_shown_again(here: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["call", "hide", CALL]) == 0
    assert capsys.readouterr().out == f"{CALL}: hidden from the public, within half a minute\n"
    assert main(["call", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith("(hidden)")
    assert main(["call", "show", CALL]) == 0
    assert main(["call", "hide", "test-2012"]) == 3
    assert "did you mean test-2021?" in capsys.readouterr().err


def test_who_publishes_at_a_deployed_stage_is_named_as_aws_does() -> None:
    with IN_PROCESS:
        session = boto3.Session("AKIAEXAMPLE", "secret", region_name="cn-north-1")
        assert Stage("dev", session).operator == "user/moto"


def test_the_first_organiser_is_made_with_a_one_time_password(here: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["account", "organiser", CALL, "Chief01", "--name", "王主任"]) == 0
    login, password = capsys.readouterr().out.strip().split("\t")
    made = operator.by_login(here.tools, login)
    assert (made.login, made.role, made.authority) == ("chief01", Role.ORGANISER, "shandong")
    opened = fetch(here.tools.table, accounts.login(login))
    assert opened is not None
    assert opened.one_time == passwords.one_time_hash(password)


def test_agencies_and_observers_are_made_where_a_call_is_evaluated(
    here: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["account", "observer", CALL, "watch01", "--name", "李监督"]) == 3
    assert capsys.readouterr().err == "laurel: there is no role observer.\n"
    here.tools.calls.publish(call(version=2, **evaluated()))
    agency = ["account", "agency", CALL, "qilu01", "--name", "周主任", "--agency"]
    assert main([*agency, "nobody"]) == 3
    assert capsys.readouterr().err == "laurel: there is no agency nobody.\n"
    assert main([*agency, "qilu"]) == main(["account", "observer", CALL, "watch01", "--name", "李监督"]) == 0
    made = [operator.by_login(here.tools, login) for login in ("qilu01", "watch01")]
    assert [(one.role, one.agency) for one in made] == [(Role.AGENCY, "qilu"), (Role.OBSERVER, None)]


def test_a_login_name_that_is_taken_is_told(here: World, capsys: pytest.CaptureFixture[str]) -> None:
    main(["account", "organiser", CALL, "chief01", "--name", "王主任"])
    assert main(["account", "organiser", CALL, "chief01", "--name", "别人"]) == 3
    assert capsys.readouterr().err == "laurel: the login chief01 is taken.\n"


def test_an_account_is_reset_shut_out_and_let_in(here: World, capsys: pytest.CaptureFixture[str]) -> None:
    main(["account", "organiser", CALL, "chief01", "--name", "王主任"])
    before = operator.by_login(here.tools, "chief01")
    assert main(["account", "reset", "chief01"]) == 0
    assert operator.by_login(here.tools, "chief01").generation > before.generation
    assert main(["account", "disable", "chief01"]) == 0
    assert operator.by_login(here.tools, "chief01").disabled
    assert main(["account", "reset", "chief01"]) == 3
    assert main(["account", "enable", "chief01"]) == 0
    assert not operator.by_login(here.tools, "chief01").disabled
    events = fetch(here.tools.table, submissions.history(operator.by_login(here.tools, "chief01").subject))
    assert [event.step for event in events] == ["issue", "issue", "disable", "enable"]
    assert all(event.actor.startswith("operator-") for event in events)
    assert main(["account", "disable", "nobody-at-all"]) == 3


def test_the_mark_of_an_account_or_address_is_that_of_the_logs(here: World, capsys: pytest.CaptureFixture[str]) -> None:
    main(["account", "organiser", CALL, "chief01", "--name", "王主任"])
    capsys.readouterr()
    assert main(["account", "mark", "Chief01"]) == main(["account", "mark", "--address", "192.0.2.1"]) == 0
    account = operator.by_login(here.tools, "chief01").id
    marks = signatures.mark(here.tools, "account", account), signatures.mark(here.tools, "address", "192.0.2.1")
    assert capsys.readouterr().out.split() == list(marks)
    assert main(["account", "mark"]) == main(["account", "mark", "chief01", "--address", "192.0.2.1"]) == 3


def test_a_dry_run_changes_no_account(here: World) -> None:
    assert main(["account", "organiser", CALL, "chief01", "--name", "王主任", "--dry-run"]) == 0
    assert main(["account", "reset", "chief01"]) == 3


def test_every_desk_gets_an_account_and_a_slip_that_only_the_operator_can_read(here: World, tmp_path: Path) -> None:
    file = tmp_path / "slips.csv"
    assert main(["desks", "import", CALL, "--out", str(file)]) == 0
    made = slips(file)
    assert {one["desk"] for one in made} == {CITY, COUNTY, OTHER_COUNTY, DEPARTMENT}
    assert file.stat().st_mode & 0o077 == 0
    latest = here.tools.calls.latest(CALL)
    assert list(csv.DictReader(desk_slips.rows_for_desks_without_account(here.tools, latest).splitlines())) == []


def test_new_slips_are_for_accounts_that_were_never_used(here: World, tmp_path: Path) -> None:
    main(["desks", "import", CALL, "--out", str(tmp_path / "first.csv")])
    assert main(["desks", "slips", CALL, "--desk", COUNTY, "--out", str(tmp_path / "again.csv")]) == 0
    [again] = slips(tmp_path / "again.csv")
    first = {one["login"]: one for one in slips(tmp_path / "first.csv")}
    assert again["login"] == COUNTY
    assert again["one_time_password"] != first[COUNTY]["one_time_password"]


def test_an_account_that_was_used_and_reset_gets_no_new_slip(here: World, tmp_path: Path) -> None:
    main(["desks", "import", CALL, "--out", str(tmp_path / "first.csv")])
    account = operator.by_login(here.tools, COUNTY)
    reset = OfficeAct(here.clock(), "a-chief", "organiser")
    here.tools.table.write([Put(accounts.account_item(account.changed(reset=reset)))])
    season = here.tools.calls.latest(CALL)
    assert COUNTY not in {one.login for one in desk_slips.never_used(here.tools, season)}


def test_faults_of_a_csv_are_told_by_row_and_nothing_is_made(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "desks.csv"
    file.write_text(f"login,name,desk\nbureau01,县局,{COUNTY}\nx,市局,nowhere\n", "utf-8")
    assert main(["desks", "import", CALL, str(file), "--out", str(tmp_path / "out.csv")]) == 1
    told = capsys.readouterr().out
    assert told.splitlines() == [
        "row 3: the login x is too short, 3 characters at least",
        "row 3: there is no desk nowhere",
    ]
    assert not (tmp_path / "out.csv").exists()


@contextmanager
def full_disk_after(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_on_a_full_disk_no_account_is_made(here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with full_disk_after(200):
        assert main(["desks", "import", CALL, "--out", str(tmp_path / "slips.csv")]) == 3
    assert "File too large" in capsys.readouterr().err
    assert [*desk_slips.recommenders(here.tools, here.tools.calls.latest(CALL))] == []
    assert not (tmp_path / "slips.csv").exists()
    assert main(["desks", "import", CALL, "--out", str(tmp_path / "slips.csv")]) == 0


def test_slips_that_cannot_be_written_after_all_are_printed(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["desks", "import", CALL, "--out", str(tmp_path / "first.csv")])
    capsys.readouterr()
    account = next(desk_slips.recommenders(here.tools, here.tools.calls.latest(CALL)))
    with pytest.raises(Stop, match="Keep what stands above"):
        issue_while_the_disk_fills(tmp_path / "second.csv", IssuedAccount(account, "abcd-efgh-2345-6723"))
    assert f"{account.login},{account.name},{account.desk},abcd-efgh-2345-6723" in capsys.readouterr().out


def issue_while_the_disk_fills(file: Path, one: IssuedAccount) -> None:
    with ExitStack() as later, desk_slips.slips_in(file, 1) as issued:
        later.enter_context(full_disk_after(10))
        issued.append(one)


def test_slips_are_never_written_over(here: World, tmp_path: Path) -> None:
    (tmp_path / "slips.csv").write_text("passwords that nobody has seen yet")
    assert main(["desks", "import", CALL, "--out", str(tmp_path / "slips.csv")]) == 3


def test_a_local_run_is_verified_and_backed_up_and_what_is_wrong_shows_in_the_exit_code(
    season: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    named(monkeypatch, season.table, season.bucket)
    assert main(["verify", "--deep"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "clean"
    assert main(["backup", "--to", str(tmp_path / "b")]) == 0
    assert main(["backup", "--to", str(tmp_path / "b")]) == 3
    assert main(["backup"]) == 3
    assert main(["restore", "--from", str(tmp_path / "b")]) == 3
    season.data.tools.table.write([Update(keys.counter(CALL, COUNTY, TRACK), adds={"pushed": 3})])
    assert main(["verify"]) == 1
    assert main(["migrate", "--dry-run"]) == 0


def test_where_slips_cannot_be_written_no_account_is_made(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["desks", "import", CALL, "--out", str(tmp_path / "none" / "slips.csv")]) == 3
    [line] = capsys.readouterr().err.splitlines()
    assert line.endswith(f"No such file or directory: {tmp_path / 'none' / 'slips.csv'}")
    assert [*desk_slips.recommenders(here.tools, here.tools.calls.latest(CALL))] == []


def refused(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line in which a command gave up."""
    [line] = capsys.readouterr().err.splitlines()
    return line


@pytest.mark.parametrize("content", [b"\x89PNG\x00\xff", "login,name,desk\na01,����,{COUNTY}\n".encode()])
def test_a_csv_that_is_no_text_is_one_line(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "desks.csv").write_bytes(content)
    assert main(["desks", "import", CALL, str(tmp_path / "desks.csv"), "--out", str(tmp_path / "o.csv")]) == 3
    assert refused(capsys).endswith(("as UTF-8.", "(in Excel: CSV UTF-8)."))
    assert not (tmp_path / "o.csv").exists()


def test_a_csv_of_chinese_excel_is_shown_before_an_account_is_made_of_it(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "desks.csv").write_bytes(f"登录名称,用户姓名,推荐单位代码\nbureau01,泰山区局,{COUNTY}\n".encode("gbk"))
    command = ["desks", "import", CALL, str(tmp_path / "desks.csv"), "--out", str(tmp_path / "o.csv")]
    assert main(command) == 3
    assert f"laurel:   bureau01,泰山区局,{COUNTY}\n" in capsys.readouterr().err
    assert not (tmp_path / "o.csv").exists()
    assert main([*command, "--yes"]) == 0
    assert [one["name"] for one in slips(tmp_path / "o.csv")] == ["泰山区局"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_that_says_its_encoding_is_imported(here: World, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "desks.csv").write_text(f"login\tname\tdesk\nbureau01\t泰山区局\t{COUNTY}\n", encoding)
    assert main(["desks", "import", CALL, str(tmp_path / "desks.csv"), "--out", str(tmp_path / "o.csv")]) == 0
    assert [one["name"] for one in slips(tmp_path / "o.csv")] == ["泰山区局"]


def other_authority(here: World) -> str:
    """Another authority's call with the same desks."""
    made = call(id="weifang-2021", authority={"id": "weifang", "names": {"zh": "潍坊市"}})
    here.tools.calls.publish(made)
    return "weifang-2021"


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_a_login_of_another_authority_is_said_by_row_with_a_way_out_and_nothing_is_made(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str], dry_run: list[str]
) -> None:
    (tmp_path / "desks.csv").write_text(f"login,name,desk\nbureau01,县局,{COUNTY}\n\n{CITY},市局,{CITY}\n", "utf-8")
    main(["desks", "import", other_authority(here), "--out", str(tmp_path / "others.csv")])
    capsys.readouterr()
    command = ["desks", "import", CALL, str(tmp_path / "desks.csv"), "--out", str(tmp_path / "o.csv"), *dry_run]
    assert main(command) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"row 4: the login {CITY} is taken by an account of weifang."
        f" Write another, or put something before all: --prefix {CALL}-"
    ]
    assert [*desk_slips.recommenders(here.tools, here.tools.calls.latest(CALL))] == []


def test_with_a_prefix_desks_of_two_authorities_have_logins_of_their_own(here: World, tmp_path: Path) -> None:
    main(["desks", "import", other_authority(here), "--out", str(tmp_path / "others.csv")])
    assert main(["desks", "import", CALL, "--prefix", "sd-", "--out", str(tmp_path / "o.csv")]) == 0
    assert {one["login"] for one in slips(tmp_path / "o.csv")} == {
        f"sd-{code}" for code in (CITY, COUNTY, OTHER_COUNTY, DEPARTMENT)
    }


def test_a_file_that_is_not_there_is_one_line(here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["desks", "import", CALL, str(tmp_path / "none.csv"), "--out", str(tmp_path / "o.csv")]) == 3
    assert capsys.readouterr().err == f"laurel: No such file or directory: {tmp_path / 'none.csv'}\n"


def test_where_every_desk_has_an_account_that_is_said(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["desks", "import", CALL, "--out", str(tmp_path / "slips.csv")])
    assert main(["desks", "import", CALL, "--out", str(tmp_path / "again.csv")]) == 0
    assert "every desk has an account" in capsys.readouterr().err
    assert not (tmp_path / "again.csv").exists()


def test_slips_of_a_desk_that_is_none_are_refused(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["desks", "slips", CALL, "--desk", "nowhere", "--out", str(tmp_path / "o.csv")]) == 3
    assert f"{CALL} has no desk nowhere" in capsys.readouterr().err
    assert not (tmp_path / "o.csv").exists()


def test_where_nobody_waits_for_a_slip_no_file_is_written(here: World, tmp_path: Path) -> None:
    assert main(["desks", "slips", CALL, "--out", str(tmp_path / "o.csv")]) == 0
    assert not (tmp_path / "o.csv").exists()


def test_a_fault_of_a_command_itself_is_not_taken_for_a_finding(
    here: World, capsys: pytest.CaptureFixture[str]
) -> None:
    here.tools.table.write([Put({"pk": "SUBMISSION#x", "sk": "HEAD", "doc": "not JSON"})])
    assert main(["verify"]) == 3
    told = capsys.readouterr().err
    assert "Traceback" in told
    assert told.splitlines()[-1].startswith("laurel: this is a fault of the command itself")


def test_every_fault_of_the_settings_is_one_line(
    here: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LAUREL_SECRET", "short")
    monkeypatch.setenv("LAUREL_SMS", "perhaps")
    assert main(["call", "list"]) == 3
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("laurel: the settings are not right. LAUREL_SECRET:")
    assert "; LAUREL_SMS:" in line


def test_an_export_in_a_language_that_the_call_has_not_is_refused(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", CALL, "--out", str(tmp_path), "--language", "fr"]) == 3
    assert f"{CALL} is not in fr; it is in" in capsys.readouterr().err


def test_what_publishing_did_is_told(here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "open-data-prize-2026"
    shutil.copytree(ROOT / "calls/open-data-prize-2026", folder)

    def told(*more: str) -> str:
        assert main(["call", "publish", str(folder), *more]) == 0
        return capsys.readouterr().out.replace(f"{folder}: ", "").strip()

    assert told("--dry-run") == "right; would be version 1"
    assert told() == "version 1 published, in force within half a minute"
    assert told("--dry-run") == "right; version 1 stands, nothing would change"
    assert told() == "version 1 stands, nothing changed"
    file = folder / "call.yaml"
    file.write_text(file.read_text().replace("gather_minutes: 60", "gather_minutes: 45"))
    changes = "changes from version 1\n    changed    messages"
    assert main(["call", "diff", str(folder)]) == 0
    assert capsys.readouterr().out.strip() == f"{folder}: {changes}"
    assert told("--dry-run") == f"{changes}\nright; would be version 2"
    assert told() == f"{changes}\nversion 2 published, in force within half a minute"


def test_what_asks_for_a_word_says_how_to_give_it_where_nobody_can_type(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdin", (tmp_path / "nobody").open("w+"))
    with pytest.raises(Stop, match="Give it with --yes dev"):
        confirm("Stage dev goes.", "dev", None)
    with pytest.raises(Stop, match="not confirmed"):
        confirm("Stage dev goes.", "dev", "prod")
