"""Filling a form in its page as people do: each field by its own control, typed or chosen, files picked."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.answers import Field, fields_of
from tests.journeys.facts import document, picture


def fill(page: Page, form: Field, answers: Mapping[str, Any], links: Mapping[str, list[str]] | None = None) -> None:
    """Everything of a form that is shown: `answers` by field, files for attachments, `links` by field and name.

    A field that its condition hides is passed over.
    """
    for field in fields_of(form):
        if field["type"] == "link":
            _choose_links(page, field, (links or {}).get(field["id"], []))
        elif not _control(page, field).count():
            assert field.get("when"), f"{field['id']} is not on the page"
        elif field["type"] == "attachments":
            attach(page, field)
        elif field["id"] in answers:
            answer(page, field, answers[field["id"]])


def answer(page: Page, field: Field, value: Any, prefix: str = "f-") -> None:
    """One field; `prefix` is what the ids of the page's controls begin with."""
    _TYPED.get(field["type"], _line)(page, field, f"{prefix}{field['id']}", value)


def attach(page: Page, field: Field) -> None:
    """As many files as the field must have, at least one, and waits until they count."""
    label = next(iter(field["label"].values()))
    make = document if "pdf" in field["kinds"] else picture
    wanted = int(field.get("min") or 1)
    with page.expect_file_chooser() as chooser:
        _control(page, field).click()
    chooser.value.set_files([make(f"{label}-{n + 1}") for n in range(wanted)])
    frame = page.get_by_role("group", name=re.compile(f"^{re.escape(label)}"))
    expect(frame.locator(".file .saved")).to_have_count(wanted)


def _control(page: Page, field: Field) -> Locator:
    return page.locator(f"[id='f-{field['id']}']")


def _line(page: Page, field: Field, id: str, value: str) -> None:
    page.locator(f"[id='{id}']").fill(value)


def _choice(page: Page, field: Field, id: str, value: str) -> None:
    control = page.locator(f"[id='{id}']")
    if control.evaluate("(one) => one.tagName") == "SELECT":
        control.select_option(value)
    else:
        page.locator(f"input[name='{id}'][value='{value}']").check()


def _choices(page: Page, field: Field, id: str, values: list[str]) -> None:
    known = [option["value"] for option in field["options"]]
    for value in values:
        page.locator(f"[id='{f'{id}-{value}' if known.index(value) else id}']").check()


def _region(page: Page, field: Field, id: str, code: str) -> None:
    levels = {"province": code[:2], "city": f"{code[:4]}00", "county": code}
    if field.get("within"):
        del levels["province"]
    for place, (level, one) in enumerate(levels.items()):
        page.locator(f"[id='{f'{id}-{level}' if place else id}']").select_option(one)


def _table(page: Page, field: Field, id: str, rows: list[dict[str, str]]) -> None:
    for number, row in enumerate(rows):
        page.locator(f"[id='{id}']").click()
        for column in field["columns"]:
            if row.get(column["id"]):
                _TYPED.get(column["type"], _line)(page, column, f"{id}-{number}-{column['id']}", row[column["id"]])


def _choose_links(page: Page, field: Field, names: list[str]) -> None:
    for name in names:
        page.get_by_role("checkbox", name=name).check()


_TYPED: dict[str, Callable[[Page, Field, str, Any], None]] = {
    "choice": _choice,
    "yesno": _choice,
    "choices": _choices,
    "region": _region,
    "table": _table,
}
