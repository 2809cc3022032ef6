"""Changes between two versions of a form.

They say what is asked more, less or otherwise.

Fields, columns, options, checks and sections are known by their ids. Where one's id is gone and a new one has its title
or its place, it was most likely renamed by mistake: that is one change and not two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields as members
from dataclasses import replace
from typing import Any, Literal, TypeVar

from chalicelib.forms.checks import Check
from chalicelib.forms.fields import Field
from chalicelib.forms.fields.choices import Option
from chalicelib.forms.regions import under
from chalicelib.forms.schema import Form, Section
from chalicelib.frozen import dataclass

T = TypeVar("T")

Kind = Literal["added", "taken_out", "renamed", "tightened", "loosened", "moved", "changed"]
What = Literal[
    "authority",
    "call",
    "check",
    "criterion",
    "date",
    "desk",
    "evaluation",
    "field",
    "file",
    "form",
    "language",
    "level",
    "option",
    "quota",
    "section",
    "selection",
    "stage",
    "ties",
    "track",
]


@dataclass(frozen=True)
class VersionChange:
    """One difference between two versions.

    - `id`: of a column `table.column`, of an option `field=value`.
    - `aspect`: the key that changed; empty where it is the whole.
    - `new_id`: what seems to have taken its place, where its own id is gone.
    - `tightens`: what was right may be wrong from now on, or what was typed is taken no more.
    - `track`, `desk`: whose entries alone it touches; empty for all.
    """

    kind: Kind
    what: What
    id: str
    aspect: str = ""
    before: Any = None
    after: Any = None
    new_id: str = ""
    tightens: bool = False
    track: str = ""
    desk: str = ""


@dataclass(frozen=True)
class Pairs:
    """Two versions of some parts, by id.

    `renamed` maps an id that is gone to the one that seems to have taken its place; `gone` and `new` are the others.
    """

    kept: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]
    renamed: Mapping[str, str]


Alike = Callable[[T, T], bool]


def pairs(before: Mapping[str, T], after: Mapping[str, T], titled: Alike[T], placed: Alike[T]) -> Pairs:
    """Pair two versions of some parts.

    `titled` says whether two have the same title, `placed` whether one may stand in the other's place.
    """
    gone, new = ([id for id in one if id not in other] for one, other in ((before, after), (after, before)))
    renamed: dict[str, str] = {}
    for is_like in (titled, placed):
        for id in gone:
            free = (one for one in new if one not in renamed.values() and is_like(before[id], after[one]))
            if id not in renamed and (other := next(free, None)):
                renamed[id] = other
    return Pairs(
        tuple(id for id in before if id in after),
        tuple(id for id in gone if id not in renamed),
        tuple(id for id in new if id not in renamed.values()),
        renamed,
    )


def moved(before: Iterable[str], after: Iterable[str]) -> set[str]:
    """Return the fewest ids that have left the order of the others."""
    later = list(after)
    order = [id for id in before if id in set(later)]
    place = {id: n for n, id in enumerate(later)}
    runs: list[list[str]] = []
    for id in order:
        before_it: list[str] = max((run for run in runs if place[run[-1]] < place[id]), key=len, default=[])
        runs.append([*before_it, id])
    longest: list[str] = max(runs, key=len, default=[])
    return set(order) - set(longest)


def turn(is_more: bool, is_less: bool) -> Kind:
    """Return the kind of a change of a limit.

    More is asked than before, or less, or neither can be said.
    """
    return "tightened" if is_more else "loosened" if is_less else "changed"


def form_changes(before: Form, after: Form) -> Iterator[VersionChange]:
    """Yield the changes between two versions of a form, in page order."""
    sections = _sections(before, after)
    yield from _section_changes(before, after, sections)
    yield from _field_changes(before, after, sections)
    yield from _check_changes(before, after)
    for key in ("name_field", "landing"):
        if getattr(before, key) != getattr(after, key):
            yield VersionChange("changed", "form", "form", key, getattr(before, key), getattr(after, key))
    if before.total_size != after.total_size:
        kind = _lowered(before.total_size, after.total_size)
        yield _limit(VersionChange(kind, "form", "form", "total_size", before.total_size, after.total_size))


def _limit(change: VersionChange) -> VersionChange:
    return replace(change, tightens=change.kind == "tightened")


def _sections(before: Form, after: Form) -> Pairs:
    def placed(one: Section, other: Section) -> bool:
        return bool({field.id for field in one.fields} & {field.id for field in other.fields})

    old, new = ({section.id: section for section in form.sections} for form in (before, after))
    return pairs(old, new, lambda one, other: one.title == other.title, placed)


def _section_changes(before: Form, after: Form, known: Pairs) -> Iterator[VersionChange]:
    old, new = ({section.id: section for section in form.sections} for form in (before, after))
    yield from (VersionChange("added", "section", id, after=new[id].title) for id in known.new)
    yield from (VersionChange("taken_out", "section", id, before=old[id].title) for id in known.gone)
    for id, other in known.renamed.items():
        yield VersionChange("renamed", "section", id, before=old[id].title, after=new[other].title, new_id=other)
    lifted = moved(old, new)
    yield from (VersionChange("moved", "section", id) for id in known.kept if id in lifted)
    for id in known.kept:
        if old[id].title != new[id].title:
            yield VersionChange("renamed", "section", id, "title", old[id].title, new[id].title)
        if old[id].help != new[id].help:
            yield VersionChange("changed", "section", id, "help", old[id].help, new[id].help)


def _field_changes(before: Form, after: Form, sections: Pairs) -> Iterator[VersionChange]:
    old, new = before.by_id, after.by_id
    order = {id: n for n, id in enumerate(old)}
    at = {id: n for n, id in enumerate(new)}

    def placed(one: Field, other: Field) -> bool:
        return order[one.id] == at[other.id] and one.type == other.type

    known = pairs(old, new, lambda one, other: one.label == other.label, placed)
    yield from _set_changes("field", known, old, new)
    lifted = _moved_fields(before, after, sections)
    yield from (VersionChange("moved", "field", id) for id in known.kept if id in lifted)
    for id in known.kept:
        yield from _inner(old[id], new[id])


def _moved_fields(before: Form, after: Form, sections: Pairs) -> set[str]:
    def home(id: str) -> str:
        section = before.section_of[id]
        return sections.renamed.get(section, section)

    lifted = {id for id in before.by_id if id in after.by_id and home(id) != after.section_of[id]}
    for section in after.sections:
        ids = [field.id for field in section.fields if field.id not in lifted]
        lifted |= moved([id for id in before.by_id if id in ids], ids)
    return lifted


def _set_changes(
    what: What, known: Pairs, old: Mapping[str, Field], new: Mapping[str, Field], prefix: str = ""
) -> Iterator[VersionChange]:
    """Yield fields or columns that are new, gone or renamed."""
    for id in known.new:
        yield VersionChange("added", what, prefix + id, after=new[id].label, tightens=new[id].required)
    for id in known.gone:
        yield VersionChange("taken_out", what, prefix + id, before=old[id].label, tightens=True)
    for id, other in known.renamed.items():
        change = VersionChange("renamed", what, prefix + id, before=old[id].label, after=new[other].label)
        yield replace(change, new_id=prefix + other, tightens=True)


def _inner(before: Field, after: Field, prefix: str = "") -> Iterator[VersionChange]:
    """Yield the changes of one field, its columns and options included."""
    id = prefix + before.id
    if before.type != after.type:
        yield VersionChange("tightened", "field", id, "type", before.type, after.type, tightens=True)
        return
    for member in members(before):
        old, new = getattr(before, member.name), getattr(after, member.name)
        if old == new:
            continue
        if member.name == "options":
            yield from _option_changes(id, old, new)
        elif member.name == "columns":
            yield from _column_changes(id, old, new)
        else:
            kind = _kind_of(member.name, before, after)
            yield _limit(VersionChange(kind, "field", id, member.name, old, new))


def _column_changes(table: str, before: Sequence[Field], after: Sequence[Field]) -> Iterator[VersionChange]:
    old, new = ({column.id: column for column in columns} for columns in (before, after))
    order, at = ({id: n for n, id in enumerate(one)} for one in (old, new))

    def placed(one: Field, other: Field) -> bool:
        return order[one.id] == at[other.id] and one.type == other.type

    known = pairs(old, new, lambda one, other: one.label == other.label, placed)
    yield from _set_changes("field", known, old, new, f"{table}.")
    lifted = moved(old, new)
    yield from (VersionChange("moved", "field", f"{table}.{id}") for id in known.kept if id in lifted)
    for id in known.kept:
        yield from _inner(old[id], new[id], f"{table}.")


def _option_changes(field: str, before: Sequence[Option], after: Sequence[Option]) -> Iterator[VersionChange]:
    old, new = ({option.value: option for option in options} for options in (before, after))
    order, at = ({id: n for n, id in enumerate(one)} for one in (old, new))
    known = pairs(
        old,
        new,
        lambda one, other: one.label == other.label,
        lambda one, other: order[one.value] == at[other.value] and len(old) == len(new),
    )
    yield from (VersionChange("added", "option", f"{field}={id}", after=new[id].label) for id in known.new)
    for id in known.gone:
        yield VersionChange("taken_out", "option", f"{field}={id}", before=old[id].label, tightens=True)
    for id, other in known.renamed.items():
        change = VersionChange("renamed", "option", f"{field}={id}", before=old[id].label, after=new[other].label)
        yield replace(change, new_id=f"{field}={other}", tightens=True)
    lifted = moved(old, new)
    yield from (VersionChange("moved", "option", f"{field}={id}") for id in known.kept if id in lifted)
    for id in known.kept:
        yield from _option(f"{field}={id}", old[id], new[id])


def _option(id: str, before: Option, after: Option) -> Iterator[VersionChange]:
    if before.label != after.label:
        yield VersionChange("renamed", "option", id, "label", before.label, after.label)
    if before.hint != after.hint:
        yield VersionChange("changed", "option", id, "hint", before.hint, after.hint)
    if before.when != after.when:
        kind = turn(after.when is not None, after.when is None)
        yield _limit(VersionChange(kind, "option", id, "when", before.when, after.when))


def _check_changes(before: Form, after: Form) -> Iterator[VersionChange]:
    old, new = ({check.id: check for check in form.checks} for form in (before, after))

    def same(one: Check, other: Check) -> bool:
        return {**one.describe(), "id": ""} == {**other.describe(), "id": ""}

    known = pairs(old, new, same, same)
    for id in known.new:
        yield VersionChange("added", "check", id, after=new[id].message, tightens=new[id].level == "refuse")
    yield from (VersionChange("taken_out", "check", id, before=old[id].message) for id in known.gone)
    for id, other in known.renamed.items():
        yield VersionChange("renamed", "check", id, before=old[id].message, after=new[other].message, new_id=other)
    for id in known.kept:
        was, now = old[id].describe(), new[id].describe()
        for key in [key for key in {**was, **now} if was.get(key) != now.get(key)]:
            yield _limit(VersionChange(_check_kind(key, new[id]), "check", id, key, was.get(key), now.get(key)))


def _check_kind(key: str, after: Check) -> Kind:
    if key == "message":
        return "renamed"
    if key == "level":
        return turn(after.level == "refuse", after.level == "warn")
    return "tightened" if after.level == "refuse" and key != "fields" else "changed"


def _kind_of(name: str, before: Field, after: Field) -> Kind:
    old, new = getattr(before, name), getattr(after, name)
    if name == "label":
        return "renamed"
    if name in ("min", "min_rows"):
        return _raised(before, old, new)
    if name in ("max", "max_rows", "size", "places"):
        return _lowered(old, new, before)
    rule = _RULES.get(name)
    return rule(before, after) if rule else "changed"


def _raised(field: Field, old: Any, new: Any) -> Kind:
    if old is None or new is None:
        return turn(old is None, new is None)
    return turn(field.rank(new) > field.rank(old), field.rank(new) < field.rank(old))


def _lowered(old: Any, new: Any, field: Field | None = None) -> Kind:
    if old is None or new is None:
        return turn(old is None, new is None)
    was, now = (field.rank(old), field.rank(new)) if field else (old, new)
    return turn(now < was, now > was)


def _required(before: Field, after: Field) -> Kind:
    return turn(after.required, before.required)


def _condition(before: Field, after: Field) -> Kind:
    """Return what another condition means.

    With its first it is asked of fewer. Without one, or with another, it may be asked of whom it was not asked before.
    """
    return "loosened" if before.when is None else "tightened" if after.required else "changed"


def _fewer(name: str) -> Callable[[Any, Any], Kind]:
    def kind(before: Any, after: Any) -> Kind:
        old, new = set(getattr(before, name)), set(getattr(after, name))
        return turn(not old <= new, old < new)

    return kind


def _within(before: Any, after: Any) -> Kind:
    is_wider = after.within is None or (before.within is not None and under(before.within, after.within))
    return turn(not is_wider, is_wider)


_RULES: Mapping[str, Callable[[Any, Any], Kind]] = {
    "required": _required,
    "when": _condition,
    "not_after": lambda before, after: turn(after.not_after is not None, after.not_after is None),
    "within": _within,
    "levels": _fewer("levels"),
    "kinds": _fewer("kinds"),
    "states": _fewer("states"),
    "limits": lambda before, after: turn(bool(after.limits), not after.limits),
    "track": lambda before, after: "tightened",
}
"""What a change of an option of a field means, where it is more than other words."""
