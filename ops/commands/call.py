"""`ops call`: check a call's files, publish them, list published calls."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from chalicelib.domain.errors import Stale
from chalicelib.services.context import Tools
from ops import stages
from ops.calls.loading import compile_call
from ops.calls.located_yaml import CallFilesInvalid
from ops.cli import DONE, FAULTY, Stop


def add_arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(title="acts", metavar="ACT", required=True, dest="act")
    checking = acts.add_parser("check", help="say everything that is wrong with a call's files")
    checking.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    publishing = acts.add_parser("publish", help="check, and store as the call's next version")
    publishing.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    publishing.add_argument("--dry-run", action="store_true", help="say what would be published, publish nothing")
    listing = acts.add_parser("list", help="say which calls are published, and in which version")
    for one in (publishing, listing):
        stages.add_arguments(one)


def run(options: argparse.Namespace) -> int:
    """Return 0 if every call is right, else 1.

    Every fault is printed as `file:line: reason`.
    """
    if options.act == "check":
        return max([_check_and_publish(folder, None) for folder in options.folders])
    tools = stages.stage_of(options).tools
    if options.act == "list":
        return list_published(tools)
    return publish(tools, options.folders, dry_run=options.dry_run)


def list_published(tools: Tools) -> int:
    """Print id, version, filing period and name of each call."""
    for call_id in tools.calls.ids():
        call = tools.calls.latest(call_id)
        opens, closes = (f"{at:%Y-%m-%d}" for at in (call.calendar.filing_opens, call.calendar.filing_closes))
        print(f"{call.id:28} version {call.version:<4} {opens} … {closes}  {next(iter(call.names.values()))}")
    return DONE


def publish(tools: Tools, folders: Sequence[Path], *, dry_run: bool = False) -> int:
    """Publish each call without faults as its next version.

    A call that equals its newest version is not published again. Returns 1 if any has faults, else 0.
    """
    return max([_check_and_publish(folder, tools, dry_run=dry_run) for folder in folders])


def _check_and_publish(folder: Path, tools: Tools | None, *, dry_run: bool = False) -> int:
    if not folder.is_dir():
        raise Stop(f"there is no folder {folder}. A call is a folder such as calls/shandong-2021.")
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
        result = f"would be version {before + 1}" if dry_run else f"version {_publish(tools, compiled)} published"
    print(f"{folder}: {'right; ' if dry_run else ''}{result}")
    return DONE


def _publish(tools: Tools, compiled: dict[str, object]) -> int:
    try:
        return tools.calls.publish(compiled)
    except Stale:
        raise Stop("somebody else published this call at the same moment. Look, and publish again.") from None
