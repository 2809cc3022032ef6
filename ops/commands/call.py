"""`ops call`: check, compare, publish, list, hide and show calls."""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.domain.errors import Stale
from chalicelib.services.context import Tools
from ops import stages
from ops.calls import comparison as comparisons
from ops.calls.change_wording import lines
from ops.calls.comparison import Comparison, compare
from ops.calls.loading import compile_call
from ops.calls.located_yaml import CallFilesInvalid
from ops.cli import DONE, FAULTY, Stop, did_you_mean
from ops.stages import published_call


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    checking = acts.add_parser("check", help="say everything that is wrong with a call's files")
    checking.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    comparing = acts.add_parser("diff", help="compare a call's files with what is live, and say what it touches")
    comparing.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    publishing = acts.add_parser("publish", help="check, and store as the call's next version")
    publishing.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    publishing.add_argument("--dry-run", action="store_true", help="say what would be published, publish nothing")
    publishing.add_argument("--yes", action="store_true", help="what asks more than before is meant so")
    listing = acts.add_parser("list", help="say which calls are published, and when and by whom each version")
    hiding = acts.add_parser("hide", help="take a call out of the public's sight; people with accounts go on")
    showing = acts.add_parser("show", help="show a hidden call to the public again")
    for one in (hiding, showing):
        one.add_argument("call", metavar="CALL")
    for one in (comparing, publishing, listing, hiding, showing):
        stages.add_arguments(one)


def run(options: argparse.Namespace) -> int:
    """Return 0 if every call is right, else 1.

    Every fault is printed as `file:line: reason`, and every change from what is live as a line.
    """
    if options.act == "check":
        return max([check(folder) for folder in options.folders])
    stage = stages.stage_of(options)
    if options.act == "list":
        return list_published(stage.tools)
    if options.act in {"hide", "show"}:
        return set_hidden(stage.tools, options.call, options.act == "hide")
    if options.act == "diff":
        return max([show_changes(stage.tools, folder) for folder in options.folders])
    how = Publishing(stage.operator, options.dry_run, options.yes)
    return max([publish(stage.tools, folder, how) for folder in options.folders])


def list_published(tools: Tools) -> int:
    """Print each call, and who published its versions when.

    Of a call its version, filing period and name; the newest version first.
    """
    for call_id in tools.calls.ids():
        call = tools.calls.latest(call_id)
        opens, closes = (f"{at:%Y-%m-%d}" for at in (call.calendar.filing_opens, call.calendar.filing_closes))
        hidden = "  (hidden)" if tools.calls.is_hidden(call_id) else ""
        name = next(iter(call.names.values()))
        print(f"{call.id:28} version {call.version:<4} {opens} … {closes}  {name}{hidden}")
        for version, publication in tools.calls.publications(call_id).items():
            said = f"{publication.at:%Y-%m-%d %H:%M} UTC  {publication.by}" if publication else "not recorded"
            print(f"{'':28} version {version:<4} {said}")
    return DONE


def set_hidden(tools: Tools, call_id: str, hidden: bool) -> int:
    """Hide a call from the public, or show it again.

    Raises Stop when there is no such call.
    """
    tools.calls.hide(published_call(tools, call_id).id, hidden)
    print(f"{call_id}: {'hidden from' if hidden else 'shown to'} the public, within half a minute")
    return DONE


@dataclass(frozen=True)
class Publishing:
    """How to publish: by whom, and whether for good.

    `yes`: what tightens is meant so.
    """

    by: str
    dry_run: bool = False
    yes: bool = False


def check(folder: Path) -> int:
    """Print every fault of a call's files, and return 1 if any."""
    if _compiled(folder) is None:
        return FAULTY
    print(f"{folder}: right")
    return DONE


def show_changes(tools: Tools, folder: Path) -> int:
    """Print how a call differs from what is live.

    Returns 1 if it has faults, or what would be refused.
    """
    compiled = _compiled(folder)
    if compiled is None:
        return FAULTY
    comparison = compare(tools, compiled)
    _print(folder, comparison)
    return FAULTY if comparison.refused else DONE


def publish(tools: Tools, folder: Path, how: Publishing) -> int:
    """Publish a call without faults as its next version.

    What differs from the live version is printed before. Returns 1 if it has faults, if something is refused,
    or if it asks more than before and nobody said that this is meant; then nothing is published.
    """
    compiled = _compiled(folder)
    if compiled is None:
        return FAULTY
    before, same = tools.calls.standing(compiled)
    if same:
        right = "right; " if how.dry_run else ""
        print(f"{folder}: {right}version {before} stands, nothing {'would change' if how.dry_run else 'changed'}")
        return DONE
    comparison = compare(tools, compiled)
    if comparison.version:
        _print(folder, comparison)
    why_not = _why_not(comparison, how)
    if why_not:
        print(f"{folder}: {'would not be' if how.dry_run else 'not'} published: {why_not}")
        return FAULTY
    if how.dry_run:
        print(f"{folder}: right; would be version {before + 1}")
    else:
        number = _publish(tools, compiled, how.by, comparison)
        print(f"{folder}: version {number} published, in force within half a minute")
    return DONE


def _compiled(folder: Path) -> dict[str, Any] | None:
    """Return a call's document; print its faults where it has any."""
    if not folder.is_dir():
        beside = folder.parent.iterdir() if folder.parent.is_dir() else ()
        near = did_you_mean(folder.name, [path.name for path in beside if path.is_dir()])
        raise Stop(f"there is no folder {folder}{near or '. A call is a folder such as calls/shandong-2021.'}")
    try:
        return compile_call(folder)
    except CallFilesInvalid as wrong:
        for fault in wrong.faults:
            print(f"{folder}/{fault}")
        return None


def _print(folder: Path, comparison: Comparison) -> None:
    if not comparison.version:
        print(f"{folder}: nothing is live, so nothing is compared")
    elif not comparison.rows:
        print(f"{folder}: no change from version {comparison.version} that anybody would see")
    else:
        marks = "; ! refused, * asks more than before" if comparison.refused or comparison.tightening else ""
        print(f"{folder}: changes from version {comparison.version}{marks}")
        for row in comparison.rows:
            print(*lines(row), sep="\n")


def _why_not(comparison: Comparison, how: Publishing) -> str:
    if comparison.refused:
        return "what is marked ! would put entries out of reach, or change rules that are fixed"
    if comparison.tightening and not how.yes:
        return "what is marked * asks more of those who file or recommend. If it is meant so, add --yes"
    return ""


def _publish(tools: Tools, compiled: dict[str, Any], by: str, comparison: Comparison) -> int:
    try:
        return comparisons.publish(tools, compiled, by, comparison)
    except Stale:
        raise Stop("somebody else published this call at the same moment. Look, and publish again.") from None
