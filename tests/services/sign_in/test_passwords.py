"""Which new passwords are refused, and why: what others would try first."""

import pytest

from chalicelib.services.sign_in import passwords

ABOUT = ("taishan01", "王五", "13800138000", "泰山区大数据局", "Taishan Heating Company", "li8")


def code_of(password: str) -> str | None:
    codes = [fault["code"] for fault in passwords.problems(password, password, ABOUT, 2026)]
    assert len(codes) < 2
    return codes[0] if codes else None


@pytest.mark.parametrize(
    "password",
    [
        *("woaini520", "woaini1314", "5201314a", "qq123456", "qq5201314", "a123456789", "abc123456", "1qaz2wsx"),
        *("1qaz2wsx3edc", "Aa123456.", "Abc@123456", "P@ssw0rd!", "Admin@123", "admin888", "wang123456", "zhang@123"),
        *("123qwe!@#", "mima123456", "huawei@123", "zhongguo1", "shandong123", "abcabcabc", "!@#!@#!@#"),
    ],
)
def test_what_many_choose_is_common(password: str) -> None:
    assert code_of(password) == "password_common"


@pytest.mark.parametrize("password", ["88888888", "12341234", "19900101", "5201314520", "98765432100"])
def test_a_few_digits_alone_are_refused(password: str) -> None:
    assert code_of(password) == "password_digits"


@pytest.mark.parametrize(
    "password",
    [
        *(
            "taishan01!",
            "xx-TAISHAN01",
            "王五的密码是什么",
            "13800138000ab",
            "泰山区大数据局2",
            "Ｔａｉｓｈａｎ０１xyz",
        ),
        *("Heating Company", "li8-99-77-55"),
    ],
)
def test_what_others_know_of_its_owner_is_refused(password: str) -> None:
    assert code_of(password) in {"password_like_account", "password_common"}


@pytest.mark.parametrize("password", ["laurel-tree", "MyLaurel99", "我的桂冠账户密码"])
def test_the_products_name_is_refused(password: str) -> None:
    assert code_of(password) == "password_product"


@pytest.mark.parametrize("password", ["lantern2026", "2025-heron-7", "heron@2027"])
def test_the_year_is_refused(password: str) -> None:
    assert code_of(password) == "password_year"


@pytest.mark.parametrize(
    "password",
    [
        *(
            "correct horse 电池",
            "春风化雨-润物无声",
            "a quite new phrase",
            "yunfan-jihai",
            "averil-tides",
            "heron1987lantern",
        ),
        *("48151623420815", "planning-ahead-42", "k7#mQ2!x", "wangfujing-77-lantern"),
    ],
)
def test_what_nobody_would_try_first_is_free(password: str) -> None:
    assert code_of(password) is None


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("heron-lantern-2", "heron-lantern-1"),
        ("Heron-Lantern", "heron-lantern"),
        ("heron-lantern!", "heron-lantern"),
        ("heron77lantern", "heron-lantern-1"),
        ("83747261", "83747262"),
        ("lantern-heron", "lantern-hero"),
    ],
)
def test_a_password_changed_a_little_is_a_variation(new: str, old: str) -> None:
    assert passwords.is_variation(new, old)


@pytest.mark.parametrize(("new", "old"), [("heron-lantern", "quiet-harbour"), ("heron", ""), ("1234 ab", "9 ab")])
def test_another_password_is_no_variation(new: str, old: str) -> None:
    assert not passwords.is_variation(new, old)


def test_passwords_are_the_same_however_they_are_typed() -> None:
    assert passwords.normalise("ｐａｓｓ①") == passwords.normalise("pass1")
