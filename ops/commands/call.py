"""`ops call`: check, publish, list, hide and show calls."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from chalicelib.domain.errors import Stale
from chalicelib.services.context import Tools
from chalicelib.storage.calls import Publication
from ops import stages
from ops.calls.loading import compile_call
from ops.calls.located_yaml import CallFilesInvalid
from ops.cli import DONE, FAULTY, Stop, did_you_mean
from ops.stages import published_call


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    checking = acts.add_parser("check", help="say everything that is wrong with a call's files")
    checking.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    publishing = acts.add_parser("publish", help="check, and store as the call's next version")
    publishing.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    publishing.add_argument("--dry-run", action="store_true", help="say what would be published, publish nothing")
    listing = acts.add_parser("list", help="say which calls are published, and when and by whom each version")
    hiding = acts.add_parser("hide", help="take a call out of the public's sight; people with accounts go on")
    showing = acts.add_parser("show", help="show a hidden call to the public again")
    for one in (hiding, showing):
        one.add_argument("call", metavar="CALL")
    for one in (publishing, listing, hiding, showing):
        stages.add_arguments(one)


def run(options: argparse.Namespace) -> int:
    """Return 0 if every call is right, else 1.

    Every fault is printed as `file:line: reason`.
    """
    if options.act == "check":
        return max([_check_and_publish(folder, None) for folder in options.folders])
    stage = stages.stage_of(options)
    if options.act == "list":
        return list_published(stage.tools)
    if options.act in {"hide", "show"}:
        return set_hidden(stage.tools, options.call, options.act == "hide")
    return publish(stage.tools, options.folders, stage.operator, dry_run=options.dry_run)


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


def publish(tools: Tools, folders: Sequence[Path], by: str, *, dry_run: bool = False) -> int:
    """Publish each call without faults as its next version.

    A call that equals its newest version is not published again. Returns 1 if any has faults, else 0.
    """
    return max([_check_and_publish(folder, tools, by, dry_run=dry_run) for folder in folders])


def _check_and_publish(folder: Path, tools: Tools | None, by: str = "", *, dry_run: bool = False) -> int:
    if not folder.is_dir():
        beside = folder.parent.iterdir() if folder.parent.is_dir() else ()
        near = did_you_mean(folder.name, [path.name for path in beside if path.is_dir()])
        raise Stop(f"there is no folder {folder}{near or '. A call is a folder such as calls/shandong-2021.'}")
    try:
        compiled = compile_call(folder)
    except CallFilesInvalid as wrong:
        for fault in wrong.faults:
            print(f"{folder}/{fault}")
        return FAULTY
    if tools is None:
        print(f"{folder}: right")
        return DONE
    before, same = tools.calls.standing(compiled)
    if same:
        result = f"version {before} stands, nothing {'would change' if dry_run else 'changed'}"
    else:
        result = f"would be version {before + 1}" if dry_run else f"version {_publish(tools, compiled, by)} published"
    in_force = "" if same or dry_run else ", in force within half a minute"
    print(f"{folder}: {'right; ' if dry_run else ''}{result}{in_force}")
    return DONE


def _publish(tools: Tools, compiled: dict[str, object], by: str) -> int:
    try:
        return tools.calls.publish(compiled, Publication(tools.clock(), by))
    except Stale:
        raise Stop("somebody else published this call at the same moment. Look, and publish again.") from None
