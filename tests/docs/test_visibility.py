"""`docs/workflow.md` shows the table of visibility as it is."""

from dataclasses import fields

from chalicelib.domain.visibility.readers import ReaderKind
from chalicelib.domain.visibility.table import TABLE, Visibility
from tests.docs.test_workflow import section


def cell(value: object) -> str:
    """A value of the table as the page shows it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def as_markdown() -> list[str]:
    """The lines of the table: a row a kind of reader, a column a thing to be seen."""
    columns = [f.name for f in fields(Visibility)]
    return [
        f"| reader | {' | '.join(name.replace('_', ' ') for name in columns)} |",
        "|---" * (len(columns) + 1) + "|",
        *(
            f"| {kind.value} | {' | '.join(cell(getattr(TABLE[kind], name)) for name in columns)} |"
            for kind in ReaderKind
        ),
    ]


def test_the_page_shows_what_each_kind_of_reader_sees() -> None:
    shown = [line for line in section("What each reader sees").splitlines() if line.startswith("|")]
    assert shown == as_markdown()


if __name__ == "__main__":
    print("\n".join(as_markdown()))
