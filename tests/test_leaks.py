"""The search for personal data and secrets finds each kind of them, and takes nothing else for one."""

import logging
from pathlib import Path

import pytest

from ops.seed.season_file import credit_code
from tests import leaks

SIGNED = "https://b.s3.example/kept/a?X-Amz-Credential=k&X-Amz-Expires=60"
PLANTED = {
    "phone=13800138000": "a mobile number",
    "to +8613912345678": "a mobile number",
    '"id": "37090219800101123X"': "an identity number",
    f"unit {credit_code('company', '370902', 1)}": "a credit code",
    "wang.wu@example.cn bounced": "a mail address",
    "from 192.0.2.1": "an address of the network",
    "handed out ab2d-efgh-ijkl-mn7p": "a one-time password",
    f"session=a1b2c3.{'x' * 43}": "a session's cookie",
    SIGNED: "a signed link",
    "opened with yunfan-jihai": "a password",
    "opened with correct horse 电池": "a password",
    "a secret of the tests": "a secret",
    "王五 signed in": "a name",
    "for 周明远": "a name",
    "taishan01 signed in": "a login name",
}
HARMLESS = (
    '{"time": "2021-10-25T00:00:00.123Z", "ms": 12.5, "_aws": {"Timestamp": 1635120000123}}',
    "request 0b9a1f6e-8c1d-4d0e-9a39-13800138000f of test-2021.scenario.abcdefgh234567ab",
    "desk 370902, account 138001380001, http://127.0.0.1:8000, SequenceNumber 000000000000000000021",
)


@pytest.mark.parametrize("line", PLANTED)
def test_each_kind_is_found(line: str) -> None:
    assert leaks.found(line) == [PLANTED[line]]


def test_every_kind_is_planted_here() -> None:
    assert set(PLANTED.values()) == {*leaks.SHAPES, *leaks.known().values()}


@pytest.mark.parametrize("line", HARMLESS)
def test_ids_times_and_figures_are_none(line: str) -> None:
    assert leaks.found(line) == []


def test_a_run_that_logs_any_fails(caplog: pytest.LogCaptureFixture) -> None:
    listener, log = leaks.Listener(), logging.getLogger("laurel.planted")
    log.addHandler(listener)
    log.propagate = False
    log.warning("called %s", "13800138000")
    with pytest.raises(AssertionError, match="must not"):
        listener.none_heard()
    listener.none_heard()


def test_a_log_file_that_holds_any_fails(tmp_path: Path) -> None:
    log = tmp_path / "functions.log"
    leaks.none_in(log)
    log.write_text("fine\n")
    leaks.none_in(log)
    log.write_text("fine\ncalled 13800138000\n")
    with pytest.raises(AssertionError):
        leaks.none_in(log)
